import { defineEvents } from "../../platform/events/event.vocabulary";
import type { DomainEvent } from "../../platform/events/log";
import type { Agreement } from "./agreement";

export const agreementEvents = defineEvents({
  AGREEMENT_PROPOSED: [
    "合意の提案",
    "Agreement proposed",
    "An organisation proposed an agreement to others.",
    "合意が提案された。",
  ],
  AGREEMENT_ACCEPTED: [
    "合意の受諾",
    "Agreement accepted",
    "A party accepted an agreement; with the last one it is active.",
    "当事者が合意を受諾した。全員の受諾で有効になる。",
  ],
  AGREEMENT_ENDED: [
    "合意の終了",
    "Agreement ended",
    "A party turned an agreement down, or ended it.",
    "当事者が合意を辞退または終了させた。",
  ],
});

export const agreementTold = (
  type: keyof typeof agreementEvents,
  { id, version }: Agreement,
  changed: readonly string[],
): DomainEvent => ({ type, subject: "Agreement", subjectId: id, caseId: null, changed, version });
