import type { Change, Outcome, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import type { CursorBox } from "../../platform/cursors";
import { DomainError, notFound } from "../../platform/errors";
import { newId } from "../../platform/ids";
import { type ItemResult, itemOk } from "../../platform/items";
import { type Jobs, schedule } from "../../platform/jobs";
import { assertRole, assertState } from "../../platform/verbs";
import { type Feedback, type PendingFeedback, nextBatch } from "./feedback";
import { type Judged, judge, newFeedback } from "./feedback.file";
import type { FeedbackService, FileFeedback } from "./feedback.service";
import { insertPending } from "./feedback.store";
import { FeedbackTable, PendingTable } from "./feedback.table";
import { feedbackVerbs } from "./feedback.verbs";

export type ByReceipt = { readonly idempotencyKey: string; readonly receiptCode: string };
export type AnonymousVerb = "closeFeedback" | "reopenFeedback" | "withdrawFeedback";
const ACTS = { closeFeedback: "CLOSE", reopenFeedback: "REOPEN", withdrawFeedback: "WITHDRAW" } as const;
const VERBS = { CLOSE: "closeFeedback", REOPEN: "reopenFeedback", WITHDRAW: "withdrawFeedback" } as const;
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

  file(viewer: Viewer, input: FileFeedback): Promise<Outcome<{ readonly results: readonly ItemResult[] }>> {
    return this.writer.mutateUnnamed(viewer, this.pseudonym(viewer, input), "fileFeedback", input, async (change) => {
      assertRole(viewer, "fileFeedback", feedbackVerbs.fileFeedback);
      const { good, refused } = await judge(change, input.entries, true);
      const dueAt = nextBatch(change.now);
      const rows = good.map(({ entry, place, rootIds }): PendingFeedback => {
        const id = newId("anon");
        return { id, act: "FILE", receiptHash: id, content: { entry, place, rootIds }, dueAt };
      });
      await this.wait(change, rows, dueAt);
      const results = [...refused, ...good.map(({ index }, i) => itemOk(index, rows[i]?.id ?? ""))];
      return { results: results.sort((a, b) => a.index - b.index) };
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

  /** Everything that waits, at once: first what was filed, in the order of its new random ids. */
  private async publish(change: Change): Promise<void> {
    const due = (await change.tx.find(PendingTable, { lock: { mode: "pessimistic_write" } })).filter(
      ({ dueAt }) => dueAt <= change.now,
    );
    const filed = due
      .filter(({ act }) => act === "FILE")
      .map(({ content, receiptHash, dueAt }) =>
        newFeedback(content as Judged, {
          authorId: null,
          authorOrganizationId: null,
          anonymous: true,
          receiptHash,
          filedAt: dueAt,
        }),
      );
    await this.feedback.enter(
      change,
      filed.sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
    for (const { act, receiptHash } of due.sort((a, b) => (a.id < b.id ? -1 : 1))) {
      if (act !== "FILE") await this.carryOut(change, VERBS[act], receiptHash);
    }
    if (due.length > 0)
      await change.tx.delete(
        PendingTable,
        due.map(({ id }) => id),
      );
  }

  private async carryOut(change: Change, verb: AnonymousVerb, receiptHash: string): Promise<void> {
    const current: Feedback | null = await change.tx.findOne(FeedbackTable, {
      where: { receiptHash },
      lock: { mode: "pessimistic_write" },
    });
    const rule = feedbackVerbs[verb];
    if (!current || !(rule.from as readonly string[]).includes(current.state)) return; // Somebody was quicker.
    const facts = await (verb === "closeFeedback"
      ? this.feedback.closed(change, current)
      : verb === "reopenFeedback"
        ? this.feedback.reopened(change, current)
        : this.feedback.withdrawn(change, current));
    await this.feedback.write(change, current, rule.to, facts);
  }
}
