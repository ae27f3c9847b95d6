import { execFileSync, spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { accountFor } from "../../src/platform/postgres/account";
import { findInstalled, usableBinaries } from "../../src/platform/postgres/binaries";
import { clusterFiles } from "../../src/platform/postgres/cluster";
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from "../../src/platform/postgres/embedded";
import { isRunning, pidOf, processName } from "../../src/platform/postgres/processes";
import { startServer } from "../../src/platform/postgres/server";
import { StartError } from "../../src/platform/start-error";

const installed = findInstalled();
const isRoot = process.getuid?.() === 0;
/** A closed folder stops nobody but another user, and only root runs the database as one. */
const testAsRoot = isRoot ? test : test.skip;

/** Everything of this file is below one folder; one cluster is created, and each test works on a copy of it. */
const top = path.join(tmpdir(), `sansha-embedded-${randomUUID()}`);
const pristine = path.join(top, "pristine");
const started: EmbeddedPostgres[] = [];

beforeAll(async () => {
  const postgres = await start(pristine);
  await query(postgres, "CREATE TABLE note (text text)");
  await query(postgres, "INSERT INTO note VALUES ('first')");
  await postgres.stop();
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((postgres) => postgres.stop()));
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

async function start(dataDir: string, options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined, ...options });
  started.push(postgres);
  return postgres;
}

/** The sentence with which a start is refused. */
async function refusal(dataDir: string, options: Partial<EmbeddedPostgresOptions> = {}): Promise<string> {
  const error: unknown = await start(dataDir, options).catch((reason: unknown) => reason);
  if (error instanceof StartError) return error.message;
  throw new Error("The start was not refused with a StartError.", { cause: error });
}

/** A data folder as a hub leaves it that was stopped. */
function stoppedHub(): string {
  const dataDir = path.join(top, randomUUID());
  execFileSync("cp", ["-a", pristine, dataDir]);
  return dataDir;
}

async function query(postgres: EmbeddedPostgres | string, sql: string): Promise<unknown[][]> {
  const connectionString = typeof postgres === "string" ? postgres : postgres.url("postgres");
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<unknown[]>({ text: sql, rowMode: "array" })).rows;
  } finally {
    await client.end();
  }
}

function postmaster(dataDir: string): string {
  const status = readFileSync(path.join(clusterFiles(dataDir, installed.major).data, "postmaster.pid"), "utf8");
  return processName(Number(status.split("\n")[0]));
}

/** Fails where the process is still there after ten seconds, so that a run never waits for it for ever. */
async function ends(processToEnd: string): Promise<void> {
  for (const deadline = Date.now() + 10_000; isRunning(processToEnd); await delay(10)) {
    if (Date.now() > deadline) throw new Error(`Process ${processToEnd} is still running.`);
  }
}

describe("the embedded database", () => {
  test("a hub that starts again finds what it stored", async () => {
    const dataDir = stoppedHub();
    const first = await start(dataDir);
    await query(first, "INSERT INTO note VALUES ('second')");
    await first.stop();

    const second = await start(dataDir);

    expect(await query(second, "SELECT text FROM note")).toEqual([["first"], ["second"]]);
    expect(await query(second, "SELECT 'Ä' ILIKE 'ä', current_setting('TimeZone')")).toEqual([[true, "UTC"]]);
  });

  test("stopping it leaves no process and no lock, however often it is asked", async () => {
    const dataDir = stoppedHub();
    const postgres = await start(dataDir);
    const server = postmaster(dataDir);

    await Promise.all([postgres.stop(), postgres.stop()]);
    await postgres.exited;

    expect(isRunning(server)).toBe(false);
    expect(existsSync(path.join(dataDir, "hub.lock"))).toBe(false);
  });

  test("only who has its password reaches it, and only from this machine", async () => {
    const dataDir = stoppedHub();
    const postgres = await start(dataDir);
    const guess = postgres.url("postgres").replace(/:[^:@]+@/, ":guess@");

    await expect(query(guess, "SELECT 1")).rejects.toThrow("password authentication failed");

    const { password } = clusterFiles(dataDir, installed.major);
    expect(statSync(password).mode & 0o777).toBe(0o600);
    expect(await query(postgres, "SHOW listen_addresses")).toEqual([["127.0.0.1"]]);
    expect(await query(postgres, "SHOW unix_socket_directories")).toEqual([[""]]);
  });

  test("a setting of the caller goes before our own", async () => {
    const postgres = await start(stoppedHub(), { flags: ["max_connections=17"] });

    expect(await query(postgres, "SHOW max_connections")).toEqual([["17"]]);
  });
});

