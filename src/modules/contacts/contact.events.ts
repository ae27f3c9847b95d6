import { defineEvents } from "../../platform/events/event.vocabulary";
import type { DomainEvent } from "../../platform/events/log";
import type { ContactAttempt } from "./contact";

export const contactEvents = defineEvents({
  CONTACT_LOGGED: [
    "連絡記録",
    "Contact logged",
    "An attempt to reach somebody about a case was logged.",
    "事案に関する連絡の記録が追加された。",
  ],
  DECISION_CONFIRMED: [
    "判断の追認",
    "Decision confirmed",
    "A decision that was made by word of mouth was confirmed.",
    "口頭での判断が追認された。",
  ],
});

export const contactTold = (
  type: keyof typeof contactEvents,
  { id, caseId, version }: ContactAttempt,
  changed: readonly string[],
): DomainEvent => ({ type, subject: "ContactAttempt", subjectId: id, caseId, changed, version });
