import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

// Imports one file of many indicators into a hub of its own, and watches the hub's memory. See README.md beside it.

const lines = Number(process.argv[2] ?? 1_000_000);
const root = path.resolve(__dirname, "..");
type FirstRun = { readonly url: string; readonly keys: { readonly soc?: string } };

async function main(): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "sansha-bench-"));
  chmodSync(dataDir, 0o755); // As root, the database runs as another user.
  const env = { ...process.env, SANSHA_DATA_DIR: dataDir, PORT: "0", LOG_LEVEL: "warn", DATABASE_URL: "" };
  const hub = spawn(process.execPath, [path.join(root, "dist/src/main.js")], {
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  try {
    const { url, keys } = await firstRun(path.join(dataDir, "first-run.json"), hub);
    console.log(`The hub holds ${residentMiB(hub)} MiB before the import of ${lines.toLocaleString("en-US")} lines.`);
    await importOnce("first time", url, keys.soc ?? "", hub);
    await importOnce("second time, nothing new", url, keys.soc ?? "", hub);
  } finally {
    const ended = new Promise((resolve) => hub.once("exit", resolve));
    hub.kill("SIGTERM");
    await ended;
    rmSync(dataDir, { recursive: true });
  }
}

/** The address and the SOC's key of the hub that starts, once its demo world is there. */
async function firstRun(file: string, hub: ChildProcess): Promise<FirstRun> {
  while (hub.exitCode === null) {
    const found = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as FirstRun) : undefined;
    if (found?.keys.soc !== undefined) return found;
    await pause(100);
  }
  throw new Error("The hub has ended before it was ready.");
}

async function importOnce(title: string, url: string, key: string, hub: ChildProcess): Promise<void> {
  const headers = { authorization: `Bearer ${key}` };
  const sent = request(new URL("/import?filename=million.txt", url), { method: "POST", headers });
  const answered = new Promise<NodeJS.ReadableStream>((resolve, reject) =>
    sent.on("response", resolve).on("error", reject),
  );
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1_000;
  void write(sent);
  const memory: number[] = [];
  let slowestMs = 0;
  let over = false;
  const watching = (async () => {
    while (!over) {
      const asked = performance.now();
      await fetch(new URL("/readyz", url));
      slowestMs = Math.max(slowestMs, performance.now() - asked);
      memory.push(residentMiB(hub));
      await pause(250);
    }
  })();
  let last = "";
  let told = 0;
  for await (const line of createInterface({ input: await answered })) {
    last = line;
    const { progress } = JSON.parse(line) as { progress?: { read: number; stored: number } };
    if (!progress || progress.read - told < lines / 10) continue;
    told = progress.read;
    const rate = Math.round(progress.read / seconds());
    console.log(`  ${title}: ${progress.read} read, ${progress.stored} stored, ${rate}/s, hub ${residentMiB(hub)} MiB`);
  }
  over = true;
  await watching;
  console.log(`${title}: ${last}`);
  console.log(
    `${title}: ${seconds().toFixed(1)} s, ${Math.round(lines / seconds())} a second; hub at most ${Math.max(...memory)} MiB; /readyz at most ${Math.round(slowestMs)} ms`,
  );
}

/** Writes as fast as the hub takes it. */
async function write(sent: ReturnType<typeof request>): Promise<void> {
  for (let first = 0; first < lines; first += 1_000) {
    const some = Array.from({ length: Math.min(1_000, lines - first) }, (_, i) => `host${first + i}.evil[.]example\n`);
    if (!sent.write(some.join(""))) await new Promise((resolve) => sent.once("drain", resolve));
  }
  sent.end();
}

/** Linux tells what a process holds; elsewhere this is 0. */
function residentMiB({ pid }: ChildProcess): number {
  const file = `/proc/${pid ?? 0}/status`;
  if (!existsSync(file)) return 0;
  return Math.round(Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(file, "utf8"))?.[1] ?? 0) / 1_024);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
