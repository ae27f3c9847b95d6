import { verbs } from "../../platform/verbs";

/** What is harmless for all of the hub is said by whoever runs it. */
export const benignVerbs = verbs("BenignList", { importBenignList: { roles: ["OPERATOR"], sides: [] } });
