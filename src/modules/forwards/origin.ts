import type { Db } from "../../platform/db";
import { bind, run, sql } from "../../platform/sql";

/** The first share of a line of forwards, and who sent it. */
export type Origin = { readonly shareId: string; readonly senderId: string; readonly senderMasked: boolean };

/**
 * Where forwarded copies come from, by their ids; an original is not in it. For relaying what is said of a copy to
 * whoever began it: never serve a masked sender's id.
 */
export async function originsOf(db: Db, shareIds: readonly string[]): Promise<ReadonlyMap<string, Origin>> {
  type Row = Origin & { readonly id: string };
  const rows = await run<Row>(
    db,
    "forwards.origins",
    sql`
    select s.id, o.id as "shareId", o.sender_id as "senderId", o.sender_masked as "senderMasked"
    from shares s join shares o on o.id = s.origin_id where s.id = any(${bind(shareIds, "text[]")})`,
  );
  return new Map(rows.map(({ id, ...origin }) => [id, origin]));
}

/** The lineages that these were copied from, the first of the line first, each itself last. */
export async function ancestorsOf(
  db: Db,
  lineageIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await run<{ id: string; path: readonly string[] }>(
    db,
    "forwards.ancestors",
    sql`select id, path from share_lineages where id = any(${bind(lineageIds, "text[]")})`,
  );
  return new Map(rows.map(({ id, path }) => [id, path]));
}
