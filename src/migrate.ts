import { readConfig } from "./config";
import { startDatabase } from "./main.database";
import { migrate } from "./prepare";
import { StartError } from "./platform/start-error";

/** `npm run migrate`: brings the database to the newest schema and ends. */
async function main(): Promise<void> {
  const config = readConfig(process.env, process.argv.slice(2));
  const database = await startDatabase(config, (line) => console.log(line));
  try {
    const count = await migrate(database.url);
    console.log(count === 0 ? "The database is up to date." : `${count} migrations ran.`);
  } finally {
    await database.stop();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof StartError ? error.message : error);
  process.exitCode = 1;
});
