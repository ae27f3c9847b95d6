import { type Case, type CaseState, caseMoves, caseStates, dispositions } from "../../src/modules/cases/case";
import { mustBeDoneToClose } from "../../src/modules/cases/case.service";
import { sql } from "../../src/platform/sql";
import { mutationText } from "../support/asker";
import { caseFor, outcomeOf } from "../support/casework";
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
const moveFrom = async (state: CaseState, given: object) => {
  incident = await world.openCase(csirt, { state });
  return outcomeOf(csirt, "moveCase", move(given));
};
const reason = "The beacon is the backup agent.";

test("a move changes the state, counts the version and is told to whoever sees the case", async () => {
  const stream = await csirt.follow();
  expect(await stream.next()).toMatchObject({ __typename: "StreamStarted", outcome: "FRESH" });

  const moved = await csirt.act("moveCase", move(), "case { state version } position");

  expect(moved).toMatchObject({ case: { state: "TRIAGE", version: 2 }, position: expect.any(String) as string });
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

describe("from each state to each other", () => {
  const pairs = caseStates.values.flatMap((from) => caseStates.values.map((to) => [from, to] as const));

  test.each(pairs.filter(([from, to]) => caseMoves[from].includes(to)))("%s becomes %s", async (from, to) => {
    const closing = to === "CLOSED" ? { disposition: "BENIGN_POSITIVE" } : {};
    expect(await moveFrom(from, { to, reason, ...closing })).toEqual(["OK"]);
    expect(await caseFor(csirt, incident, "state version")).toEqual({ state: to, version: 2 });
  });

  test.each(pairs.filter(([from, to]) => !caseMoves[from].includes(to)))("%s never becomes %s", async (from, to) => {
    expect(await moveFrom(from, { to, reason, disposition: "TRUE_POSITIVE" })).toEqual(["STATE_CONFLICT", "input.to"]);
    expect(await caseFor(csirt, incident, "state version")).toEqual({ state: from, version: 1 });
  });
});

test("a move that is not possible says what is", async () => {
  const { errors } = await csirt.ask(mutationText("moveCase", "position"), {
    input: { idempotencyKey: "move", ...move({ to: "RECOVERY" }) },
  });
  expect(errors?.[0]?.extensions).toMatchObject({
    code: "STATE_CONFLICT",
    details: { from: "RECEIVED", to: "RECOVERY", allowed: ["TRIAGE"] },
  });
});

describe("closing", () => {
  const other = dispositions.values.filter((one) => one !== "DUPLICATE");

  test.each(other)("from REVIEW as %s", async (disposition) => {
    expect(await moveFrom("REVIEW", { to: "CLOSED", disposition, reason })).toEqual(["OK"]);
    expect(await caseFor(csirt, incident, "disposition closingReason closedAt duplicateOf { id }")).toEqual({
      disposition,
      closingReason: reason,
      closedAt: expect.any(String) as string,
      duplicateOf: null,
    });
  });

  test("needs a disposition, and no other move takes one", async () => {
    expect(await moveFrom("REVIEW", { to: "CLOSED" })).toEqual(["INVALID_INPUT", "input.disposition"]);
    expect(await moveFrom("RECEIVED", { disposition: "TRUE_POSITIVE" })).toEqual([
      "INVALID_INPUT",
      "input.disposition",
    ]);
  });

  test("from TRIAGE needs a reason, and a disposition other than TRUE_POSITIVE", async () => {
    const close = { to: "CLOSED", disposition: "FALSE_POSITIVE", reason };
    expect(await moveFrom("TRIAGE", close)).toEqual(["OK"]);
    expect(await moveFrom("TRIAGE", { ...close, disposition: "TRUE_POSITIVE" })).toEqual([
      "INVALID_INPUT",
      "input.disposition",
    ]);
    for (const nothing of [null, "", "  "]) {
      expect(await moveFrom("TRIAGE", { ...close, reason: nothing })).toEqual(["INVALID_INPUT", "input.reason"]);
    }
  });

  test("as DUPLICATE names the case that holds it, which the closer can read", async () => {
    const holder = await world.openCase(csirt);
    const foreign = await world.openCase(await world.party());
    const close = { to: "CLOSED", disposition: "DUPLICATE", reason };
    const wrong = (field: string, code = "INVALID_INPUT") => [code, `input.${field}`];

    expect(await moveFrom("TRIAGE", close)).toEqual(wrong("duplicateOfId"));
    expect(await moveFrom("REVIEW", { ...close, duplicateOfId: foreign.id })).toEqual(
      wrong("duplicateOfId", "NOT_FOUND"),
    );
    expect(await moveFrom("REVIEW", { ...close, disposition: "UNDETERMINED", duplicateOfId: holder.id })).toEqual(
      wrong("duplicateOfId"),
    );
    expect(await outcomeOf(csirt, "moveCase", move({ ...close, duplicateOfId: incident.id }))).toEqual(
      wrong("duplicateOfId"),
    );
    expect(await moveFrom("REVIEW", { ...close, duplicateOfId: holder.id })).toEqual(["OK"]);
    expect(await caseFor(csirt, incident, "duplicateOf { id }")).toEqual({ duplicateOf: { id: holder.id } });
  });
});

describe("reopening", () => {
  beforeEach(async () => {
    incident = await world.openCase(csirt, { state: "REVIEW" });
    await csirt.act("moveCase", move({ to: "CLOSED", disposition: "TRUE_POSITIVE", reason: "Reimaged." }));
  });

  test("needs a reason", async () => {
    const reopen = move({ expectedVersion: 2 });
    expect(await outcomeOf(csirt, "moveCase", reopen)).toEqual(["INVALID_INPUT", "input.reason"]);
  });

  test("takes the disposition back, keeps its reason, and is told", async () => {
    const stream = await csirt.follow();
    await stream.next();
    await csirt.act("moveCase", move({ expectedVersion: 2, reason: "It beacons again." }));
    expect(await caseFor(csirt, incident, "state disposition closingReason reopeningReason closedAt")).toEqual({
      state: "TRIAGE",
      disposition: null,
      closingReason: null,
      reopeningReason: "It beacons again.",
      closedAt: null,
    });
    const { changed } = await stream.next();
    expect([...(changed as string[])].sort()).toEqual(
      ["state", "disposition", "closingReason", "reopeningReason", "closedAt"].sort(),
    );
    await stream.end();
  });
});

describe("what is outstanding", () => {
  // Isolations, handoffs and feedback add their own conditions; here a task stands for one of them.
  mustBeDoneToClose(
    (caseId) => sql`select id, 'Live isolation: ' || title as what from tasks
      where case_id = ${caseId} and state = 'OPEN' and title like 'isolated%'`,
  );
  const isolated = async () => {
    const { task } = await csirt.act<{ task: { id: string } }>(
      "addTask",
      { caseId: incident.id, title: "isolated: FS-01" },
      "task { id }",
    );
    return task.id;
  };
  const close = (given: object = {}) => move({ to: "CLOSED", disposition: "TRUE_POSITIVE", ...given });

  beforeEach(async () => {
    incident = await world.openCase(csirt, { state: "REVIEW" });
  });

  test("keeps a case open, and is listed", async () => {
    const id = await isolated();
    const { errors } = await csirt.ask(mutationText("moveCase", "position"), {
      input: { idempotencyKey: "close", ...close() },
    });
    expect(errors?.[0]?.extensions).toMatchObject({
      code: "CASE_NOT_CLOSABLE",
      field: "input.carriedOver",
      details: { outstanding: [{ id, what: "Live isolation: isolated: FS-01" }] },
    });
    expect(await caseFor(csirt, incident, "state carriedOver { id }")).toEqual({ state: "REVIEW", carriedOver: [] });
  });

  test("is carried over in words, and the words stay, also when the case is reopened and closed again", async () => {
    const [first, second] = [await isolated(), await isolated()];
    const note = "Operations releases it on Monday.";
    expect(await outcomeOf(csirt, "moveCase", close({ carriedOver: [{ id: first, note }] }))).toEqual([
      "CASE_NOT_CLOSABLE",
      "input.carriedOver",
    ]);
    const both = [first, second].map((id) => ({ id, note }));
    expect(await outcomeOf(csirt, "moveCase", close({ carriedOver: both }))).toEqual(["OK"]);
    await csirt.act("moveCase", move({ expectedVersion: 2, reason: "Again." }));
    const again = { expectedVersion: 3, disposition: "BENIGN_POSITIVE", reason, carriedOver: both };
    await csirt.act("moveCase", close(again));
    const { carriedOver } = await caseFor<{ carriedOver: unknown[] }>(
      csirt,
      incident,
      "carriedOver { id what note at }",
    );
    expect(carriedOver).toHaveLength(4);
    expect(carriedOver[1]).toEqual({
      id: second,
      what: "Live isolation: isolated: FS-01",
      note,
      at: expect.any(String) as string,
    });
  });

  test("is what is outstanding: nothing else is carried over, and no other move carries", async () => {
    const id = await isolated();
    const carriedOver = [
      { id, note: "Later." },
      { id: incident.id, note: "No." },
    ];
    expect(await outcomeOf(csirt, "moveCase", close({ carriedOver }))).toEqual([
      "INVALID_INPUT",
      "input.carriedOver[1].id",
    ]);
    expect(await moveFrom("RECEIVED", { carriedOver: [{ id, note: "Later." }] })).toEqual([
      "INVALID_INPUT",
      "input.carriedOver",
    ]);
  });

  test("does not count an open task by itself", async () => {
    await csirt.act("addTask", { caseId: incident.id, title: "Write the report" });
    expect(await outcomeOf(csirt, "moveCase", close())).toEqual(["OK"]);
  });
});

test("of two moves on the same version one is done, and the other is told the present version", async () => {
  const outcomes = await Promise.all([outcomeOf(csirt, "moveCase", move()), outcomeOf(csirt, "moveCase", move())]);
  expect(outcomes.map(([code]) => code).sort()).toEqual(["OK", "VERSION_CONFLICT"]);
});
