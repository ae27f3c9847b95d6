import { verbs } from "../../platform/verbs";

export const timelineVerbs = verbs("TimelineEntry", {
  addTimelineEntries: { roles: ["RESPONDER", "LIAISON"], sides: ["PARTICIPANT"] },
});
