import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { hasCode } from "../system-errors";

/**
 * A name for a process that no later process shares: its id and, where the system tells it (Linux), its start.
 * An id alone is not enough: in a container, every restart hands out the same small ids again.
 */
export function processName(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // The start time is field 22 of proc(5), the state is field 3. A zombie has ended, though its id still answers.
    return state === "Z" ? `${pid}-ended` : `${pid}-${rest[18]}`;
  } catch {
    return String(pid);
  }
}

/** Whether the process with this name still runs. */
export function isRunning(name: string): boolean {
  const pid = pidOf(name);
  if (!answers(pid)) return false;
  const now = processName(pid);
  // Where the start cannot be read, the id has to do.
  return now === name || now === String(pid);
}

export function pidOf(name: string): number {
  return Number(name.split("-")[0]);
}

/** Whether the system knows the id at all: true also for a zombie, and for a process of another user. */
export function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}

/** Whether a process is at home in a folder, as a postmaster is in its data folder. */
export function worksIn(pid: number, folder: string): boolean {
  try {
    return realpathSync(`/proc/${pid}/cwd`) === realpathSync(folder);
  } catch {
    return commandOf(pid).includes(folder);
  }
}

/** The processes of a program that are at home in a folder; none where the system cannot be asked (it is Linux that can). */
export function processesIn(folder: string, program: string): number[] {
  if (process.platform !== "linux") return [];
  const pids = readdirSync("/proc").map(Number).filter(Number.isInteger);
  return pids.filter((pid) => programOf(pid) === program && worksIn(pid, folder));
}

function programOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return undefined; // It ended meanwhile.
  }
}

function commandOf(pid: number): string {
  try {
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8", stdio: "pipe" });
  } catch {
    return "";
  }
}
