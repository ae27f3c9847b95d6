import { verbs } from "../../platform/verbs";

const MANAGEMENT = { roles: ["LIAISON", "ADMIN", "OPERATOR"], sides: ["MANAGER", "HUB_OPERATOR"] } as const;

/** Who may do what with a venue. The table is the source of the checks, of the docs and of the tests. */
export const venueVerbs = verbs("Venue", {
  createVenue: { roles: ["LIAISON", "ADMIN", "OPERATOR"], sides: [] },
  updateVenue: MANAGEMENT,
  addVenueMembers: MANAGEMENT,
  joinVenue: { roles: ["LIAISON", "ADMIN"], sides: ["INVITED"] },
  removeVenueMember: { ...MANAGEMENT, sides: ["MANAGER", "HUB_OPERATOR", "MEMBER"] },
});