describe("two hubs on one data folder", () => {
  test("the second is refused with one sentence, and the first goes on", async () => {
    const dataDir = stoppedHub();
    const first = await start(dataDir);

    const sentence = await refusal(dataDir);

    expect(sentence).toBe(
      `Another hub (process ${process.pid}) runs on the data folder ${dataDir}: stop it, or set SANSHA_DATA_DIR to another folder.`,
    );
    expect(await query(first, "SELECT text FROM note")).toEqual([["first"]]);
  });
});

describe("after a crash", () => {
  test("the database of a killed hub stops by itself, and the next start has all that was committed", async () => {
    const dataDir = stoppedHub();
    const hub = await hubProcess(dataDir);
    await query(hub.url, "INSERT INTO note VALUES ('committed')");
    const server = postmaster(dataDir);

    hub.process.kill("SIGKILL");
    await ends(server);

    const next = await start(dataDir);
    expect(await query(next, "SELECT text FROM note")).toEqual([["first"], ["committed"]]);
  });

  test("a start that meets the database of an earlier hub still running stops it first", async () => {
    const dataDir = stoppedHub();
    const stray = await strayServer(dataDir);
    const server = postmaster(dataDir);
    const told: string[] = [];

    const next = await start(dataDir, { log: (line) => told.push(line) });

    await stray.exited;
    expect(told).toEqual([expect.stringContaining("Stopping the database that an earlier run left behind")]);
    expect(isRunning(server)).toBe(false);
    expect(await query(next, "SELECT text FROM note")).toEqual([["first"]]);
  });

  test("a statement that outlives its killed database is ended, for it would keep the next one from starting", async () => {
    const dataDir = stoppedHub();
    const stray = await strayServer(dataDir);
    const password = readFileSync(clusterFiles(dataDir, installed.major).password, "utf8").trim();
    const client = new Client({
      host: "127.0.0.1",
      port: stray.port,
      user: "postgres",
      password,
      database: "postgres",
    });
    client.on("error", () => undefined);
    await client.connect();
    const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    const session = processName(rows[0]?.pid ?? 0);
    const busy = "RAISE NOTICE 'busy'; WHILE clock_timestamp() < now() + interval '20 s' LOOP END LOOP;";
    const statement = client.query(`DO $$ BEGIN ${busy} END $$`).catch(() => "ended");
    await once(client, "notice");
    process.kill(pidOf(postmaster(dataDir)), "SIGKILL");
    await stray.exited;

    const next = await start(dataDir);

    expect(await statement).toBe("ended");
    expect(isRunning(session)).toBe(false);
    expect(await query(next, "SELECT text FROM note")).toEqual([["first"]]);
  });

  test("a process id that now belongs to another program is no obstacle, and that program goes on", async () => {
    const dataDir = stoppedHub();
    const { data } = clusterFiles(dataDir, installed.major);
    const other = spawn("sleep", ["60"], { ...accountFor(data), stdio: "ignore" });
    writeFileSync(path.join(data, "postmaster.pid"), `${other.pid}\n${data}\n1\n5432\n\n127.0.0.1\n1 1\nready\n`);

    const next = await start(dataDir);

    expect(await query(next, "SELECT text FROM note")).toEqual([["first"]]);
    expect(other.kill()).toBe(true);
  });

  test("a first start that was cut short begins again", async () => {
    const dataDir = path.join(top, randomUUID());
    const files = clusterFiles(dataDir, installed.major);
    mkdirSync(`${files.data}.half/base`, { recursive: true, mode: 0o711 });
    writeFileSync(files.password, "of the start that was cut short\n");

    const postgres = await start(dataDir);

    expect(await query(postgres, "SHOW server_encoding")).toEqual([["UTF8"]]);
    expect(existsSync(`${files.data}.half`)).toBe(false);
  });

  /** A database that nobody watches over, as when a hub and its watchdog were killed together. */
  async function strayServer(dataDir: string): ReturnType<typeof startServer> {
    const files = clusterFiles(dataDir, installed.major);
    const account = accountFor(files.data);
    const { postgres: program } = await usableBinaries(installed, dataDir, account);
    const settings = ["unix_socket_directories="];
    return startServer({ program, files, account, settings, port: undefined, log: () => undefined });
  }

  /** A hub in a process of its own, which a test can kill. */
  async function hubProcess(dataDir: string) {
    const support = path.resolve(__dirname, "../support");
    const script = ["--require", path.join(support, "typescript.cjs"), path.join(support, "hub-with-postgres.ts")];
    const hub = spawn(process.execPath, [...script, dataDir], { stdio: ["ignore", "pipe", "inherit"] });
    const [url] = (await once(createInterface(hub.stdout), "line")) as [string];
    return { process: hub, url };
  }
});

