import type { ItemResult } from "../../src/platform/items";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let soc: Party;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  soc = await world.party({ name: "SOC" });
});

const ITEMS = "items { index outcome id code field message }";
type Said = { readonly items: readonly ItemResult[]; readonly assertions: readonly Record<string, unknown>[] };
const assertAll = (items: readonly object[], more: object = {}, selection = ITEMS) =>
  soc.act<Said>("assertIndicators", { items, ...more }, selection);

test("values are refanged, normalised and typed on the way in", async () => {
  const { items, assertions } = await assertAll(
    [{ value: "hxxp://Evil[.]Example/A" }, { value: "198.51.100[.]7" }, { value: "evil.exe", type: "FILE_NAME" }],
    { tlp: "GREEN", confidence: 70 },
    `${ITEMS} assertions { tlp pap confidence version indicator { type value } organization { id } case { id } }`,
  );
  expect(items.map(({ outcome }) => outcome)).toEqual(["OK", "OK", "OK"]);
  expect(assertions).toEqual(
    expect.arrayContaining([
      {
        tlp: "GREEN",
        pap: null,
        confidence: 70,
        version: 1,
        indicator: { type: "URL", value: "http://evil.example/A" },
        organization: { id: soc.organization.id },
        case: null,
      },
    ]),
  );
});
