import type { Case } from "../../src/modules/cases/case";
import { type Cast, caseFor, castOf, listOf, outcomeOf, staged } from "../support/casework";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let cast: Cast;
let one: Case;

beforeAll(async () => {
  world = await openWorld();
  cast = await castOf(world);
});
afterAll(() => world.close());
beforeEach(async () => {
  one = await staged(world, cast);
});

type Given = { occurredAt: string; clock?: string | null; text: string };
type Item = { index: number; outcome: string; id: string | null; code: string | null; field: string | null };
const at = (time: string) => `2025-07-01T${time}:00.000Z`;
const add = async (who: Party, ...entries: readonly Given[]) =>
  (
    await who.act<{ results: readonly Item[] }>(
      "addTimelineEntries",
      { caseId: one.id, entries },
      "results { index outcome id code field message }",
    )
  ).results;
const entry = (time: string, text: string, clock: string | null = null) => ({ occurredAt: at(time), clock, text });
const timeline = (who: Party, args = "") =>
  listOf<{ text: string }>(
    who,
    one,
    "timeline",
    "occurredAt clock text timeFlags recordedBy { ... on Organization { name } }",
    args,
  );

test("entries stand in the order in which things happened, with the clock that told them", async () => {
  await add(cast.soc, entry("14:26", "DHCP gave 10.0.3.21 to LT-44.", "dhcp-01"), entry("13:58", "Mail opened."));
  await add(cast.owner, entry("14:10", "First beacon.", "proxy-02, 3 minutes late"));
  expect(await timeline(cast.vendor)).toEqual([
    { ...entry("13:58", "Mail opened."), timeFlags: [], recordedBy: { name: "Night SOC" } },
    {
      ...entry("14:10", "First beacon.", "proxy-02, 3 minutes late"),
      timeFlags: [],
      recordedBy: { name: "ACME CSIRT" },
    },
    { ...entry("14:26", "DHCP gave 10.0.3.21 to LT-44.", "dhcp-01"), timeFlags: [], recordedBy: { name: "Night SOC" } },
  ]);
  const between = `(from: "${at("14:00")}", until: "${at("14:26")}")`;
  expect((await timeline(cast.vendor, between)).map(({ text }) => text)).toEqual(["First beacon."]);
});

test("a wrong entry is named and the others stand; what is there already is not there twice", async () => {
  const [known] = await add(cast.soc, entry("13:00", "Mail received."));
  const results = await add(
    cast.soc,
    entry("13:00", "Mail received."),
    entry("13:01", "   "),
    entry("13:02", "x".repeat(4_001)),
    entry("13:03", "Opened.", "c".repeat(201)),
    entry("13:04", "Macro ran."),
    entry("13:04", "Macro ran."),
    entry("13:00", "Mail received.", "another clock"),
  );
  expect(results.map(({ outcome, code, field }) => [outcome, code, field])).toEqual([
    ["UNCHANGED", null, null],
    ["REFUSED", "INVALID_INPUT", "input.entries[1].text"],
    ["REFUSED", "INVALID_INPUT", "input.entries[2].text"],
    ["REFUSED", "INVALID_INPUT", "input.entries[3].clock"],
    ["OK", null, null],
    ["UNCHANGED", null, null],
    ["OK", null, null],
  ]);
  expect([results[0]?.id, results[5]?.id]).toEqual([known?.id, results[4]?.id]);
  expect(await timeline(cast.soc)).toHaveLength(3);
});

test("a time after it was recorded is kept and flagged, and stays so when that time has come", async () => {
  const [{ soon }] = (await world.asOwner(
    `select to_char(hub_now() + interval '1 hour', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"') as soon`,
  )) as [{ soon: string }];
  expect((await add(cast.soc, { occurredAt: soon, text: "Beacon." }))[0]).toMatchObject({ outcome: "OK" });
  await world.shiftTime("2 hours");
  expect(await timeline(cast.soc)).toMatchObject([{ occurredAt: soon, timeFlags: ["OCCURRED_IN_FUTURE"] }]);
});

test("what was written down comes back with the answer, what was there already too", async () => {
  await add(cast.soc, entry("13:00", "Mail received."));
  const entries = [entry("13:02", "Opened."), entry("13:01", ""), entry("13:00", "Mail received.")];
  const input = { caseId: one.id, entries: [...entries, entries[0]] };
  expect(await cast.soc.act("addTimelineEntries", input, "entries { text } case { id }")).toEqual({
    entries: [{ text: "Opened." }, { text: "Mail received." }],
    case: { id: one.id },
  });
});

test("each entry is told, the refused ones are not, and the case's version does not count them", async () => {
  const stream = await cast.vendor.follow({ args: `caseId: "${one.id}"` });
  await stream.next();
  const results = await add(cast.soc, entry("13:00", "Mail received."), entry("13:01", ""), entry("13:02", "Opened."));
  expect([await stream.next(), await stream.next()]).toMatchObject(
    [results[0], results[2]].map((item) => ({
      __typename: "TimelineEntryEvent",
      type: "TIMELINE_ENTRY_ADDED",
      subject: { id: item?.id },
    })),
  );
  expect(await caseFor(cast.owner, one, "version")).toEqual({ version: 1 });
  await stream.end();
});

test("500 entries come in one call with as many statements as one, and 501 are refused", async () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ occurredAt: at("12:00"), text: `Connection ${i}` }));
  const statements = async (count: number) => {
    const before = world.statements.length;
    await add(cast.soc, ...many(count));
    return world.statements.length - before;
  };
  const few = await statements(1);
  expect(await statements(500)).toBe(few);
  expect((await timeline(cast.soc, "(first: 100)")).length).toBe(100);
  expect(await outcomeOf(cast.soc, "addTimelineEntries", { caseId: one.id, entries: many(501) })).toEqual([
    "INVALID_INPUT",
    "input.entries",
  ]);
});
