import type { Viewer } from "../context";
import type { Tx } from "../db";
import { join, bind, newAlias, quoteName, run, sql } from "../sql";
import { type Access, type ReadModel, type Rule, rowOf, scopeOf, visibleRows } from "./model";

export type Locked<T, Side extends string> = { readonly row: T; readonly sides: ReadonlySet<Side> };

/**
 * Locks rows for a change, in the order of their ids, so that two changes of the same rows do not wait for each other.
 * Rows that the viewer cannot read are left out. `sides` are conditions whose truth is returned.
 *
 * Two statements, because after waiting for a lock Postgres looks again at the locked row only: conditions on other
 * tables keep the snapshot from before the wait, and somebody removed meanwhile would still pass. The second
 * statement has a new snapshot.
 */
export async function lockRows<T extends { readonly id: string }, Side extends string>(
  tx: Tx,
  viewer: Viewer,
  model: ReadModel<T>,
  ids: readonly string[],
  sides: Readonly<Record<Side, Access<T>>>,
): Promise<ReadonlyMap<string, Locked<T, Side>>> {
  const me = scopeOf(viewer);
  const alias = newAlias();
  const column = rowOf(model, alias);
  const wanted: Rule<string> = (row) => sql`${row("id")} = any(${bind(ids, "text[]")})`;
  const found = visibleRows(model, alias, me, wanted);
  await run(tx, `lock ${model.name}`, sql`select true from ${found} order by ${column("id")} for update of ${alias}`);

  const columns = Object.keys(model.stored).map((property) => sql`${column(property)} as ${quoteName(property)}`);
  const names = Object.keys(sides) as Side[];
  const held = names.map((side) => sql`coalesce((${sides[side](column, me)}), false) as ${quoteName(`@${side}`)}`);
  const rows = await run<T & Record<string, unknown>>(
    tx,
    `read locked ${model.name}`,
    sql`select ${join([...columns, ...held], ", ")} from ${found}`,
  );
  return new Map(
    rows.map((row) => {
      const stored = Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith("@"))) as T;
      return [row.id, { row: stored, sides: new Set(names.filter((side) => row[`@${side}`] === true)) }];
    }),
  );
}
