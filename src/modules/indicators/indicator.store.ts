import { json } from "../../platform/change";
import type { Tx } from "../../platform/db";
import { newId } from "../../platform/ids";
import { inPortions } from "../../platform/portions";
import { bind, run, sql } from "../../platform/sql";
import type { Indicator } from "./indicator";

/** The ids of indicators by their keys; they are made where they are not there yet. */
export async function indicatorIds(
  tx: Tx,
  values: ReadonlyMap<string, Pick<Indicator, "type" | "value">>,
): Promise<ReadonlyMap<string, string>> {
  // In one order everywhere: two imports that bring the same values must not wait for each other in a circle.
  const rows = [...values]
    .map(([key, { type, value }]) => ({ id: newId("ind"), key, type, value }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const known = await inPortions(rows, async (portion) => {
    await run(
      tx,
      "indicators.add",
      sql`
      insert into indicators (id, type, value, key)
      select id, type, value, key from jsonb_to_recordset(${json(portion)}) as i (id text, type text, value text, key text)
      on conflict (key) do nothing`,
    );
    // A statement of its own: what another import has just committed is not in the snapshot of the insert.
    const keys = portion.map(({ key }) => key);
    return run<{ id: string; key: string }>(
      tx,
      "indicators.find",
      sql`select id, key from indicators where key = any(${bind(keys, "text[]")})`,
    );
  });
  return new Map(known.map(({ id, key }) => [key, id]));
}
