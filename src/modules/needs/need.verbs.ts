import { verbs } from "../../platform/verbs";

/** Who may do what with an information need. The table is the source of the checks, of the docs and of the tests. */
export const needVerbs = verbs("InformationNeed", {
  stateNeed: { roles: ["LIAISON", "RESPONDER"], sides: [], to: "OPEN" },
  updateNeed: { roles: ["LIAISON", "RESPONDER"], sides: ["OWNER"], from: ["OPEN"] },
  closeNeed: { roles: ["LIAISON", "RESPONDER"], sides: ["OWNER"], from: ["OPEN"], to: "CLOSED" },
});
