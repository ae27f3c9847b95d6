import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readConfig } from "../../src/config";
import { type FirstRun, firstRun } from "../../src/first-run";
import { type Hub, startHub } from "../../src/hub";
import { createLog } from "../../src/log";
import { type World, openWorld } from "./world";

/** A hub as `npm start` leaves it, on a database of its own: its demo world is there, and its keys are in the folder. */
export type Started = FirstRun & {
  readonly hub: Hub;
  readonly world: World;
  /** Where `first-run.json` is: SANSHA_DATA_DIR. */
  readonly folder: string;
  /** Asks over HTTP with one of the keys, as any client; throws where it is refused. */
  readonly ask: <T>(who: keyof FirstRun["keys"], query: string, variables?: object) => Promise<T>;
  readonly stop: () => Promise<void>;
};

export async function startWithDemo(): Promise<Started> {
  const world = await openWorld();
  const folder = mkdtempSync(path.join(tmpdir(), "sansha-started-"));
  const config = readConfig({ PORT: "0", SANSHA_DATA_DIR: folder, LOG_LEVEL: "silent" }, ["--demo"]);
  const hub = await startHub(world.url, config, createLog("silent"));
  await firstRun(hub, config, () => undefined);
  const known = JSON.parse(readFileSync(path.join(folder, "first-run.json"), "utf8")) as FirstRun;
  const ask = async <T>(who: keyof FirstRun["keys"], query: string, variables: object = {}): Promise<T> => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${known.keys[who] ?? ""}` };
    const answer = await fetch(known.url, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
    const { data, errors } = (await answer.json()) as { data: T; errors?: object };
    if (errors) throw new Error(`The hub refused: ${JSON.stringify(errors)}`);
    return data;
  };
  const stop = async () => {
    await hub.stop();
    await world.close();
    rmSync(folder, { recursive: true });
  };
  return { ...known, hub, world, folder, ask, stop };
}
