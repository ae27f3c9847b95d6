import type { ItemResult } from "../../src/platform/items";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let soc: Party;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  soc = await world.party({ name: "SOC", kinds: ["SOC"] });
});

const file = (text: string) => Buffer.from(text).toString("base64");
const OPENED = `
  case { id title severity tlp detectedAt occurredAt occurredClock owner { id }
    affectedOrganization { id } participants { edges { node { organization { id } role state } } }
    indicators { edges { node { type value } } } detections { edges { node { id rule } } } }
  detection { id tool rule rawAlert vantage }
  items { index outcome id code field message } matched { outcome }
  summary { format encoding stored unchanged refusedCount refused { at code message } }`;
type Opened = {
  readonly case: Record<string, unknown>;
  readonly detection: Record<string, unknown> | null;
  readonly items: readonly ItemResult[];
  readonly summary: Record<string, unknown> | null;
};

test("one call opens a case with its detection, indicators, file and participants", async () => {
  const csirt = await world.party({ name: "CSIRT" });
  const victim = await world.organization({ name: "ACME", kinds: [] });

  const opened = await soc.act<Opened>(
    "openCase",
    {
      severity: "LEVEL_3",
      affectedOrganizationId: victim.id,
      participants: [{ organizationId: csirt.organization.id, role: "CSIRT" }],
      detection: {
        vantage: "ENDPOINT",
        tool: "EDR",
        rule: "Beacon",
        title: "Beacon from a file server",
        detectedAt: "2026-01-02T03:04:05.000Z",
        firstSeen: "2026-01-02T03:00:00.000Z",
        rawAlert: { a: [1, { b: "c" }] },
        indicators: [{ value: "198.51.100.7" }],
      },
      indicators: [{ value: "evil[.]example" }, { value: "no indicator" }],
      file: { filename: "list.txt", contentBase64: file("192.0.2.1\n192.0.2[.]2\n999.1.1.1\n") },
    },
    OPENED,
  );

  expect(opened.case).toMatchObject({
    title: "Beacon from a file server",
    detectedAt: "2026-01-02T03:04:05.000Z",
    occurredAt: "2026-01-02T03:00:00.000Z",
    occurredClock: "EDR",
    owner: { id: soc.organization.id },
    affectedOrganization: { id: victim.id },
  });
  expect(opened.items.map(({ outcome, code, field }) => ({ outcome, code, field }))).toEqual([
    { outcome: "OK", code: null, field: null },
    { outcome: "REFUSED", code: "INVALID_INPUT", field: "input.indicators[1].value" },
  ]);
  expect(opened.summary).toMatchObject({ format: "PLAIN_LIST", stored: 2, refusedCount: 1 });
});
