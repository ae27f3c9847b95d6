import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { Client } from "pg";
import type { FirstRun } from "../../src/first-run";
import { TEMPLATE, databaseUrl } from "./template";

const root = path.resolve(__dirname, "../..");

/** A hub as `npm start` runs it, in a process of its own, on a database of its own with the demo world. */
export type HubProcess = {
  readonly url: string;
  readonly key: string;
  /** True as long as it has not ended. */
  readonly lives: () => boolean;
  /** The most memory that it ever held, in MiB; undefined where the system does not tell. */
  readonly peakMiB: () => number | undefined;
  readonly stop: () => Promise<void>;
};

export async function startHubProcess(): Promise<HubProcess> {
  const adminUrl = process.env["TEST_DATABASE_URL"] ?? "";
  const name = `hub_${randomUUID().replaceAll("-", "").slice(0, 12)}`;
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`create database ${name} template ${TEMPLATE}`);
  const folder = mkdtempSync(path.join(tmpdir(), "sansha-hub-"));
  const env = {
    ...{ PATH: process.env["PATH"] ?? "", PORT: "0", LOG_LEVEL: "silent" },
    ...{ SANSHA_DATA_DIR: folder, DATABASE_URL: databaseUrl(adminUrl, name) },
  };
  const program = ["--require", path.join(root, "tests/support/typescript.cjs"), path.join(root, "src/main.ts")];
  const child = spawn(process.execPath, [...program, "--demo"], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  await ready(child);
  const { url, keys } = JSON.parse(readFileSync(path.join(folder, "first-run.json"), "utf8")) as FirstRun;
  const lives = () => child.exitCode === null && child.signalCode === null;
  const stop = async () => {
    const ended = lives() ? once(child, "exit") : undefined;
    child.kill("SIGTERM");
    await ended;
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
    rmSync(folder, { recursive: true });
  };
  return { url, key: keys.soc ?? "", lives, peakMiB: () => peakOf(child), stop };
}

async function ready(child: ChildProcess): Promise<void> {
  if (!child.stdout) throw new Error("The hub has no output.");
  // What it says later is read too, or it would wait for its reader.
  const lines = createInterface({ input: child.stdout });
  const said = new Promise<boolean>((resolve) => {
    lines.on("line", (line) => line.startsWith("Sansha is ready") && resolve(true)).on("close", () => resolve(false));
  });
  if (!(await said)) throw new Error("The hub has ended before it was ready.");
}

function peakOf({ pid }: ChildProcess): number | undefined {
  if (process.platform !== "linux") return undefined;
  const [, kiB] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kiB) / 1_024;
}
