import { randomUUID } from "node:crypto";
import type { Case } from "../../src/modules/cases/case";
import type { Change } from "../../src/platform/change";
import { forgetOldOutcomes } from "../../src/platform/idempotency";
import { Jobs, type JobHandler, cancel, schedule } from "../../src/platform/jobs";
import { bind, run, sql } from "../../src/platform/sql";
import { type Party, type World, openWorld } from "../support/world";

const KIND = "test.count";
let world: World;
let csirt: Party;
let incident: Case;

beforeAll(async () => {
  world = await openWorld();
  csirt = await world.party();
});
afterAll(() => world.close());
beforeEach(async () => {
  incident = await world.openCase(csirt);
});
afterEach(() => world.asOwner("delete from jobs"));

/** The work of these jobs: a case's version counts how often it was done. */
const count: JobHandler = async ({ tx }, id) => {
  await run(tx, "count", sql`update cases set version = version + 1 where id = ${bind(id, "text")}`);
};
const timesDone = async (id = incident.id) => {
  const [row] = await world.asOwner(`select version - 1 as done from cases where id = '${id}'`);
  return row?.["done"];
};
const node = (handler: JobHandler, bugs: unknown[] = [], kind = KIND) => {
  const jobs = new Jobs(world.db, world.app.writer, (bug) => void bugs.push(bug));
  jobs.register(kind, handler);
  return jobs;
};
const inChange = (work: (change: Change) => Promise<void>) =>
  world.app.writer.mutate(csirt.viewer, "plan", { idempotencyKey: randomUUID() }, async (change) => {
    await work(change);
    return {};
  });
const inMinutes = (now: Date, minutes: number) => new Date(now.getTime() + minutes * 60_000);
const plan = (minutes: number, subjectId = incident.id) =>
  inChange((change) => schedule(change, { kind: KIND, subjectId, dueAt: inMinutes(change.now, minutes) }));

test("a job is done once, when its time has come and not before", async () => {
  const jobs = node(count);
  await plan(60);
  expect(await jobs.runDue()).toBe(0);

  await world.shiftTime("61 minutes");

  expect(await jobs.runDue()).toBe(1);
  expect(await jobs.runDue()).toBe(0);
  expect(await timesDone()).toBe(1);
});

test("planning a job again moves it, and a cancelled job is never done", async () => {
  const jobs = node(count);
  await plan(-1);
  await plan(60);
  expect(await jobs.runDue()).toBe(0);

  await plan(-1);
  await inChange((change) => cancel(change, { kind: KIND, subjectId: incident.id }));

  expect(await jobs.runDue()).toBe(0);
  expect(await timesDone()).toBe(0);
});

test("a job that a change planned is not there when the change fails", async () => {
  const failing = inChange(async (change) => {
    await schedule(change, { kind: KIND, subjectId: incident.id, dueAt: inMinutes(change.now, -1) });
    throw new Error("The change fails after that.");
  });
  await expect(failing).rejects.toThrow("The change fails");
  expect(await node(count).runDue()).toBe(0);
});

test("two nodes at once do each job once", async () => {
  const cases = await Promise.all(Array.from({ length: 20 }, () => world.openCase(csirt)));
  for (const { id } of cases) await plan(-1, id);

  const done = await Promise.all([node(count).runDue(), node(count).runDue()]);

  expect(done.reduce((sum, n) => sum + n)).toBe(20);
  expect(await Promise.all(cases.map(({ id }) => timesDone(id)))).toEqual(cases.map(() => 1));
});

test("a job that fails is told, undone, and tried again later, each time after a longer wait", async () => {
  const bugs: unknown[] = [];
  let isBroken = true;
  const jobs = node(async (change, id) => {
    await count(change, id);
    if (isBroken) throw new Error("The work fails.");
  }, bugs);
  await plan(-1);

  expect(await jobs.runDue()).toBe(0);
  await world.shiftTime("61 seconds");
  expect(await jobs.runDue()).toBe(0);
  await world.shiftTime("61 seconds");
  expect(await jobs.runDue()).toBe(0);
  expect(bugs).toHaveLength(2); // After the second failure it waits for two minutes.

  isBroken = false;
  await world.shiftTime("61 seconds");
  expect(await jobs.runDue()).toBe(1);
  expect(await timesDone()).toBe(1);
});

test("one job that fails does not hold the others back", async () => {
  const other = await world.openCase(csirt);
  await plan(-2);
  await plan(-1, other.id);
  const bugs: unknown[] = [];
  const jobs = node(async (change, id) => {
    if (id === incident.id) throw new Error("This one fails.");
    await count(change, id);
  }, bugs);
  expect(await jobs.runDue()).toBe(1);
  expect(await timesDone(other.id)).toBe(1);
  expect(bugs).toHaveLength(1);
});

test("work during which the job is cancelled, or taken by another node, is undone", async () => {
  const bugs: unknown[] = [];
  const meanwhile = (statement: string) =>
    node(async (change, id) => {
      await count(change, id);
      await world.asOwner(statement);
    }, bugs);

  await plan(-1);
  expect(await meanwhile("update jobs set attempts = attempts + 1").runDue()).toBe(0);
  await plan(-1);
  expect(await meanwhile("delete from jobs").runDue()).toBe(0);

  expect(await timesDone()).toBe(0);
  expect(bugs).toEqual([]);
});

test("a job can say when it is due again", async () => {
  const jobs = node(async (change, id) => {
    await count(change, id);
    return inMinutes(change.now, 60);
  });
  await plan(-1);
  expect(await jobs.runDue()).toBe(1);
  expect(await jobs.runDue()).toBe(0);
  await world.shiftTime("61 minutes");
  expect(await jobs.runDue()).toBe(1);
  expect(await timesDone()).toBe(2);
});

test("a node leaves alone what it has no handler for", async () => {
  await plan(-1);
  expect(await node(count, [], "test.other").runDue()).toBe(0);
  expect(await node(count).runDue()).toBe(1);
});

test("stopping waits for the job that is being done", async () => {
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const jobs = node(async (change, id) => {
    begin();
    await finished;
    await count(change, id);
  });
  await plan(-1);
  jobs.start(1);
  await begun;

  let isStopped = false;
  const stopped = jobs.stop().then(() => (isStopped = true));
  await world.asOwner("select 1");
  expect(isStopped).toBe(false);
  finish();
  await stopped;

  expect(await timesDone()).toBe(1);
});

test("the outcomes of mutations are forgotten after 7 days, again and again", async () => {
  const jobs = new Jobs(world.db, world.app.writer, (bug) => void world.bugs.push(bug));
  jobs.registerRecurring("idempotency.forget", forgetOldOutcomes);
  const kept = async () => (await world.asOwner("select count(*)::integer as n from idempotency_keys"))[0]?.["n"];

  expect(await jobs.runDue()).toBe(1);
  expect(await kept()).toBeGreaterThan(0);
  await world.shiftTime("8 days");
  await inChange(async () => undefined);
  expect(await jobs.runDue()).toBe(1);

  expect(await kept()).toBe(1);
});
