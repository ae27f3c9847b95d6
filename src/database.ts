import path from "node:path";
import { DataSource, type Logger, type MixedList, type EntitySchema } from "typeorm";

export type DatabaseOptions = {
  readonly url: string;
  readonly poolSize?: number;
  readonly statementTimeoutMs?: number;
  /** The tables, for TypeORM's own statements and the drift check. */
  readonly tables: MixedList<EntitySchema>;
  readonly onStatement?: (text: string) => void;
};

const MIGRATIONS = path.join(__dirname, "..", "migrations", "*.{js,ts}");

/** The owner's connection: migrations, and nothing else. */
export function ownerDatabase({ url, tables, onStatement }: DatabaseOptions): DataSource {
  return new DataSource({
    type: "postgres",
    url,
    entities: tables,
    migrations: [MIGRATIONS],
    migrationsTransactionMode: "each",
    installExtensions: false,
    uuidExtension: "pgcrypto",
    poolSize: 1,
    logger: loggerOf(onStatement),
    applicationName: "sansha owner",
  });
}

/** The hub's connections: each acts as `sansha_app`, which may neither change nor remove events and audit. */
export function hubDatabase({
  url,
  poolSize = 10,
  statementTimeoutMs = 15_000,
  tables,
  onStatement,
}: DatabaseOptions): DataSource {
  const options = `-c role=sansha_app -c statement_timeout=${statementTimeoutMs} -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000 -c timezone=UTC`;
  return new DataSource({
    type: "postgres",
    url,
    entities: tables,
    poolSize,
    installExtensions: false,
    uuidExtension: "pgcrypto",
    logger: loggerOf(onStatement),
    applicationName: "sansha hub",
    extra: { options },
  });
}

function loggerOf(onStatement: (text: string) => void = () => undefined): Logger {
  const ignore = () => undefined;
  return {
    logQuery: (text) => onStatement(text),
    logQueryError: ignore,
    logQuerySlow: ignore,
    logSchemaBuild: ignore,
    logMigration: ignore,
    log: ignore,
  };
}
