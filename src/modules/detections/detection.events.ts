import { defineEvents } from "../../platform/events/event.vocabulary";
import type { DomainEvent } from "../../platform/events/log";
import type { Detection } from "./detection";

export const detectionEvents = defineEvents({
  DETECTION_RECORDED: ["検知の記録", "Detection recorded", "A detection was recorded.", "検知が記録された。"],
  DETECTION_UPDATED: [
    "検知の更新",
    "Detection updated",
    "The tool that noticed it says something else of it by now.",
    "検知したツールが内容を更新した。",
  ],
  DETECTION_ATTACHED: [
    "検知の紐付け",
    "Detection attached",
    "A detection was brought into a case.",
    "検知が事案に紐付けられた。",
  ],
});

/** `changed` names the fields as the API does. */
export const detectionTold = (
  type: keyof typeof detectionEvents,
  { id, caseId, version }: Pick<Detection, "id" | "caseId" | "version">,
  changed: readonly string[],
): DomainEvent => ({ type, subject: "Detection", subjectId: id, caseId, changed, version });
