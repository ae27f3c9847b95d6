import { verbs } from "../../platform/verbs";
import { UNANSWERED } from "./handoff";

const roles = ["LIAISON", "RESPONDER"] as const;

/**
 * Who may do what with a handoff. GIVER and RECEIVER are organisations; of a shift change the receiver is whoever comes
 * next. PARTICIPANT is a side of the case: who may offer which kind, the kind says.
 */
export const handoffVerbs = verbs("Handoff", {
  offerHandoff: { roles, sides: ["PARTICIPANT"], to: "OFFERED" },
  handOverShift: { roles, sides: ["PARTICIPANT"], to: "OFFERED" },
  updateHandoffPackage: { roles, sides: ["GIVER"], from: UNANSWERED },
  acknowledgeHandoff: { roles, sides: ["RECEIVER"], from: ["OFFERED"], to: "ACKNOWLEDGED" },
  requestHandoffInfo: { roles, sides: ["RECEIVER"], from: ["ACKNOWLEDGED"], to: "INFO_REQUESTED" },
  acceptHandoff: { roles, sides: ["RECEIVER"], from: ["ACKNOWLEDGED"], to: "ACCEPTED" },
  declineHandoff: { roles, sides: ["RECEIVER"], from: UNANSWERED, to: "DECLINED" },
  withdrawHandoff: { roles, sides: ["GIVER"], from: UNANSWERED, to: "WITHDRAWN" },
  completeHandoff: { roles, sides: ["RECEIVER"], from: ["ACCEPTED"], to: "COMPLETED" },
});
