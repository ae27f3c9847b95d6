import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runCommand } from "./support/command";
import { type ServedWorld, serve } from "./support/served";
import { type Party, type World, openWorld } from "./support/world";

let world: World;
let hub: ServedWorld;
let soc: Party;
let csirt: Party;
let folder: string;
beforeAll(async () => {
  world = await openWorld();
  hub = await serve(world);
  soc = await world.party({ name: "Night SOC", kinds: ["SOC"] });
  csirt = await world.party({ name: "ACME CSIRT" });
  // As the first start writes it: one field a line.
  folder = mkdtempSync(path.join(tmpdir(), "sansha-examples-"));
  const known = { url: hub.url, wsUrl: hub.wsUrl, keys: { operator: "none", soc: soc.key, csirt: csirt.key } };
  writeFileSync(path.join(folder, "first-run.json"), `${JSON.stringify(known, null, 2)}\n`);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await hub.close();
  await world.close();
});

const has = (program: string) => spawnSync(program, ["--version"]).status === 0;
const testWith = (program: string) => (has(program) ? test : test.skip);

testWith("curl")("The SOC's script opens a case from a file (needs bash and curl)", async () => {
  const file = path.join(folder, `alert "7".txt`);
  writeFileSync(file, "evil[.]example\n999.1.1.1\n");
  const { status, out } = await runCommand(["bash", "examples/soc-open-case.sh", file], { SANSHA_DATA_DIR: folder });
  expect([status, JSON.parse(out)]).toMatchObject([
    0,
    { data: { openCase: { summary: { format: "PLAIN_LIST", stored: 1, refusedCount: 1 } } } },
  ]);
  type Found = { cases: { edges: { node: { title: string; indicators: { edges: object[] } } }[] } };
  const { cases } = await soc.get<Found>(
    "{ cases { edges { node { title indicators { edges { node { value } } } } } } }",
  );
  expect(cases.edges[0]?.node).toEqual({
    title: `Indicators from alert "7".txt`,
    indicators: { edges: [{ node: { value: "evil.example" } }] },
  });
});

test("The dashboard tells of an event as it happens", async () => {
  const env = { SANSHA_URL: hub.url, SANSHA_API_KEY: csirt.key, SANSHA_EVENTS_MAX: "2" };
  const listener = spawn(process.execPath, ["examples/dashboard.mjs"], {
    cwd: path.resolve(__dirname, ".."),
    env: { PATH: process.env["PATH"] ?? "", ...env },
  });
  let out = "";
  const said = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => (out.includes(text) ? resolve() : undefined);
      listener.stdout.on("data", look);
      listener.on("exit", () => (out.includes(text) ? resolve() : reject(new Error(out))));
      look();
    });
  listener.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  const ended = new Promise((resolve) => listener.on("close", resolve));
  await said("Listening.");
  const { reference } = await world.openCase(csirt, { title: "Beacon" });
  const ticking = (async () => {
    while (listener.exitCode === null) await world.app.tail.tick();
  })();
  expect(await ended).toBe(0);
  await ticking;
  expect(out).toContain(`CASE_OPENED ${reference} Beacon`);
});

testWith("python3")("The feedback bot looks through what came in, and ends when asked to (needs python3)", async () => {
  const { status, out, err } = await runCommand(["python3", "examples/feedback-bot.py", "--once"], {
    SANSHA_DATA_DIR: folder,
  });
  expect([status, out, err]).toEqual([0, "", ""]);
});

testWith("python3")("The feedback bot says what the hub refused (needs python3)", async () => {
  const env = { SANSHA_URL: hub.url, SANSHA_API_KEY: "none" };
  const { status, err } = await runCommand(["python3", "examples/feedback-bot.py", "--once"], env);
  expect([status, err]).toEqual([1, expect.stringContaining("The hub refused")]);
});
