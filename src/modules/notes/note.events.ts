import { defineEvents } from "../../platform/events/event.vocabulary";
import type { DomainEvent } from "../../platform/events/log";
import type { Note } from "./note";

export const noteEvents = defineEvents({
  NOTE_ADDED: ["メモ追加", "Note added", "A note was added to a case.", "事案にメモが追加された。"],
});

export const noteAdded = ({ id, caseId }: Note): DomainEvent => ({
  type: "NOTE_ADDED" satisfies keyof typeof noteEvents,
  subject: "Note",
  subjectId: id,
  caseId,
  changed: ["text", "audience"],
  version: null,
});
