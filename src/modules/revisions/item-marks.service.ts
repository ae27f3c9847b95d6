import type { Change } from "../../platform/change";
import { type Sql, bind, run, sql } from "../../platform/sql";
import { type ItemPlace, itemTold } from "./item.events";

/**
 * What befalls items apart from revisions: a receiver's verdict stands against them, the sender settles it, or they are
 * taken back. It befalls every forwarded copy in the same instant, and whoever may see one of them is told.
 */
export class ItemMarks {
  /** Keeps everybody else from marking these items until the change is over. */
  async hold({ tx }: Change, lineageIds: readonly string[]): Promise<void> {
    const ids = bind([...new Set(lineageIds)], "text[]");
    await run(tx, "items.hold", sql`select id from share_lineages where id = any(${ids}) order by id for update`);
  }

  /** Marks items as disputed (要確認) for all who received them. Who said so is named nowhere. */
  async dispute(change: Change, lineageIds: readonly string[]): Promise<void> {
    if (lineageIds.length === 0) return;
    await this.hold(change, lineageIds); // Also those that are in doubt already: this is one more reason.
    const places = await mark(
      change,
      "items.dispute",
      lineageIds,
      sql`disputed_at = hub_now()`,
      sql`disputed_at is null and retracted_at is null`,
    );
    for (const place of places) change.tell(itemTold("ITEM_DISPUTED", { ...place, named: false }, ["disputed"]));
  }

  /** What was said against these items is settled: by the sender, or unnamed, because who said it took it back. */
  async settle(change: Change, lineageIds: readonly string[], { named } = { named: true }): Promise<void> {
    const places = await mark(
      change,
      "items.settle",
      lineageIds,
      sql`disputed_at = null`,
      sql`disputed_at is not null`,
    );
    for (const place of places)
      change.tell(itemTold("ITEM_DISPUTE_SETTLED", { ...place, named: named && place.named }, ["disputed"]));
  }

  /** Takes items back for good. */
  async retract(change: Change, lineageIds: readonly string[]): Promise<void> {
    const places = await mark(
      change,
      "items.retract",
      lineageIds,
      sql`retracted_at = hub_now()`,
      sql`retracted_at is null`,
    );
    for (const place of places) change.tell(itemTold("ITEM_RETRACTED", place, ["state", "retracted"]));
  }
}

/** Changes lineages and finds where they and their copies stand now: one statement each, however many. */
async function mark(
  { tx }: Change,
  name: string,
  lineageIds: readonly string[],
  set: Sql,
  where: Sql,
): Promise<readonly ItemPlace[]> {
  if (lineageIds.length === 0) return [];
  const marked = await run<{ id: string }>(
    tx,
    name,
    sql`
    update share_lineages set ${set}, changed_at = hub_now() where id in (
      select id from share_lineages where id = any(${bind(lineageIds, "text[]")}) and ${where} order by id for update)
    returning id`,
  );
  if (marked.length === 0) return [];
  const ids = bind(
    marked.map(({ id }) => id),
    "text[]",
  );
  // A statement of its own: the items of a revision that this change has just published are to be found.
  return run<ItemPlace>(
    tx,
    `${name} places`,
    sql`
    select i.id, s.case_id as "caseId", not s.sender_masked and l.id = any(${ids}) as named
    from share_lineages l join shares s on s.id = l.share_id
    join share_items i on i.revision_id = s.current_revision_id and i.lineage_id = l.id
    where l.path && ${ids} order by cardinality(l.path), i.position, i.id`,
  );
}
