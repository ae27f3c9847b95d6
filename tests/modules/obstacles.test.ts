import type { Case } from "../../src/modules/cases/case";
import { type ObstacleKind, obstacleKinds } from "../../src/modules/obstacles/obstacle";
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

type Obstacle = { id: string; kind: string; hours: number; resolvedAt: string | null; how: string | null };
const FIELDS =
  "id version kind note hours raisedAt resolvedAt how raisedBy { ... on Organization { name } } case { id }";
const raise = async (who: Party, kind: ObstacleKind = "SITUATION_UNCLEAR") =>
  (
    await who.act<{ obstacle: Obstacle }>(
      "raiseObstacle",
      { caseId: one.id, kind, note: "Only a hash is known." },
      `obstacle { ${FIELDS} }`,
    )
  ).obstacle;
const resolve = (who: Party, { id: obstacleId }: Obstacle, expectedVersion = 1) =>
  outcomeOf(who, "resolveObstacle", { obstacleId, expectedVersion, how: "A second opinion." });
const obstacles = (args = "") => listOf<Obstacle>(cast.owner, one, "obstacles", FIELDS, args);

test.each(obstacleKinds.values)("%s holds a case up until it is resolved", async (kind) => {
  const raised = await raise(cast.soc, kind);
  expect(raised).toMatchObject({ kind, version: 1, raisedBy: { name: "Night SOC" }, resolvedAt: null, how: null });
  expect(await resolve(cast.owner, raised)).toEqual(["OK"]);
  expect(await obstacles()).toMatchObject([{ kind, version: 2, how: "A second opinion." }]);
  expect(await obstacles("(open: true)")).toEqual([]);
});

test("its hours are counted until it is resolved, and until now while it is open", async () => {
  const [closed, open] = [await raise(cast.soc), await raise(cast.vendor, "NOBODY_AVAILABLE")];
  await world.shiftTime("90 minutes");
  await resolve(cast.owner, closed);
  await world.shiftTime("1 hour");
  const hours = new Map((await obstacles()).map(({ id, hours }) => [id, hours]));
  expect(hours.get(closed.id)).toBeCloseTo(1.5, 1);
  expect(hours.get(open.id)).toBeCloseTo(2.5, 1);
});

test("those that are open, and those of a kind, are listed apart", async () => {
  const [first] = [await raise(cast.soc), await raise(cast.soc, "DEVICE_NOT_FOUND")];
  await resolve(cast.soc, first);
  expect((await obstacles("(open: true)")).map(({ kind }) => kind)).toEqual(["DEVICE_NOT_FOUND"]);
  expect((await obstacles("(open: false)")).map(({ kind }) => kind)).toEqual(["SITUATION_UNCLEAR"]);
  expect(await obstacles("(kinds: [OUT_OF_WATCH])")).toEqual([]);
});

test("both ends are told, and neither counts the case's version", async () => {
  const stream = await cast.vendor.follow({ args: "types: [OBSTACLE_RAISED, OBSTACLE_RESOLVED]" });
  await stream.next();
  const raised = await raise(cast.soc);
  await resolve(cast.owner, raised);
  expect([await stream.next(), await stream.next()]).toMatchObject([
    { __typename: "ObstacleEvent", type: "OBSTACLE_RAISED", version: 1, subject: { id: raised.id } },
    { type: "OBSTACLE_RESOLVED", version: 2, changed: ["resolvedAt", "how"], case: { id: one.id } },
  ]);
  expect(await caseFor(cast.owner, one, "version")).toEqual({ version: 1 });
  await stream.end();
});

test("is resolved on the version that was read, and for a stranger it does not exist", async () => {
  const raised = await raise(cast.soc);
  expect(await resolve(cast.owner, raised, 2)).toEqual(["VERSION_CONFLICT", "input.expectedVersion"]);
  expect(await resolve(cast.stranger, raised)).toEqual(["NOT_FOUND", "input.obstacleId"]);
  const { data } = await cast.stranger.ask(`{ nodes(ids: ["${raised.id}"]) { id } }`);
  expect(data).toEqual({ nodes: [null] });
});

test("the six have their Japanese names", async () => {
  type Terms = { vocabulary: { value: string; label: string }[] };
  const { vocabulary } = await cast.soc.get<Terms>(`{ vocabulary(lang: JA, enum: "ObstacleKind") { value label } }`);
  expect(Object.fromEntries(vocabulary.map(({ value, label }) => [value, label]))).toEqual({
    CONTENT_NOT_VISIBLE: "見えない",
    OUT_OF_WATCH: "見てない",
    INDISTINGUISHABLE: "見ようがない",
    DEVICE_NOT_FOUND: "ない",
    NOBODY_AVAILABLE: "いない",
    SITUATION_UNCLEAR: "わからない",
  });
});
