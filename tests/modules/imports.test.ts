import { randomUUID } from "node:crypto";
import type { Case } from "../../src/modules/cases/case";
import type { ImportSummary } from "../../src/modules/intake/import";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let soc: Party;
let incident: Case;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  soc = await world.party({ name: "SOC" });
  incident = await world.openCase(soc);
});

const SUMMARY = `summary { format encoding stored updated unchanged detections refusedCount
  refused { at code field message value } ignoredCount ignored { what count } remarkCount }`;
const load = async (content: string | object, more: object = {}) => {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  const input = { contentBase64: Buffer.from(text).toString("base64"), ...more };
  return (await soc.act<{ summary: ImportSummary }>("importIndicators", input, SUMMARY)).summary;
};
const counts = ({ stored, updated, unchanged, refusedCount, ignoredCount }: ImportSummary) => ({
  stored,
  updated,
  unchanged,
  refused: refusedCount,
  ignored: ignoredCount,
});
const nothing = { stored: 0, updated: 0, unchanged: 0, refused: 0, ignored: 0 };

const ASSERTIONS = `query ($value: String!) { indicators(value: $value) { edges { node { assertions { edges { node {
  version tlp confidence description labels revoked revokedReason case { id } source { id creator modified } } } } } } } }`;
type Assertion = Record<string, unknown> & { readonly version: number };
const assertionsOf = async (value: string): Promise<readonly Assertion[]> => {
  type Answer = {
    indicators: { edges: readonly { node: { assertions: { edges: readonly { node: Assertion }[] } } }[] };
  };
  const { indicators } = await soc.get<Answer>(ASSERTIONS, { value });
  return indicators.edges.flatMap(({ node }) => node.assertions.edges.map((edge) => edge.node));
};

describe("a list", () => {
  test("is stored, and changes nothing when it comes again", async () => {
    const list = "l1.evil.example\nl2.evil[.]example\n999.1.1.1\nl1.evil.example\n";
    expect(counts(await load(list))).toMatchObject({ stored: 2, refused: 1 });
    expect(counts(await load(list))).toMatchObject({ stored: 0, updated: 0, refused: 1 });
  });

  test("and another one that says more of the same values: together they settle, whatever comes how often", async () => {
    const one = "value,description,confidence\nboth.evil.example,Seen by us,40\n";
    const two = "value,description,confidence\nboth.evil.example,Seen by them,60\n";
    await load(one);
    await load(two);
    const before = await assertionsOf("both.evil.example");
    expect([counts(await load(one)), counts(await load(two))]).toMatchObject([
      { stored: 0, updated: 0 },
      { stored: 0, updated: 0 },
    ]);
    expect(await assertionsOf("both.evil.example")).toEqual(before);
    expect(before).toMatchObject([{ description: "Seen by us\nSeen by them" }]);
  });

  test("never brings back what one's own organisation has revoked", async () => {
    await load("r.evil.example\n");
    const { items } = await soc.act<{ items: readonly { id: string }[] }>(
      "assertIndicators",
      { items: [{ value: "r.evil.example" }] },
      "items { id }",
    );
    await soc.act("revokeAssertions", { items: [{ assertionId: items[0]?.id, expectedVersion: 1 }] });
    const { refused } = await load("r.evil.example\n");
    expect(refused).toMatchObject([{ code: "STATE_CONFLICT", value: "r.evil.example" }]);
  });

  test("is marked by the call where it does not mark itself, and in a case as the case", async () => {
    await load("t1.evil.example\n", { defaultTlp: "CLEAR" });
    await load("t2.evil.example\n", { caseId: incident.id });
    await load("t3.evil.example\n");
    const tlps = await Promise.all(["t1", "t2", "t3"].map((name) => assertionsOf(`${name}.evil.example`)));
    expect(tlps.flat()).toMatchObject([
      { tlp: "CLEAR", case: null },
      { tlp: incident.tlp, case: { id: incident.id } },
      { tlp: "AMBER_STRICT", case: null },
    ]);
  });
});

