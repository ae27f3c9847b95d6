import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { buildDemo } from "../src/demo";
import { type ServedWorld, serve } from "./support/served";
import { type World, openWorld } from "./support/world";

/** The blocks of README.md's tour, in their order, as a reader would paste them; not the one that keeps listening. */
const tour = readFileSync(path.join(__dirname, "../README.md"), "utf8").split("## A tour")[1]?.split("\n## ")[0] ?? "";
const blocks = [...tour.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block ?? "");

let world: World;
let hub: ServedWorld;
let folder: string;

beforeAll(async () => {
  world = await openWorld();
  hub = await serve(world);
  const operator = await world.party({ name: "Operator", roles: ["OPERATOR", "ADMIN"] });
  const { keys } = await buildDemo(world.app, operator.key);
  folder = mkdtempSync(path.join(tmpdir(), "sansha-readme-"));
  mkdirSync(path.join(folder, ".data"));
  const firstRun = { url: hub.url, wsUrl: hub.wsUrl, keys: { operator: operator.key, ...keys } };
  writeFileSync(path.join(folder, ".data/first-run.json"), JSON.stringify(firstRun));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await hub.close();
  await world.close();
});

test("the README's tour runs as it is written, and shows what it says", async () => {
  expect(blocks.length).toBeGreaterThan(4);
  const { stdout } = await promisify(execFile)("bash", ["-euc", blocks.join("\n")], { cwd: folder });
  const answers = stdout
    .trim()
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { data: never; errors?: { extensions: object }[] });
  const [turn, opened, acknowledged, none, hidden] = answers;

  expect(turn).toMatchObject({
    data: {
      me: { organization: { name: "Dig Forensics" } },
      waitingOnUs: { edges: [{ node: { kind: "ACCEPTANCE", case: { owner: { name: "ACME CSIRT" } } } }] },
    },
  });
  expect(opened).toMatchObject({
    data: {
      openCase: {
        handoff: { state: "OFFERED" },
        items: [{ outcome: "OK" }, { outcome: "OK" }, { outcome: "REFUSED" }],
      },
    },
  });
  expect(acknowledged).toMatchObject({
    data: { acknowledgeHandoff: { handoff: { state: "ACKNOWLEDGED" }, case: { owner: { name: "Night SOC" } } } },
  });
  expect(none).toMatchObject({ data: { cases: { totalCount: { value: 0 } } } });
  expect(hidden?.errors?.[0]?.extensions).toMatchObject({ code: "NOT_FOUND" });
});
