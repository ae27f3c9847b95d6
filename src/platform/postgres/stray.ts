import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { StartError } from "../start-error";
import { answers, isRunning, processesIn, processName, worksIn } from "./processes";

const patienceMs = 20_000;

/**
 * Stops what an earlier hub left running on this cluster, and clears a process id that would mislead the next one.
 * Only for the holder of the data folder's lock: whatever runs here is then nobody's any more.
 */
export async function stopStray(cluster: string, log: (line: string) => void): Promise<void> {
  const file = path.join(cluster, "postmaster.pid");
  const pid = readPid(file);
  if (pid === undefined) return; // It was stopped in good order.

  const name = processName(pid);
  if (isRunning(name) && worksIn(pid, cluster)) {
    log(`Stopping the database that an earlier run left behind (process ${pid}).`);
    await end(pid, ["SIGINT", "SIGQUIT"]);
  } else if (answers(pid)) {
    // A zombie, or another program with the same id: Postgres would take it for a live database and refuse.
    rmSync(file, { force: true });
  }
  // A session outlives a postmaster that was killed until its statement ends, and Postgres does not start before.
  for (const session of processesIn(cluster, "postgres")) await end(session, ["SIGQUIT", "SIGKILL"]);
}

async function end(pid: number, signals: readonly NodeJS.Signals[]): Promise<void> {
  const name = processName(pid);
  for (const signal of signals) if (await endsBy(signal, pid, name)) return;
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

async function endsBy(signal: NodeJS.Signals, pid: number, name: string): Promise<boolean> {
  try {
    process.kill(pid, signal);
  } catch {
    // It has just ended, or it is not ours to stop: the wait below tells which.
  }
  const deadline = Date.now() + patienceMs;
  while (isRunning(name)) {
    if (Date.now() > deadline) return false;
    await delay(20);
  }
  return true;
}
