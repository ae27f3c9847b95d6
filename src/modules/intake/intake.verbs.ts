import { verbs } from "../../platform/verbs";

/** Who may bring something in. A case is owned by the organisation that opens it. */
export const intakeVerbs = verbs("Intake", {
  openCase: { roles: ["RESPONDER", "LIAISON"], sides: [] },
  importIndicators: { roles: ["RESPONDER", "LIAISON"], sides: ["PARTICIPANT"] },
});
