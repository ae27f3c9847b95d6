import { type ServedWorld, authorization, serve } from "../support/served";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let hub: ServedWorld;
let operator: Party;
let soc: Party;
beforeAll(async () => {
  world = await openWorld();
  hub = await serve(world);
  operator = await world.party({ name: "Hub", roles: ["OPERATOR"] });
  soc = await world.party({ name: "SOC" });
});
afterAll(async () => {
  await hub.close();
  await world.close();
});

type Line = { readonly [kind: string]: unknown };
const send = async (body: unknown, who: Party, query = "") => {
  const options = { method: "POST", body: JSON.stringify(body), headers: authorization(who) };
  const response = await fetch(new URL(`/import${query}`, hub.url), options);
  const lines = (await response.text())
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
  return { status: response.status, lines, last: lines.at(-1) ?? {} };
};
const list = (name: string, type: string, entries: readonly string[], version = 7) => ({
  ...{ name, version, description: name, type, list: entries, matching_attributes: ["domain"] },
});
const lists = async () => {
  const query = "{ benignLists { edges { node { name entries listVersion loadedAt } } } }";
  type Found = { benignLists: { edges: readonly { node: { name: string; entries: number; listVersion: string } }[] } };
  return (await soc.get<Found>(query)).benignLists.edges.map(({ node }) => node);
};

describe("A warning list that is sent to /import by the operator", () => {
  test("is loaded, and changes nothing the second time", async () => {
    const one = list("Resolvers", "cidr", ["192.0.2.0/24", "198.51.100.1", "no network"]);
    const { status, lines, last } = await send(one, operator);
    expect(status).toBe(200);
    const benign = { list: "Resolvers", entries: 2, leftOut: 1 };
    expect(last).toMatchObject({ summary: { format: "WARNINGLIST", read: 3, stored: 2, unchanged: 0, benign } });
    expect(lines.filter((line) => "remark" in line)).toMatchObject([{ remark: { at: "Resolvers" } }]);
    const before = await lists();
    expect((await send(one, operator)).last).toMatchObject({ summary: { stored: 0, unchanged: 2, benign } });
    expect(await lists()).toEqual(before);
    expect(before).toMatchObject([{ name: "Resolvers", entries: 2 }]);
  });

  test("takes the place of the one before where it says something else", async () => {
    await send(list("Sites", "string", ["a.example", "b.example"]), operator);
    const { last } = await send(list("Sites", "string", ["a.example", "c.example"]), operator);
    expect(last).toMatchObject({ summary: { stored: 2, benign: { list: "Sites", entries: 2 } } });
    expect((await send(list("Sites", "string", ["a.example", "c.example"], 8), operator)).last).toMatchObject({
      summary: { stored: 2 },
    });
    expect((await lists()).filter(({ name }) => name === "Sites")).toMatchObject([{ listVersion: "8", entries: 2 }]);
  });

  test("is told of in a dry run, which stores nothing", async () => {
    const { last } = await send(list("Dry", "string", ["a.example"]), operator, "?dryRun=true");
    expect(last).toMatchObject({ summary: { stored: 1, dryRun: true } });
    expect((await lists()).filter(({ name }) => name === "Dry")).toEqual([]);
  });

  test("that compares by parts of values is refused as a whole, with the reason", async () => {
    const { status, last } = await send(list("Parts", "substring", ["a"]), operator);
    expect([status, last]).toMatchObject([400, { error: { code: "UNSUPPORTED" } }]);
  });
});

test("anybody else is told who may load a list, and nothing is loaded", async () => {
  const { last } = await send(list("Mine", "string", ["evil.example"]), soc);
  expect(last).toMatchObject({
    error: { code: "FORBIDDEN", message: expect.stringMatching(/harmless.*role OPERATOR/) as unknown },
  });
  expect((await lists()).filter(({ name }) => name === "Mine")).toEqual([]);
});

test("the operator says nothing of indicators, and in no case", async () => {
  const bundle = { type: "bundle", id: "bundle--44af6c39-c09b-49c5-9de2-394224b04982", objects: [indicator] };
  expect((await send(bundle, operator)).last).toMatchObject({ error: { code: "FORBIDDEN" } });
  const one = await world.openCase(soc);
  const { last } = await send(list("Cased", "string", ["a.example"]), operator, `?caseId=${one.id}`);
  expect(last).toMatchObject({ error: { code: "FORBIDDEN" } });
});

const indicator = {
  type: "indicator",
  spec_version: "2.1",
  id: "indicator--e8094b09-7df4-4b13-b207-1e27af3c4bde",
  created: "2024-01-01T00:00:00.000Z",
  modified: "2024-01-01T00:00:00.000Z",
  pattern_type: "stix",
  pattern: "[domain-name:value = 'evil.example']",
  valid_from: "2024-01-01T00:00:00Z",
};
