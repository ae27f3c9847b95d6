import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { runCommand } from "./support/command";
import { type ServedWorld, serve } from "./support/served";
import { type Party, type World, openWorld } from "./support/world";

let world: World;
let hub: ServedWorld;
let party: Party;
let folder: string;
beforeAll(async () => {
  world = await openWorld();
  hub = await serve(world);
  party = await world.party({ name: "Night SOC" });
  folder = mkdtempSync(path.join(tmpdir(), "sansha-import-"));
  mkdirSync(path.join(folder, "lists/inner"), { recursive: true });
  writeFileSync(path.join(folder, "lists/a.txt"), "evil[.]example\n999.1.1.1\n");
  writeFileSync(path.join(folder, "lists/inner/b.csv"), "domain,description\nworse.example,a note\n");
  writeFileSync(path.join(folder, "other.json"), `{"a": "b"}`);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await hub.close();
  await world.close();
});

const at = (name: string) => path.join(folder, name);
const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runCommand(["src/import.ts", ...args], { SANSHA_URL: hub.url, SANSHA_API_KEY: party.key, ...env });

const known = async (value: string) => {
  const query = `query ($value: String!) { indicators(value: $value) { edges { node { assertions { edges { node { tlp } } } } } } }`;
  type Found = { indicators: { edges: { node: { assertions: { edges: { node: { tlp: string } }[] } } }[] } };
  const { indicators } = await party.get<Found>(query, { value });
  return indicators.edges.flatMap(({ node }) => node.assertions.edges.map((edge) => edge.node.tlp));
};

