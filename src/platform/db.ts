import { setTimeout as pause } from "node:timers/promises";
import type { DataSource, EntityManager } from "typeorm";
import { sqlState } from "./sql";

declare const inTransaction: unique symbol;
/** An open transaction. Only {@link transact} makes one, so a write outside a transaction does not compile. */
export type Tx = EntityManager & { readonly [inTransaction]: true };
/** Where a read may run: on a pooled connection or inside a transaction. */
export type Db = { query(text: string, values?: unknown[]): Promise<unknown> };

const RETRYABLE = new Set(["40001", "40P01"]); // serialization_failure, deadlock_detected
const ATTEMPTS_MAX = 5;
const BACK_OFF_FIRST_MS = 10;

/**
 * Runs `work` in one READ COMMITTED transaction, and again from its start when Postgres asks for a retry. So `work`
 * must have no effect outside the database. The pause doubles and is random: two losers must not meet again.
 */
export async function transact<T>(db: DataSource, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction("READ COMMITTED", (manager) => work(manager as Tx));
    } catch (error) {
      if (attempt === ATTEMPTS_MAX || !RETRYABLE.has(sqlState(error))) throw error;
      await pause(Math.random() * BACK_OFF_FIRST_MS * 2 ** attempt);
    }
  }
}
