import { randomUUID } from "node:crypto";
import type { Case } from "../../src/modules/cases/case";
import { CaseTable } from "../../src/modules/cases/case.table";
import { transact } from "../../src/platform/db";
import { codeOf, mutationText } from "../support/asker";
import { promised } from "../support/promised";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let owner: Party;
let incident: Case;
beforeAll(async () => {
  world = await openWorld();
  owner = await world.party();
});
afterAll(() => world.close());
beforeEach(async () => {
  incident = await world.openCase(owner);
});

const MOVE = mutationText("moveCase", "case { state version } position");
const request = (given: object = {}) => ({
  input: { idempotencyKey: randomUUID(), caseId: incident.id, expectedVersion: 1, to: "TRIAGE", ...given },
});
const eventsOf = ({ id }: Case, type: string) =>
  world.db.query<unknown[]>(`select 1 from events where subject_id = $1 and type = $2`, [id, type]);

test("fifty duplicates at once have one effect and one answer, and so has a later one", async () => {
  const asked = request();
  const together = await Promise.all(Array.from({ length: 50 }, () => owner.ask(MOVE, asked)));
  const later = await owner.ask(MOVE, asked);

  expect(new Set([...together, later].map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(later).toMatchObject({ data: { moveCase: { case: { state: "TRIAGE", version: 2 } } } });
  expect(await eventsOf(incident, "CASE_MOVED")).toHaveLength(1);
});

test("a replay reads under today's access: the outcome is ids, not values", async () => {
  const asked = request();
  await owner.ask(MOVE, asked);
  await world.asOwner(`update cases set title = 'renamed' where id = '${incident.id}'`);
  expect(await owner.ask(mutationText("moveCase", "case { title }"), asked)).toMatchObject({
    data: { moveCase: { case: { title: "renamed" } } },
  });
  await world.asOwner(`update case_participants set state = 'LEFT' where case_id = '${incident.id}'`);
  expect(await owner.ask(MOVE, asked)).toMatchObject({ data: { moveCase: { case: null } } });
});

test("a key is the actor's and the mutation's own; for another request it is refused", async () => {
  const asked = request();
  await owner.ask(MOVE, asked);
  expect(codeOf(await owner.ask(MOVE, { input: { ...asked.input, to: "CLOSED" } }))).toBe("IDEMPOTENCY_CONFLICT");
  const other = await world.party();
  const theirs = await world.openCase(other);
  expect(await other.ask(MOVE, { input: { ...asked.input, caseId: theirs.id } })).toMatchObject({
    data: { moveCase: { case: { state: "TRIAGE" } } },
  });
});

test.each(["", " ", "a b", "ключ", "x".repeat(201)])("a key that is no key is refused: %j", async (idempotencyKey) => {
  const { errors } = await owner.ask(MOVE, request({ idempotencyKey }));
  expect(errors?.[0]?.extensions).toMatchObject({ code: "INVALID_INPUT", field: "input.idempotencyKey" });
});

test("a refused change leaves nothing behind, not even its key", async () => {
  const asked = request({ to: "RECOVERY" });
  expect(codeOf(await owner.ask(MOVE, asked))).toBe("STATE_CONFLICT");
  expect(await eventsOf(incident, "CASE_MOVED")).toEqual([]);
  expect(await owner.ask(MOVE, { input: { ...asked.input, to: "TRIAGE" } })).not.toHaveProperty("errors");
});

test("who decided on an older version is told the present one", async () => {
  await owner.ask(MOVE, request());
  const { errors } = await owner.ask(MOVE, request({ to: "ANALYSIS" }));
  expect(errors?.[0]?.extensions).toMatchObject({ code: "VERSION_CONFLICT", details: { expected: 1, current: 2 } });
});

test("a participant that is removed while its request waits for the lock is refused", async () => {
  const answer = await transact(world.db, async (tx) => {
    await tx.update(CaseTable, { id: incident.id }, { title: "Locked" });
    const waiting = owner.ask(MOVE, request());
    const isWaiting = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    while ((await world.asOwner(isWaiting)).length === 0);
    await tx.query(`update case_participants set state = 'LEFT' where case_id = $1`, [incident.id]);
    return { waiting };
  });
  expect(codeOf(await answer.waiting)).toBe("NOT_FOUND");
});

test("the loser of a deadlock runs again from its start, and both succeed", async () => {
  const [a, b] = [await world.openCase(owner), await world.openCase(owner)];
  let [runs, arrived] = [0, 0];
  const bothHoldOne = promised();
  const rename = (first: string, second: string) =>
    transact(world.db, async (tx) => {
      runs++;
      await tx.update(CaseTable, { id: first }, { title: "renamed" });
      if (++arrived === 2) bothHoldOne.keep();
      await bothHoldOne.kept;
      await tx.update(CaseTable, { id: second }, { title: "renamed" });
    });
  await Promise.all([rename(a.id, b.id), rename(b.id, a.id)]);
  expect(runs).toBe(3);
});

test("every change is audited, with who did what to which", async () => {
  await owner.ask(MOVE, request());
  const [row] = await world.db.query<unknown[]>(
    `select operation, actor_id, organization_id, subject_ids from audit order by at desc, operation = 'moveCase' desc limit 1`,
  );
  expect(row).toEqual({
    operation: "moveCase",
    actor_id: owner.account.id,
    organization_id: owner.organization.id,
    subject_ids: [incident.id],
  });
});
