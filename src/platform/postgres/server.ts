import { spawn, type ChildProcess } from "node:child_process";
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { StartError } from "../start-error";
import type { Account } from "./account";
import { serverEnvironment, type ClusterFiles } from "./cluster";

/** A running postmaster, our direct child. */
export type Server = {
  readonly port: number;
  /** Resolves when Postgres has ended, whoever ended it. */
  readonly exited: Promise<void>;
  /** Ends open sessions, writes everything down and resolves when no process is left. */
  readonly stop: () => Promise<void>;
};

export type ServerOptions = {
  readonly program: string;
  readonly files: ClusterFiles;
  readonly account: Account | undefined;
  /** Postgres's own settings, each as `name=value`. */
  readonly settings: readonly string[];
  readonly port: number | undefined;
  readonly log: (line: string) => void;
};

const attempts = 10;
const fastStopMs = 20_000;
const slowStartMs = 10_000;
const logLimitBytes = 10_000_000;

/** Starts Postgres and resolves when it takes connections, which after a crash includes its recovery. */
export async function startServer(options: ServerOptions): Promise<Server> {
  keepPreviousLog(options.files.log);
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    writeFileSync(options.files.log, "", { mode: 0o600 });
    const server = launch(options, port);
    if (await becomesReady(server.process, options)) return server;

    const said = lastWords(options.files.log);
    const portTaken = options.port === undefined && said.includes("Address already in use");
    // The sessions of a killed postmaster take a moment to end.
    if (attempt < attempts && (portTaken || said.includes("is still in use"))) {
      await delay(portTaken ? 0 : 500);
      continue;
    }
    const reason = said && ` ("${said}")`;
    throw new StartError(`Postgres did not start${reason}: see ${options.files.log}, or set DATABASE_URL.`);
  }
}

function launch(options: ServerOptions, port: number): Server & { readonly process: ChildProcess } {
  const watchdog = startWatchdog(options);
  // A file and not a pipe: what Postgres says last is there also when we are gone, or too busy to read.
  const output = openSync(options.files.log, "a");
  const settings = options.settings.flatMap((setting) => ["-c", setting]);
  const postgres = spawn(options.program, ["-D", options.files.data, "-p", String(port), ...settings], {
    ...options.account,
    cwd: path.dirname(options.files.data),
    env: serverEnvironment(),
    stdio: ["ignore", output, output],
    detached: true, // Ctrl-C at the terminal is for us: Postgres stops after the last request was answered.
  });
  closeSync(output);
  watchdog?.stdin?.write(`${postgres.pid ?? ""}\n`);

  const logLimit = setInterval(() => limitLog(options.files.log), 3_600_000).unref();
  const exited = new Promise<void>((resolve) => {
    postgres.once("exit", () => resolve());
    postgres.once("error", () => resolve()); // It could not be started at all.
  }).then(() => {
    clearInterval(logLimit);
    watchdog?.kill("SIGKILL");
  });
  return { port, exited, process: postgres, stop: () => stop(postgres, exited) };
}

/**
 * A shell that waits for its standard input to end, which also a killed parent cannot prevent, and then stops Postgres.
 * Like Postgres, it gets none of the terminal's signals.
 */
function startWatchdog({ account, log }: ServerOptions): ChildProcess | undefined {
  if (process.platform === "win32") return undefined;
  const script = `trap '' INT TERM HUP; read -r pid; while read -r line; do :; done; kill -INT "$pid"`;
  const watchdog = spawn("/bin/sh", ["-c", script], {
    ...account,
    cwd: "/",
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  watchdog.once("error", () => log("There is no /bin/sh: a killed hub would leave its database running."));
  watchdog.stdin.on("error", () => undefined); // It was stopped before it read everything.
  return watchdog;
}

async function stop(postgres: ChildProcess, exited: Promise<void>): Promise<void> {
  postgres.kill("SIGINT"); // A fast shutdown: sessions are ended, and everything is written down.
  const tooSlow = setTimeout(() => postgres.kill("SIGQUIT"), fastStopMs);
  await exited;
  clearTimeout(tooSlow);
}

/** True as soon as Postgres says in its own status file that it takes connections, false if it ends before. */
async function becomesReady(postgres: ChildProcess, { files, log }: ServerOptions): Promise<boolean> {
  let ended = postgres.pid === undefined;
  postgres.once("exit", () => (ended = true));
  const slow = setInterval(() => log("The database is still starting; after a crash it recovers first."), slowStartMs);
  const statusFile = path.join(files.data, "postmaster.pid");
  try {
    while (!ended) {
      const status = existsSync(statusFile) ? readFileSync(statusFile, "utf8").split("\n") : [];
      if (status[0] === String(postgres.pid) && status[7]?.startsWith("ready")) return true;
      await delay(10);
    }
    return false;
  } finally {
    clearInterval(slow);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

function keepPreviousLog(file: string): void {
  if (existsSync(file)) renameSync(file, `${file}.previous`);
}

/** Errors of single statements are logged too, and a hub may run for months. */
function limitLog(file: string): void {
  if (existsSync(file) && statSync(file).size > logLimitBytes) truncateSync(file);
}

/** The reason that Postgres gave last, without time and process. */
function lastWords(file: string): string {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  const fatal = lines.findLast((line) => line.includes("FATAL:")) ?? lines.at(-1) ?? "";
  const cause = lines.findLast((line) => line.includes("could not bind") || line.includes("is still in use"));
  return (cause ?? fatal).replace(/^.*?(FATAL|LOG|WARNING): +/, "");
}
