import type { Access, Former, Scope } from "../../platform/read/model";
import { type Sql, sql } from "../../platform/sql";
import { lineOf } from "../organizations/organization.read";
import type { Case } from "./case";
import type { CaseParticipant } from "./participant";

// Each rule is one condition, used by lists, single reads, node, locks and deliveries, which so cannot disagree.
// `(select true .. limit 1)`, not `exists (..)`: under `or`, Postgres turns EXISTS into a hash of everything in the table.

type CaseRow = Parameters<Access<Case>>[0];
type ParticipantRow = Parameters<Access<CaseParticipant>>[0];

const takesPart = (c: CaseRow, me: Scope, also: Sql): Sql => sql`
  (select true from case_participants p
   where p.case_id = ${c("id")} and p.organization_id = ${me.organization} and ${also} limit 1)`;

const isNarrow = (c: CaseRow): Sql => sql`(${c("restricted")} or ${c("tlp")} = 'RED')`;

const isMember = (c: CaseRow, me: Scope, also: Sql): Sql => sql`
  (select true from case_members m where m.case_id = ${c("id")} and m.account_id = ${me.account} and ${also} limit 1)`;

/** Organisations that are invited or take part; of a restricted or RED case only its named members. */
export const caseReadable: Access<Case> = (c, me) => sql`
  ${takesPart(c, me, sql`p.state in ('INVITED', 'ACTIVE')`)}
  and (not ${isNarrow(c)} or ${isMember(c, me, sql`m.removed_at is null`)})`;

/**
 * Whoever could see it before: everybody in an organisation while it was not narrowed, else those who were named. Who
 * has left hears of it by what happened up to then: what happens later would tell that, and when, something does.
 */
export const caseFormerlyReadable: Former<keyof Case & string> = (c, me, since) => sql`
  (${isMember(c, me, sql`coalesce(m.removed_at >= ${since}, true)`)} and ${takesPart(c, me, sql`coalesce(p.left_at >= ${since}, true)`)}
    or ${takesPart(c, me, sql`p.seen_by_all and coalesce(p.left_at >= ${since}, true)`)})`;

/**
 * Who exchanges freely in a case (V6): whoever speaks for the affected organisation, whom that let in, and who opened
 * the case, for whom it was its own. The owner stands for an affected organisation that is not known, was not asked, or
 * declined; not for one that was in the case and left it or was removed.
 */
export const isAdmitted = (p: ParticipantRow): Sql => sql`(${p("admittedById")} = ${p("organizationId")}
  or (select c.affected_id is null or array[${p("organizationId")}, ${p("admittedById")}] && a.line
      or not exists (select from case_participants o
        where o.case_id = c.id and o.state <> 'DECLINED' and o.organization_id = any(a.line))
    from cases c, lateral (select ${lineOf(sql`c.affected_id`)} as line) a where c.id = ${p("caseId")}))`;

/** Whoever speaks for the affected organisation: that one itself, its parts, and what it is a part of. */
export const admittingSides = {
  FOR_AFFECTED: ((c, me) => sql`${me.organization} = any(${lineOf(c("affectedId"))})`) as Access<Case>,
};

/** The relations of a viewer to a case that verbs ask for. JOINED is a PARTICIPANT, or takes part to look on. */
export const caseSides = {
  OWNER: ((c, me) => sql`${c("ownerId")} = ${me.organization}`) as Access<Case>,
  PARTICIPANT: ((c, me) => takesPart(c, me, sql`p.state = 'ACTIVE' and p.role <> 'OBSERVER'`)) as Access<Case>,
  JOINED: ((c, me) => takesPart(c, me, sql`p.state = 'ACTIVE'`)) as Access<Case>,
  INVITED: ((c, me) => takesPart(c, me, sql`p.state = 'INVITED'`)) as Access<Case>,
  AFFECTED: ((c, me) => sql`${c("affectedId")} = ${me.organization}`) as Access<Case>,
};
export type CaseSide = keyof typeof caseSides;

/** Another organisation's own number for the case is its own business. */
export const trackingIdReadable: Access<CaseParticipant> = (p, me) => sql`${p("organizationId")} = ${me.organization}`;
