import { verbs } from "../../platform/verbs";

/** Who may do what with a question. ADDRESSEE and ASKER are organisations; who asks in a case takes part in it. */
export const requestVerbs = verbs("InformationRequest", {
  askInformation: { roles: ["LIAISON", "RESPONDER"], sides: ["PARTICIPANT"], to: "OPEN" },
  answerInformationRequest: {
    roles: ["LIAISON", "RESPONDER"],
    sides: ["ADDRESSEE"],
    from: ["OPEN"],
    to: "ANSWERED",
  },
  declineInformationRequest: {
    roles: ["LIAISON", "RESPONDER"],
    sides: ["ADDRESSEE"],
    from: ["OPEN"],
    to: "DECLINED",
  },
});
