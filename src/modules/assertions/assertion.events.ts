import { defineEvents } from "../../platform/events/event.vocabulary";
import type { DomainEvent } from "../../platform/events/log";
import type { Assertion } from "./assertion";

export const assertionEvents = defineEvents({
  ASSERTION_MADE: [
    "指標の登録",
    "Assertion made",
    "An organisation said something of an indicator.",
    "組織が指標について表明した。",
  ],
  ASSERTION_UPDATED: [
    "指標の更新",
    "Assertion updated",
    "An organisation says something else of an indicator than before.",
    "指標についての表明が更新された。",
  ],
  ASSERTION_REVOKED: [
    "指標の撤回",
    "Assertion revoked",
    "An organisation takes back what it said of an indicator, for good.",
    "指標についての表明が撤回された。",
  ],
});

/** `changed` names the fields as the API does. */
export const assertionTold = (
  type: keyof typeof assertionEvents,
  { id, caseId, version }: Pick<Assertion, "id" | "caseId" | "version">,
  changed: readonly string[],
): DomainEvent => ({ type, subject: "Assertion", subjectId: id, caseId, changed, version });
