import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { StartError } from "../start-error";
import { answers, isRunning, processName, worksIn } from "./processes";

/**
 * Stops the database that an earlier hub left running on this cluster, and clears a process id that would mislead
 * the next one. Only for the holder of the data folder's lock: whatever runs here is then nobody's any more.
 */
export async function stopStray(cluster: string, log: (line: string) => void): Promise<void> {
  const file = path.join(cluster, "postmaster.pid");
  const pid = readPid(file);
  if (pid === undefined || !answers(pid)) return; // Postgres itself clears the file of a process that is gone.

  const name = processName(pid);
  if (!isRunning(name) || !worksIn(pid, cluster)) {
    // A zombie, or another program with the same id: Postgres would take it for a live database and refuse.
    rmSync(file, { force: true });
    return;
  }
  log(`Stopping the database that an earlier run left behind (process ${pid}).`);
  if (await endsBy("SIGINT", pid, name, 30_000)) return;
  if (await endsBy("SIGQUIT", pid, name, 10_000)) return;
  throw new StartError(
    `The database that an earlier run left behind (process ${pid}) does not stop: end it, then start again.`,
  );
}

function readPid(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

async function endsBy(signal: NodeJS.Signals, pid: number, name: string, withinMs: number): Promise<boolean> {
  try {
    process.kill(pid, signal);
  } catch {
    // It has just ended, or it is not ours to stop: the wait below tells which.
  }
  const deadline = Date.now() + withinMs;
  while (isRunning(name)) {
    if (Date.now() > deadline) return false;
    await delay(20);
  }
  return true;
}
