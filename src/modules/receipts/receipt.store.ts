import { type Change, json } from "../../platform/change";
import type { Tx } from "../../platform/db";
import { newId } from "../../platform/ids";
import { type Sql, bind, run, sql } from "../../platform/sql";
import { needFor } from "../needs/need.read";
import { activeProfileOf } from "../profiles/profile.read";
import type { InformationKind } from "../shares/five-w";
import type { Share } from "../shares/share";
import type { ShareReceipt, ShareUse } from "./receipt";

/** A revision that goes out, and what it tells of. */
export type Delivery = {
  readonly share: Pick<Share, "id" | "senderId" | "namedOnly" | "pap">;
  readonly number: number;
  readonly what: readonly InformationKind[];
};
export type Delivered = { readonly id: string; readonly version: number };

/**
 * Makes the receipts of these organisations for a revision, in one statement however many they are: answered from their
 * standing profile, and then acknowledged, or else from a need that they showed the sender. What is for named persons a
 * profile does not acknowledge. An answer that the PAP forbids is left open.
 */
export async function deliver(
  { tx }: Change,
  { share, number, what }: Delivery,
  organizationIds: readonly string[],
): Promise<readonly Delivered[]> {
  if (organizationIds.length === 0) return [];
  const ids = organizationIds.map(() => newId("receipt"));
  const how = sql`coalesce(p.how, n.how)`;
  return run<Delivered>(
    tx,
    "receipts.deliver",
    sql`
    with made as (
      insert into share_receipts (id, version, share_id, organization_id, why, why_text, how, needed_by, prefilled_from,
        created_at)
      select g.id, 1, ${bind(share.id, "text")}, g.organization_id, coalesce(p.why, n.why, '{}'), p.why_text,
        case when not (${how} = 'AUTO_BLOCK' and ${bind(share.pap, "text")} in ('AMBER', 'RED')) then ${how} end,
        n.needed_by,
        case when p.organization_id is not null then 'STANDING_PROFILE' when n.why is not null then 'INFORMATION_NEED' end,
        hub_now()
      from unnest(${bind(ids, "text[]")}, ${bind(organizationIds, "text[]")}) as g (id, organization_id)
      left join ${profileFor(sql`g.organization_id`, share)}
      left join lateral (${needFor(sql`g.organization_id`, bind(share.senderId, "text"), bind(what, "text[]"))}) n
        on p.organization_id is null
      on conflict (share_id, organization_id) do nothing returning id, version, prefilled_from)
    ${useOf(sql`made m`, sql`m.id`, number, sql`case when m.prefilled_from = 'STANDING_PROFILE' then 'ACKNOWLEDGED' else 'DELIVERED' end`)}
    returning receipt_id as id, 1 as version`,
  );
}

/** Delivers a further revision to whoever has a receipt of the share. Who declined the share is not asked again. */
export async function deliverAgain({ tx }: Change, { share, number }: Delivery): Promise<void> {
  const declined = sql`(select u.state = 'DECLINED' from share_uses u where u.receipt_id = r.id order by u.number desc limit 1)`;
  await run(
    tx,
    "receipts.deliver again",
    useOf(
      sql`share_receipts r left join ${profileFor(sql`r.organization_id`, share)}
        where r.share_id = ${bind(share.id, "text")}`,
      sql`r.id`,
      number,
      sql`case when ${declined} then 'DECLINED' when p.organization_id is not null then 'ACKNOWLEDGED' else 'DELIVERED' end`,
    ),
  );
}

const profileFor = (organizationId: Sql, { namedOnly }: Pick<Share, "namedOnly">): Sql =>
  sql`${activeProfileOf(organizationId)} and not ${bind(namedOnly, "boolean")}`;

const useOf = (from: Sql, receiptId: Sql, number: number, state: Sql): Sql => sql`
  insert into share_uses (receipt_id, number, state, delivered_at, acknowledged_at)
  select v.id, ${bind(number, "integer")}, v.state, hub_now(), case when v.state = 'ACKNOWLEDGED' then hub_now() end
  from (select ${receiptId} as id, ${state} as state from ${from}) v`;

