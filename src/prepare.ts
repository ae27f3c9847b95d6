import { Client } from "pg";
import { ownerDatabase } from "./database";
import { StartError } from "./platform/start-error";

const SERVER_VERSION_MIN = 150_000;
/** Any two numbers that no other program uses for its advisory locks. */
const MIGRATION_LOCK = "7301840, 1";

/** Brings a database to the newest schema. Several hubs may start at once: one migrates, the others wait. Returns how many ran. */
export async function migrate(url: string): Promise<number> {
  const client = await connect(url);
  try {
    await assertServer(client);
    await client.query(`select pg_advisory_lock(${MIGRATION_LOCK})`);
    const owner = await ownerDatabase({ url, tables: [] }).initialize();
    try {
      return (await owner.runMigrations()).length;
    } catch (error) {
      throw asStartError(error);
    } finally {
      await owner.destroy();
    }
  } finally {
    await client.end();
  }
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: "sansha start" });
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw new StartError(
      `The database of DATABASE_URL does not answer (${messageOf(error)}): check the address, the user and the password, and that it exists.`,
    );
  }
}

async function assertServer(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: string; encoding: string }>(
    "select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding",
  );
  const [server] = rows;
  if (Number(server?.version) < SERVER_VERSION_MIN)
    throw new StartError("The database is older than PostgreSQL 15: use a newer one.");
  if (server?.encoding !== "UTF8")
    throw new StartError(`The database is encoded in ${server?.encoding ?? "?"}: create it with ENCODING 'UTF8'.`);
}

function asStartError(error: unknown): unknown {
  const { code } = (error as { driverError?: { code?: string } }).driverError ?? {};
  if (code !== "42501") return error;
  return new StartError(
    'The user of DATABASE_URL may not create roles or tables: let an administrator run "create role sansha_app nologin; grant sansha_app to <user>" and make the user the owner of the database.',
  );
}

/** Creates a database of the embedded Postgres unless it is there. */
export async function createDatabase(adminUrl: string, name: string): Promise<void> {
  const client = await connect(adminUrl);
  try {
    const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
    if (rowCount === 0) await client.query(`create database "${name}"`);
  } finally {
    await client.end();
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message || error.name : String(error));
