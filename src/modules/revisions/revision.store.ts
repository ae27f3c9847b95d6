import { json } from "../../platform/change";
import type { Tx } from "../../platform/db";
import { run, sql } from "../../platform/sql";
import type { ShareItem, ShareRevision } from "./revision";
import { ItemTable, LineageTable, RevisionTable } from "./revision.table";

export async function insertRevision(tx: Tx, revision: ShareRevision): Promise<void> {
  await tx.insert(RevisionTable, revision);
}

export async function saveRevision(tx: Tx, { id, ...facts }: ShareRevision): Promise<void> {
  await tx.update(RevisionTable, { id }, facts);
}

export async function setRevisionState(
  tx: Tx,
  where: { readonly id: string } | { readonly shareId: string },
  state: ShareRevision["state"],
): Promise<void> {
  await tx.update(RevisionTable, where, { state });
}

export const findRevision = (tx: Tx, id: string): Promise<ShareRevision> => tx.findOneByOrFail(RevisionTable, { id });

/** The items of a revision, in their order. */
export const itemsOf = (tx: Tx, revisionId: string): Promise<readonly ShareItem[]> =>
  tx.find(ItemTable, { where: { revisionId }, order: { position: "ASC", id: "ASC" } });

/** The paths of these lineages, for copies of their items. */
export async function pathsOf(tx: Tx, lineageIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await run<{ id: string; path: readonly string[] }>(
    tx,
    "lineages.paths",
    sql`select id, path from share_lineages where id in (select jsonb_array_elements_text(${json(lineageIds)}))`,
  );
  return new Map(rows.map(({ id, path }) => [id, path]));
}

/** Writes items, however many, in one statement. `copiedFrom`: the path of what an item is a copy of. */
export async function insertItems(
  tx: Tx,
  items: readonly ShareItem[],
  copiedFrom: ReadonlyMap<string, readonly string[]> = new Map(),
): Promise<void> {
  if (items.length === 0) return;
  const rows = items.map((item) => ({ ...item, path: [...(copiedFrom.get(item.lineageId) ?? []), item.lineageId] }));
  await run(
    tx,
    "share.items",
    sql`
    with given as (
      select * from jsonb_to_recordset(${json(rows)}) as i (id text, "shareId" text, "revisionId" text,
        "lineageId" text, path text[], position integer, kind text, "indicatorId" text, text text, state text, change text,
        note text, tlp text, pap text, "deIdentifiedById" text, "deIdentifiedAt" timestamptz)),
    lineages as (
      insert into share_lineages (id, share_id, path) select "lineageId", "shareId", path from given
      on conflict (id) do nothing)
    insert into share_items (id, share_id, revision_id, lineage_id, position, kind, indicator_id, text, state, change, note,
      tlp, pap, de_identified_by_id, de_identified_at)
    select id, "shareId", "revisionId", "lineageId", position, kind, "indicatorId", text, state, change, note, tlp, pap,
      "deIdentifiedById", "deIdentifiedAt" from given`,
  );
}

/** Of a draft, which is written anew with each change. */
export async function dropItems(tx: Tx, shareId: string): Promise<void> {
  await tx.delete(ItemTable, { shareId });
  await tx.delete(LineageTable, { shareId });
}

/** A person's word that these items of a draft tell nothing of the victim. */
export async function confirmItems(tx: Tx, ids: readonly string[], by: string, at: Date): Promise<void> {
  await tx.update(ItemTable, [...ids], { deIdentifiedById: by, deIdentifiedAt: at });
}
