import { randomUUID } from "node:crypto";
import type { QueryRunner } from "typeorm";
import { ImportAndExport1700000000020 } from "../../migrations/1700000000020-import-and-export";
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

const SUMMARY = `summary { stored updated unchanged refusedCount refused { at code field message } ignoredCount
  ignored { what count } }`;
const load = async (content: object, more: object = {}) => {
  const input = { contentBase64: Buffer.from(JSON.stringify(content)).toString("base64"), ...more };
  return (await soc.act<{ summary: ImportSummary }>("importIndicators", input, SUMMARY)).summary;
};
const counts = ({ stored, updated, unchanged, refusedCount, ignoredCount }: ImportSummary) => ({
  ...(stored ? { stored } : {}),
  ...(updated ? { updated } : {}),
  ...(unchanged ? { unchanged } : {}),
  ...(refusedCount ? { refused: refusedCount } : {}),
  ...(ignoredCount ? { ignored: ignoredCount } : {}),
});

type Assertion = Record<string, unknown> & { readonly id: string; readonly version: number };
const assertionsOf = async (value: string): Promise<readonly Assertion[]> => {
  type Answer = {
    indicators: { edges: readonly { node: { assertions: { edges: readonly { node: Assertion }[] } } }[] };
  };
  const { indicators } = await soc.get<Answer>(
    `query ($value: String!) { indicators(value: $value) { edges { node { assertions { edges { node {
      id version tlp revoked revokedReason labels case { id } source { format } } } } } } } }`,
    { value },
  );
  return indicators.edges.flatMap(({ node }) => node.assertions.edges.map((edge) => edge.node));
};

const identity = `identity--${randomUUID()}`;
const bundle = (...objects: readonly object[]) => ({ type: "bundle", id: `bundle--${randomUUID()}`, objects });
const name = () => `${randomUUID()}.example`;
const patternOf = (...names: readonly string[]) =>
  `[${names.map((each) => `domain-name:value = '${each}'`).join(" OR ")}]`;
const indicator = (given: object = {}) => ({
  type: "indicator",
  spec_version: "2.1",
  id: `indicator--${randomUUID()}`,
  created_by_ref: identity,
  created: "2026-01-01T00:00:00.000Z",
  modified: "2026-01-01T00:00:00.000Z",
  pattern: patternOf(name()),
  pattern_type: "stix",
  valid_from: "2026-01-01T00:00:00Z",
  ...given,
});
const day = (number: number) => ({ modified: `2026-02-0${number}T00:00:00.000Z` });

describe("an object of STIX 2.0 and one of 2.1 with the same id are one", () => {
  const as20 = { spec_version: undefined };

  test("a foreign creator revokes it in neither form", async () => {
    const value = name();
    const one = indicator({ pattern: patternOf(value) });
    await load(bundle(one));
    const taken = { ...one, ...as20, ...day(1), created_by_ref: `identity--${randomUUID()}`, revoked: true };
    expect((await load(bundle(taken))).refused).toMatchObject([{ code: "FORBIDDEN", field: "created_by_ref" }]);
    expect(await assertionsOf(value)).toMatchObject([{ version: 1, revoked: false }]);
  });

  test("its creator revokes in 2.1 what is known in 2.0", async () => {
    const value = name();
    const one = indicator({ pattern: patternOf(value) });
    await load(bundle({ ...one, ...as20 }));
    expect(counts(await load(bundle({ ...one, ...day(1), revoked: true })))).toEqual({ updated: 1 });
    expect(await assertionsOf(value)).toMatchObject([{ revoked: true, source: { format: "STIX_2_1" } }]);
  });
});

