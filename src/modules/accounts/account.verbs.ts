import { verbs } from "../../platform/verbs";

const ADMINISTRATION = { roles: ["ADMIN", "OPERATOR"], sides: ["OWN_ORGANIZATION", "HUB_OPERATOR"] } as const;

/** Who may do what with accounts and keys. The table is the source of the checks, of the docs and of the tests. */
export const accountVerbs = verbs("Account", {
  createUser: ADMINISTRATION,
  createServiceAccount: ADMINISTRATION,
  updateAccount: ADMINISTRATION,
});
export const apiKeyVerbs = verbs("ApiKey", {
  createApiKey: ADMINISTRATION,
  revokeApiKey: { ...ADMINISTRATION, from: ["LIVE", "EXPIRED"], to: "REVOKED" },
});
