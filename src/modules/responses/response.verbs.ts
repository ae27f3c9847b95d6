import { verbs } from "../../platform/verbs";

/** Who may say what becomes of what was received. The table is the source of the checks, of the docs and of the tests. */
export const responseVerbs = verbs("ShareReceipt", {
  respondToShare: { roles: ["LIAISON", "RESPONDER"], sides: ["AUDIENCE"] },
});
