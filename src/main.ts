import { type Config, readConfig } from "./config";
import { firstRun } from "./first-run";
import { type Hub, startHub } from "./hub";
import { type Log, createLog } from "./log";
import { type Database, startDatabase } from "./main.database";
import { StartError } from "./platform/start-error";
import { migrate } from "./prepare";

const say = (line: string): void => console.log(line);

/** `npm start`: reads the configuration, starts the database and the hub, and stops them on a signal. */
async function main(): Promise<void> {
  const began = performance.now();
  const config = readConfig(process.env, process.argv.slice(2));
  const log = createLog(config.LOG_LEVEL);
  const database = await startDatabase(config, say);
  try {
    await serve(config, database, log, began);
  } catch (error) {
    await database.stop();
    throw error;
  }
}

async function serve(config: Config, database: Database, log: Log, began: number): Promise<void> {
  const migrations = await migrate(database.url);
  if (migrations > 0) say(`The database is ready: ${migrations} migrations ran.`);
  const hub = await startHub(database.url, config, log);
  try {
    await firstRun(hub, config, say);
  } catch (error) {
    await hub.stop();
    throw error;
  }
  stopOnSignals(hub, database);
  say(
    `Sansha is ready after ${((performance.now() - began) / 1_000).toFixed(1)} s: ${hub.url} (explorer: ${new URL("/", hub.url).href}). Ctrl-C stops it.`,
  );
}

function stopOnSignals(hub: Hub, database: Database): void {
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) process.exit(1); // Asked a second time: at once.
    stopping = true;
    say(`${signal}: no more requests; those that are open are answered.`);
    await hub.stop();
    await database.stop();
    say("Sansha has stopped.");
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => void stop(signal).catch(fail));
  void database.exited.then(() => {
    if (stopping) return;
    console.error("The database has ended: the hub stops. Start it again, and see the data folder for its log.");
    process.exit(1);
  });
}

function fail(error: unknown): void {
  console.error(error instanceof StartError ? error.message : error);
  process.exit(1);
}

main().catch(fail);
