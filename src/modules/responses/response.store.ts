import { json } from "../../platform/change";
import type { ViewerChange } from "../../platform/change";
import { newId } from "../../platform/ids";
import type { Pap } from "../../platform/marking";
import { rowOf, scopeOf, visibleRows } from "../../platform/read/model";
import { bind, newAlias, run, sql } from "../../platform/sql";
import { profileFor } from "../profiles/profile.read";
import { allowedHow } from "../receipts/delivery.store";
import { papIn, whatIn } from "../revisions/revision.read";
import { shareModel } from "../shares/share.read";

/** A share that reached the viewer's organisation, as far as a response looks at it. */
export type Reached = {
  readonly id: string;
  readonly senderId: string;
  readonly caseId: string | null;
  readonly pap: Pap;
  readonly own: boolean;
  readonly currentRevisionId: string;
  /** The ids of its published revisions, by number. */
  readonly revisions: Readonly<Record<string, string>>;
};

export async function reachedBy({ tx, viewer }: ViewerChange, ids: readonly string[]): Promise<readonly Reached[]> {
  const me = scopeOf(viewer);
  const alias = newAlias();
  const s = rowOf(shareModel, alias);
  return run<Reached>(
    tx,
    "respond.reached",
    sql`
    select ${s("id")} as id, ${s("senderId")} as "senderId", ${s("caseId")} as "caseId", ${s("pap")} as pap,
      ${s("senderId")} = ${me.organization} as own, ${s("currentRevisionId")} as "currentRevisionId",
      (select jsonb_object_agg(r.number, r.id) from share_revisions r
        where r.share_id = ${s("id")} and r.state <> 'DRAFT') as revisions
    from ${visibleRows(shareModel, alias, me, (row) => sql`${row("id")} = any(${bind(ids, "text[]")})`)}`,
  );
}

/** The PAP of these revisions, each as strict as what the viewer sees in it. */
export async function papsOf(
  { tx, viewer }: ViewerChange,
  revisionIds: readonly string[],
): Promise<ReadonlyMap<string, Pap>> {
  const rows = await run<{ readonly id: string; readonly pap: Pap }>(
    tx,
    "respond.paps",
    sql`
    select r.id, ${papIn(sql`r.id`, scopeOf(viewer), sql`s.pap`)} as pap
    from share_revisions r join shares s on s.id = r.share_id where r.id = any(${bind(revisionIds, "text[]")})`,
  );
  return new Map(rows.map(({ id, pap }) => [id, pap]));
}

/**
 * Makes the receipts that are lacking: of whoever a share reached by its marking, not by name. Two calls of one
 * organisation must not both make one, and the second would draw its transaction id before it waits: so it waits for an
 * advisory lock, which draws none.
 */
export async function makeMissing({ tx, viewer }: ViewerChange, ids: readonly string[]): Promise<void> {
  const me = scopeOf(viewer);
  const alias = newAlias();
  const missing = visibleRows(
    shareModel,
    alias,
    me,
    (s) => sql`${s("id")} = any(${bind(ids, "text[]")}) and ${s("senderId")} <> ${me.organization}
      and not exists (select from share_receipts r where r.share_id = ${s("id")}
        and r.organization_id = ${me.organization})`,
  );
  const s = rowOf(shareModel, alias);
  const id = s("id");
  const locked = await run(
    tx,
    "respond.lock missing",
    sql`select pg_advisory_xact_lock(hashtextextended(concat_ws(' ', 'receipt', ${me.organization}, m.id), 0))
      from (select ${id} as id from ${missing} order by ${id}) m`,
  );
  if (locked.length === 0) return;
  const fresh = ids.map((shareId) => ({ shareId, id: newId("receipt") }));
  await run(
    tx,
    "respond.make missing",
    sql`
    with made as (
      insert into share_receipts (id, version, share_id, organization_id, why, why_text, how, prefilled_from, created_at)
      select g.id, 1, m.id, ${me.organization}, coalesce(p.why, '{}'), p.why_text,
        ${allowedHow(sql`p.how`, sql`m.pap`)}, case when p.id is not null then 'STANDING_PROFILE' end, hub_now()
      from (select ${id} as id, ${s("namedOnly")} as named_only,
        ${papIn(s("currentRevisionId"), me, s("pap"))} as pap,
        ${whatIn(s("currentRevisionId"), me, s("kind"))} as what from ${missing}) m
      join jsonb_to_recordset(${json(fresh)}) as g ("shareId" text, id text) on g."shareId" = m.id
      left join ${profileFor(me.organization, { what: sql`m.what`, namedOnly: sql`m.named_only` })}
      on conflict (share_id, organization_id) do nothing returning id, share_id)
    insert into share_uses (receipt_id, number, state, delivered_at)
    select made.id, r.number, 'DELIVERED', hub_now() from made
    join shares s on s.id = made.share_id join share_revisions r on r.id = s.current_revision_id`,
  );
}
