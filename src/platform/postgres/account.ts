import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, lstatSync, mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { StartError } from "../start-error";

/** The user that the database runs as where it is not the one that we run as ourselves. */
export type Account = { readonly uid: number; readonly gid: number };

const userName = "postgres";

/**
 * Postgres refuses to run as root. Where we are root it runs as the user who owns the cluster already, else as
 * `postgres`, who is created if missing. Where we are not root, the answer is undefined: it runs as we do.
 */
export function accountFor(cluster: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (existsSync(cluster)) {
    const { uid, gid } = statSync(cluster);
    if (uid !== 0) return { uid, gid };
  }
  return findAccount() ?? createAccount();
}

function findAccount(): Account | undefined {
  try {
    const id = (flag: string) => Number(execFileSync("id", [flag, userName], { encoding: "utf8", stdio: "pipe" }));
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return undefined;
  }
}

function createAccount(): Account {
  spawnSync("groupadd", ["--system", "--force", userName]);
  spawnSync("useradd", ["--system", "--gid", userName, "--no-create-home", "--shell", "/usr/sbin/nologin", userName]);
  const account = findAccount();
  if (account !== undefined) return account;
  throw new StartError(
    `Postgres does not run as root, and the user ${userName} could not be created: create it (useradd --system ${userName}), start as another user than root, or set DATABASE_URL.`,
  );
}

/** Makes a folder that the account can enter, parents included, whatever our umask says; ours stay as they are. */
export function makeFolder(folder: string, account: Account | undefined): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = path.dirname(made)) {
    chmodSync(made, account === undefined ? 0o700 : 0o711);
  }
}

/** Stops the start where the account cannot enter the folder, or one above it. */
export function requireOpen(folder: string, account: Account | undefined): void {
  if (account === undefined) return;
  const closed = foldersDownTo(folder).find((step) => isFolder(step) && !canEnter(step, account));
  if (closed === undefined) return;
  throw new StartError(
    `As root the database runs as another user (uid ${account.uid}), who cannot enter ${closed}: set SANSHA_DATA_DIR to a folder outside it, or DATABASE_URL to a Postgres of your own.`,
  );
}

function foldersDownTo(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [...foldersDownTo(parent), folder];
}

function isFolder(step: string): boolean {
  return statSync(step, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Asked of the system itself, for modes do not tell all: there are access lists, and folders served from afar. */
function canEnter(folder: string, account: Account): boolean {
  return spawnSync("/bin/sh", ["-c", 'cd -- "$0"', folder], { ...account, cwd: "/", stdio: "ignore" }).status === 0;
}

/** Stops the start where the cluster belongs to somebody else: Postgres would refuse it with less to go on. */
export function requireOwn(cluster: string): void {
  if (process.getuid === undefined || process.getuid() === 0 || !existsSync(cluster)) return;
  const owner = lstatSync(cluster).uid;
  if (owner === process.getuid()) return;
  throw new StartError(
    `The database in ${cluster} belongs to another user (uid ${owner}): start as that user or as root, or set SANSHA_DATA_DIR to another folder.`,
  );
}
