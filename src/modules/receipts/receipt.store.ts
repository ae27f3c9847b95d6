import { json } from "../../platform/change";
import type { Tx } from "../../platform/db";
import { bind, run, sql } from "../../platform/sql";
import type { ShareReceipt, ShareUse } from "./receipt";

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
): Promise<readonly Pick<ShareReceipt, "id" | "version">[]> {
  return run(
    tx,
    "receipts.of",
    sql`
    select id, version from share_receipts where share_id = ${bind(shareId, "text")} and (
      organization_id = any(${bind(recipientIds, "text[]")})
      or organization_id in (select a.organization_id from accounts a where a.id = any(${bind(personIds, "text[]")})))
    order by id`,
  );
}
