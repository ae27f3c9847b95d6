import { verbs } from "../../platform/verbs";

/** Who may report what it found: in a case whoever takes part in it, outside for one's own organisation. */
export const sightingVerbs = verbs("Sighting", {
  reportSightings: { roles: ["RESPONDER", "LIAISON"], sides: ["PARTICIPANT"] },
});
