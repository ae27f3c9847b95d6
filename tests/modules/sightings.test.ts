import type { ItemResult } from "../../src/platform/items";
import type { Case } from "../../src/modules/cases/case";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let soc: Party;
let csirt: Party;
let incident: Case;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  soc = await world.party({ name: "SOC" });
  csirt = await world.party({ name: "CSIRT" });
  incident = await world.openCase(soc);
  await world.join(incident, csirt, "CSIRT");
});

const ITEMS = "items { index outcome id code field message }";
const report = (by: Party, items: readonly object[], more: object = {}, selection = ITEMS) =>
  by.act<{ readonly items: readonly ItemResult[] }>("reportSightings", { items, ...more }, selection);

test("a hit in the case is told to whoever sees the case", async () => {
  await soc.act("assertIndicators", { caseId: incident.id, items: [{ value: "evil.example" }] });
  const stream = await csirt.follow({ args: "types: [SIGHTING_REPORTED]" });
  await stream.next();

  await report(soc, [{ value: "evil[.]example", result: "HIT", count: 3 }], { caseId: incident.id });

  expect(await stream.next()).toMatchObject({ type: "SIGHTING_REPORTED", case: { id: incident.id } });
  await stream.end();
});