const identity = `identity--${randomUUID()}`;
const bundle = (...objects: readonly object[]) => ({ type: "bundle", id: `bundle--${randomUUID()}`, objects });
const indicator = (given: object = {}) => ({
  type: "indicator",
  spec_version: "2.1",
  id: `indicator--${randomUUID()}`,
  created_by_ref: identity,
  created: "2026-01-01T00:00:00.000Z",
  modified: "2026-01-01T00:00:00.000Z",
  pattern: `[domain-name:value = '${randomUUID()}.example']`,
  pattern_type: "stix",
  valid_from: "2026-01-01T00:00:00Z",
  ...given,
});
const valueOf = ({ pattern }: { readonly pattern: string }) => /'(.*)'/.exec(pattern)?.[1] ?? "";

describe("an object with an id of its own", () => {
  test("is unchanged when it comes again, also with another file around it", async () => {
    const one = indicator({ confidence: 60 });
    expect(counts(await load(bundle(one)))).toEqual({ ...nothing, stored: 1 });
    expect(counts(await load(bundle(one, indicator())))).toEqual({ ...nothing, stored: 1, unchanged: 1 });
    expect(await assertionsOf(valueOf(one))).toMatchObject([
      { version: 1, confidence: 60, source: { id: one.id, creator: identity } },
    ]);
  });

  test("has a new version from its creator, and an older one is not taken back", async () => {
    const one = indicator({ confidence: 60, labels: ["c2"] });
    const next = { ...one, confidence: 10, labels: undefined, modified: "2026-02-01T00:00:00.000Z" };
    await load(bundle(one));
    expect(counts(await load(bundle(next)))).toEqual({ ...nothing, updated: 1 });
    expect(await assertionsOf(valueOf(one))).toMatchObject([{ version: 2, confidence: 10, labels: [] }]);
    const old = await load(bundle(one));
    expect(counts(old)).toEqual({ ...nothing, ignored: 1 });
    expect(await assertionsOf(valueOf(one))).toMatchObject([{ version: 2, confidence: 10 }]);
  });

  test("is changed by nobody but its creator", async () => {
    const one = indicator();
    await load(bundle(one));
    const taken = {
      ...one,
      created_by_ref: `identity--${randomUUID()}`,
      revoked: true,
      modified: "2026-03-01T00:00:00.000Z",
    };
    const { refused } = await load(bundle(taken));
    expect(refused).toMatchObject([{ code: "FORBIDDEN", field: "created_by_ref", at: one.id }]);
    expect(await assertionsOf(valueOf(one))).toMatchObject([{ version: 1, revoked: false }]);
  });

  test("has one content for one version", async () => {
    const one = indicator();
    await load(bundle(one));
    const { refused } = await load(bundle({ ...one, confidence: 99 }));
    expect(refused).toMatchObject([{ code: "INVALID_INPUT", field: "modified" }]);
  });

  test("that its creator revokes is revoked wherever it was taken, and stays so", async () => {
    const one = indicator();
    await load(bundle(one), { caseId: incident.id });
    await load(bundle(one));
    const gone = { ...one, revoked: true, modified: "2026-02-01T00:00:00.000Z" };
    expect(counts(await load(bundle(gone)))).toEqual({ ...nothing, updated: 1 });
    expect(await assertionsOf(valueOf(one))).toMatchObject([{ revoked: true }, { revoked: true }]);
    const { refused } = await load(bundle({ ...one, modified: "2026-03-01T00:00:00.000Z" }));
    expect(refused).toMatchObject([{ code: "STATE_CONFLICT", field: "revoked" }]);
    expect(counts(await load(bundle(gone)))).toEqual({ ...nothing, unchanged: 1 });
  });

  test("that no longer names a value takes it back", async () => {
    const [kept, dropped] = [`${randomUUID()}.example`, `${randomUUID()}.example`];
    const one = indicator({ pattern: `[domain-name:value = '${kept}' OR domain-name:value = '${dropped}']` });
    expect(counts(await load(bundle(one)))).toEqual({ ...nothing, stored: 2 });
    await load(bundle({ ...one, pattern: `[domain-name:value = '${kept}']`, modified: "2026-02-01T00:00:00.000Z" }));
    expect(await assertionsOf(kept)).toMatchObject([{ revoked: false }]);
    expect(await assertionsOf(dropped)).toMatchObject([
      { revoked: true, revokedReason: "Its source says it no longer." },
    ]);
  });

  test("belongs to whoever imported it: another organisation's import is its own", async () => {
    const one = indicator();
    await load(bundle(one));
    const peer = await world.party();
    const contentBase64 = Buffer.from(JSON.stringify(bundle({ ...one, confidence: 5 }))).toString("base64");
    const { summary } = await peer.act<{ summary: ImportSummary }>("importIndicators", { contentBase64 }, SUMMARY);
    expect(counts(summary)).toEqual({ ...nothing, stored: 1 });
  });
});

