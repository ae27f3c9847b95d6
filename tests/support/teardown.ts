import { running } from "./postgres";

/** Jest's globalTeardown: without it the run would never end. */
export default async function stop(): Promise<void> {
  await running.stopTestPostgres?.();
}
