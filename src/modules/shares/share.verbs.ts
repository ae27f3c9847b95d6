import { verbs } from "../../platform/verbs";

/** Who may do what with a share. The table is the source of the checks, of the docs and of the tests. */
export const shareVerbs = verbs("Share", {
  share: { roles: ["LIAISON"], sides: [], to: "ACTIVE" },
  draftShare: { roles: ["LIAISON", "RESPONDER"], sides: [], to: "DRAFT" },
  updateDraft: { roles: ["LIAISON", "RESPONDER"], sides: ["SENDER"], from: ["DRAFT"] },
  confirmDeIdentified: { roles: ["LIAISON", "RESPONDER"], sides: ["SENDER"], from: ["DRAFT"] },
  publishRevision: { roles: ["LIAISON"], sides: ["SENDER"], from: ["DRAFT", "ACTIVE"], to: "ACTIVE" },
  retractItems: { roles: ["LIAISON"], sides: ["SENDER"], from: ["ACTIVE", "FINAL", "CLOSED"] },
  addRecipients: { roles: ["LIAISON"], sides: ["SENDER"], from: ["ACTIVE", "FINAL"] },
  finalizeShare: { roles: ["LIAISON"], sides: ["SENDER"], from: ["ACTIVE"], to: "FINAL" },
  closeShare: { roles: ["LIAISON"], sides: ["SENDER"], from: ["FINAL"], to: "CLOSED" },
  retractShare: { roles: ["LIAISON"], sides: ["SENDER"], from: ["ACTIVE", "FINAL", "CLOSED"], to: "RETRACTED" },
});
