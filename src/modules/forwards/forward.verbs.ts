import { verbs } from "../../platform/verbs";

/** Who may do what to pass a share on. The table is the source of the checks, of the docs and of the tests. */
export const forwardVerbs = verbs("Forward", {
  requestForwarding: { roles: ["LIAISON"], sides: ["AUDIENCE"], to: "REQUESTED" },
  answerForwarding: { roles: ["LIAISON"], sides: ["ORIGINATOR"], from: ["REQUESTED"] },
  forwardShare: { roles: ["LIAISON"], sides: ["AUDIENCE"], to: "FORWARDED" },
});
