import type { Change, Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { type ItemResult, itemOk } from "../../platform/items";
import { type Jobs, cancel } from "../../platform/jobs";
import { lockRow } from "../../platform/read/reader";
import { type Verb, assertRole, assertSide, assertState, assertVersion } from "../../platform/verbs";
import type { ItemMarks } from "../revisions/item-marks.service";
import { type Feedback, type FeedbackState, disputing } from "./feedback";
import { feedbackTold, outcomeTold } from "./feedback.events";
import { type FeedbackEntry, judge, newFeedback } from "./feedback.file";
import { feedbackModel, feedbackSides } from "./feedback.read";
import { insertFeedback } from "./feedback.store";
import { settleDoubts } from "./doubts";
import { FeedbackTable } from "./feedback.table";
import { feedbackVerbs } from "./feedback.verbs";

export type FileFeedback = {
  readonly idempotencyKey: string;
  readonly entries: readonly FeedbackEntry[];
  readonly anonymous?: boolean | null;
};
export type FiledFeedback = { readonly results: readonly ItemResult[] };
export type OfFeedback = {
  readonly idempotencyKey: string;
  readonly feedbackId: string;
  readonly expectedVersion: number;
};
export type FeedbackOutcome = { readonly feedbackId: string };
const OUTCOME_FIELDS: readonly string[] = ["state", "resolution", "reason", "resolvedAt"];
/** The kind of the job that closes what was resolved, when its author says nothing. */
export const CLOSE = "feedback.close";

export class FeedbackService {
  constructor(
    private readonly writer: Writer,
    private readonly marks: ItemMarks,
    jobs: Jobs,
  ) {
    jobs.register(CLOSE, (change, id) => this.closeByTimeout(change, id));
  }

  /** Files feedback by name, many in one call: results per entry, statements that do not grow with their number. */
  file(viewer: Viewer, input: FileFeedback): Promise<Outcome<FiledFeedback>> {
    return this.writer.mutate(viewer, "fileFeedback", input, async (change) => {
      assertRole(viewer, "fileFeedback", feedbackVerbs.fileFeedback);
      return { results: await this.fileIn(change, input.entries) };
    });
  }

  /** Files feedback inside a change that is open already: a response to shares brings verdicts. */
  async fileIn(
    change: ViewerChange,
    entries: readonly FeedbackEntry[],
    pathOf?: (index: number) => string,
  ): Promise<readonly ItemResult[]> {
    const { viewer, now } = change;
    const { good, refused } = await judge(change, entries, false, pathOf);
    const author = {
      authorId: viewer.accountId,
      authorOrganizationId: viewer.organizationId,
      anonymous: false,
      receiptHash: null,
      filedAt: now,
    };
    const rows = good.map((judged) => newFeedback(judged, author));
    await this.enter(change, rows);
    const results = [...refused, ...good.map(({ index }, i) => itemOk(index, rows[i]?.id ?? ""))];
    return results.sort((a, b) => a.index - b.index);
  }

  /** Enters new feedback: stores it, puts the items in doubt that it speaks against, and tells author and addressee. */
  async enter(change: Change, rows: readonly Feedback[]): Promise<void> {
    if (rows.length === 0) return;
    const doubted = rows.filter(({ verdict }) => disputing.includes(verdict)).flatMap(({ rootIds }) => rootIds);
    // The items first: their locks decide in which order others hear of what befell them, and whoever settles what
    // was said against them waits until this is there to be found.
    await this.marks.dispute(change, [...new Set(doubted)]);
    await insertFeedback(change, rows);
    change.tell(...rows.map((row) => feedbackTold("FEEDBACK_FILED", row, ["state"])));
  }

  acknowledge(viewer: Viewer, input: OfFeedback): Promise<Outcome<FeedbackOutcome>> {
    return this.move(viewer, "acknowledgeFeedback", input, ({ now }) => ({ acknowledgedAt: now }));
  }

  review(viewer: Viewer, input: OfFeedback): Promise<Outcome<FeedbackOutcome>> {
    return this.move(viewer, "reviewFeedback", input, ({ now }, { acknowledgedAt }) => ({
      acknowledgedAt: acknowledgedAt ?? now,
    }));
  }

  close(viewer: Viewer, input: OfFeedback): Promise<Outcome<FeedbackOutcome>> {
    return this.move(viewer, "closeFeedback", input, (change, current) => this.closed(change, current));
  }

  reopen(viewer: Viewer, input: OfFeedback): Promise<Outcome<FeedbackOutcome>> {
    return this.move(viewer, "reopenFeedback", input, (change, current) => this.reopened(change, current));
  }

  withdraw(viewer: Viewer, input: OfFeedback): Promise<Outcome<FeedbackOutcome>> {
    return this.move(viewer, "withdrawFeedback", input, (change, current) => this.withdrawn(change, current));
  }

  /** What an author does with its own feedback, by name or by receipt: the new facts. */
  async closed(change: Change, { id }: Feedback): Promise<Partial<Feedback>> {
    await cancel(change, { kind: CLOSE, subjectId: id });
    return { closedAt: change.now, closedBy: "AUTHOR" };
  }

  async reopened(change: Change, current: Feedback): Promise<Partial<Feedback>> {
    await cancel(change, { kind: CLOSE, subjectId: current.id });
    if (disputing.includes(current.verdict)) await this.marks.dispute(change, current.rootIds);
    return { resolution: null, reason: null, revisionId: null, resolvedAt: null };
  }

  async withdrawn(change: Change, current: Feedback): Promise<Partial<Feedback>> {
    await settleDoubts(change, this.marks, [current], { named: false });
    return { closedAt: change.now };
  }

  /** Writes a move that was found right, and tells of it. */
  async write(change: Change, current: Feedback, state: FeedbackState, facts: Partial<Feedback>): Promise<Feedback> {
    const moved: Feedback = { ...current, ...facts, state, version: current.version + 1 };
    const { id, ...columns } = moved;
    await change.tx.update(FeedbackTable, { id }, columns);
    const changed = ["state", ...Object.keys(facts).filter((name) => name !== "revisionId")];
    change.tell(feedbackTold("FEEDBACK_MOVED", moved, changed));
    const forAll = changed.filter((name) => OUTCOME_FIELDS.includes(name));
    if (moved.outcomeAt) change.tell(outcomeTold(moved, forAll));
    return moved;
  }

  private move(
    viewer: Viewer,
    name: keyof typeof feedbackVerbs,
    input: OfFeedback,
    facts: (change: ViewerChange, current: Feedback) => Partial<Feedback> | Promise<Partial<Feedback>>,
  ): Promise<Outcome<FeedbackOutcome>> {
    return this.writer.mutate(viewer, name, input, async (change) => {
      const verb: Verb = feedbackVerbs[name];
      assertRole(viewer, name, verb);
      const { row, sides } = await lockRow(
        change.tx,
        viewer,
        feedbackModel,
        input.feedbackId,
        feedbackSides,
        "input.feedbackId",
      );
      assertSide(name, verb, sides);
      assertState(name, verb, row.state);
      assertVersion(input.expectedVersion, row.version);
      await this.write(change, row, verb.to as FeedbackState, await facts(change, row));
      return { feedbackId: row.id };
    });
  }

  private async closeByTimeout(change: Change, id: string): Promise<void> {
    const current = await change.tx.findOne(FeedbackTable, { where: { id }, lock: { mode: "pessimistic_write" } });
    if (current?.state !== "RESOLVED") return;
    await this.write(change, current, "CLOSED", { closedAt: change.now, closedBy: "TIMEOUT" });
  }
}
