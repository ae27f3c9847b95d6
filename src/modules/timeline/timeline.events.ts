import { defineEvents } from "../../platform/events/event.vocabulary";
import type { DomainEvent } from "../../platform/events/log";
import type { TimelineEntry } from "./timeline";

export const timelineEvents = defineEvents({
  TIMELINE_ENTRY_ADDED: [
    "経緯追加",
    "Timeline entry added",
    "Something that happened in an incident was written down.",
    "インシデントの経緯（時系列）が追加された。",
  ],
});

export const entryAdded = ({ id, caseId }: TimelineEntry): DomainEvent => ({
  type: "TIMELINE_ENTRY_ADDED" satisfies keyof typeof timelineEvents,
  subject: "TimelineEntry",
  subjectId: id,
  caseId,
  changed: ["occurredAt", "text"],
  version: null,
});
