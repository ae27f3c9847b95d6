import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hasCode } from "../system-errors";
import { isRunning, pidOf, processName } from "./processes";

export type FolderLock =
  { readonly taken: true; readonly release: () => void } | { readonly taken: false; readonly heldBy: number };

/**
 * Takes a lock between processes, or names the process that has it. A lock whose process is gone is taken over.
 *
 * The lock is a folder with one file in it, named after its owner. One rename brings both into place, and it fails
 * while another owner's file is inside; so there is no moment at which the lock exists without its owner.
 */
export function takeFolderLock(folder: string): FolderLock {
  const owner = processName(process.pid);
  const candidate = `${folder}.${owner}`;
  for (;;) {
    mkdirSync(candidate, { recursive: true });
    writeFileSync(path.join(candidate, owner), "");
    if (moveInto(candidate, folder)) return { taken: true, release: () => leave(folder, owner) };
    rmSync(candidate, { recursive: true, force: true });

    const other = unlessMissing(() => readdirSync(folder)[0]);
    if (other !== undefined && isRunning(other)) return { taken: false, heldBy: pidOf(other) };
    // Removing exactly this name cannot hurt a lock that somebody else has taken over meanwhile.
    if (other !== undefined) rmSync(path.join(folder, other), { force: true });
  }
}

function leave(folder: string, owner: string): void {
  rmSync(path.join(folder, owner), { force: true });
  removeIfEmpty(folder);
}

function moveInto(candidate: string, folder: string): boolean {
  removeIfEmpty(folder); // Windows does not rename over an empty folder, as POSIX does.
  try {
    renameSync(candidate, folder);
    return true;
  } catch (error) {
    if (hasCode(error, "ENOTEMPTY", "EEXIST")) return false;
    throw error;
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!hasCode(error, "ENOENT", "ENOTEMPTY", "EEXIST")) throw error;
  }
}

function unlessMissing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}
