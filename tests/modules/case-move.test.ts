import type { Case } from "../../src/modules/cases/case";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let csirt: Party;
let incident: Case;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  csirt = await world.party();
  incident = await world.openCase(csirt);
});

const move = (given: object = {}) => ({
  caseId: incident.id,
  expectedVersion: incident.version,
  to: "TRIAGE",
  ...given,
});

test("a move changes the state, counts the version and is told to whoever sees the case", async () => {
  const stream = await csirt.follow();
  expect(await stream.next()).toMatchObject({ __typename: "StreamStarted", outcome: "FRESH" });

  const moved = await csirt.act("moveCase", move(), "case { state version } position");

  expect(moved).toMatchObject({ case: { state: "TRIAGE", version: 2 }, position: expect.any(String) });
  expect(await stream.next()).toMatchObject({
    __typename: "CaseEvent",
    type: "CASE_MOVED",
    changed: ["state"],
    version: 2,
    subject: { id: incident.id },
    case: { id: incident.id },
  });
  await stream.end();
});

test("for a stranger the case does not exist", async () => {
  const stranger = await world.party();
  expect(await stranger.refused("moveCase", move())).toBe("NOT_FOUND");
  const [hidden, never] = await Promise.all(
    [incident.id, "case_00000000000000000000000000"].map((id) =>
      stranger.ask(`query ($id: ID!) { node(id: $id) { id } }`, { id }),
    ),
  );
  expect(hidden?.errors?.[0]?.message).toBe(never?.errors?.[0]?.message);
});
