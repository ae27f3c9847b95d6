import { verbs } from "../../platform/verbs";

/** Who may record what was noticed: in a case whoever takes part in it, outside for one's own organisation. */
export const detectionVerbs = verbs("Detection", {
  recordDetection: { roles: ["RESPONDER", "LIAISON"], sides: ["PARTICIPANT"] },
  attachDetection: { roles: ["RESPONDER", "LIAISON"], sides: ["OWNER"] },
});
