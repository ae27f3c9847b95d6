import { defineEvents } from "../../platform/events/event.vocabulary";
import type { DomainEvent } from "../../platform/events/log";
import type { InformationNeed } from "./need";

export const needEvents = defineEvents({
  NEED_STATED: [
    "情報要求の提示",
    "Need stated",
    "An organisation said what it wants to receive.",
    "情報要求が示された。",
  ],
  NEED_UPDATED: [
    "情報要求の更新",
    "Need updated",
    "What an organisation wants to receive changed.",
    "情報要求が更新された。",
  ],
  NEED_CLOSED: ["情報要求の終了", "Need closed", "An organisation wants this no longer.", "情報要求が終了した。"],
});

/** `version` is null where only the owner may see what changed: whom the need is shown to. */
export const needTold = (
  type: keyof typeof needEvents,
  { id, version }: InformationNeed,
  changed: readonly string[],
): DomainEvent => ({
  type,
  subject: "InformationNeed",
  subjectId: id,
  caseId: null,
  changed,
  version: changed.every((field) => field === "partners") ? null : version,
});
