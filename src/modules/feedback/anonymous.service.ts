import { In } from "typeorm";
import type { Change, Outcome, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import type { CursorBox } from "../../platform/cursors";
import { DomainError, notFound } from "../../platform/errors";
import { newId } from "../../platform/ids";
import { type ItemResult, itemOk, itemRefused } from "../../platform/items";
import { type Jobs, schedule } from "../../platform/jobs";
import { assertRole, assertState } from "../../platform/verbs";
import { ANONYMITY_MIN, type Feedback, type PendingFeedback, nextBatch } from "./feedback";
import { anonymitySets } from "./anonymity";
import { type Judged, judge, newFeedback } from "./feedback.file";
import type { FeedbackService, FileFeedback } from "./feedback.service";
import { insertPending, takePending } from "./feedback.store";
import { FeedbackTable } from "./feedback.table";
import { feedbackVerbs } from "./feedback.verbs";

export type ByReceipt = { readonly idempotencyKey: string; readonly receiptCode: string };
const ACTS = {
  closeAnonymousFeedback: "CLOSE",
  reopenAnonymousFeedback: "REOPEN",
  withdrawAnonymousFeedback: "WITHDRAW",
} as const;
const VERBS = {
  CLOSE: "closeAnonymousFeedback",
  REOPEN: "reopenAnonymousFeedback",
  WITHDRAW: "withdrawAnonymousFeedback",
} as const;
export type AnonymousVerb = keyof typeof ACTS;
export type FileAnonymously = FileFeedback & { readonly minAnonymitySet?: number | null };
export type FiledAnonymously = {
  readonly results: readonly ItemResult[];
  /** Out of how many organisations each could be; null for what was refused because it is wrong. */
  readonly anonymitySets: readonly (number | null)[];
};
/** So much of what waits is held at once. */
const PORTION = 2_000;
const BATCH = "feedback.batch";
const RECEIPT = "feedback receipt";

/**
 * Feedback whose author no participant can know. It is judged at once, under the author's own access, and kept without
 * a name until the next full ten minutes; then all that waits goes out together, in an order and at a time that tell
 * nothing. The idempotency record has a pseudonym of this one call, and the audit names nobody. Who runs the hub could
 * still link it, by its logs and backups: the API says so.
 */
export class AnonymousFeedback {
  constructor(
    private readonly writer: Writer,
    private readonly feedback: FeedbackService,
    private readonly cursors: CursorBox,
    jobs: Jobs,
  ) {
    jobs.register(BATCH, (change) => this.publish(change));
  }

  file(viewer: Viewer, input: FileAnonymously): Promise<Outcome<FiledAnonymously>> {
    return this.writer.mutateUnnamed(viewer, this.pseudonym(viewer, input), "fileFeedback", input, async (change) => {
      assertRole(viewer, "fileFeedback", feedbackVerbs.fileFeedback);
      const { good, refused } = await judge(change, input.entries, true);
      const sets = await anonymitySets(change.tx, good);
      const least = input.minAnonymitySet ?? ANONYMITY_MIN;
      const dueAt = nextBatch(change.now);
      const rows: PendingFeedback[] = [];
      const results = good.map(({ index, ...judged }): ItemResult => {
        const anonymitySet = sets.get(index) ?? 0;
        if (anonymitySet < least) return itemRefused(index, tooFew(anonymitySet, least));
        const id = newId("anon");
        rows.push({ id, act: "FILE", receiptHash: id, content: { ...judged, anonymitySet }, dueAt });
        return itemOk(index, id);
      });
      await this.wait(change, rows, dueAt);
      return {
        results: [...refused, ...results].sort((a, b) => a.index - b.index),
        anonymitySets: input.entries.map((_, index) => sets.get(index) ?? null),
      };
    });
  }

  /** What an anonymous author does later waits for the next batch too. */
  act(viewer: Viewer, verb: AnonymousVerb, input: ByReceipt): Promise<Outcome<{ readonly dueAt: string }>> {
    return this.writer.mutateUnnamed(viewer, this.pseudonym(viewer, input), verb, input, async (change) => {
      assertRole(viewer, verb, feedbackVerbs[verb]);
      const receiptHash = this.receiptOf(input.receiptCode);
      const current = await change.tx.findOneBy(FeedbackTable, { receiptHash });
      if (!current) throw notFound("Feedback");
      assertState(verb, feedbackVerbs[verb], current.state);
      const dueAt = nextBatch(change.now);
      await this.wait(change, [{ id: newId("wait"), act: ACTS[verb], receiptHash, content: {}, dueAt }], dueAt);
      return { dueAt: dueAt.toISOString() };
    });
  }

  /** What the author keeps: it opens this feedback, and nothing else does. */
  codeOf = (pendingId: string): string => this.cursors.seal(RECEIPT, pendingId);

  receiptOf(code: string): string {
    const id = this.cursors.open(RECEIPT, code);
    if (id === undefined)
      throw new DomainError("NOT_FOUND", "There is no feedback with this receipt code.", {
        field: "input.receiptCode",
      });
    return id;
  }

  private pseudonym({ accountId }: Viewer, { idempotencyKey }: { readonly idempotencyKey: string }): string {
    return this.cursors.seal("anonymous actor", `${accountId} ${idempotencyKey}`);
  }

  private async wait(change: Change, rows: readonly PendingFeedback[], dueAt: Date): Promise<void> {
    if (rows.length === 0) return;
    await insertPending(change, rows);
    await schedule(change, { kind: BATCH, subjectId: dueAt.toISOString(), dueAt });
  }

  /** Everything that waits, at once: first what was filed, in an order of random ids, then what was done later. */
  private async publish(change: Change): Promise<void> {
    for (let due = await takePending(change, ["FILE"], PORTION); due.length > 0;) {
      const filed = due.map(({ content, receiptHash, dueAt }) => {
        const { anonymitySet, ...judged } = content as Judged & { readonly anonymitySet: number };
        const author = { authorId: null, authorOrganizationId: null, anonymous: true, receiptHash, filedAt: dueAt };
        return { ...newFeedback(judged, author), anonymitySet };
      });
      await this.feedback.enter(
        change,
        filed.sort((a, b) => (a.id < b.id ? -1 : 1)),
      );
      due = await takePending(change, ["FILE"], PORTION);
    }
    const later = ["CLOSE", "REOPEN", "WITHDRAW"] as const;
    for (let due = await takePending(change, later, PORTION); due.length > 0;) {
      const acts = due.flatMap(({ act, receiptHash }) => (act === "FILE" ? [] : [{ verb: VERBS[act], receiptHash }]));
      const known = await this.lockKnown(change, acts);
      for (const { verb, receiptHash } of acts) {
        const current = known.get(receiptHash);
        if (current) known.set(receiptHash, await this.carryOut(change, verb, current));
      }
      due = await takePending(change, later, PORTION);
    }
  }

  private async lockKnown(
    { tx }: Change,
    acts: readonly { readonly receiptHash: string }[],
  ): Promise<Map<string | null, Feedback>> {
    const rows = await tx.find(FeedbackTable, {
      where: { receiptHash: In(acts.map(({ receiptHash }) => receiptHash)) },
      order: { id: "ASC" },
      lock: { mode: "pessimistic_write" },
    });
    return new Map(rows.map((row) => [row.receiptHash, row]));
  }

  /** The feedback after the act; as it was where the act is not possible any more: somebody was quicker. */
  private async carryOut(change: Change, verb: AnonymousVerb, current: Feedback): Promise<Feedback> {
    const rule = feedbackVerbs[verb];
    if (!(rule.from as readonly string[]).includes(current.state)) return current;
    const facts = await {
      closeAnonymousFeedback: () => this.feedback.closed(change, current),
      reopenAnonymousFeedback: () => this.feedback.reopened(change, current),
      withdrawAnonymousFeedback: () => this.feedback.withdrawn(change, current),
    }[verb]();
    return this.feedback.write(change, current, rule.to, facts);
  }
}

const tooFew = (anonymitySet: number, least: number): DomainError =>
  new DomainError(
    "INVALID_INPUT",
    `${anonymitySet} ${anonymitySet === 1 ? "organisation" : "organisations"} could have said this: fewer than ${least} hide nobody. Say it by name, or accept that by minAnonymitySet.`,
    { field: "input.minAnonymitySet" },
  );
