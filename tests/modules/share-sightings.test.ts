import { domains, idsOf, itemsOf, shareFor, shared, statementsOf } from "../support/sharing";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let sender: Party;
let soc: Party;
let other: Party;

beforeAll(async () => {
  world = await openWorld();
  [sender, soc, other] = (await Promise.all(
    ["ACME CSIRT", "Night SOC", "Beta CSIRT"].map((name) => world.party({ name })),
  )) as [Party, Party, Party];
});
afterAll(() => world.close());

type Result = {
  outcome: string;
  parts: { part: string; index: number; outcome: string; code: string; field: string }[];
};
const respond = async (who: Party, ...responses: readonly object[]) =>
  (
    await who.act<{ results: Result[] }>(
      "respondToShare",
      { responses },
      "results { outcome code parts { part index outcome code field } }",
    )
  ).results;
const SIGHTINGS = "items { edges { node { sightings { edges { node { result count organization { id } } } } } } }";
const toBoth = (given: object = {}) => shared(sender, { recipientIds: idsOf(soc, other), ...given });

test("sightings come with a response, item by item, and are told to the sender and to nobody else", async () => {
  const share = await toBoth({ items: domains(2) });
  const [first, second] = itemsOf(share).map(({ lineageId }) => lineageId);
  const sightings = [
    { lineageId: first, result: "HIT", count: 3 },
    { lineageId: second, result: "NO_HIT" },
  ];
  expect(await respond(soc, { shareId: share.id, state: "ACKNOWLEDGED", sightings })).toMatchObject([
    {
      outcome: "OK",
      parts: [
        { part: "sightings", index: 0, outcome: "OK" },
        { index: 1, outcome: "OK" },
      ],
    },
  ]);

  const by = { organization: { id: soc.organization.id } };
  const told = {
    items: {
      edges: [
        { node: { sightings: { edges: [{ node: { result: "HIT", count: 3, ...by } }] } } },
        { node: { sightings: { edges: [{ node: { result: "NO_HIT", count: 0, ...by } }] } } },
      ],
    },
  };
  expect(await shareFor(sender, share, SIGHTINGS)).toEqual(told);
  expect(await shareFor(soc, share, SIGHTINGS)).toEqual(told);
  const nothing = { node: { sightings: { edges: [] } } };
  expect(await shareFor(other, share, SIGHTINGS)).toEqual({ items: { edges: [nothing, nothing] } });
});

test("a wrong one holds no other back, and names what is wrong", async () => {
  const share = await toBoth({ items: [...domains(1, 7), { kind: "TTP", text: "Beacons at night." }] });
  const [indicator, words] = itemsOf(share).map(({ lineageId }) => lineageId);
  const sightings = [
    { lineageId: "line_elsewhere", result: "HIT" },
    { lineageId: words, result: "HIT" },
    { lineageId: indicator, result: "NO_HIT", count: 2 },
    { lineageId: indicator, result: "HIT" },
  ];
  const [, result] = await respond(soc, { shareId: "share_elsewhere", sightings }, { shareId: share.id, sightings });
  expect(result?.parts.map(({ outcome, code, field }) => [code ?? outcome, field])).toEqual([
    ["NOT_FOUND", "input.responses[1].sightings[0].lineageId"],
    ["INVALID_INPUT", "input.responses[1].sightings[1].lineageId"],
    ["INVALID_INPUT", "input.responses[1].sightings[2].count"],
    ["OK", null],
  ]);
});

test("many sightings cost as many statements as one", async () => {
  const share = await toBoth({ items: domains(40, 100) });
  const lineageIds = itemsOf(share).map(({ lineageId }) => lineageId);
  const cost = (some: readonly string[]) => {
    const sightings = some.map((lineageId) => ({ lineageId, result: "HIT" }));
    return statementsOf(world, () => respond(soc, { shareId: share.id, sightings }));
  };
  expect(await cost(lineageIds.slice(1))).toBe(await cost(lineageIds.slice(0, 1)));
});