describe("what a source says no longer", () => {
  test("it may say again, and what one's own organisation revoked it may not", async () => {
    const [kept, back] = [name(), name()];
    const one = indicator({ pattern: patternOf(kept, back) });
    await load(bundle(one));
    await load(bundle({ ...one, ...day(1), pattern: patternOf(kept) }));
    expect(await assertionsOf(back)).toMatchObject([{ revoked: true }]);
    expect(counts(await load(bundle({ ...one, ...day(2) })))).toEqual({ updated: 2 });
    const [again] = await assertionsOf(back);
    expect(again).toMatchObject({ revoked: false, revokedReason: null });

    const items = [{ assertionId: again?.id, expectedVersion: again?.version }];
    await soc.act("revokeAssertions", { items, reason: "A sinkhole by now." });
    const { refused } = await load(bundle({ ...one, ...day(3) }));
    expect(refused).toMatchObject([{ code: "STATE_CONFLICT", field: "revoked" }]);
    expect(await assertionsOf(back)).toMatchObject([{ revoked: true, revokedReason: "A sinkhole by now." }]);
  });

  test("one's own organisation may revoke for good after it", async () => {
    const [kept, gone] = [name(), name()];
    const one = indicator({ pattern: patternOf(kept, gone) });
    await load(bundle(one));
    await load(bundle({ ...one, ...day(1), pattern: patternOf(kept) }));
    const [unsaid] = await assertionsOf(gone);
    const items = [{ assertionId: unsaid?.id, expectedVersion: unsaid?.version }];
    await soc.act("revokeAssertions", { items, reason: "Ours." });
    expect((await load(bundle({ ...one, ...day(2) }))).refused).toMatchObject([{ code: "STATE_CONFLICT" }]);
    expect(await assertionsOf(gone)).toMatchObject([{ revoked: true, revokedReason: "Ours." }]);
  });
});

describe("a revocation by the creator of what cannot be read", () => {
  const snort = { pattern_type: "snort", pattern: "alert tcp any any -> any any" };

  test("is honoured by the id alone, wherever its word was taken, once", async () => {
    const value = name();
    const one = indicator({ pattern: patternOf(value) });
    await load(bundle(one));
    await load(bundle(one), { caseId: incident.id });
    const gone = { ...one, ...snort, ...day(1), revoked: true };
    expect(counts(await load(bundle(gone)))).toEqual({ updated: 1 });
    expect(await assertionsOf(value)).toMatchObject([{ revoked: true }, { revoked: true }]);
    expect(counts(await load(bundle(gone)))).toEqual({ unchanged: 1 });
    expect((await load(bundle({ ...one, ...day(2) }))).refused).toMatchObject([{ code: "STATE_CONFLICT" }]);
  });

  test("is not honoured from anybody else", async () => {
    const value = name();
    const one = indicator({ pattern: patternOf(value) });
    await load(bundle(one));
    const foreign = { ...one, ...snort, ...day(1), created_by_ref: `identity--${randomUUID()}`, revoked: true };
    expect((await load(bundle(foreign))).refused).toMatchObject([{ at: one.id, code: "FORBIDDEN" }]);
    expect(await assertionsOf(value)).toMatchObject([{ revoked: false }]);
  });

  test("keeps an older version from being taken later, and without a revocation it stays refused", async () => {
    const value = name();
    const one = indicator({ pattern: patternOf(value) });
    expect((await load(bundle({ ...one, ...snort }))).refused).toMatchObject([{ code: "UNSUPPORTED" }]);
    expect(counts(await load(bundle({ ...one, ...snort, ...day(1), revoked: true })))).toEqual({ unchanged: 1 });
    expect(counts(await load(bundle(one)))).toEqual({ ignored: 1 });
    expect(await assertionsOf(value)).toEqual([]);
  });
});

