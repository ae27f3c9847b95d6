import { verbs } from "../../platform/verbs";

// Who may do what. The tables are the source of the checks, of the docs and of the tests.

export const caseVerbs = verbs("Case", {
  moveCase: { roles: ["RESPONDER", "LIAISON"], sides: ["OWNER"] },
  updateCase: { roles: ["RESPONDER", "LIAISON"], sides: ["OWNER", "PARTICIPANT"] },
});

/** `from` and `to` are states of the participant; who never took part can be invited too. */
export const participantVerbs = verbs("CaseParticipant", {
  inviteParticipant: {
    roles: ["LIAISON", "RESPONDER"],
    sides: ["OWNER"],
    from: ["DECLINED", "LEFT"],
    to: "INVITED",
  },
  admitParticipant: {
    roles: ["LIAISON", "RESPONDER", "APPROVER"],
    sides: ["FOR_AFFECTED"],
    from: ["INVITED", "ACTIVE"],
  },
  respondToInvitation: { roles: ["LIAISON", "RESPONDER"], sides: ["INVITED", "JOINED"], from: ["INVITED"] },
  leaveCase: { roles: ["LIAISON"], sides: ["INVITED", "JOINED"], from: ["ACTIVE"], to: "LEFT" },
  removeParticipant: {
    roles: ["LIAISON", "RESPONDER"],
    sides: ["OWNER"],
    from: ["INVITED", "ACTIVE"],
    to: "LEFT",
  },
  setTrackingId: { roles: ["LIAISON", "RESPONDER"], sides: ["INVITED", "JOINED"] },
});

export const memberVerbs = verbs("CaseMember", {
  addCaseMembers: { roles: ["LIAISON", "RESPONDER"], sides: ["OWNER"] },
  removeCaseMember: { roles: ["LIAISON", "RESPONDER"], sides: ["OWNER", "PARTICIPANT"] },
  assignCase: { roles: ["LIAISON", "RESPONDER"], sides: ["OWNER", "PARTICIPANT"] },
});
