import type { Case } from "../../src/modules/cases/case";
import { transact } from "../../src/platform/db";
import { codeOf } from "../support/asker";
import { promised } from "../support/promised";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let owner: Party;
let partner: Party;
let incident: Case;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
// Parties and a case of its own for each test: what another test did is not seen by them.
beforeEach(async () => {
  owner = await world.party({ name: "ACME CSIRT" });
  partner = await world.party({ name: "Night SOC" });
  incident = await world.openCase(owner);
  await world.join(incident, partner);
});

/** What a mutation would record; `version` tells one from another. */
const record = (tx: { query(text: string, values: unknown[]): Promise<unknown> }, version: number) =>
  tx.query(
    `insert into events (id, type, subject_type, subject_id, case_id, changed, version, at)
    values ('evt_' || $1, 'CASE_UPDATED', 'Case', $2, $2, '{title}', $3, hub_now())`,
    [`${incident.id}-${version}`, incident.id, version],
  );
const happen = (...versions: number[]) =>
  transact(world.db, async (tx) => {
    for (const version of versions) await record(tx, version);
  });
const opened = async (who: Party, after?: string) => {
  const stream = await who.follow(after === undefined ? {} : { after });
  return { stream, first: await stream.next() };
};

test("an event with a lower number that commits later is not lost, and comes in the log's order", async () => {
  const { stream } = await opened(partner);
  const waiting = stream.until(({ version }) => version === 3); // Has caught up: from here on it is fed by the tail.
  const [mayCommit, recorded] = [promised(), promised()];

  const slow = transact(world.db, async (tx) => {
    await record(tx, 2); // Draws the lower number, and commits last.
    recorded.keep();
    await mayCommit.kept;
  });
  await recorded.kept;
  await happen(3);
  await world.app.tail.tick(); // A tail by number would take 3 now, and never come back for 2.
  mayCommit.keep();
  await slow;

  expect((await waiting).map(({ version }) => version)).toEqual([2, 3]);
});

test("a stream that was cut goes on after its position, without a gap and without a repetition", async () => {
  const { stream: before, first } = await opened(partner);
  await happen(2);
  const second = await before.next();
  await before.end();
  await happen(3);

  const { stream: after, first: started } = await opened(partner, second.position);
  expect(started).toMatchObject({ __typename: "StreamStarted", outcome: "CONTINUED", position: second.position });
  expect(await after.next()).toMatchObject({ version: 3 });
  // Any transaction that was open as the first stream began holds its position back, also one of another database: then
  // what had happened just before comes too.
  const { stream: again } = await opened(partner, first.position);
  expect((await again.until(({ version }) => version === 2)).at(-1)).toMatchObject({ id: second["id"] });
  expect(await again.next()).toMatchObject({ version: 3 });
});

test("the position of a stream that began while a transaction was open loses nothing of it", async () => {
  const [mayCommit, recorded] = [promised(), promised()];
  const slow = transact(world.db, async (tx) => {
    await record(tx, 2);
    recorded.keep();
    await mayCommit.kept;
  });
  await recorded.kept;
  await happen(3);
  const { first } = await opened(partner); // Has 3 behind it, and 2 not yet.
  mayCommit.keep();
  await slow;

  const { stream: again } = await opened(partner, first.position);
  const told = await again.until(({ version }) => version === 3);
  expect(told.flatMap(({ version }) => (typeof version === "number" ? [version] : []))).toEqual([2, 3]);
});

test.each<[string, () => Promise<unknown>]>([
  [
    "TRIMMED",
    () =>
      world.asOwner(
        "update hub set trimmed_xid = (select max(xid::text::bigint)::text::xid8 from events), trimmed_seq = 999999",
      ),
  ],
  ["EPOCH_CHANGED", () => world.asOwner("update hub set epoch = gen_random_uuid()")],
])("a gap is told, never silent: %s", async (reason, spoil) => {
  const { first } = await opened(partner);
  await happen(2);
  await spoil();
  const { first: answer } = await opened(partner, first.position);
  expect(answer).toMatchObject({ __typename: "Resync", reason });
});

test("a position of the future, as after a restore of an older backup, is told", async () => {
  const { first } = await opened(partner);
  const future = world.app.contextFor(partner.viewer).streams.cursorAt(partner.viewer, { xid: "999999999", seq: "0" });
  expect((await opened(partner, future)).first).toMatchObject({ reason: "FUTURE" });
  expect((await opened(partner, first.position)).first).toMatchObject({ outcome: "CONTINUED" });
});

test("another organisation's position does not open this one's stream; a forged one opens none", async () => {
  const { first } = await opened(owner);
  expect((await opened(partner, first.position)).first).toMatchObject({
    __typename: "Resync",
    reason: "SCOPE_CHANGED",
  });
  const forged = `${first.position.slice(0, -1)}${first.position.endsWith("A") ? "B" : "A"}`;
  await expect(partner.follow({ after: forged })).rejects.toThrow("CURSOR_INVALID");
});

