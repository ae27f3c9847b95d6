import { verbs } from "../../platform/verbs";

/** Who may speak of indicators: in a case whoever takes part in it, outside for one's own organisation. */
export const assertionVerbs = verbs("Assertion", {
  assertIndicators: { roles: ["RESPONDER", "LIAISON"], sides: ["PARTICIPANT"] },
  revokeAssertions: { roles: ["RESPONDER", "LIAISON"], sides: ["ASSERTER"] },
});
