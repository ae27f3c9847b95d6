import { defineEvents } from "../../platform/events/event.vocabulary";
import type { DomainEvent } from "../../platform/events/log";
import type { Obstacle } from "./obstacle";

export const obstacleEvents = defineEvents({
  OBSTACLE_RAISED: ["課題発生", "Obstacle raised", "Something holds a case up.", "事案の対応を妨げる課題が挙がった。"],
  OBSTACLE_RESOLVED: [
    "課題解消",
    "Obstacle resolved",
    "Something holds a case up no longer.",
    "事案の対応を妨げる課題が解消した。",
  ],
});

export const obstacleTold = (
  type: keyof typeof obstacleEvents,
  { id, caseId, version }: Obstacle,
  changed: readonly string[],
): DomainEvent => ({ type, subject: "Obstacle", subjectId: id, caseId, changed, version });