test("a removed participant is told that the case is gone, and nothing more: not live, not from its queue, not on replay", async () => {
  const { stream: mine, first } = await opened(partner);
  const { stream: theirs } = await opened(owner);
  await happen(2);
  expect(await mine.next()).toMatchObject({ version: 2 });
  expect(await theirs.next()).toMatchObject({ version: 2 });

  await happen(3);
  await world.app.tail.tick(); // Both streams hold it in their queues now.
  await world.asOwner(
    `update case_participants set state = 'LEFT', left_at = hub_now() where organization_id = '${partner.organization.id}'`,
  );
  await happen(4);
  const heard = await theirs.until(({ version }) => version === 4);
  expect(heard.map(({ version }) => version)).toEqual([3, 4]);

  expect(await mine.next()).toMatchObject({ __typename: "Gone", id: incident.id });
  const other = await world.openCase(partner); // What it may see comes next: nothing of the case does.
  expect(await mine.next()).toMatchObject({ type: "CASE_OPENED", subject: { id: other.id } });
  const { stream: replay } = await opened(partner, first.position);
  const replayed = await replay.until(({ type }) => type === "CASE_OPENED");
  expect(
    replayed.map(({ __typename, id, subject }) => [
      __typename,
      id === incident.id,
      (subject as { id?: string })?.id === other.id,
    ]),
  ).toEqual([
    ["Gone", true, false],
    ["CaseEvent", false, true],
  ]);
});

test("who never saw a case learns nothing of it, not even that it is gone", async () => {
  const stranger = await world.party();
  const { stream } = await opened(stranger);
  await happen(2, 3);
  const own = await world.openCase(stranger);
  expect(await stream.next()).toMatchObject({ type: "CASE_OPENED", subject: { id: own.id } });
});

test("a stream can be narrowed to a case and to types", async () => {
  const other = await world.openCase(owner);
  const stream = await owner.follow({ args: `, caseId: "${other.id}", types: [CASE_MOVED]` });
  await stream.next();
  await happen(2);
  await owner.act("moveCase", { caseId: incident.id, expectedVersion: 1, to: "TRIAGE" });
  await owner.act("moveCase", { caseId: other.id, expectedVersion: 1, to: "TRIAGE" });
  expect(await stream.next()).toMatchObject({ type: "CASE_MOVED", case: { id: other.id } });
});

test("a name of a changed field that the viewer may not see is left out, and an event with nothing left is not sent", async () => {
  const [part] = await world.db.query<{ id: string }[]>("select id from case_participants where organization_id = $1", [
    partner.organization.id,
  ]);
  const { stream: mine } = await opened(partner);
  const { stream: theirs } = await opened(owner);
  const told = (changed: string, n: number) =>
    world.db.query(
      `insert into events (id, type, subject_type, subject_id, case_id, changed, at) values ($1, 'PARTICIPANT_JOINED', 'CaseParticipant', $2, $3, $4, hub_now())`,
      [`evt_${n}_${part?.id}`, part?.id, incident.id, changed],
    );
  await told("{trackingId}", 1);
  await told("{role,trackingId}", 2);

  expect((await mine.until(({ changed }) => (changed as string[]).length === 2)).map(({ changed }) => changed)).toEqual(
    [["trackingId"], ["role", "trackingId"]],
  );
  expect(await theirs.next()).toMatchObject({ changed: ["role"] });
});

test("a mutation's position, given as after, brings the event that tells it", async () => {
  const { position } = await owner.act<{ position: string }>("moveCase", {
    caseId: incident.id,
    expectedVersion: 1,
    to: "TRIAGE",
  });
  const { stream, first } = await opened(owner, position);
  expect(first).toMatchObject({ outcome: "CONTINUED" });
  expect(await stream.next()).toMatchObject({ type: "CASE_MOVED", version: 2 });
});

test("ending a stream that waits ends it at once", async () => {
  const { stream } = await opened(partner);
  const waiting = expect(stream.next()).rejects.toThrow("The stream has ended.");
  await stream.end();
  await waiting;
});

test("the hub itself can neither change nor remove what was told or audited", async () => {
  for (const statement of [
    "update events set type = 'x'",
    "delete from events",
    "truncate events",
    "update audit set operation = 'x'",
    "delete from audit",
    "update hub set epoch = gen_random_uuid()",
  ]) {
    await expect(world.db.query(statement)).rejects.toThrow("permission denied");
  }
});

test("a stream of somebody who may not subscribe again is limited, with a code", async () => {
  const streams = [];
  for (let i = 0; i < 200; i++) streams.push(await owner.follow());
  await expect(owner.follow()).rejects.toThrow("RATE_LIMITED");
  await streams[0]?.end();
  await (await owner.follow()).end();
  expect(codeOf(await owner.ask(`{ wrong }`))).toBe("INVALID_INPUT");
});
