import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import { readConfig } from "../src/config";
import { type FirstRun, firstRun } from "../src/first-run";
import { type Hub, startHub } from "../src/hub";
import { createLog } from "../src/log";
import { type World, openWorld } from "./support/world";

let world: World;
let hub: Hub;
let folder: string;
const said: string[] = [];

beforeEach(async () => {
  world = await openWorld();
  folder = mkdtempSync(path.join(tmpdir(), "first-run-"));
  hub = await startHub(world.url, config(), createLog("silent"));
  said.length = 0;
});
afterEach(async () => {
  await hub.stop();
  await world.close();
  rmSync(folder, { recursive: true });
});

const config = (...args: string[]) =>
  readConfig({ PORT: "0", SANSHA_DATA_DIR: folder, LOG_LEVEL: "silent" }, args.length > 0 ? args : ["--demo"]);
const file = () => path.join(folder, "first-run.json");
const written = () => JSON.parse(readFileSync(file(), "utf8")) as FirstRun;
const start = (...args: string[]) => firstRun(hub, config(...args), (line) => said.push(line));

test("the operator's key is there before the demo world is, and says so until that is whole", async () => {
  const starting = start();
  while (!existsSync(file())) await setImmediate();
  expect(written()).toMatchObject({ demo: "UNFINISHED", keys: { operator: expect.any(String) as unknown } });
  await starting;

  expect(written()).not.toHaveProperty("demo");
  expect(Object.keys(written().keys)).toEqual(["operator", "soc", "csirt", "vendor"]);
  expect(said.join("\n")).toContain("This is the first start.");
  said.length = 0;
  await start();
  expect(said).toEqual([]);
});

test("a start after one that was interrupted says how to have the demo world", async () => {
  await start("--empty");
  writeFileSync(file(), JSON.stringify({ ...written(), demo: "UNFINISHED" }));
  said.length = 0;

  await start();

  expect(said).toEqual([expect.stringContaining("The first start was interrupted")]);
  expect(said[0]).toContain(folder);
  expect(written()).toMatchObject({ demo: "UNFINISHED" });
});
