import { defineEvents } from "../../platform/events/event.vocabulary";
import type { DomainEvent } from "../../platform/events/log";
import { unnamedIf } from "../shares/share.events";
import type { Delivered, Delivery } from "./delivery.store";
import type { ShareReceipt } from "./receipt";

export const receiptEvents = defineEvents({
  RECEIPT_DELIVERED: [
    "共有の配信",
    "Receipt delivered",
    "A share that was out already was sent to one more organisation or person.",
    "発信済みの共有が新たな宛先に届いた。",
  ],
  RECEIPT_CHANGED: [
    "受領状況の更新",
    "Receipt changed",
    "What a recipient does with a share changed: it said so, by hand or by its standing profile, or a further revision reached it.",
    "受け手の利用状況が変わった（受け手または定型プロファイルによる回答、続報の配信）。",
  ],
});

export const receiptTold = (
  type: keyof typeof receiptEvents,
  { id, version }: Pick<ShareReceipt, "id" | "version">,
  caseId: string | null,
  changed: readonly string[],
  masked = false,
): DomainEvent => ({
  type,
  subject: "ShareReceipt",
  subjectId: id,
  caseId,
  changed,
  version,
  ...unnamedIf(masked),
});

/** Told of a receipt that a delivery changed. What a profile says is nobody's act, least of all the sender's. */
export const deliveryTold = (
  { caseId, senderMasked }: Delivery["share"],
  { changed, byProfile, ...receipt }: Delivered,
): DomainEvent => receiptTold("RECEIPT_CHANGED", receipt, caseId, changed, senderMasked || byProfile);
