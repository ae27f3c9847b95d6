import type { Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { DomainError, invalid } from "../../platform/errors";
import { type ItemResult, itemOk, itemRefused } from "../../platform/items";
import { schedule } from "../../platform/jobs";
import { type Locked, lockRows } from "../../platform/read/lock";
import { assertRole, assertSide, assertState, assertVersion } from "../../platform/verbs";
import type { ItemMarks } from "../revisions/item-marks.service";
import { visibleRevisions } from "../revisions/revision.read";
import { settleDoubts } from "./doubts";
import { type Feedback, type Resolution, CLOSING_DAYS, assertResolution } from "./feedback";
import { feedbackTold, outcomeTold } from "./feedback.events";
import { feedbackModel, feedbackSides } from "./feedback.read";
import { CLOSE, type FeedbackOutcome, type OfFeedback } from "./feedback.service";
import { saveResolutions } from "./feedback.store";
import { feedbackVerbs } from "./feedback.verbs";

/** What became of one piece of feedback. */
export type FeedbackAnswer = Omit<OfFeedback, "idempotencyKey"> & {
  readonly resolution: Resolution;
  readonly reason?: string | null;
  /** The revision that took it up. */
  readonly revisionId?: string | null;
};
export type ResolveFeedback = OfFeedback & FeedbackAnswer;
export type AnswerFeedback = { readonly idempotencyKey: string; readonly answers: readonly FeedbackAnswer[] };

type Side = keyof typeof feedbackSides;
type Known = {
  readonly locked: ReadonlyMap<string, Locked<Feedback, Side>>;
  /** The share of each revision that answers name and the viewer sees. */
  readonly revisions: ReadonlyMap<string, string>;
};

/** Says what became of feedback: told to its author, and as an outcome to everybody who received what it is about. */
export class ResolutionService {
  constructor(
    private readonly writer: Writer,
    private readonly marks: ItemMarks,
  ) {}

  resolve(viewer: Viewer, input: ResolveFeedback): Promise<Outcome<FeedbackOutcome>> {
    return this.writer.mutate(viewer, "resolveFeedback", input, async (change) => {
      assertRole(viewer, "resolveFeedback", feedbackVerbs.resolveFeedback);
      const [wrong] = await this.resolveAll(change, [input]);
      if (wrong) throw wrong;
      return { feedbackId: input.feedbackId };
    });
  }

  /** Many answers in one call: a wrong one holds no other back, and the statements do not grow with their number. */
  answer(viewer: Viewer, input: AnswerFeedback): Promise<Outcome<{ readonly results: readonly ItemResult[] }>> {
    return this.writer.mutate(viewer, "answerFeedback", input, async (change) => {
      assertRole(viewer, "answerFeedback", feedbackVerbs.answerFeedback);
      const wrong = await this.resolveAll(change, input.answers);
      const results = input.answers.map(({ feedbackId }, index) => {
        const error = wrong[index];
        return error ? itemRefused(index, inList(error, index)) : itemOk(index, feedbackId);
      });
      return { results };
    });
  }

  /** What is wrong with each of these, or undefined for what was carried out. */
  private async resolveAll(
    change: ViewerChange,
    answers: readonly FeedbackAnswer[],
  ): Promise<readonly (DomainError | undefined)[]> {
    const { tx, viewer, now } = change;
    const ids = [...new Set(answers.map(({ feedbackId }) => feedbackId))];
    const locked = await lockRows(tx, viewer, feedbackModel, ids, feedbackSides);
    const named = [...new Set(answers.flatMap(({ revisionId }) => revisionId ?? []))];
    const known: Known = { locked, revisions: await visibleRevisions(tx, viewer, named) };
    const seen = new Set<string>();
    const judged = answers.map((answer) => {
      try {
        return judge(answer, known, seen, now);
      } catch (error) {
        if (error instanceof DomainError) return error;
        throw error;
      }
    });
    await this.save(
      change,
      judged.flatMap((one) => (one instanceof DomainError ? [] : [one])),
    );
    return judged.map((one) => (one instanceof DomainError ? one : undefined));
  }

  private async save(change: ViewerChange, resolved: readonly Feedback[]): Promise<void> {
    if (resolved.length === 0) return;
    await settleDoubts(change, this.marks, resolved, { named: true });
    await saveResolutions(change, resolved);
    const dueAt = new Date(change.now.getTime() + CLOSING_DAYS * 86_400_000);
    await schedule(change, ...resolved.map(({ id }) => ({ kind: CLOSE, subjectId: id, dueAt })));
    const changed = ["state", "resolution", "reason", "resolvedAt"];
    for (const one of resolved)
      change.tell(feedbackTold("FEEDBACK_MOVED", one, [...changed, "acknowledgedAt"]), outcomeTold(one, changed));
  }
}

function judge(answer: FeedbackAnswer, { locked, revisions }: Known, seen: Set<string>, now: Date): Feedback {
  const { feedbackId, expectedVersion, resolution, reason = null, revisionId = null } = answer;
  const found = locked.get(feedbackId);
  if (!found) throw new DomainError("NOT_FOUND", "Feedback was not found.", { field: "input.feedbackId" });
  if (seen.has(feedbackId)) throw invalid("input.feedbackId", "It is answered in this call already.");
  const { row, sides } = found;
  assertSide("resolveFeedback", feedbackVerbs.resolveFeedback, sides);
  assertState("resolveFeedback", feedbackVerbs.resolveFeedback, row.state);
  assertVersion(expectedVersion, row.version);
  assertResolution(resolution, reason);
  if (revisionId !== null) assertTakenUp(row, revisions.get(revisionId));
  seen.add(feedbackId);
  return {
    ...row,
    version: row.version + 1,
    state: "RESOLVED",
    resolution,
    reason,
    revisionId,
    resolvedAt: now,
    acknowledgedAt: row.acknowledgedAt ?? now,
    outcomeAt: row.outcomeAt ?? now,
  };
}

function assertTakenUp({ lineShareId }: Feedback, shareId: string | undefined): void {
  const field = "input.revisionId";
  if (shareId === undefined) throw new DomainError("NOT_FOUND", "ShareRevision was not found.", { field });
  if (shareId !== lineShareId)
    throw invalid(field, "Feedback is taken up in a revision of the share that it is about.");
}

/** The same error, by its place in the list of answers. */
const inList = ({ code, message, field, details }: DomainError, index: number): DomainError =>
  new DomainError(code, message, {
    ...(field === undefined ? {} : { field: field.replace(/^input\./, `input.answers[${index}].`) }),
    ...(details ? { details } : {}),
  });
