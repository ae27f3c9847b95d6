import { type ChildProcess, spawn } from "node:child_process";
import { constants, setPriority } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import type { ReadOptions } from "../read";
import { IntelRefused, type ReadResult } from "../statement";
import type { Told } from "./child";

/** What the reading of one file may cost. */
export type Cost = {
  /** From the beginning until the first that is told of it. */
  readonly timeMs: number;
  readonly heapMiB: number;
};

/** Compiled or not, the child is beside this file and of its kind. */
const entry = path.join(__dirname, `child${path.extname(__filename)}`);

/**
 * Reads a file in a process of its own, as `readIntel` does, and gives what it says in portions. Whatever the file does
 * to that process, this one goes on: a process that takes too long or too much memory is ended, and the file refused.
 * The child waits with its next portion until the last was taken.
 */
export async function* readApart(bytes: Uint8Array, options: ReadOptions, cost: Cost): AsyncGenerator<ReadResult> {
  const child = start(cost);
  const kill = () => void child.kill("SIGKILL");
  const ended = endOf(child);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    kill();
  }, cost.timeMs);
  process.once("exit", kill);
  try {
    child.stdin.on("error", () => undefined); // Why the child does not read is told by its end.
    child.stdin.write(`${JSON.stringify(options)}\n`);
    child.stdin.end(bytes);
    for await (const line of linesIn(child.stdout)) {
      clearTimeout(timer); // It has been read as a whole.
      const told = JSON.parse(line) as Told;
      if ("end" in told) return;
      if ("refused" in told) throw refusalOf(told.refused);
      yield told.portion;
    }
    throw late ? tooSlow(cost) : reasonOf(await ended, cost);
  } finally {
    clearTimeout(timer);
    process.off("exit", kill);
    kill();
  }
}

/** Without the hub's environment, in which its database and keys are, and behind whatever answers clients. */
function start({ heapMiB }: Cost) {
  const inherited = process.execArgv.filter((word) => !word.startsWith("--inspect"));
  const given = [...inherited, `--max-old-space-size=${heapMiB}`, entry];
  const child = spawn(process.execPath, given, { env: {}, stdio: ["pipe", "pipe", "pipe"], windowsHide: true });
  try {
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It may have ended already, and not every system lets a process be polite.
  }
  return child;
}

type End = { readonly code: number | null; readonly complaint: string };

function endOf(child: ChildProcess & { readonly stderr: Readable }): Promise<End> {
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = `${complaint}${text}`.slice(0, 10_000);
  });
  return new Promise((resolve) => {
    child.on("error", (error) => resolve({ code: 1, complaint: error.message }));
    child.on("close", (code) => resolve({ code, complaint }));
  });
}

const refusalOf = ({ code, message, details }: Extract<Told, { refused: object }>["refused"]) =>
  new IntelRefused(code, message, details);

const tooSlow = ({ timeMs }: Cost) =>
  new IntelRefused("PAYLOAD_TOO_LARGE", `Reading the file takes longer than ${timeMs / 1_000} s: split it.`, {
    limit: timeMs,
  });

/** An exception has the status 1 and is a fault of ours; whatever else ends a process on its own is want of memory. */
function reasonOf({ code, complaint }: End, { heapMiB }: Cost): Error {
  if (code === 0 || code === 1) return new Error(`The process that read a file ended too early. ${complaint}`);
  const message = `Reading the file takes more than ${heapMiB} MiB of memory: split it.`;
  return new IntelRefused("PAYLOAD_TOO_LARGE", message, { limit: heapMiB });
}

/** The lines of a stream, read no faster than they are taken. */
async function* linesIn(stream: Readable): AsyncGenerator<string> {
  let waiting: Buffer[] = [];
  for await (const piece of stream as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = piece.indexOf(0x0a); end >= 0; end = piece.indexOf(0x0a, start)) {
      yield Buffer.concat([...waiting, piece.subarray(start, end)]).toString("utf8");
      waiting = [];
      start = end + 1;
    }
    waiting.push(piece.subarray(start));
  }
}
