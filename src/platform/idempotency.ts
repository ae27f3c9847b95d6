import type { Change } from "./change";
import { bind, run, sql } from "./sql";

const BATCH = 10_000;
const EVERY_MS = 3_600_000;

/** Forgets the outcomes of mutations after the 7 days that are promised. A job: says when there is more to do. */
export async function forgetOldOutcomes({ tx, now }: Change): Promise<Date> {
  const [gone] = await run<{ count: number }>(
    tx,
    "idempotency.forget",
    sql`
    with gone as (
      delete from idempotency_keys where (actor_id, operation, key) in (
        select actor_id, operation, key from idempotency_keys
        where created_at < hub_now() - interval '7 days' limit ${bind(BATCH, "integer")})
      returning true)
    select count(*)::integer as count from gone`,
  );
  return new Date(now.getTime() + (gone?.count === BATCH ? 0 : EVERY_MS));
}
