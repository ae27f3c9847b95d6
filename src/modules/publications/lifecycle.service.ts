import type { Change, Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { DomainError, invalid } from "../../platform/errors";
import { cancel } from "../../platform/jobs";
import { findActing, unknownAccount } from "../accounts/account.find";
import { askIn, venueKindOf } from "../disclosures/facts";
import { existingOrganizations } from "../organizations/organization.find";
import { deliver } from "../receipts/delivery.store";
import { deliveryTold, receiptTold } from "../receipts/receipt.events";
import { receiptsOf } from "../receipts/receipt.store";
import type { ItemMarks } from "../revisions/item-marks.service";
import { findRevision, itemsOf, setRevisionState } from "../revisions/revision.store";
import type { Share } from "../shares/share";
import { shareTold } from "../shares/share.events";
import { lockOwnShare } from "../shares/share.lock";
import { addAddressees, addresseesOf, lockShare, retractCopies, saveShare } from "../shares/share.store";
import type { ShareOutcome } from "./publication.service";
import { EXPIRY, deliveryOf } from "./release";
import { assertAddressable } from "./rules";

type OfShare = { readonly idempotencyKey: string; readonly shareId: string; readonly expectedVersion: number };
export type MoveShare = OfShare;
export type RetractShare = OfShare & { readonly reason: string };
export type AddRecipients = OfShare & {
  readonly recipientIds?: readonly string[] | null;
  readonly personIds?: readonly string[] | null;
};

const TAKEN_BACK = ["state", "retractedAt", "retractionReason", "items"];

/** What becomes of a share that is out: its last revision, its end, its recall, and to whom else it is sent. */
export class LifecycleService {
  constructor(
    private readonly writer: Writer,
    private readonly marks: ItemMarks,
  ) {}

  finalize(viewer: Viewer, input: MoveShare): Promise<Outcome<ShareOutcome>> {
    return this.writer.mutate(viewer, "finalizeShare", input, async (change) => {
      const was = await lockOwnShare(change, "finalizeShare", input);
      const share: Share = { ...was, version: was.version + 1, state: "FINAL", finalizedAt: change.now };
      await saveShare(change.tx, share);
      change.tell(shareTold("SHARE_FINALIZED", share, ["state", "finalizedAt"]));
      return { shareId: share.id, revisionId: share.currentRevisionId };
    });
  }

  close(viewer: Viewer, input: MoveShare): Promise<Outcome<ShareOutcome>> {
    return this.writer.mutate(viewer, "closeShare", input, async (change) => {
      const was = await lockOwnShare(change, "closeShare", input);
      const share: Share = { ...was, version: was.version + 1, state: "CLOSED", closedAt: change.now };
      await saveShare(change.tx, share);
      change.tell(shareTold("SHARE_CLOSED", share, ["state", "closedAt"]));
      return { shareId: share.id, revisionId: share.currentRevisionId };
    });
  }

  /** Takes all of it back: every item, here and in every forwarded copy. It stays readable as that. */
  retract(viewer: Viewer, input: RetractShare): Promise<Outcome<ShareOutcome>> {
    return this.writer.mutate(viewer, "retractShare", input, async (change) => {
      const { tx, now } = change;
      const was = await lockOwnShare(change, "retractShare", input);
      if (!input.reason.trim()) throw invalid("input.reason", "Say why: the recipients need to know.");
      const moved = { state: "RETRACTED", retractedAt: now, retractionReason: input.reason } as const;
      const share: Share = { ...was, ...moved, version: was.version + 1 };
      const revisionId = share.currentRevisionId ?? "";
      await saveShare(tx, share);
      await setRevisionState(tx, { id: revisionId }, "RETRACTED");
      await cancel(change, { kind: EXPIRY, subjectId: share.id });
      change.tell(shareTold("SHARE_RETRACTED", share, TAKEN_BACK));
      const lineages = (await itemsOf(tx, revisionId)).map(({ lineageId }) => lineageId);
      await this.marks.retract(change, lineages);
      await this.marks.settle(change, lineages);
      for (const copy of await retractCopies(tx, share))
        change.tell({ ...shareTold("SHARE_RETRACTED", copy, TAKEN_BACK), unnamed: true });
      return { shareId: share.id, revisionId };
    });
  }

  /** Sends what is out to more organisations or persons, under the same rules as the first time. */
  addRecipients(viewer: Viewer, input: AddRecipients): Promise<Outcome<ShareOutcome>> {
    return this.writer.mutate(viewer, "addRecipients", input, async (change) => {
      const share = await lockOwnShare(change, "addRecipients", input);
      if (share.originId !== null)
        throw new DomainError("FORBIDDEN", "A copy goes to whom its originator knows of: forward it to them too.");
      const known = await addresseesOf(change.tx, share.id);
      const added = await this.addedTo(change, share, known.recipientIds, input);
      const revision = await findRevision(change.tx, share.currentRevisionId ?? "");
      const items = await itemsOf(change.tx, revision.id);
      const ask = askIn(change.tx);
      const venueKind = await venueKindOf(ask, share.venueId);
      const addressees = { ...added, personIds: [...known.personIds, ...added.personIds] };
      if (added.recipientIds.length > 0)
        await assertAddressable(ask, viewer, { share, revision, items, addressees, venueKind });
      await addAddressees(change.tx, share.id, added);
      const made = await deliver(change, deliveryOf({ share, revision, items }), added.recipientIds);
      const masked = share.senderMasked;
      for (const receipt of await receiptsOf(change.tx, share.id, added))
        change.tell(receiptTold("RECEIPT_DELIVERED", receipt, share.caseId, ["state", "share"], masked));
      change.tell(...made.filter(({ byProfile }) => byProfile).map((receipt) => deliveryTold(share, receipt)));
      change.tell({ ...shareTold("SHARE_RECIPIENTS_ADDED", share, ["recipients"]), version: null });
      return { shareId: share.id, revisionId: revision.id };
    });
  }

  /** The job of a share whose time is over: nothing changes but that everybody is told. */
  async expire(change: Change, shareId: string): Promise<void> {
    const share = await lockShare(change.tx, shareId);
    if (!share?.validUntil || share.validUntil > change.now || share.state === "RETRACTED") return;
    change.tell({ ...shareTold("SHARE_EXPIRED", share, ["expired"]), version: null });
  }

  private async addedTo(
    { tx, viewer }: ViewerChange,
    share: Share,
    known: readonly string[],
    { recipientIds, personIds }: AddRecipients,
  ) {
    const asked = [...new Set(recipientIds ?? [])];
    const persons = [...new Set(personIds ?? [])];
    if (asked.length === 0 && persons.length === 0) throw invalid("input.recipientIds", "Name whom it is sent to.");
    if (asked.includes(viewer.organizationId)) throw invalid("input.recipientIds", "Nobody shares with itself.");
    const existing = await existingOrganizations(tx, asked);
    if (existing.size < asked.length)
      throw new DomainError("NOT_FOUND", "Organization was not found.", { field: "input.recipientIds" });
    const acting = persons.length > 0 ? await findActing(tx, persons, [share.senderId, ...known, ...asked]) : [];
    if (acting.length < persons.length) throw unknownAccount("input.personIds");
    return { recipientIds: asked.filter((id) => !known.includes(id)), personIds: persons };
  }
}
