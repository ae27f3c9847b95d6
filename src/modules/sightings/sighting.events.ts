import { defineEvents } from "../../platform/events/event.vocabulary";
import type { DomainEvent } from "../../platform/events/log";

export const sightingEvents = defineEvents({
  SIGHTING_REPORTED: [
    "該当の報告",
    "Sighting reported",
    "An organisation told what it found where it looked for an indicator.",
    "指標を調べた結果が報告された。",
  ],
});

export const sightingTold = (type: keyof typeof sightingEvents, id: string, caseId: string | null): DomainEvent => ({
  type,
  subject: "Sighting",
  subjectId: id,
  caseId,
  changed: ["result"],
  version: null,
});
