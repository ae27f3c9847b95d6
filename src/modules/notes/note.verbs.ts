import { verbs } from "../../platform/verbs";

export const noteVerbs = verbs("Note", {
  addNote: { roles: ["RESPONDER", "LIAISON"], sides: ["PARTICIPANT"] },
});