type Named = { readonly shareId: string; readonly number: number };

/** Locks an organisation's receipts of these shares, in one order everywhere. */
export function lockReceipts(
  tx: Tx,
  organizationId: string,
  shareIds: readonly string[],
): Promise<readonly ShareReceipt[]> {
  return run<ShareReceipt>(
    tx,
    "receipts.lock",
    sql`
    select id, version, share_id as "shareId", organization_id as "organizationId", why, why_text as "whyText", how,
      needed_by as "neededBy", prefilled_from as "prefilledFrom", answered_by_id as "answeredById",
      answered_at as "answeredAt", created_at as "createdAt"
    from share_receipts where organization_id = ${bind(organizationId, "text")}
      and share_id = any(${bind(shareIds, "text[]")}) order by id for update`,
  );
}

/** What these receipts say of these revisions. */
export function usesOf(
  tx: Tx,
  organizationId: string,
  named: readonly Named[],
): Promise<readonly (ShareUse & { readonly shareId: string })[]> {
  return run(
    tx,
    "receipts.uses",
    sql`
    select r.share_id as "shareId", u.receipt_id as "receiptId", u.number, u.state, u.reason, u.note,
      u.delivered_at as "deliveredAt", u.acknowledged_at as "acknowledgedAt", u.planned_at as "plannedAt",
      u.settled_at as "settledAt"
    from jsonb_to_recordset(${json(named)}) as g ("shareId" text, number integer)
    join share_receipts r on r.share_id = g."shareId" and r.organization_id = ${bind(organizationId, "text")}
    join share_uses u on u.receipt_id = r.id and u.number = g.number`,
  );
}

/** Writes receipts and uses as they are now: two statements, however many. */
export async function saveAnswers(tx: Tx, receipts: readonly ShareReceipt[], uses: readonly ShareUse[]): Promise<void> {
  if (receipts.length > 0) {
    await run(
      tx,
      "receipts.answer",
      sql`
      update share_receipts r set version = g.version, why = g.why, why_text = g."whyText", how = g.how,
        needed_by = g."neededBy", answered_by_id = g."answeredById", answered_at = g."answeredAt"
      from jsonb_to_recordset(${json(receipts)}) as g (id text, version integer, why text[], "whyText" text, how text,
        "neededBy" timestamptz, "answeredById" text, "answeredAt" timestamptz)
      where r.id = g.id`,
    );
  }
  if (uses.length === 0) return;
  await run(
    tx,
    "receipts.use",
    sql`
    insert into share_uses (receipt_id, number, state, reason, note, delivered_at, acknowledged_at, planned_at, settled_at)
    select "receiptId", number, state, reason, note, "deliveredAt", "acknowledgedAt", "plannedAt", "settledAt"
    from jsonb_to_recordset(${json(uses)}) as g ("receiptId" text, number integer, state text, reason text, note text,
      "deliveredAt" timestamptz, "acknowledgedAt" timestamptz, "plannedAt" timestamptz, "settledAt" timestamptz)
    on conflict (receipt_id, number) do update set state = excluded.state, reason = excluded.reason, note = excluded.note,
      acknowledged_at = excluded.acknowledged_at, planned_at = excluded.planned_at, settled_at = excluded.settled_at`,
  );
}

/** The receipts of these organisations, and of those that these persons act for. */
export function receiptsOf(
  tx: Tx,
  shareId: string,
  { recipientIds, personIds }: { readonly recipientIds: readonly string[]; readonly personIds: readonly string[] },
): Promise<readonly Delivered[]> {
  return run<Delivered>(
    tx,
    "receipts.of",
    sql`
    select id, version from share_receipts where share_id = ${bind(shareId, "text")} and (
      organization_id = any(${bind(recipientIds, "text[]")})
      or organization_id in (select a.organization_id from accounts a where a.id = any(${bind(personIds, "text[]")})))
    order by id`,
  );
}
