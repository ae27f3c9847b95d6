import { type Access, canSeeId } from "../../platform/read/model";
import { sql } from "../../platform/sql";
import { caseModel } from "../cases/case.read";
import type { Handoff } from "./handoff";

/** As its case. */
export const handoffReadable: Access<Handoff> = (h, me) => canSeeId(caseModel, me, h("caseId"));

/**
 * The two sides of a handoff. A shift change has them inside one organisation: it is received by the accounts that it
 * is for, or by anybody but the one that handed over.
 */
export const handoffSides = {
  GIVER: ((h, me) => sql`${h("giverId")} = ${me.organization}`) as Access<Handoff>,
  RECEIVER: ((h, me) => sql`${h("receiverId")} = ${me.organization} and (${h("kind")} <> 'SHIFT_CHANGE'
    or ${me.account} = any(${h("receivingAccountIds")})
    or ${h("receivingAccountIds")} = '{}' and ${me.account} <> ${h("offeredById")})`) as Access<Handoff>,
};

/** Which people of an organisation it is for, its two sides know. */
export const receivingReadable: Access<Handoff> = (h, me) =>
  sql`${me.organization} in (${h("giverId")}, ${h("receiverId")})`;
