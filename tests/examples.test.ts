import { spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { runCommand } from "./support/command";
import { type Started, startWithDemo } from "./support/started";

let started: Started;
beforeAll(async () => {
  started = await startWithDemo();
});
afterAll(() => started.stop());

const has = (program: string) => spawnSync(program, ["--version"]).status === 0;
const testWith = (program: string) => (has(program) ? test : test.skip);
const env = () => ({ SANSHA_DATA_DIR: started.folder });

testWith("curl")("The SOC's script opens a case from a file (needs bash and curl)", async () => {
  const file = path.join(started.folder, `alert "7".txt`);
  writeFileSync(file, "evil[.]example\n999.1.1.1\n");
  const { status, out } = await runCommand(["bash", "examples/soc-open-case.sh", file], env());
  expect([status, JSON.parse(out)]).toMatchObject([
    0,
    { data: { openCase: { summary: { format: "PLAIN_LIST", stored: 1, refusedCount: 1 } } } },
  ]);
  writeFileSync(file, "");
  const refused = await runCommand(["bash", "examples/soc-open-case.sh", file], env());
  expect([refused.status, refused.out]).toEqual([1, expect.stringContaining("INVALID_INPUT")]);
  const unknown = { ...env(), SANSHA_API_KEY: "none" };
  const stranger = await runCommand(["bash", "examples/soc-open-case.sh", file], unknown);
  expect([stranger.status, stranger.out]).toEqual([1, expect.stringContaining("UNAUTHENTICATED")]);
  type Found = { cases: { edges: { node: { title: string; indicators: { edges: object[] } } }[] } };
  const { cases } = await started.ask<Found>(
    "soc",
    "{ cases { edges { node { title indicators { edges { node { value } } } } } } }",
  );
  expect(cases.edges[0]?.node).toEqual({
    title: `Indicators from alert "7".txt`,
    indicators: { edges: [{ node: { value: "evil.example" } }] },
  });
});

const OPEN = `mutation { openCase(input: { idempotencyKey: "beacon", title: "Beacon", summary: "It calls home.",
  severity: LEVEL_2, intake: DETECTION }) { case { reference } } }`;

test("The dashboard tells of an event as it happens", async () => {
  const listener = spawn(process.execPath, ["examples/dashboard.mjs", "soc"], {
    cwd: path.resolve(__dirname, ".."),
    env: { PATH: process.env["PATH"] ?? "", ...env(), SANSHA_EVENTS_MAX: "2" },
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
  const { openCase } = await started.ask<{ openCase: { case: { reference: string } } }>("soc", OPEN);
  expect(await ended).toBe(0);
  expect(out).toContain(`CASE_OPENED ${openCase.case.reference} Beacon`);
});

test("The dashboard says in a line why it cannot listen", async () => {
  const dashboard = (party: string, more: object = {}) =>
    runCommand([process.execPath, "examples/dashboard.mjs", party], { ...env(), ...more });
  expect(await dashboard("nobody")).toMatchObject({
    status: 1,
    err: expect.stringContaining('no key of "nobody"') as unknown,
  });
  const nowhere = await dashboard("soc", { SANSHA_DATA_DIR: "no-such-folder" });
  expect(nowhere).toMatchObject({
    status: 1,
    err: expect.stringMatching(/^no-such-folder.* cannot be read.*\n$/) as unknown,
  });
  const unknown = await dashboard("soc", { SANSHA_URL: started.url, SANSHA_API_KEY: "none" });
  expect(unknown).toMatchObject({
    status: 1,
    err: expect.stringMatching(/^The hub refused the key: .*\n$/) as unknown,
  });
});

const SHARE = `mutation ($to: ID!) { share(input: { idempotencyKey: "two", subject: "Two servers", tlp: AMBER,
  recipientIds: [$to], fiveW: { why: [WARN] }, claims: [ACCURACY], items: [
    { indicator: { value: "8.8.8.8" } }, { indicator: { value: "203.0.113.9" } }],
  limitations: [{ corner: SPEED, note: "Days later." }, { corner: COVERAGE, note: "Two of many." }] }) { share { id } } }`;

testWith("python3")("The feedback bot answers what came in, once, and ends when asked to (needs python3)", async () => {
  const { me } = await started.ask<{ me: { organization: { id: string } } }>("csirt", "{ me { organization { id } } }");
  await started.ask("soc", SHARE, { to: me.organization.id });
  const bot = () => runCommand(["python3", "examples/feedback-bot.py", "--once"], env());

  const { status, out, err } = await bot();
  await bot();

  expect([status, err]).toEqual([0, ""]);
  expect(out).toContain("Two servers\tOK\tFALSE_POSITIVE\n");
  type Filed = { feedback: { edges: { node: object }[] } };
  const { feedback } = await started.ask<Filed>(
    "soc",
    "{ feedback(direction: TO_US, verdicts: [FALSE_POSITIVE]) { edges { node { verdict observation lineageIds author { shortCode } } } } }",
  );
  expect(feedback.edges.map(({ node }) => node)).toEqual([
    {
      verdict: "FALSE_POSITIVE",
      observation: "On our list of known good.",
      lineageIds: [expect.stringMatching(/^line_/)],
      author: { shortCode: "ACME-CSIRT" },
    },
  ]);
});

testWith("python3")("The feedback bot says what the hub refused (needs python3)", async () => {
  const unknown = { SANSHA_URL: started.url, SANSHA_API_KEY: "none" };
  const { status, err } = await runCommand(["python3", "examples/feedback-bot.py", "--once"], unknown);
  expect([status, err]).toEqual([1, expect.stringContaining("The hub refused")]);
});
