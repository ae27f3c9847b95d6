import { defineEvents } from "../../platform/events/event.vocabulary";
import type { DomainEvent } from "../../platform/events/log";
import { unnamedIf } from "../shares/share.events";
import type { InformationRequest } from "./request";

export const requestEvents = defineEvents({
  INFORMATION_REQUESTED: ["照会", "Information requested", "Questions were asked.", "照会が行われた。"],
  INFORMATION_ANSWERED: ["回答", "Information answered", "Questions were answered.", "照会に回答があった。"],
  INFORMATION_DECLINED: [
    "回答辞退",
    "Information declined",
    "The addressee does not answer questions.",
    "照会への回答が辞退された。",
  ],
  INFORMATION_EXPIRED: [
    "照会失効",
    "Information request expired",
    "Questions were not answered in time, or need no answer any more.",
    "照会が期限切れ、または不要になった。",
  ],
});

/** Who asks is named; what a masked addressee does names nobody. */
export const requestTold = (
  type: keyof typeof requestEvents,
  { id, caseId, version, addresseeMasked }: InformationRequest,
  changed: readonly string[],
): DomainEvent => ({
  type,
  subject: "InformationRequest",
  subjectId: id,
  caseId,
  changed,
  version,
  ...unnamedIf(addresseeMasked && type !== "INFORMATION_REQUESTED"),
});