describe("npm run import", () => {
  test("tells what would become of a folder in a dry run, and stores nothing", async () => {
    const { status, out } = await run(["--dry-run", at("lists")]);
    expect([status, out]).toEqual([0, expect.stringContaining("nothing was stored")]);
    expect(await known("evil.example")).toEqual([]);
  });

  test("stores what is in a folder and its folders, and names what is refused", async () => {
    const { status, out } = await run(["--tlp", "green", at("lists")]);
    expect(status).toBe(0);
    expect(out).toMatch(/a\.txt, line 2, value: The value is not an IPv4 address/);
    expect(out).toMatch(/^CSV +1 +1 +1 +0 +0/m);
    expect(out).toMatch(/^PLAIN_LIST +1 +1 +1 +0 +1/m);
    expect(await known("evil.example")).toEqual(["GREEN"]);
    expect(await known("worse.example")).toEqual(["GREEN"]);
  });

  test("says it in the case that is named by its id", async () => {
    const one = await world.openCase(party);
    expect((await run(["--case", one.id, at("lists/a.txt")])).status).toBe(0);
  });

  test("ends with 1 when a whole file was refused, and names it with the reason", async () => {
    const { status, out } = await run([folder]);
    expect(status).toBe(1);
    expect(out).toMatch(/REFUSED .*other\.json: The file is JSON, but of no format/);
    expect(out).toMatch(/^PLAIN_LIST +1 +1 +0 +1 +1/m);
  });

  test("tells a program the same, one JSON object a line", async () => {
    const { out } = await run(["--json", folder]);
    const lines = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    expect(lines).toContainEqual({
      file: at("lists/a.txt"),
      refused: expect.objectContaining({ at: "line 2" }) as unknown,
    });
    expect(lines).toContainEqual({
      file: at("other.json"),
      error: expect.objectContaining({ code: "UNSUPPORTED" }) as unknown,
    });
    expect(lines.at(-1)).toMatchObject({ total: { files: 3, formats: { CSV: { unchanged: 1 } } } });
  });

  test("shows for what it takes the columns of a table, before and as it stores them", async () => {
    for (const options of [["--dry-run"], []]) {
      const { out } = await run([...options, at("lists/inner/b.csv")]);
      expect(out).toContain('its columns: 1 "domain" VALUE (worse.example); 2 "description" DESCRIPTION (a note)');
    }
  });

  test("takes what is said of the columns of a table", async () => {
    writeFileSync(at("columns.csv"), "domain,comment\nvictim.example,said.example\n");
    const { status, out } = await run(["--columns=-,value", at("columns.csv")]);
    expect([status, out]).toEqual([
      0,
      expect.stringContaining('1 "domain" IGNORED (victim.example); 2 "comment" VALUE'),
    ]);
    expect([await known("victim.example"), (await known("said.example")).length]).toEqual([[], 1]);
  });

  test("shows what was taken with a caution, to a program too", async () => {
    writeFileSync(at("marked.csv"), "domain,tlp\nmarked.example,purple\n");
    const text = await run([at("marked.csv")]);
    expect(text.out).toMatch(/marked\.csv, line 2: note: The marking "purple" is unknown/);
    expect(text.out).toMatch(/^CSV +1 +1 +1 +0 +0 +1 +0$/m);
    const json = await run(["--json", at("marked.csv")]);
    expect(json.out).toMatch(/"remark":\{"at":"line 2","message":"The marking/);
  });

  test("names what it passes over, and how often", async () => {
    writeFileSync(
      at("prose.txt"),
      "one.named.example\ntwo.named.example\nthree.named.example\nnot an indicator\nnor is this one\n",
    );
    const { status, out } = await run([at("prose.txt")]);
    expect([status, out]).toEqual([
      0,
      expect.stringMatching(/prose\.txt, line 4: passed over: a line of text, 2 times$/m),
    ]);
  });

  test("counts what is in a folder and not sent", async () => {
    mkdirSync(at("some"));
    writeFileSync(at("some/.hidden"), "hidden.example");
    writeFileSync(at("some/shown.txt.gz"), gzipSync("shown.example\nshown-too.example\n"));
    symlinkSync(at("lists/a.txt"), at("some/link.txt"));
    const { status, out } = await run([at("some")]);
    expect([status, out]).toEqual([0, expect.stringContaining("1 hidden (a dot before the name), 1 links or devices")]);
    expect(out).toMatch(/^PLAIN_LIST +1 +2 +2 /m); // What is gzip is inflated.
    const { out: json } = await run(["--json", at("some")]);
    expect(JSON.parse(json.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({
      total: { files: 1, leftOut: { hidden: 1, links: 1 } },
    });
  });

  test("tells what is stored of a file that stops in the middle, and ends with 1", async () => {
    const good = Array.from({ length: 30_000 }, (_, i) => `hôte${i}.stopped.example`).join("\n");
    writeFileSync(at("stops.txt"), Buffer.concat([Buffer.from(good), Buffer.from([0x0a, 0xff, 0xff])]));
    const { status, out } = await run([at("stops.txt")]);
    const [, read, stored] =
      /STOPPED .*stops\.txt after ([\d,]+) indicators, ([\d,]+) stored: .*not valid/.exec(out) ?? [];
    expect([status, stored]).toEqual([1, read]);
    expect(out).toMatch(new RegExp(`^stopped +1 +${stored} +${stored} `, "m"));
  });

  test("says it in the case that is named by its reference", async () => {
    const one = await world.openCase(party);
    const { status } = await run(["--case", one.reference, at("lists/a.txt")]);
    expect(status).toBe(0);
    const query = "query ($id: ID!) { case(id: $id) { indicators { edges { node { value } } } } }";
    const found = await party.get<{ case: { indicators: { edges: object[] } } }>(query, { id: one.id });
    expect(found.case.indicators.edges).toEqual([{ node: { value: "evil.example" } }]);
  });

  test("loads a list of the harmless for the operator, and tells anybody else who may", async () => {
    const operator = await world.party({ roles: ["OPERATOR"] });
    mkdirSync(at("lists-of-the-harmless"));
    const list = { name: "Resolvers", version: 1, type: "cidr", list: ["192.0.2.0/24"], matching_attributes: [] };
    writeFileSync(at("lists-of-the-harmless/list.json"), JSON.stringify(list));
    const loaded = await run([at("lists-of-the-harmless")], { SANSHA_API_KEY: operator.key });
    expect([loaded.status, loaded.out]).toEqual([0, expect.stringContaining('1 values of the list "Resolvers"')]);
    const refused = await run([at("lists-of-the-harmless")]);
    rmSync(at("lists-of-the-harmless"), { recursive: true });
    expect([refused.status, refused.out]).toEqual([1, expect.stringContaining("role OPERATOR loads it")]);
  });

  test("takes address and key of the SOC from first-run.json where it is told of none", async () => {
    const file = { url: hub.url, wsUrl: hub.wsUrl, keys: { operator: "none", soc: party.key } };
    writeFileSync(at("first-run.json"), JSON.stringify(file));
    const { status } = await run(["--dry-run", at("lists")], {
      SANSHA_URL: "",
      SANSHA_API_KEY: "",
      SANSHA_DATA_DIR: folder,
    });
    expect(status).toBe(0);
  });

  test.each([
    [[], "Name a file"],
    [["--tlp", "purple", "x"], "--tlp is one of"],
    [["--colour", "x"], "Unknown option"],
    [["--columns", "value,colour", "package.json"], "--columns names each column as one of"],
    [["no-such-file"], "There is no file or folder no-such-file"],
    [["--case", "SAN-0000-0000", "package.json"], "There is no case"],
    [["--case", "case_00000000000000000000000000", "package.json"], "There is no case"],
  ])("begins nothing with %j", async (args, reason) => {
    const { status, err } = await run(args);
    expect([status, err]).toEqual([2, expect.stringContaining(reason)]);
  });

  test("says that the operator's key may not import when it knows no other", async () => {
    writeFileSync(at("first-run.json"), JSON.stringify({ url: hub.url, wsUrl: hub.wsUrl, keys: { operator: "none" } }));
    const { status, err } = await run([at("lists")], { SANSHA_URL: "", SANSHA_API_KEY: "", SANSHA_DATA_DIR: folder });
    expect([status, err]).toEqual([2, expect.stringContaining("SANSHA_API_KEY")]);
  });

  test("says of each file why, when the hub does not know the key, or is not there", async () => {
    const unknown = await run([at("lists/a.txt")], { SANSHA_API_KEY: "sansha_none" });
    expect([unknown.status, unknown.out]).toEqual([1, expect.stringMatching(/REFUSED .*a\.txt: .*UNAUTHENTICATED/)]);
    const away = await run([at("lists/a.txt")], { SANSHA_URL: "http://127.0.0.1:1/graphql" });
    expect([away.status, away.out]).toEqual([1, expect.stringContaining("The connection to 127.0.0.1:1 failed")]);
  });
});
