import type { Change } from "../../platform/change";
import type { Tx } from "../../platform/db";
import { newId } from "../../platform/ids";
import type { Pap } from "../../platform/marking";
import { type Sql, bind, run, sql } from "../../platform/sql";
import { needFor } from "../needs/need.read";
import { profileFor, saysOf } from "../profiles/profile.read";
import type { InformationKind } from "../shares/five-w";
import type { Share } from "../shares/share";

/** A revision that goes out, and what it tells of. */
export type Delivery = {
  readonly share: Pick<Share, "id" | "caseId" | "senderId" | "senderMasked" | "namedOnly">;
  readonly number: number;
  readonly what: readonly InformationKind[];
  /** The strictest of what is in it. */
  readonly pap: Pap;
};
export type Delivered = {
  readonly id: string;
  readonly version: number;
  readonly changed: readonly string[];
  /** The recipient's standing profile has answered. */
  readonly byProfile: boolean;
};

/**
 * Makes the receipts of these organisations for a revision, in one statement however many they are: answered from their
 * standing profile, or else from a need that they showed the sender. A how that the PAP forbids is left open, and then
 * the profile says nothing of use either: it waits for a person. The need answers to no masked sender, which could be
 * told by it: a receiver may show each partner a need of its own.
 */
export async function deliver(
  { tx }: Change,
  { share, number, what, pap }: Delivery,
  organizationIds: readonly string[],
): Promise<readonly Delivered[]> {
  if (organizationIds.length === 0) return [];
  const ids = organizationIds.map(() => newId("receipt"));
  const [kinds, level, namedOnly] = [bind(what, "text[]"), bind(pap, "text"), bind(share.namedOnly, "boolean")];
  return run<Delivered>(
    tx,
    "receipts.deliver",
    sql`
    with answers as (
      select g.id, g.organization_id, coalesce(p.why, n.why, '{}') as why, p.why_text,
        case when n.needed_by > hub_now() then n.needed_by end as needed_by,
        ${allowedHow(sql`coalesce(p.how, n.how)`, level)} as how,
        case when p.id is not null then 'STANDING_PROFILE' when n.why is not null then 'INFORMATION_NEED' end as prefilled_from,
        case when ${allowedHow(sql`p.how`, level)} is not null then ${saysOf(kinds)} else 'DELIVERED' end as state
      from unnest(${bind(ids, "text[]")}, ${bind(organizationIds, "text[]")}) as g (id, organization_id)
      left join ${profileFor(sql`g.organization_id`, { what: kinds, namedOnly })}
      left join lateral (${needFor(sql`g.organization_id`, bind(share.senderId, "text"), kinds)}) n
        on p.id is null and not ${bind(share.senderMasked, "boolean")}),
    made as (
      insert into share_receipts (id, version, share_id, organization_id, why, why_text, how, needed_by, prefilled_from,
        answered_at, created_at)
      select id, 1, ${bind(share.id, "text")}, organization_id, why, why_text, how, needed_by, prefilled_from,
        case when state <> 'DELIVERED' then hub_now() end, hub_now()
      from answers on conflict (share_id, organization_id) do nothing returning id)
    ${insertUses(sql`answers join made using (id)`, number)}
    returning receipt_id as id, 1 as version, array['receiverFiveW', 'state', 'uses'] as changed,
      state <> 'DELIVERED' as "byProfile"`,
  );
}

/** Locks the receipts of a share, in the order of whoever answers several. */
export async function lockReceiptsOf(tx: Tx, shareId: string): Promise<void> {
  const ofShare = sql`select id from share_receipts where share_id = ${bind(shareId, "text")} order by id for update`;
  await run(tx, "receipts.lock of share", ofShare);
}

/**
 * Delivers a further revision to whoever has a receipt of the share, which is locked: in one statement, however many.
 * The profile answers again, and fills in what nobody has said; not where somebody said otherwise of the share: how else
 * it is used, or that it was not. What was only prefilled and the PAP now forbids is open again. Who declined the share
 * is not asked again.
 */
