import path from "node:path";
import { StartError } from "../start-error";
import { isSystemError } from "../system-errors";
import { accountFor, makeFolder, requireOpen, requireOwn, type Account } from "./account";
import { findInstalled, usableBinaries, type Installed } from "./binaries";
import { clusterFiles, openCluster } from "./cluster";
import { takeFolderLock } from "./folder-lock";
import { startServer } from "./server";
import { stopStray } from "./stray";

/** A Postgres of our own, which nobody but the holder of its password on this machine can reach. */
export type EmbeddedPostgres = {
  /** The address of one of its databases, as the superuser. */
  readonly url: (database: string) => string;
  /** Resolves when Postgres has ended, by `stop` or by itself. */
  readonly exited: Promise<void>;
  /** Ends Postgres and frees the data folder; may be called more than once. */
  readonly stop: () => Promise<void>;
};

export type EmbeddedPostgresOptions = {
  readonly dataDir: string;
  /** Hears, in whole sentences, what a person who waits would like to know. */
  readonly log: (line: string) => void;
  /** Further settings of Postgres, each as `name=value`; the later one of two wins. */
  readonly flags?: readonly string[];
  /** A free one is chosen at each start unless it is given. */
  readonly port?: number;
};

/** For a small hub on a machine that also does other things. */
const settings = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=", // None: a socket in a shared folder is one more door.
  "shared_buffers=128MB",
  "max_connections=100",
  "idle_in_transaction_session_timeout=60s",
  "timezone=UTC",
  "log_timezone=UTC",
  "logging_collector=off",
  "log_min_messages=warning",
  "log_checkpoints=off",
  // Neither statements nor the values of a violated key: what tenants store is not for a log.
  "log_min_error_statement=panic",
  "log_error_verbosity=terse",
];

/**
 * Starts the embedded Postgres on the data folder: creates the cluster at the first start, recovers it after a crash
 * and stops a database that a killed hub left behind. While it runs, no other hub can start on the same folder.
 * Should we be killed, Postgres stops by itself. What stands in the way is a StartError: one sentence, what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = path.resolve(options.dataDir);
  try {
    const installed = findInstalled();
    const { data } = clusterFiles(dataDir, installed.major);
    const account = accountFor(data);
    requireOpen(dataDir, account);
    makeFolder(dataDir, account);
    requireOwn(data);
    return await startLocked(dataDir, installed, account, options);
  } catch (error) {
    throw asStartError(error, dataDir);
  }
}

async function startLocked(
  dataDir: string,
  installed: Installed,
  account: Account | undefined,
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const lock = takeFolderLock(path.join(dataDir, "hub.lock"));
  if (!lock.taken) {
    throw new StartError(
      `Another hub (process ${lock.heldBy}) runs on the data folder ${dataDir}: stop it, or set SANSHA_DATA_DIR to another folder.`,
    );
  }
  try {
    const files = clusterFiles(dataDir, installed.major);
    await stopStray(files.data, options.log);
    const binaries = await usableBinaries(installed, dataDir, account);
    const password = await openCluster(files, binaries, account, options.log);
    const server = await startServer({
      program: binaries.postgres,
      files,
      account,
      settings: [...settings, ...(options.flags ?? [])],
      port: options.port,
      log: options.log,
    });

    let stopping: Promise<void> | undefined;
    void server.exited.then(() => {
      if (stopping === undefined) options.log(`The embedded database ended by itself: see ${files.log}.`);
    });
    return {
      url: (database) => `postgres://postgres:${password}@127.0.0.1:${server.port}/${encodeURIComponent(database)}`,
      exited: server.exited,
      stop: () => (stopping ??= server.stop().finally(lock.release)),
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** What the system refuses (a folder that may not be written, a full disk) is told with the folder and a way out. */
function asStartError(error: unknown, dataDir: string): unknown {
  if (!isSystemError(error)) return error;
  return new StartError(
    `The data folder ${dataDir} cannot be used (${error.message}): make it writable, or set SANSHA_DATA_DIR to another folder.`,
    { cause: error },
  );
}
