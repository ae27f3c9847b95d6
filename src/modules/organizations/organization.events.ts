import { defineEvents } from "../../platform/events/event.vocabulary";
import type { DomainEvent } from "../../platform/events/log";

export const organizationEvents = defineEvents({
  ORGANIZATION_CREATED: [
    "組織登録",
    "Organization created",
    "An organisation was entered on the hub.",
    "組織がハブに登録された。",
  ],
  ORGANIZATION_UPDATED: [
    "組織更新",
    "Organization updated",
    "Facts of an organisation changed.",
    "組織の情報が更新された。",
  ],
});

/** `changed` names the fields as the API does; `version` is null when nothing changed that everyone may see. */
export const organizationTold = (
  type: keyof typeof organizationEvents,
  subjectId: string,
  changed: readonly string[],
  version: number | null,
): DomainEvent => ({ type, subject: "Organization", subjectId, caseId: null, changed, version });
