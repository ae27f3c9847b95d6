import { defineEvents } from "../../platform/events/event.vocabulary";
import type { DomainEvent } from "../../platform/events/log";
import { unnamedIf } from "../shares/share.events";

/** Told of the item, not of the share: an item can be marked stricter, and then fewer may know what befell it. */
export const itemEvents = defineEvents({
  ITEM_RETRACTED: [
    "項目取消",
    "Item retracted",
    "An item was taken back, here or where it was forwarded from: do not use it.",
    "項目が取り消された（転送元での取消を含む）。",
  ],
  ITEM_DISPUTED: [
    "要確認",
    "Item disputed",
    "A receiver's verdict stands against an item; the sender has not settled it.",
    "受け手の指摘により要確認となった。",
  ],
  ITEM_DISPUTE_SETTLED: [
    "要確認の解消",
    "Dispute settled",
    "The sender settled what was said against an item.",
    "項目の要確認が解消された。",
  ],
});

/** Where an item stands at present: the row of the newest revision. `named`: the event may say who did it. */
export type ItemPlace = { readonly id: string; readonly caseId: string | null; readonly named: boolean };

/** Nobody is named where the sender is masked, and at a copy: who forwarded it and who began it are not for the same eyes. */
export const itemTold = (
  type: keyof typeof itemEvents,
  { id, caseId, named }: ItemPlace,
  changed: readonly string[],
): DomainEvent => ({
  type,
  subject: "ShareItem",
  subjectId: id,
  caseId,
  changed,
  version: null,
  ...unnamedIf(!named),
});
