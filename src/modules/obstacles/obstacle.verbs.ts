import { verbs } from "../../platform/verbs";
import { openStates } from "../cases/case";

/** An obstacle is raised in an open case: there `from` is the case's state. Then it is OPEN until it is RESOLVED. */
export const obstacleVerbs = verbs("Obstacle", {
  raiseObstacle: { roles: ["RESPONDER", "LIAISON"], sides: ["PARTICIPANT"], from: openStates, to: "OPEN" },
  resolveObstacle: { roles: ["RESPONDER", "LIAISON"], sides: ["PARTICIPANT"], from: ["OPEN"], to: "RESOLVED" },
});
