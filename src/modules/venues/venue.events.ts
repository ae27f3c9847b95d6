import { defineEvents } from "../../platform/events/event.vocabulary";
import type { DomainEvent } from "../../platform/events/log";
import type { Venue, VenueMember } from "./venue";

export const venueEvents = defineEvents({
  VENUE_CREATED: ["場の開設", "Venue created", "A venue was opened.", "情報共有の場が開設された。"],
  VENUE_UPDATED: ["場の更新", "Venue updated", "What is said of a venue changed.", "場の情報が更新された。"],
  VENUE_MEMBER_INVITED: [
    "場への招待",
    "Venue member invited",
    "An organisation was invited to a venue.",
    "組織が場に招待された。",
  ],
  VENUE_MEMBER_JOINED: [
    "場への参加",
    "Venue member joined",
    "An organisation is a member of a venue from now on.",
    "組織が場に参加した。",
  ],
  VENUE_MEMBER_LEFT: [
    "場からの離脱",
    "Venue member left",
    "An organisation declined, left or was removed from a venue.",
    "組織が場から離脱した。",
  ],
});

/** `version` is null when nothing changed that everyone who sees the venue may see. */
export const venueTold = (
  type: keyof typeof venueEvents,
  { id }: Venue,
  changed: readonly string[],
  version: number | null,
): DomainEvent => ({ type, subject: "Venue", subjectId: id, caseId: null, changed, version });

export const venueMemberTold = (
  type: keyof typeof venueEvents,
  { id }: VenueMember,
  changed: readonly string[],
): DomainEvent => ({ type, subject: "VenueMember", subjectId: id, caseId: null, changed, version: null });
