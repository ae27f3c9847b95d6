import { Client } from "pg";
import { createApp } from "../../src/app";
import { hubDatabase } from "../../src/database";
import type { Case } from "../../src/modules/cases/case";
import { tables } from "../../src/tables";
import type { Message } from "../support/asker";
import { type ServedWorld, authorization, serve } from "../support/served";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let hub: ServedWorld;
let csirt: Party;
let incident: Case;

beforeAll(async () => {
  world = await openWorld();
  csirt = await world.party();
  incident = await world.openCase(csirt, { summary: "A long story. ".repeat(1_000) });
});
beforeEach(async () => {
  hub = await serve(world);
});
afterEach(() => hub.close());
afterAll(() => world.close());

/** What writers recorded about the case: `count` events in one transaction. */
const happen = (count: number) =>
  world.asOwner(`insert into events (id, type, subject_type, subject_id, case_id, changed, version, at)
    select 'evt_' || gen_random_uuid(), 'CASE_MOVED', 'Case', '${incident.id}', '${incident.id}', '{state}', 1, hub_now()
    from generate_series(1, ${count})`);
const isEvent = ({ __typename }: Message) => __typename === "CaseEvent";

test("who does not read is cut with 4418, misses nothing when it comes back, and holds nobody up", async () => {
  const ROUNDS = 8;
  const PER_ROUND = 1_500;
  const selection = "__typename position ... on CaseEvent { id case { summary } }";
  const slow = hub.connect(csirt);
  const stalled = await slow.follow({ selection });
  await stalled.next();
  (await slow.socket).pause();
  const reading = await hub.client(csirt).follow({ selection: "__typename position ... on Event { id }" });
  await reading.next();

  const ids: unknown[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    await happen(PER_ROUND);
    while (ids.length < round * PER_ROUND) ids.push((await reading.next())["id"]);
  }
  expect(new Set(ids).size).toBe(ROUNDS * PER_ROUND); // Whoever reads has everything by now.

  (await slow.socket).resume();
  const before = await upToTheEnd(stalled);
  expect(await slow.closed).toMatchObject({ code: 4418 });
  const after = before.at(-1)?.position;
  const resumed = await hub.client(csirt).follow({ selection, ...(after ? { after } : {}) });
  expect(await resumed.next()).toMatchObject({ __typename: "StreamStarted" });
  const known = before.filter(isEvent).map(({ id }) => id);
  expect(known.length).toBeLessThan(ids.length);
  while (known.length < ids.length) known.push((await resumed.next())["id"]);
  expect(known).toEqual(ids);
});

test("a burst of thousands in one transaction reaches, whole and in order, whoever reads", async () => {
  const COUNT = 5_000;
  const stream = await hub.client(csirt).follow({ selection: "__typename position ... on Event { id }" });
  await stream.next();

  await happen(COUNT);
  const ids: unknown[] = [];
  while (ids.length < COUNT) ids.push((await stream.next())["id"]);

  const logged = await world.asOwner(`select id from events order by xid desc, seq desc limit ${COUNT}`);
  expect(ids.reverse()).toEqual(logged.map(({ id }) => id));
});

async function upToTheEnd(stream: { readonly next: () => Promise<Message> }): Promise<readonly Message[]> {
  const all: Message[] = [];
  try {
    for (;;) all.push(await stream.next());
  } catch {
    return all;
  }
}

test("a hub that stops answers what it has begun, and tells its sockets to come back", async () => {
  const connection = hub.connect(csirt);
  const stream = await connection.follow();
  await stream.next();
  const blocker = await holdOf("cases");
  const begun = hub.post({ query: "{ cases { edges { node { id } } } }" }, authorization(csirt));
  await waits(blocker, "cases");

  const stopped = hub.stop();

  expect(await connection.closed).toMatchObject({ code: 1001 });
  await expect(hub.post({ query: "{ position }" }, authorization(csirt))).rejects.toThrow("fetch failed");
  await blocker.end();
  expect(await begun).toMatchObject({ status: 200, data: { cases: { edges: [{ node: { id: incident.id } }] } } });
  await stopped;
});

/** A connection that keeps everybody else from reading a table, until it ends. */
async function holdOf(table: string): Promise<Client> {
  const blocker = new Client({ connectionString: world.url });
  await blocker.connect();
  await blocker.query(`begin; lock table ${table} in access exclusive mode`);
  return blocker;
}

/** Until somebody waits for the table that this connection holds. */
async function waits(blocker: Client, table: string): Promise<void> {
  const statement = `select from pg_locks where not granted and relation = '${table}'::regclass`;
  while ((await blocker.query(statement)).rowCount === 0) continue;
}

test("several root fields read one snapshot, and its position comes before whatever is not in it", async () => {
  const { id } = await world.openCase(csirt);
  const blocker = await holdOf("organizations");
  const query = `query ($id: ID!) {
    before: case(id: $id) { state }
    after: case(id: $id) { state participants { edges { node { organization { name } } } } }
    position }`;
  const asking = hub.client(csirt).get<{ position: string; before: object; after: object }>(query, { id });
  await waits(blocker, "organizations");

  // The first field was read, the second waits for a table: a change commits in between.
  await world.asOwner(`update cases set state = 'TRIAGE' where id = '${id}'`);
  await happen(1);
  await blocker.end();
  const { before, after, position } = await asking;

  expect([before, after]).toEqual([{ state: "RECEIVED" }, expect.objectContaining({ state: "RECEIVED" })]);
  const stream = await hub.client(csirt).follow({ after: position });
  expect(await stream.next()).toMatchObject({ outcome: "CONTINUED" });
  expect(await stream.until(isEvent)).toHaveLength(1);
  expect(await hub.client(csirt).get("query ($id: ID!) { case(id: $id) { state } }", { id })).toEqual({
    case: { state: "TRIAGE" },
  });
});

test("50 duplicates of one mutation at once, on four connections, are one change and 50 equal answers", async () => {
  const narrow = await narrowHub();
  const { id, version } = await world.openCase(csirt);
  const input = { idempotencyKey: "the-same", caseId: id, expectedVersion: version, to: "TRIAGE" };
  const query = "mutation ($input: MoveCaseInput!) { moveCase(input: $input) { case { state version } position } }";

  const answers = await Promise.all(
    Array.from({ length: 50 }, () => narrow.hub.post({ query, variables: { input } }, authorization(csirt))),
  );

  expect(answers[0]?.data).toMatchObject({ moveCase: { case: { state: "TRIAGE", version: version + 1 } } });
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  await narrow.close();
});

test("50 operations of many fields at once, on four connections, are all answered", async () => {
  const narrow = await narrowHub();
  const query = `{ position ${Array.from({ length: 10 }, (_, i) => `a${i}: cases { edges { node { id state } } }`).join(" ")} me { name } }`;

  const answers = await Promise.all(Array.from({ length: 50 }, () => narrow.hub.post({ query }, authorization(csirt))));

  expect(answers.filter(({ errors }) => errors)).toEqual([]);
  await narrow.close();
});

async function narrowHub() {
  const faults: unknown[] = [];
  const db = await hubDatabase({ url: world.url, tables, poolSize: 4 }).initialize();
  const app = await createApp(db, (bug) => void faults.push(bug));
  const served = await serve({ app });
  const close = async () => {
    await served.close();
    await app.stop();
    await db.destroy();
    expect(faults).toEqual([]);
  };
  return { hub: served, close };
}
