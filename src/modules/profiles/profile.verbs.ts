import { verbs } from "../../platform/verbs";

/** Who may do what with the standing profile. The table is the source of the checks, of the docs and of the tests. */
export const profileVerbs = verbs("StandingProfile", {
  setStandingProfile: { roles: ["LIAISON"], sides: [] },
});
