import type { Viewer } from "../../platform/context";
import type { Pap, Tlp } from "../../platform/marking";
import { type Row, canSee, rowOf, scopeOf, visibleRows } from "../../platform/read/model";
import { type Sql, bind, newAlias, run, sql } from "../../platform/sql";
import type { Db } from "../../platform/db";
import { fromAgreementsBetween } from "../agreements/agreement.read";
import type { CaseState } from "../cases/case";
import { caseModel, isAdmitted, participantModel } from "../cases/case.read";
import type { CaseParticipant } from "../cases/participant";
import { consentsInForce } from "../consents/consent.read";
import { amberReaches, organizationModel } from "../organizations/organization.read";
import type { VenueKind } from "../venues/venue";
import { inCommunityOf, venueMemberModel, venueModel } from "../venues/venue.read";
import type { Candidate } from "./audience";
import type { CaseSource } from "./disclosure";

/** Runs a statement: inside a change, or in a read session of a preview. */
export type Ask = <Row>(name: string, statement: Sql) => Promise<readonly Row[]>;
export const askIn =
  (db: Db): Ask =>
  (name, statement) =>
    run(db, name, statement);

export type Sent = {
  readonly venueId: string | null;
  readonly caseId: string | null;
  readonly recipientIds: readonly string[];
  readonly personIds: readonly string[];
};

/** The organisations that something is to be sent to, and the viewer's own, as the rules of marking look at them. */
export function candidatesOf(
  ask: Ask,
  viewer: Viewer,
  { venueId, caseId, recipientIds, personIds }: Sent,
): Promise<readonly Candidate[]> {
  const me = scopeOf(viewer);
  const alias = newAlias();
  const id = rowOf(organizationModel, alias)("id");
  const [venue, incident] = [bind(venueId, "text"), bind(caseId, "text")];
  const takesPart = (p: Row<CaseParticipant>) => sql`${p("caseId")} = ${incident} and ${p("organizationId")} = ${id}
    and ${p("state")} in ('INVITED', 'ACTIVE')`;
  return ask<Candidate>(
    "audience.candidates",
    sql`
    select ${id} as id,
      coalesce(${canSee(
        venueMemberModel,
        me,
        (m) => sql`${m("venueId")} = ${venue} and ${m("organizationId")} = ${id} and ${m("state")} = 'ACTIVE'`,
      )}, false) as "inVenue",
      coalesce(${canSee(participantModel, me, takesPart)}, false) as "inCase",
      coalesce(${canSee(participantModel, me, (p) => sql`${takesPart(p)} and ${isAdmitted(p)}`)}, false) as admitted,
      ${me.organization} = any(${amberReaches({ ...me, organization: id })}) as close,
      coalesce(${inCommunityOf(id, me)}, false) as "inCommunity",
      coalesce((select true from accounts a where a.organization_id = ${id} and a.active
        and a.id = any(${bind(personIds, "text[]")}) limit 1), false) as named,
      (select min(w.minutes) from (${fromAgreementsBetween(me.organization, id, (a) => a("speedWindowMinutes"))})
        as w (minutes)) as "speedWindowMinutes"
    from ${organizationModel.from()} ${alias}
    where ${id} = any(${bind([viewer.organizationId, ...recipientIds], "text[]")})`,
  );
}

/** The viewer's own part in a case, as long as it sees it. */
export type OwnPart = {
  /** It takes part and does more than look on: whoever shares what is in a case does. */
  readonly works: boolean;
};

export async function ownPartOf(ask: Ask, viewer: Viewer, caseId: string | null): Promise<OwnPart | undefined> {
  if (caseId === null) return undefined;
  const me = scopeOf(viewer);
  const alias = newAlias();
  const p = rowOf(participantModel, alias);
  const [part] = await ask<OwnPart>(
    "audience.own part",
    sql`
    select ${p("state")} = 'ACTIVE' and ${p("role")} <> 'OBSERVER' as works
    from ${visibleRows(
      participantModel,
      alias,
      me,
      (row) => sql`${row("caseId")} = ${bind(caseId, "text")} and ${row("organizationId")} = ${me.organization}`,
    )}`,
  );
  return part;
}

