import type { ViewerChange } from "../../platform/change";
import type { Tx } from "../../platform/db";
import { schedule } from "../../platform/jobs";
import { strictestPap } from "../../platform/marking";
import { type Delivery, deliver, deliverAgain, lockReceiptsOf } from "../receipts/delivery.store";
import { deliveryTold } from "../receipts/receipt.events";
import type { ItemMarks } from "../revisions/item-marks.service";
import { insertItems, insertRevision, saveRevision, setRevisionState } from "../revisions/revision.store";
import type { Share } from "../shares/share";
import { shareTold } from "../shares/share.events";
import { addAddressees, insertShare, saveShare } from "../shares/share.store";
import type { Changes } from "./changes";
import { type Publication, whatOf } from "./rules";

/** The kind of the job that tells when a share's time is over. */
export const EXPIRY = "share.expired";

/** Writes a share that only its sender sees. */
export async function insertDraft(
  tx: Tx,
  { share, revision, items, addressees }: Publication,
  copiedFrom?: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  await insertShare(tx, share);
  await insertRevision(tx, revision);
  await insertItems(tx, items, copiedFrom);
  await addAddressees(tx, share.id, addressees);
}

/** Sends a draft out: from now on it never changes. The number of statements does not depend on that of recipients. */
export async function release(change: ViewerChange, draft: Publication): Promise<Share> {
  const { tx, now } = change;
  const was = draft.share;
  const share: Share = {
    ...was,
    version: was.version + 1,
    state: "ACTIVE",
    publishedAt: now,
    listedAt: now,
  };
  await saveRevision(tx, { ...draft.revision, state: "PUBLISHED", publishedAt: now });
  await saveShare(tx, share);
  const receipts = await deliver(change, deliveryOf({ ...draft, share }), draft.addressees.recipientIds);
  if (share.validUntil) await schedule(change, { kind: EXPIRY, subjectId: share.id, dueAt: share.validUntil });
  change.tell(shareTold("SHARE_PUBLISHED", share, ["state", "publishedAt", "revisions", "items"]));
  // That it was delivered is told by the publication; what a profile makes of it, of each.
  change.tell(...receipts.filter(({ byProfile }) => byProfile).map((receipt) => deliveryTold(share, receipt)));
  return share;
}

/** Sends the next revision out in place of the one before, to whoever has a receipt. */
export async function releaseNext(
  change: ViewerChange,
  marks: ItemMarks,
  next: Publication,
  { corrected, confirmed, retracted }: Changes,
): Promise<void> {
  const { tx } = change;
  const { currentRevisionId } = next.share;
  // Before the items: whoever responds locks its receipt, and then what it disputes.
  await lockReceiptsOf(tx, next.share.id);
  if (currentRevisionId) await setRevisionState(tx, { id: currentRevisionId }, "SUPERSEDED");
  await insertRevision(tx, next.revision);
  await insertItems(tx, next.items);
  const share: Share = { ...next.share, version: next.share.version + 1, currentRevisionId: next.revision.id };
  await saveShare(tx, share);
  const receipts = await deliverAgain(change, deliveryOf({ ...next, share }));
  change.tell(shareTold("REVISION_PUBLISHED", share, ["revisions", "latestRevision", "items"]));
  change.tell(...receipts.map((receipt) => deliveryTold(share, receipt)));
  await marks.retract(change, [...retracted.keys()]);
  await marks.settle(change, [...corrected.keys(), ...confirmed, ...retracted.keys()]);
}

/**
 * What a revision that goes out is to the organisations that receive it. Items for named persons alone are no part of
 * that: how the rest is answered would tell the others of them.
 */
export function deliveryOf({ share, revision, items }: Pick<Publication, "share" | "revision" | "items">): Delivery {
  const reaching = items.filter(({ state, tlp }) => state !== "RETRACTED" && (share.namedOnly || tlp !== "RED"));
  return {
    share,
    number: revision.number,
    what: whatOf({ share, items: reaching }),
    pap: strictestPap([share.pap, ...reaching.map(({ pap }) => pap)]) ?? share.pap,
  };
}
