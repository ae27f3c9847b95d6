import { type Access, type Scope, canSee, canSeeId } from "../../platform/read/model";
import { type Sql, sql } from "../../platform/sql";
import { caseModel, memberModel } from "../cases/case.read";
import { keptByMaker } from "../cases/item.read";
import { amberReaches } from "../organizations/organization.read";
import { inCommunityOf } from "../venues/venue.read";
import type { Assertion } from "./assertion";

type AssertionRow = Parameters<Access<Assertion>>[0];

/**
 * One's own; what its marking lets through; or what is in a case that one sees. The marking of what is said in a case
 * opens nothing: it keeps the case's rule. RED is for named persons, so it reaches a tool only as the one that said
 * it, or as a named member of the case.
 */
export const assertionReadable: Access<Assertion> = (a, me) => sql`
  (${keptByMaker(a("caseId"), a("organizationId"), me)}
    and (${a("tlp")} <> 'RED' or ${me.person} or ${a("accountId")} = ${me.account}))
  or (${a("caseId")} is null and ${byMarking(a, me)})
  or (${canSeeId(caseModel, me, a("caseId"))} and (${a("tlp")} <> 'RED' or ${isMember(a, me)}))`;

/** What TLP 2.0 lets through to whoever is no recipient by name. */
const byMarking = (a: AssertionRow, me: Scope): Sql => sql`(
  ${a("tlp")} = 'CLEAR'
  or (${a("tlp")} = 'GREEN' and ${inCommunityOf(a("organizationId"), me)})
  or (${a("tlp")} = 'AMBER' and ${a("organizationId")} = any(${amberReaches(me)})))`;

const isMember = (a: AssertionRow, me: Scope): Sql =>
  canSee(memberModel, me, (m) => sql`${m("caseId")} = ${a("caseId")} and ${m("accountId")} = ${me.account}`);
