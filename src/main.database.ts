import type { Config } from "./config";
import { startEmbeddedPostgres } from "./platform/postgres/embedded";
import { createDatabase } from "./prepare";

export type Database = {
  readonly url: string;
  /** Resolves when it has ended by itself; never, when it is not ours. */
  readonly exited: Promise<void>;
  readonly stop: () => Promise<void>;
};

const NAME = "sansha";

/** The Postgres of DATABASE_URL, or one of our own in the data folder. */
export async function startDatabase(config: Config, say: (line: string) => void): Promise<Database> {
  if (config.DATABASE_URL) {
    return { url: config.DATABASE_URL, exited: new Promise(() => undefined), stop: () => Promise.resolve() };
  }
  const postgres = await startEmbeddedPostgres({ dataDir: config.SANSHA_DATA_DIR, log: say });
  await createDatabase(postgres.url("postgres"), NAME);
  return { url: postgres.url(NAME), exited: postgres.exited, stop: postgres.stop };
}
