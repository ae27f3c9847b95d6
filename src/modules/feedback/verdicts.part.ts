import type { RespondPart } from "../responses/response";
import type { FeedbackEntry } from "./feedback.file";
import type { FeedbackService } from "./feedback.service";

export type ShareVerdict = Omit<FeedbackEntry, "target" | "targetId">;

/** Verdicts that come with a response: feedback on the revision that the response is about, filed by name. */
export const verdictsPart = (feedback: FeedbackService): RespondPart<ShareVerdict> => ({
  field: "verdicts",
  take: async (change, given) => {
    const flat = given.flatMap(({ response, items }) =>
      items.map((verdict, place) => ({
        path: `input.responses[${response.index}].verdicts[${place}]`,
        place,
        entry: { ...verdict, target: "SHARE_REVISION" as const, targetId: response.revisionId },
      })),
    );
    const entries = flat.map(({ entry }) => entry);
    const results = await feedback.fileIn(change, entries, (index) => flat[index]?.path ?? "input.responses");
    let first = 0;
    return given.map(({ items }) => {
      const own = results.slice(first, first + items.length);
      first += items.length;
      return own.map((result, index) => ({ ...result, index }));
    });
  },
});