describe("a file that cannot be taken as a whole stores nothing and says why", () => {
  test.each([
    ["no base64", "***", "INVALID_INPUT"],
    ["nothing", "", "INVALID_INPUT"],
    ["JSON of another kind", Buffer.from(`{"a": 1}`).toString("base64"), "UNSUPPORTED"],
    ["a truncated bundle", Buffer.from(`{"type": "bundle", "objects": [`).toString("base64"), "INVALID_INPUT"],
    ["more than 8 MiB", Buffer.alloc(8 * 1024 * 1024 + 1, "a").toString("base64"), "PAYLOAD_TOO_LARGE"],
  ])("%s", async (_title, contentBase64, code) => {
    const { errors } = await soc.ask(
      "mutation ($input: ImportIndicatorsInput!) { importIndicators(input: $input) { position } }",
      { input: { idempotencyKey: randomUUID(), contentBase64 } },
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code, field: "input.contentBase64" });
  });

  const wordy = (values: number) =>
    indicator({
      pattern: `[${Array.from({ length: values }, (_, i) => `domain-name:value = 'w${i}.example'`).join(" OR ")}]`,
      description: "x".repeat(50_000),
    });

  test("long descriptions of very many values", async () => {
    const objects = Array.from({ length: 8 }, () => wordy(100));
    const contentBase64 = Buffer.from(JSON.stringify(bundle(...objects))).toString("base64");
    expect(await soc.refused("importIndicators", { contentBase64 })).toBe("PAYLOAD_TOO_LARGE");
  });

  test("but one object with too much to say is refused by itself", async () => {
    const summary = await load(bundle(wordy(1_000), indicator()));
    expect(summary).toMatchObject({ stored: 1, refused: [{ code: "PAYLOAD_TOO_LARGE", field: "pattern" }] });
  });
});

test("only responders and liaisons import, and into a case its participants", async () => {
  const input = { contentBase64: Buffer.from("evil.example\n").toString("base64"), caseId: incident.id };
  const observer = await world.party({ organization: soc.organization, roles: ["OBSERVER"] });
  const stranger = await world.party();
  expect(await observer.refused("importIndicators", input)).toBe("FORBIDDEN");
  expect(await stranger.refused("importIndicators", input)).toBe("NOT_FOUND");
});

test("two imports of the same values at once are both stored", async () => {
  const list = Array.from({ length: 500 }, (_, i) => `par${i}.evil.example`);
  const parties = [soc, await world.party(), await world.party()];
  const contents = [list, [...list].reverse(), list].map((lines) => Buffer.from(lines.join("\n")).toString("base64"));
  const done = await Promise.all(
    parties.map((by, i) =>
      by.act<{ summary: ImportSummary }>("importIndicators", { contentBase64: contents[i] ?? "" }, SUMMARY),
    ),
  );
  expect(done.map(({ summary }) => summary.stored)).toEqual([500, 500, 500]);
});
