import type { Access } from "../../platform/read/model";
import { sql } from "../../platform/sql";
import type { ContactAttempt } from "./contact";

/** The relations of a viewer to a contact attempt that verbs ask for. */
export const contactSides = {
  DECIDER: ((c, me) => sql`${c("deciderId")} = ${me.organization}`) as Access<ContactAttempt>,
};
