import { verbs } from "../../platform/verbs";

/** Who may do what with an agreement. The table is the source of the checks, of the docs and of the tests. */
export const agreementVerbs = verbs("Agreement", {
  createAgreement: { roles: ["LIAISON", "ADMIN"], sides: [], to: "PROPOSED" },
  acceptAgreement: { roles: ["LIAISON", "ADMIN"], sides: ["PARTY"], from: ["PROPOSED"], to: "ACTIVE" },
  endAgreement: { roles: ["LIAISON", "ADMIN"], sides: ["PARTY"], from: ["PROPOSED", "ACTIVE"], to: "ENDED" },
});
