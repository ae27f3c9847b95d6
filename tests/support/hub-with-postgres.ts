import { startEmbeddedPostgres } from "../../src/platform/postgres/embedded";

/** What a hub is to its database: a process of its own that holds it. Prints the address, then stays until killed. */
async function main(dataDir: string): Promise<void> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  process.stdout.write(`${postgres.url("postgres")}\n`);
}

main(process.argv[2] ?? "").catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
