import { verbs } from "../../platform/verbs";
import { openStates } from "../cases/case";

/**
 * A task is added in an open case: there `from` is the case's state. OWNER is the case's, ADDER the organisation that
 * added the task, ASSIGNEE the one that has to do it, which may pass it on among its own people only.
 */
export const taskVerbs = verbs("Task", {
  addTask: { roles: ["RESPONDER", "LIAISON"], sides: ["PARTICIPANT"], from: openStates, to: "OPEN" },
  assignTask: { roles: ["RESPONDER", "LIAISON"], sides: ["ADDER", "ASSIGNEE", "OWNER"], from: ["OPEN"], to: "OPEN" },
  completeTask: { roles: ["RESPONDER", "LIAISON"], sides: ["ASSIGNEE", "OWNER"], from: ["OPEN"], to: "DONE" },
  cancelTask: { roles: ["RESPONDER", "LIAISON"], sides: ["ADDER", "OWNER"], from: ["OPEN"], to: "CANCELLED" },
});
