import { verbs } from "../../platform/verbs";

/**
 * Who may say that something of the victim's side leaves a case. STAND_IN: the owner, while the affected organisation
 * is not known or has nobody on this hub; then it says whose word it records.
 */
export const consentVerbs = verbs("DisclosureConsent", {
  recordConsent: { roles: ["LIAISON", "APPROVER"], sides: ["AFFECTED", "STAND_IN"] },
  withdrawConsent: { roles: ["LIAISON", "APPROVER"], sides: ["AFFECTED", "STAND_IN"] },
});
