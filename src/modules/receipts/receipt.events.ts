import { defineEvents } from "../../platform/events/event.vocabulary";
import type { DomainEvent } from "../../platform/events/log";
import { unnamedIf } from "../shares/share.events";
import type { Delivered } from "./receipt.store";

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
    "A recipient said what it does with a share.",
    "受け手が共有の利用状況を回答した。",
  ],
});

export const receiptTold = (
  type: keyof typeof receiptEvents,
  { id, version }: Delivered,
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
