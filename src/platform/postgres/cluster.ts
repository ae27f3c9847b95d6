import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, lchownSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { StartError } from "../start-error";
import type { Account } from "./account";
import type { Binaries } from "./binaries";

/** Where a cluster keeps what belongs to it: all of it below the data folder, named after Postgres's major version. */
export type ClusterFiles = { readonly data: string; readonly password: string; readonly log: string };

export function clusterFiles(dataDir: string, major: string): ClusterFiles {
  const base = path.join(dataDir, `postgres-${major}`);
  return { data: base, password: `${base}.password`, log: `${base}.log` };
}

/** Creates the cluster where there is none, and gives the password of its superuser. */
export async function openCluster(
  files: ClusterFiles,
  binaries: Binaries,
  account: Account | undefined,
  log: (line: string) => void,
): Promise<string> {
  if (!existsSync(path.join(files.data, "PG_VERSION"))) {
    await removeEmpty(files.data);
    log(`Creating the embedded database in ${files.data}.`);
    await create(files, binaries, account);
  }
  if (account !== undefined && (await stat(files.data)).uid === 0) giveTo(files.data, account);
  return readPassword(files);
}

/** An empty folder may be replaced; one with anything else in it is somebody's. */
async function removeEmpty(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  if (readdirSync(folder).length > 0) {
    throw new StartError(`${folder} is not empty and holds no Postgres database: move it away, then start again.`);
  }
  await rmdir(folder);
}

/** A first start may be killed at any point: the cluster appears by one rename, after its password. */
async function create(files: ClusterFiles, binaries: Binaries, account: Account | undefined): Promise<void> {
  const half = `${files.data}.half`;
  await rm(half, { recursive: true, force: true });
  await rm(files.password, { force: true });
  await mkdir(half, { mode: 0o700 });
  await writeFile(files.password, `${randomBytes(24).toString("base64url")}\n`, {
    mode: 0o600,
    flag: "wx",
    flush: true,
  });
  if (account !== undefined) {
    chownSync(half, account.uid, account.gid);
    chownSync(files.password, account.uid, account.gid); // initdb reads it as that user.
  }
  await initdb(half, files, binaries, account);
  await rename(half, files.data);
}

async function initdb(
  half: string,
  files: ClusterFiles,
  binaries: Binaries,
  account: Account | undefined,
): Promise<void> {
  // macOS knows C.UTF-8 by no name; this sorts the same.
  const locale = process.platform === "darwin" ? ["--locale=C", "--lc-ctype=en_US.UTF-8"] : ["--locale=C.UTF-8"];
  const options = [`--pgdata=${half}`, "--username=postgres", `--pwfile=${files.password}`, "--auth=scram-sha-256"];
  const child = spawn(binaries.initdb, [...options, ...locale, "--encoding=UTF8"], {
    ...account,
    cwd: path.dirname(half),
    env: serverEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const ended = await new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(code === 0 ? "" : `it ended with ${code ?? signal}`));
  });
  if (ended === "") return;
  await writeFile(files.log, output, { mode: 0o600 });
  throw new StartError(
    `Postgres could not create its database, ${ended}: see ${files.log}, then start again, or set DATABASE_URL.`,
  );
}

/** Nothing of ours: variables such as PGDATA, PGPORT or LC_ALL would change what the programs do. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"], LC_ALL: "C" };
}

/** A checkout that was given to root, data folder included, has to give its database back. */
function giveTo(folder: string, account: Account): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) giveTo(file, account);
    else lchownSync(file, account.uid, account.gid);
  }
  chownSync(folder, account.uid, account.gid); // Last: a walk that was cut short begins again at the next start.
}

function readPassword(files: ClusterFiles): string {
  if (existsSync(files.password)) return readFileSync(files.password, "utf8").trim();
  throw new StartError(
    `The password of the database, ${files.password}, is missing: put it back, or move ${files.data} away to begin with an empty database.`,
  );
}
