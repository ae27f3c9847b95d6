import { randomUUID } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbeddedPostgres } from "../../src/platform/postgres/embedded";
import { isRunning, processName } from "../../src/platform/postgres/processes";
import { migrateTemplate } from "./template";

const prefix = "sansha-test-";

/** Where globalSetup leaves for globalTeardown how to stop what it started: both run in Jest's own process. */
export const running = globalThis as { stopTestPostgres?: () => Promise<void> };

/** Jest's globalSetup: one real Postgres for the whole run, started by the product's own code. */
export default async function start(): Promise<void> {
  removeLeftovers();
  const dataDir = path.join(tmpdir(), `${prefix}${processName(process.pid)}-${randomUUID()}`);
  const postgres = await startEmbeddedPostgres({
    dataDir,
    log: () => undefined,
    // Nothing here has to survive a crash.
    flags: ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300"],
  });
  running.stopTestPostgres = async () => {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  process.env["TEST_DATABASE_URL"] = postgres.url("postgres");

  // The template database `template_sansha`, which each test file copies, is made here.
  await migrateTemplate(postgres.url("postgres"));
}

/** A run that was interrupted had no teardown: its Postgres stopped by itself, its folder stayed. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = /^(\d+-\d+)-/.exec(name.slice(prefix.length))?.[1];
    if (!name.startsWith(prefix) || owner === undefined || isRunning(owner)) continue;
    rmSync(path.join(tmpdir(), name), { recursive: true, force: true });
  }
}
