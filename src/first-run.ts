import { existsSync, readFileSync, renameSync, writeFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import type { Config } from "./config";
import { buildDemo } from "./demo";
import type { Hub } from "./hub";
import { enterOperatorAccount } from "./modules/accounts/operator";
import { enterOperator, isEmpty } from "./modules/organizations/operator";
import { run, sql } from "./platform/sql";

export type Keys = {
  readonly operator: string;
  readonly soc?: string;
  readonly csirt?: string;
  readonly vendor?: string;
};
/** What a client needs to begin: written once, readable by the hub's own user only. */
export type FirstRun = {
  readonly url: string;
  readonly wsUrl: string;
  readonly keys: Keys;
  /** There until the demo world is whole: a first start that is interrupted leaves it. */
  readonly demo?: "UNFINISHED";
};

/**
 * On an empty database: makes the operator and, where asked for, a demo world, and writes `first-run.json` into the
 * data folder. The keys are in the file before they work, so a crash between leaves none that nobody knows.
 */
export async function firstRun(hub: Hub, config: Config, say: (line: string) => void): Promise<void> {
  const file = path.join(config.SANSHA_DATA_DIR, "first-run.json");
  const operator = await hub.app.writer.bySystem(async (change) => {
    // Two hubs that start at once on one database: one of them makes the operator.
    await run(change.tx, "first-run.lock", sql`select pg_advisory_xact_lock(hashtextextended('first run', 0))`);
    if (!(await isEmpty(change))) return undefined;
    const key = await enterOperatorAccount(change, await enterOperator(change));
    write(file, hub, { operator: key }, config.demo);
    return key;
  });
  if (operator === undefined) return keepAddress(file, hub, say);
  const demo = config.demo ? await buildDemo(hub.app, operator) : undefined;
  if (demo) write(file, hub, { operator, ...demo.keys });
  for (const line of welcome(hub, file, demo?.keys)) say(line);
}

function write(file: string, { url, wsUrl }: Hub, keys: Keys, unfinished = false): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const content: FirstRun = { url, wsUrl, keys, ...(unfinished ? { demo: "UNFINISHED" as const } : {}) };
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** A hub that listens elsewhere than at its first start says so where clients look for it. */
function keepAddress(file: string, hub: Hub, say: (line: string) => void): void {
  if (!existsSync(file)) return;
  const known = JSON.parse(readFileSync(file, "utf8")) as FirstRun;
  const unfinished = known.demo === "UNFINISHED";
  if (known.url !== hub.url || known.wsUrl !== hub.wsUrl) write(file, hub, known.keys, unfinished);
  if (!unfinished) return;
  say(
    `The first start was interrupted, so the demo world is not whole. The operator's key in ${file} works. For the demo, stop the hub, remove ${path.dirname(file)}, and start again.`,
  );
}

function welcome({ url }: Hub, file: string, demo: Omit<Keys, "operator"> | undefined): readonly string[] {
  const key = demo?.csirt;
  const explorer = new URL(key ? `/#key=${key}` : "/", url).href;
  const query = `{ cases { edges { node { reference title state waitingOn { kind organization { name } } } } } }`;
  const curl = `curl -s ${url} -H 'Content-Type: application/json' -H "Authorization: Bearer ${key ?? "<key>"}" -d '${JSON.stringify({ query: query.replaceAll('"', '\\"') })}'`;
  return [
    "",
    `This is the first start. The keys are in ${file} (only you can read it).`,
    ...(demo
      ? [
          "A demo world is there: Night SOC saw a beacon and handed the case to ACME CSIRT, which asked a question and",
          "was answered; Dig Forensics was called in. Ask, as the CSIRT, what is going on:",
          "",
          curl,
          "",
          `Or in a browser, already signed in as the CSIRT: ${explorer}`,
        ]
      : [
          "It holds the operator only: create organisations and accounts with its key. `npm start -- --demo` brings a demo world.",
          `Explorer: ${explorer}`,
        ]),
    "",
  ];
}
