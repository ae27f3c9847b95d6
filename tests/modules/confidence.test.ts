import type { Disposition } from "../../src/modules/cases/case";
import { CONFIDENCE, confidenceFor, indicatorFor, sightInCase } from "../support/confidence";
import { fileOne, onItems, revise, shareOf } from "../support/feedback";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let soc: Party;
let csirt: Party;
let caseId: string;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  [soc, csirt] = [await world.party({ name: "Night SOC" }), await world.party({ name: "ACME CSIRT" })];
  const incident = await world.openCase(csirt);
  await world.join(incident, soc);
  caseId = incident.id;
});

const say = (who: Party, value: string, more: object = {}) =>
  who.act("assertIndicators", { caseId, items: [{ value, ...more }] });
const sight = (who: Party, value: string, result: string, disposition: Disposition) =>
  sightInCase(world, csirt, who, { value, result, disposition });
let sequel = 0;
const fresh = () => `host${++sequel}.example.com`;

test("each organisation counts by its newest word, and hits pull up what false positives pull down", async () => {
  const value = fresh();
  await say(soc, value, { confidence: 40 });
  await say(csirt, value, { confidence: 80 });
  const stated = { stated: 60, statements: 2, halfLifeDays: 90 };
  expect(await confidenceFor(soc, value)).toEqual({ ...stated, value: 60, hits: 0, falsePositives: 0 });

  await sight(soc, value, "HIT", "TRUE_POSITIVE");
  expect(await confidenceFor(csirt, value)).toEqual({ ...stated, value: 73, hits: 1, falsePositives: 0 });
  await sight(csirt, value, "FALSE_POSITIVE", "FALSE_POSITIVE");
  expect(await confidenceFor(csirt, value)).toEqual({ ...stated, value: 55, hits: 1, falsePositives: 1 });
});

test("after a half-life without news, half of it is left", async () => {
  const value = fresh();
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  await say(soc, value, { confidence: 80, validFrom: daysAgo(90) });
  expect((await confidenceFor(soc, value))?.value).toBe(40);
});

test("adopted feedback on a shared item pulls it down, and a sender's confirmation counts more than its word", async () => {
  const value = fresh();
  const first = await shareOf(csirt, [soc], [value, fresh()]);
  expect(await confidenceFor(soc, value)).toMatchObject({ value: 50, statements: 1 });
  const second = await revise(csirt, first, { confirm: [first.items[0]?.lineageId] });
  expect(await confidenceFor(soc, value)).toMatchObject({ value: 80 });

  const feedbackId = await fileOne(
    soc,
    onItems(second, "TOO_BROAD", first.items.slice(0, 1), { effect: "It blocks a CDN." }),
  );
  await csirt.act("resolveFeedback", { feedbackId, expectedVersion: 1, resolution: "PARTLY_ADOPTED" });

  expect(await confidenceFor(soc, value)).toMatchObject({ value: 53, falsePositives: 1 });
});

test("what somebody may not see moves nothing of what it reads", async () => {
  const [value, stranger] = [fresh(), await world.party({ name: "Nobody" })];
  await stranger.act("assertIndicators", { items: [{ value, confidence: 30 }], tlp: "AMBER" });
  const before = await stranger.ask(CONFIDENCE, { value });

  await say(soc, value, { confidence: 90 });
  await sight(soc, value, "FALSE_POSITIVE", "BENIGN_POSITIVE");
  const shared = await shareOf(csirt, [soc], [value]);
  const feedbackId = await fileOne(soc, onItems(shared, "HIT", shared.items));
  await csirt.act("resolveFeedback", { feedbackId, expectedVersion: 1, resolution: "THANKED" });

  expect(await stranger.ask(CONFIDENCE, { value })).toEqual(before);
  expect(before.data).toMatchObject({ indicators: { edges: [{ node: { confidence: { value: 30 } } }] } });
});

describe("known to be harmless", () => {
  const list = (name: string, type: string, entries: readonly string[]) => ({
    contentBase64: Buffer.from(
      JSON.stringify({ name, version: 1, description: name, type, list: entries, matching_attributes: ["domain"] }),
    ).toString("base64"),
  });
  const load = async (...given: Parameters<typeof list>) => {
    const operator = await world.party({ name: "Hub", roles: ["OPERATOR"] });
    return operator.act("importBenignList", list(...given), "list { name entries matching } leftOut");
  };

  test("by the whole value, by a host above it, by its network; a list of the same name is replaced", async () => {
    await load("Updates", "hostname", [".vendor.example", "old.example"]);
    expect(await load("Updates", "hostname", [".vendor.example"])).toEqual({
      list: { name: "Updates", entries: 1, matching: "HOSTNAME" },
      leftOut: 0,
    });
    expect(await load("Resolvers", "cidr", ["192.0.2.0/24", "not a network"])).toMatchObject({ leftOut: 1 });
    await load("Top sites", "string", ["top.example"]);
    const hints = {
      "https://dl.vendor.example/a": "Updates",
      "192.0.2.53": "Resolvers",
      "top.example": "Top sites",
      "sub.top.example": null,
      "notvendor.example": null,
    };
    for (const [value, name] of Object.entries(hints)) {
      await say(soc, value);
      const node = await indicatorFor(soc, value);
      expect([value, node?.knownBenign]).toEqual([
        value,
        name === null ? [] : [expect.objectContaining({ list: name })],
      ]);
    }
  });

  test("it is the operator who loads them, and only what an index finds", async () => {
    expect(await soc.refused("importBenignList", list("Mine", "string", ["a.example"]), "leftOut")).toBe("FORBIDDEN");
    const operator = await world.party({ name: "Hub", roles: ["OPERATOR"] });
    expect(await operator.refused("importBenignList", list("Parts", "substring", ["a."]), "leftOut")).toBe(
      "UNSUPPORTED",
    );
    const contentBase64 = Buffer.from("evil.example\n").toString("base64");
    expect(await operator.refused("importBenignList", { contentBase64 }, "leftOut")).toBe("INVALID_INPUT");
  });
});
