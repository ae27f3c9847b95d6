import { verbs } from "../../platform/verbs";

/** Who may do what with feedback: the addressee answers, the author closes; neither does the other's part (V18). */
export const feedbackVerbs = verbs("Feedback", {
  fileFeedback: { roles: ["LIAISON", "RESPONDER"], sides: [], to: "OPEN" },
  acknowledgeFeedback: { roles: ["LIAISON", "RESPONDER"], sides: ["ADDRESSEE"], from: ["OPEN"], to: "ACKNOWLEDGED" },
  reviewFeedback: {
    roles: ["LIAISON", "RESPONDER"],
    sides: ["ADDRESSEE"],
    from: ["OPEN", "ACKNOWLEDGED"],
    to: "UNDER_REVIEW",
  },
  resolveFeedback: {
    roles: ["LIAISON", "RESPONDER"],
    sides: ["ADDRESSEE"],
    from: ["OPEN", "ACKNOWLEDGED", "UNDER_REVIEW"],
    to: "RESOLVED",
  },
  answerFeedback: {
    roles: ["LIAISON", "RESPONDER"],
    sides: ["ADDRESSEE"],
    from: ["OPEN", "ACKNOWLEDGED", "UNDER_REVIEW"],
    to: "RESOLVED",
  },
  closeFeedback: { roles: ["LIAISON", "RESPONDER"], sides: ["AUTHOR"], from: ["RESOLVED"], to: "CLOSED" },
  reopenFeedback: { roles: ["LIAISON", "RESPONDER"], sides: ["AUTHOR"], from: ["RESOLVED"], to: "UNDER_REVIEW" },
  withdrawFeedback: {
    roles: ["LIAISON", "RESPONDER"],
    sides: ["AUTHOR"],
    from: ["OPEN", "ACKNOWLEDGED", "UNDER_REVIEW"],
    to: "WITHDRAWN",
  },
  // By whoever holds the receipt of an anonymous feedback: that is its side.
  closeAnonymousFeedback: { roles: ["LIAISON", "RESPONDER"], sides: [], from: ["RESOLVED"], to: "CLOSED" },
  reopenAnonymousFeedback: { roles: ["LIAISON", "RESPONDER"], sides: [], from: ["RESOLVED"], to: "UNDER_REVIEW" },
  withdrawAnonymousFeedback: {
    roles: ["LIAISON", "RESPONDER"],
    sides: [],
    from: ["OPEN", "ACKNOWLEDGED", "UNDER_REVIEW"],
    to: "WITHDRAWN",
  },
});