export async function deliverAgain(
  { tx }: Change,
  { share, number, what, pap }: Delivery,
): Promise<readonly Delivered[]> {
  const [kinds, level, namedOnly] = [bind(what, "text[]"), bind(pap, "text"), bind(share.namedOnly, "boolean")];
  return run<Delivered>(
    tx,
    "receipts.deliver again",
    sql`
    with known as (
      select r.id, r.why, r.why_text, r.how as how_before, r.prefilled_from, u.was, ${saysOf(kinds)} as says, p.why as wants,
        p.why_text as words, ${allowedHow(sql`p.how`, level)} as uses,
        case when r.answered_by_id is null and not u.used then ${allowedHow(sql`r.how`, level)} else r.how end as how,
        p.id is not null and r.answered_by_id is null as unsaid
      from share_receipts r
      join lateral (
        select (array_agg(state order by number desc))[1] as was, bool_or(state in ('PLANNED', 'USED')) as used
        from share_uses where receipt_id = r.id) u on true
      left join ${profileFor(sql`r.organization_id`, { what: kinds, namedOnly })} and u.was <> 'DECLINED'
      where r.share_id = ${bind(share.id, "text")}),
    ${FILLED},
    ${ANSWERED},
    moved as (
      update share_receipts r set version = r.version + 1, why = a.why, why_text = a.why_text, how = a.how,
        prefilled_from = a.prefilled_from, answered_at = case when a.by_profile then hub_now() else r.answered_at end
      from answered a where r.id = a.id returning r.id, r.version),
    used as (${insertUses(sql`answered`, number)})
    select id, version, by_profile as "byProfile", array_remove(array[case when refilled then 'receiverFiveW' end,
      'revisionNumber', case when state <> was then 'state' end, 'uses'], null) as changed
    from answered join moved using (id) order by id`,
  );
}

/** The half with the profile's answers: all of them where nobody has answered by hand, else where there is none. */
const FILLED = sql`filled as (
  select id, was, says, uses, prefilled_from, unsaid, why as why_before, why_text as words_before, how_before,
    case when unsaid or why = '{}' then coalesce(wants, why) else why end as why,
    case when unsaid then words when why = '{}' then coalesce(why_text, words) else why_text end as why_text,
    case when unsaid then coalesce(uses, how) else coalesce(how, uses) end as how
  from known)`;

/** What becomes of it: the profile speaks where its how stands, and nobody said that the share was not used. */
const ANSWERED = sql`judged as (
  select *, was <> 'NOT_USED' and coalesce(how = uses, false) as by_profile,
    (why, why_text, how) is distinct from (why_before, words_before, how_before) as refilled
  from filled),
answered as (
  select id, was, why, why_text, how, by_profile, refilled,
    case when unsaid then 'STANDING_PROFILE' when refilled then coalesce(prefilled_from, 'STANDING_PROFILE')
      else prefilled_from end as prefilled_from,
    case when was = 'DECLINED' then was when by_profile then says else 'DELIVERED' end as state
  from judged)`;

/** A how that the PAP allows, as `papAllows` tells; null in place of another. */
export const allowedHow = (how: Sql, pap: Sql): Sql =>
  sql`case when not (${how} = 'AUTO_BLOCK' and ${pap} in ('AMBER', 'RED')) then ${how} end`;

/** What is done with a revision from the moment that it is there: rows of `id` and `state`. */
const insertUses = (from: Sql, number: number): Sql => sql`
  insert into share_uses (receipt_id, number, state, delivered_at, acknowledged_at, planned_at, settled_at)
  select id, ${bind(number, "integer")}, state, hub_now(),
    case when state in ('ACKNOWLEDGED', 'PLANNED', 'USED') then hub_now() end,
    case when state = 'PLANNED' then hub_now() end, case when state in ('USED', 'DECLINED') then hub_now() end
  from ${from}`;
