import { parseValue } from "graphql";
import { GraphQLDateTime } from "../../src/platform/date-time";
import { type World, openWorld } from "../support/world";

const read = (text: string) => GraphQLDateTime.parseValue(text);
const literal = (text: string) => GraphQLDateTime.parseLiteral(parseValue(JSON.stringify(text)));

test.each(["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", "2026-11-27T09:00:00+09:00"])(
  "%s is an instant",
  (text) => {
    for (const parse of [read, literal]) expect(parse(text).getTime()).toBe(Date.parse(text));
  },
);

test.each(["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", "0000-06-01T00:00:00Z"])(
  "%s lies, in UTC, in a year that cannot be served, and is refused as a literal and as a variable",
  (text) => {
    for (const parse of [read, literal]) expect(() => parse(text)).toThrow("0001 to 9999");
  },
);

test("over the API it is INVALID_INPUT, and stores nothing", async () => {
  const world: World = await openWorld();
  const party = await world.party();
  const title = { title: "T", summary: "S", severity: "LEVEL_1", intake: "HUNT" };
  const code = await party.refused("openCase", { ...title, detectedAt: "9999-12-31T23:59:59-12:00" });
  const zone = await party.ask(
    `{ sharingMetrics(from: "2026-01-01T00:00:00Z", until: "2026-03-01T00:00:00Z", by: MONTH, timeZone: "US/Pacific-New") { shares } }`,
  );

  expect([code, zone.errors?.[0]?.extensions?.["code"] ?? "OK"]).toEqual([
    "INVALID_INPUT",
    expect.stringMatching(/^(INVALID_INPUT|OK)$/),
  ]);
  expect(await party.get("{ cases { edges { node { id } } } }")).toEqual({ cases: { edges: [] } });
  await world.close();
});
