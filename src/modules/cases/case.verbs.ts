import { verbs } from "../../platform/verbs";

/** Who may do what with a case. The table is the source of the checks, of the docs and of the tests. */
export const caseVerbs = verbs("Case", {
  moveCase: { roles: ["RESPONDER", "LIAISON"], sides: ["OWNER"] },
});