/** How many of these accounts can act for one of these organisations. */
export async function personsAmong(
  ask: Ask,
  personIds: readonly string[],
  organizationIds: readonly string[],
): Promise<number> {
  if (personIds.length === 0) return 0;
  const [found] = await ask<{ count: number }>(
    "audience.persons",
    sql`
    select count(*)::integer as count from accounts a where a.active
      and a.id = any(${bind(personIds, "text[]")}) and a.organization_id = any(${bind(organizationIds, "text[]")})`,
  );
  return found?.count ?? 0;
}

/** What the rules need to know of a case, whether or not the viewer still sees it: what was learned in it stays bound. */
export type CaseFacts = {
  readonly state: CaseState;
  readonly containedAt: Date | null;
  readonly detectedAt: Date | null;
  readonly tlp: Tlp;
  readonly pap: Pap;
  readonly restricted: boolean;
} & CaseSource;

export async function caseFactsOf(
  ask: Ask,
  caseId: string | null,
  discloserId: string,
): Promise<CaseFacts | undefined> {
  if (caseId === null) return undefined;
  const alias = newAlias();
  const c = rowOf(caseModel, alias);
  const affected = sql`coalesce(${c("affectedId")}, ${c("ownerId")})`;
  const clauses = fromAgreementsBetween(bind(discloserId, "text"), affected, (a) => a("disclosureClauses"));
  const [facts] = await ask<CaseFacts>(
    "disclosure.case",
    sql`
    select ${c("state")} as state, ${c("containedAt")} as "containedAt", ${c("detectedAt")} as "detectedAt",
      ${c("tlp")} as tlp, ${c("pap")} as pap, ${c("restricted")} as restricted, ${affected} as "affectedId",
      array(select distinct clause from (${clauses}) as a (clauses), unnest(a.clauses) as clause order by clause) as clauses,
      ${consentsInForce(c("id"), affected)} as consents
    from ${caseModel.from()} ${alias} where ${c("id")} = ${bind(caseId, "text")}`,
  );
  return facts;
}

/** The venue that the viewer names, and who is in it as far as the viewer may know. */
export type VenueFacts = { readonly id: string; readonly kind: VenueKind; readonly memberIds: readonly string[] };

export async function venueFactsOf(
  ask: Ask,
  viewer: Viewer,
  venueId: string | null | undefined,
): Promise<VenueFacts | undefined> {
  if (venueId == null) return undefined;
  const me = scopeOf(viewer);
  const [alias, member] = [newAlias(), newAlias()];
  const [v, m] = [rowOf(venueModel, alias), rowOf(venueMemberModel, member)];
  const [venue] = await ask<VenueFacts>(
    "audience.venue",
    sql`
    select ${v("id")} as id, ${v("kind")} as kind, array(
      select ${m("organizationId")} from ${venueMemberModel.from()} ${member}
      where (${venueMemberModel.access(m, me)}) and ${m("venueId")} = ${v("id")} and ${m("state")} = 'ACTIVE'
        and ${m("organizationId")} <> ${me.organization}) as "memberIds"
    from ${venueModel.from()} ${alias}
    where (${venueModel.access(v, me)}) and ${v("id")} = ${bind(venueId, "text")}`,
  );
  return venue;
}

/** The kind of the venue that something was shared in, whether or not the viewer is still in it. */
export async function venueKindOf(ask: Ask, venueId: string | null): Promise<VenueKind | null> {
  if (venueId === null) return null;
  const alias = newAlias();
  const v = rowOf(venueModel, alias);
  const [venue] = await ask<{ kind: VenueKind }>(
    "audience.venue kind",
    sql`select ${v("kind")} as kind from ${venueModel.from()} ${alias} where ${v("id")} = ${bind(venueId, "text")}`,
  );
  return venue?.kind ?? null;
}
