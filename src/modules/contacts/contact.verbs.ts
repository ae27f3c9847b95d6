import { verbs } from "../../platform/verbs";

/** The states are those of the verbal decision. DECIDER is the organisation that decided. */
export const contactVerbs = verbs("ContactAttempt", {
  logContact: { roles: ["RESPONDER", "LIAISON"], sides: ["PARTICIPANT"] },
  confirmDecision: {
    roles: ["APPROVER", "LIAISON", "RESPONDER"],
    sides: ["DECIDER"],
    from: ["UNCONFIRMED"],
    to: "CONFIRMED",
  },
});