describe("an attribute of MISP", () => {
  const event = (value: string, tag: string, fields: object = {}) => ({
    Event: {
      uuid: randomUUID(),
      info: "Loader",
      timestamp: "1481654318",
      Orgc: { name: "CERT", uuid: "55f6ea5e-2c60-40e5-964f-47a8950d210f" },
      Attribute: [{ uuid: attributeId, type: "domain", to_ids: true, timestamp: "1481653825", value }],
      Tag: [{ name: tag }],
      ...fields,
    },
  });
  let attributeId = "";
  beforeEach(() => void (attributeId = randomUUID()));

  test("takes the marking that its event has by now", async () => {
    const value = name();
    await load(event(value, "tlp:clear"));
    const later = event(value, "tlp:red", { timestamp: "1481660000" });
    expect(counts(await load(later))).toEqual({ updated: 1 });
    expect(await assertionsOf(value)).toMatchObject([{ tlp: "RED" }]);
    expect(counts(await load(later))).toEqual({ unchanged: 1 });
    expect(counts(await load(event(value, "tlp:clear")))).toEqual({ ignored: 1 });
  });

  test("takes a stricter marking that comes without a newer time, and no freer one", async () => {
    const value = name();
    await load(event(value, "tlp:green"));
    expect(counts(await load(event(value, "tlp:red")))).toEqual({ updated: 1 });
    expect(counts(await load(event(value, "tlp:red")))).toEqual({ unchanged: 1 });
    expect((await load(event(value, "tlp:green"))).refused).toMatchObject([
      { code: "INVALID_INPUT", field: "modified" },
    ]);
    expect(await assertionsOf(value)).toMatchObject([{ tlp: "RED" }]);
  });

  test("that stays deleted is no complaint when its event goes on", async () => {
    const value = name();
    const gone = { Attribute: [{ uuid: attributeId, type: "domain", timestamp: "1481653999", value, deleted: true }] };
    await load(event(value, "tlp:green"));
    expect(counts(await load(event(value, "tlp:green", { ...gone, timestamp: "1481660000" })))).toEqual({ updated: 1 });
    const refused = await load(event(value, "tlp:amber", { ...gone, timestamp: "1481670000" }));
    expect(refused.refused).toEqual([]);
    expect(await assertionsOf(value)).toMatchObject([{ revoked: true }]);
  });

  test("without a uuid is what its value says, in whatever event", async () => {
    const [one, two] = [name(), name()];
    const bare = (value: string) => event("", "tlp:green", { Attribute: [{ type: "domain", to_ids: true, value }] });
    expect(counts(await load(bare(one)))).toEqual({ stored: 1 });
    expect(counts(await load(bare(two)))).toEqual({ stored: 1 });
    expect(counts(await load(bare(one)))).toEqual({ unchanged: 1 });
  });
});

test("what a hub had taken in both forms before they were one is one: its newest word stands", async () => {
  const value = name();
  const one = indicator({ pattern: patternOf(value) });
  await load(bundle({ ...one, ...day(1) }));
  await world.asOwner(`
    update source_objects set format = 'STIX_2_1' where source_id = '${one.id}';
    insert into source_objects select organization_id, 'STIX_2_0', source_id, creator, created,
      '2026-01-01T00:00:00.000000Z', false, 'another' from source_objects where source_id = '${one.id}';
    update assertions set source_key = 'STIX_2_1 ${one.id}' where source_key = 'STIX ${one.id}';
    insert into assertions select (jsonb_populate_record(a, jsonb_build_object('id', 'asrt_old',
      'source_key', 'STIX_2_0 ${one.id}'))).* from assertions a where source_key = 'STIX_2_1 ${one.id}'`);
  const migration = new ImportAndExport1700000000020();
  const runner = { query: (text: string) => world.asOwner(text) } as unknown as QueryRunner;
  await migration.down(runner);
  await migration.up(runner);

  expect(new Set((await assertionsOf(value)).map(({ revoked }) => revoked))).toEqual(new Set([true, false]));
  expect(counts(await load(bundle({ ...one, ...day(1) })))).toEqual({ unchanged: 1 });
  expect(counts(await load(bundle({ ...one, ...day(2), revoked: true })))).toEqual({ updated: 1 });
  expect(new Set((await assertionsOf(value)).map(({ revoked }) => revoked))).toEqual(new Set([true]));
});
