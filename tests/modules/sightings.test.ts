import type { ItemResult } from "../../src/platform/items";
import type { Case } from "../../src/modules/cases/case";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let soc: Party;
let csirt: Party;
let stranger: Party;
let incident: Case;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  soc = await world.party({ name: "SOC" });
  csirt = await world.party({ name: "CSIRT" });
  stranger = await world.party({ name: "Stranger" });
  incident = await world.openCase(soc);
  await world.join(incident, csirt, "CSIRT");
});

let made = 0;
const fresh = () => `s${made++}.evil.example`;
const say = (by: Party, value: string, more: object = {}) =>
  by.act<{ assertions: readonly { indicator: { id: string } }[] }>(
    "assertIndicators",
    { items: [{ value }], ...more },
    "assertions { indicator { id } }",
  );
const ITEMS = "items { index outcome id code field message }";
type Reported = { readonly items: readonly ItemResult[] };
const report = (by: Party, items: readonly object[], more: object = {}, selection = ITEMS) =>
  by.act<Reported>("reportSightings", { items, ...more }, selection);

const SUMMARY = `query ($value: String!) { indicators(value: $value) { edges { node {
  sightings { totalCount { value } edges { node { result count } } }
  sightingSummary { hits noHits falsePositives organizations lastHitAt } } } } }`;
const summaryFor = (by: Party, value: string) => by.get(SUMMARY, { value });

test("a hit in the case is told to whoever sees the case", async () => {
  const value = fresh();
  await say(soc, value, { caseId: incident.id });
  const stream = await csirt.follow({ args: "types: [SIGHTING_REPORTED]" });
  await stream.next();

  await report(soc, [{ value, result: "HIT", count: 3 }], { caseId: incident.id });

  expect(await stream.next()).toMatchObject({ type: "SIGHTING_REPORTED", case: { id: incident.id } });
  await stream.end();
});

test("a hit at home is one's own business: of others' sightings not even the number shows", async () => {
  const value = fresh();
  await say(soc, value, { tlp: "CLEAR" });
  await report(csirt, [{ value, result: "HIT", count: 2, lastSeen: "2026-01-05T00:00:00Z" }]);
  const before = JSON.stringify(await summaryFor(stranger, value));

  await report(csirt, [{ value, result: "HIT", count: 5 }]);
  await report(soc, [{ value, result: "FALSE_POSITIVE" }], { caseId: incident.id });

  expect(JSON.stringify(await summaryFor(stranger, value))).toBe(before);
  expect(JSON.parse(before)).toMatchObject({
    indicators: { edges: [{ node: { sightings: { totalCount: { value: 0 } }, sightingSummary: { hits: 0 } } }] },
  });
  expect(await summaryFor(csirt, value)).toMatchObject({
    indicators: {
      edges: [
        {
          node: {
            sightings: { totalCount: { value: 3 } },
            sightingSummary: { hits: 2, falsePositives: 1, organizations: 2, lastHitAt: "2026-01-05T00:00:00.000Z" },
          },
        },
      ],
    },
  });
});

test("reports name the indicator by its id or by its value in any spelling", async () => {
  const value = fresh();
  const { assertions } = await say(soc, value);
  const { items } = await report(soc, [
    { indicatorId: assertions[0]?.indicator.id, result: "NO_HIT" },
    { value: value.replaceAll(".", "[.]"), result: "HIT" },
    { value, type: "DOMAIN", result: "HIT" },
  ]);
  expect(items.map(({ outcome }) => outcome)).toEqual(["OK", "OK", "OK"]);
});

test("what one cannot see is as what is not there, and a wrong report holds no other back", async () => {
  const [hidden, open] = [fresh(), fresh()];
  const { assertions } = await say(soc, hidden);
  await say(soc, open, { tlp: "CLEAR" });
  const { items } = await report(stranger, [
    { value: hidden, result: "HIT" },
    { indicatorId: assertions[0]?.indicator.id, result: "HIT" },
    { value: "never.example", result: "HIT" },
    { value: open, indicatorId: "ind_00000000000000000000000000", result: "HIT" },
    { value: open, result: "NO_HIT", count: 1 },
    { value: open, result: "HIT", count: 0 },
    { value: open, result: "HIT", firstSeen: "2026-01-02T00:00:00Z", lastSeen: "2026-01-01T00:00:00Z" },
    { value: open, result: "HIT" },
  ]);
  expect(items.map(({ code, field }) => code && [code, field])).toEqual([
    ["NOT_FOUND", "input.items[0].value"],
    ["NOT_FOUND", "input.items[1].indicatorId"],
    ["NOT_FOUND", "input.items[2].value"],
    ["INVALID_INPUT", "input.items[3].indicatorId"],
    ["INVALID_INPUT", "input.items[4].count"],
    ["INVALID_INPUT", "input.items[5].count"],
    ["INVALID_INPUT", "input.items[6].lastSeen"],
    null,
  ]);
  expect(items[0]?.message).toBe(items[2]?.message);
});

test("a time that cannot be true is kept, and is in doubt", async () => {
  const value = fresh();
  await say(soc, value);
  const { sightings } = await soc.act<{ sightings: readonly object[] }>(
    "reportSightings",
    { items: [{ value, result: "HIT", lastSeen: "2999-01-01T00:00:00Z" }] },
    "sightings { lastSeen timeInDoubt }",
  );
  expect(sightings).toEqual([{ lastSeen: "2999-01-01T00:00:00.000Z", timeInDoubt: true }]);
});

test("only participants report in a case", async () => {
  const value = fresh();
  await say(soc, value, { tlp: "CLEAR" });
  const input = { caseId: incident.id, items: [{ value, result: "HIT" }] };
  expect(await stranger.refused("reportSightings", input)).toBe("NOT_FOUND");
  const observer = await world.party({ organization: soc.organization, roles: ["OBSERVER"] });
  expect(await observer.refused("reportSightings", input)).toBe("FORBIDDEN");
});

test("the number of statements does not grow with the number of reports", async () => {
  const value = fresh();
  await say(soc, value);
  const count = async (most: number) => {
    const before = world.statements.length;
    await report(
      soc,
      Array.from({ length: most }, () => ({ value, result: "HIT" })),
    );
    return world.statements.slice(before).filter((text) => !text.includes("events.read")).length; // That is the tail.
  };
  expect(await count(1_000)).toBe(await count(1));
});
