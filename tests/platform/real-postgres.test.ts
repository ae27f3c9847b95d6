import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { readConfig } from "../../src/config";
import { startHub, type Hub } from "../../src/hub";
import { createLog } from "../../src/log";
import { migrate } from "../../src/prepare";

const BIN = "/usr/lib/postgresql/15/bin";
const isRoot = process.getuid?.() === 0;
const here = existsSync(path.join(BIN, "initdb"));
if (!here)
  console.warn("PostgreSQL 15 is not installed in /usr/lib/postgresql/15: the DATABASE_URL path is not tested on it.");
const testThere = here ? test : test.skip;

let folder: string;
let server: ChildProcess | undefined;
let port: number;

/** Postgres refuses root: it runs as its own user there. */
const asPostgres = (command: string, args: readonly string[]): [string, string[]] =>
  isRoot
    ? ["setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", command, ...args]]
    : [command, [...args]];

const url = (user: string, database: string) => `postgres://${user}@127.0.0.1:${port}/${database}`;

async function query(user: string, database: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url(user, database) });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  if (!here) return;
  folder = mkdtempSync(path.join(tmpdir(), "sansha-real-"));
  if (isRoot) execFileSync("chown", ["postgres", folder]);
  const data = path.join(folder, "data");
  execFileSync(
    ...asPostgres(path.join(BIN, "initdb"), [
      "-D",
      data,
      "-U",
      "admin",
      "--auth=trust",
      "--encoding=UTF8",
      "--locale=C.UTF-8",
    ]),
    { stdio: "ignore" },
  );
  port = await freePort();
  const flags = [
    "-D",
    data,
    "-p",
    String(port),
    "-c",
    "listen_addresses=127.0.0.1",
    "-c",
    "unix_socket_directories=",
    "-c",
    "fsync=off",
  ];
  server = spawn(...asPostgres(path.join(BIN, "postgres"), flags), { stdio: "ignore" });
  while (
    !(await query("admin", "postgres", "select 1").then(
      () => true,
      () => false,
    ))
  );
  await query("admin", "postgres", "create role hub login createrole");
  await query("admin", "postgres", "create database sansha owner hub");
  await query("admin", "postgres", "create role poor login");
  await query("admin", "postgres", "create database poor owner poor");
}, 60_000);

afterAll(async () => {
  if (!server) return;
  const ended = new Promise((resolve) => server?.once("exit", resolve));
  server.kill("SIGINT");
  await ended;
  rmSync(folder, { recursive: true, force: true });
});

testThere("the hub runs on a PostgreSQL 15 of somebody else, as a user who is no superuser", async () => {
  expect(await migrate(url("hub", "sansha"))).toBeGreaterThan(0);
  expect(await migrate(url("hub", "sansha"))).toBe(0);
  const config = readConfig({ DATABASE_URL: url("hub", "sansha"), PORT: "0" }, []);
  const hub: Hub = await startHub(url("hub", "sansha"), config, createLog("silent"));
  try {
    expect((await fetch(new URL("/readyz", hub.url))).status).toBe(200);
    expect((await fetch(new URL("/schema.graphql", hub.url))).status).toBe(200);
    await expect(hub.db.query("delete from events")).rejects.toThrow("permission denied");
  } finally {
    await hub.stop();
  }
});

testThere("two hubs that start at once on an empty database migrate it once", async () => {
  await query("admin", "postgres", "create database twins owner hub");
  const counts = await Promise.all([migrate(url("hub", "twins")), migrate(url("hub", "twins"))]);
  expect(Math.min(...counts)).toBe(0);
});

testThere("a user who may not create roles is told what an administrator has to do", async () => {
  await query("admin", "postgres", "revoke sansha_app from poor").catch(() => undefined);
  await query("admin", "postgres", "drop role if exists sansha_app").catch(() => undefined);
  await expect(migrate(url("poor", "poor"))).rejects.toThrow("create role sansha_app nologin; grant sansha_app to");
});

testThere("an address where nobody answers is named", async () => {
  await expect(migrate(url("hub", "absent"))).rejects.toThrow("does not answer");
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port: free } = probe.address() as AddressInfo;
      probe.close(() => resolve(free));
    });
  });
}