describe("a start that cannot succeed says in one sentence what to do", () => {
  test("a setting that Postgres refuses: with its reason, and where the rest is", async () => {
    const dataDir = stoppedHub();

    const sentence = await refusal(dataDir, { flags: ["max_connections=many"] });

    const { log } = clusterFiles(dataDir, installed.major);
    expect(sentence).toContain('invalid value for parameter "max_connections": "many"');
    expect(sentence).toContain(`see ${log}`);
    expect(readFileSync(log, "utf8")).toContain("max_connections");
  });

  test("a port that is taken", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const address = taken.address();

    const sentence = await refusal(stoppedHub(), { port: typeof address === "object" ? (address?.port ?? 0) : 0 });

    taken.close();
    expect(sentence).toContain("Address already in use");
  });

  test("a data folder that is a file", async () => {
    const file = path.join(top, "file");
    writeFileSync(file, "");

    expect(await refusal(file)).toMatch(/^The data folder .*file cannot be used .*set SANSHA_DATA_DIR/);
  });

  test("a cluster whose password is gone, which a refused start leaves as it was", async () => {
    const dataDir = stoppedHub();
    const { data, password } = clusterFiles(dataDir, installed.major);
    rmSync(password);

    expect(await refusal(dataDir)).toContain(`${password}, is missing: put it back`);
    expect(existsSync(path.join(data, "PG_VERSION"))).toBe(true);
    expect(existsSync(path.join(dataDir, "hub.lock"))).toBe(false);
  });

  test("a folder with something else where the cluster would be", async () => {
    const dataDir = path.join(top, randomUUID());
    mkdirSync(path.join(dataDir, "postgres-18", "thesis"), { recursive: true, mode: 0o755 });

    expect(await refusal(dataDir)).toContain("is not empty and holds no Postgres database");
  });
});

describe("as root, where the database runs as another user", () => {
  const closed = path.join(top, "closed");
  beforeAll(() => mkdirSync(closed, { mode: 0o700 }));

  testAsRoot("a data folder below a closed one is refused with a sentence that names it", async () => {
    const dataDir = path.join(closed, "hub", ".data");

    const sentence = await refusal(dataDir);

    expect(sentence).toContain(`cannot enter ${closed}: set SANSHA_DATA_DIR to a folder outside it, or DATABASE_URL`);
    expect(existsSync(dataDir)).toBe(false);
  });

  testAsRoot("programs below a closed folder are copied to where that user can run them", async () => {
    const dataDir = stoppedHub();
    execFileSync("cp", ["-a", installed.folder, closed]);
    execFileSync("chmod", ["-R", "go=", closed]); // As a umask of 077 leaves them.
    const account = accountFor(clusterFiles(dataDir, installed.major).data);
    const belowClosed = { ...installed, folder: path.join(closed, path.basename(installed.folder)) };

    const { initdb } = await usableBinaries(belowClosed, dataDir, account);

    const catalogue = path.resolve(initdb, "../../share/postgresql/postgres.bki");
    const as = { ...account, cwd: "/" };
    expect(initdb.startsWith(dataDir)).toBe(true);
    expect(spawnSync(initdb, ["--version"], as).status).toBe(0);
    expect(spawnSync("cat", [catalogue], as).status).toBe(0);
  });

  testAsRoot("a cluster that was given to root, as by a copied checkout, is given back", async () => {
    const dataDir = stoppedHub();
    execFileSync("chown", ["-R", "0:0", dataDir]);

    const postgres = await start(dataDir);

    expect(await query(postgres, "SELECT text FROM note")).toEqual([["first"]]);
  });
});
