import { defineEvents } from "../../platform/events/event.vocabulary";
import type { DomainEvent } from "../../platform/events/log";
import type { DisclosureConsent } from "./consent";

export const consentEvents = defineEvents({
  CONSENT_RECORDED: [
    "開示同意の記録",
    "Consent recorded",
    "The affected organisation's consent to a disclosure was recorded.",
    "被害組織の開示同意が記録された。",
  ],
  CONSENT_WITHDRAWN: [
    "開示同意の撤回",
    "Consent withdrawn",
    "A consent to a disclosure was withdrawn: it counts for nothing new.",
    "開示同意が撤回された。",
  ],
});

export const consentTold = (
  type: keyof typeof consentEvents,
  { id, caseId, version }: DisclosureConsent,
  changed: readonly string[],
): DomainEvent => ({ type, subject: "DisclosureConsent", subjectId: id, caseId, changed, version });
