import type { Case } from "../../src/modules/cases/case";
import { type Cast, caseFor, castOf, listOf, outcomeOf, staged } from "../support/casework";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let cast: Cast;
let one: Case;
let engineer: Party;

beforeAll(async () => {
  world = await openWorld();
  cast = await castOf(world);
  engineer = await world.party({ organization: cast.vendor.organization, kind: "USER", name: "Mori" });
});
afterAll(() => world.close());
beforeEach(async () => {
  one = await staged(world, cast);
});

type Task = { id: string; version: number; state: string; organization: { name: string }; assignedAt: string };
const FIELDS = `id version title detail state organization { name } user { name } yours dueAt overdue assignedAt outcome
  endedAt addedBy { ... on Organization { name } } endedBy { ... on Organization { name } }`;
const input = (given: object = {}) => ({
  caseId: one.id,
  title: "Image the disk of FS-01",
  organizationId: cast.vendor.organization.id,
  ...given,
});
const add = async (who: Party = cast.soc, given: object = {}) =>
  (await who.act<{ task: Task }>("addTask", input(given), `task { ${FIELDS} }`)).task;
const on = ({ id, version }: Task, given: object = {}) => ({ taskId: id, expectedVersion: version, ...given });
const to = (who: Party, given: object = {}) => ({ organizationId: who.organization.id, ...given });
const tasks = (who: Party = cast.owner, args = "") => listOf<Task>(who, one, "tasks", FIELDS, args);
const waitsOn = async (): Promise<readonly string[]> => {
  type Waits = { waitingOn: { kind: string; organization: { name: string } }[] };
  const { waitingOn } = await caseFor<Waits>(cast.owner, one, "waitingOn { kind organization { name } }");
  return waitingOn.map(({ kind, organization }) => `${kind} ${organization.name}`);
};

describe("a task", () => {
  test("is given to an organisation, and the case waits on it until it is done", async () => {
    const added = await add(cast.soc, { accountId: engineer.account.id, detail: "Before the power goes." });
    expect(added).toMatchObject({
      version: 1,
      state: "OPEN",
      detail: "Before the power goes.",
      organization: { name: "Dig Forensics" },
      user: { name: "Mori tool" },
      addedBy: { name: "Night SOC" },
      overdue: false,
      yours: false,
    });
    expect(await waitsOn()).toEqual(["TASK Dig Forensics"]);
    await cast.vendor.act("completeTask", on(added, { outcome: "SHA-256 in the evidence list." }));
    expect(await waitsOn()).toEqual([]);
    expect(await tasks()).toMatchObject([
      { state: "DONE", version: 2, outcome: "SHA-256 in the evidence list.", endedBy: { name: "Dig Forensics" } },
    ]);
  });

  test("is one's own when nobody is named, and knows whose it is", async () => {
    const added = await add(cast.soc, { organizationId: null, accountId: cast.soc.account.id });
    expect(added).toMatchObject({ organization: { name: "Night SOC" }, yours: true, user: null });
    expect(await tasks(cast.owner)).toMatchObject([{ yours: false }]);
  });

  test("is overdue when its time has passed and it is open", async () => {
    const added = await add(cast.soc, { dueAt: "2025-07-01T00:00:00.000Z" });
    expect(added).toMatchObject({ dueAt: "2025-07-01T00:00:00.000Z", overdue: true });
    await cast.vendor.act("completeTask", on(added));
    expect(await tasks()).toMatchObject([{ overdue: false }]);
  });

  test("is listed by its state and by who has to do it", async () => {
    const [done] = [await add(), await add(cast.soc, to(cast.owner))];
    await cast.vendor.act("completeTask", on(done));
    expect(await tasks(cast.owner, "(states: [OPEN])")).toMatchObject([{ organization: { name: "ACME CSIRT" } }]);
    expect(await tasks(cast.owner, `(organizationId: "${cast.vendor.organization.id}")`)).toMatchObject([
      { id: done.id },
    ]);
  });

  test("is told when it is added, assigned and ended, and counts no version of the case", async () => {
    const stream = await cast.owner.follow({ args: `caseId: "${one.id}"` });
    await stream.next();
    const added = await add();
    await cast.soc.act("assignTask", on(added, to(cast.owner)));
    await cast.soc.act("cancelTask", on({ ...added, version: 2 }, { outcome: "Done by the vendor already." }));
    expect([await stream.next(), await stream.next(), await stream.next()]).toMatchObject([
      { __typename: "TaskEvent", type: "TASK_ADDED", version: 1 },
      { type: "TASK_ASSIGNED", version: 2 },
      { type: "TASK_CANCELLED", version: 3 },
    ]);
    expect(await caseFor(cast.owner, one, "version")).toEqual({ version: 1 });
    await stream.end();
  });
});

describe("who gets a task", () => {
  test("works in the case: no stranger, no observer, nobody who has left", async () => {
    await cast.vendor.act("leaveCase", { caseId: one.id });
    for (const who of [cast.stranger, cast.observer, cast.vendor]) {
      expect(await outcomeOf(cast.soc, "addTask", input(to(who)))).toEqual(["INVALID_INPUT", "input.organizationId"]);
    }
    expect(await outcomeOf(cast.soc, "addTask", input(to(cast.invited)))).toEqual(["OK"]);
  });

  test("is an account of that organisation", async () => {
    const accountId = cast.soc.account.id;
    expect(await outcomeOf(cast.soc, "addTask", input({ accountId }))).toEqual(["NOT_FOUND", "input.accountId"]);
    expect(await outcomeOf(cast.soc, "addTask", input({ accountId: "user_none" }))).toEqual([
      "NOT_FOUND",
      "input.accountId",
    ]);
  });

  test("sees the case: in a restricted one, it is named", async () => {
    await cast.owner.act("updateCase", { caseId: one.id, expectedVersion: 1, restricted: true });
    const asked = input({ accountId: engineer.account.id });
    expect(await outcomeOf(cast.owner, "addTask", asked)).toEqual(["INVALID_INPUT", "input.accountId"]);
    await cast.owner.act("addCaseMembers", { caseId: one.id, accountIds: [engineer.account.id] });
    expect(await outcomeOf(cast.owner, "addTask", asked)).toEqual(["OK"]);
  });

  test("owes it from then on; another due time alone changes nothing about that", async () => {
    const added = await add();
    await world.shiftTime("1 hour");
    const dueAt = "2099-01-01T00:00:00.000Z";
    await cast.soc.act("assignTask", on(added, to(cast.vendor, { dueAt })));
    expect(await tasks()).toMatchObject([{ dueAt, assignedAt: added.assignedAt, version: 2 }]);
    await cast.soc.act("assignTask", on({ ...added, version: 2 }, to(cast.owner)));
    const [moved] = await tasks();
    expect(moved).toMatchObject({ dueAt, organization: { name: "ACME CSIRT" } });
    expect(Date.parse(moved?.assignedAt ?? "")).toBeGreaterThan(Date.parse(added.assignedAt));
    expect(await waitsOn()).toEqual(["TASK ACME CSIRT"]);
  });

  test("passes it on among its own people only", async () => {
    const added = await add();
    expect(await outcomeOf(cast.vendor, "assignTask", on(added, to(cast.owner)))).toEqual([
      "FORBIDDEN",
      "input.organizationId",
    ]);
    const accountId = engineer.account.id;
    expect(await outcomeOf(cast.vendor, "assignTask", on(added, to(cast.vendor, { accountId })))).toEqual(["OK"]);
    expect(await tasks()).toMatchObject([{ user: { name: "Mori tool" } }]);
  });

  test("changes nothing when it is as it was", async () => {
    const added = await add();
    expect(await outcomeOf(cast.soc, "assignTask", on(added, to(cast.vendor)))).toEqual(["OK"]);
    expect(await tasks()).toMatchObject([{ version: 1 }]);
  });

  test("leaves its open tasks to the owner when it goes", async () => {
    const [open, done] = [await add(cast.soc, { accountId: engineer.account.id }), await add()];
    await cast.vendor.act("completeTask", on(done));
    const stream = await cast.soc.follow({ args: `caseId: "${one.id}" types: [TASK_ASSIGNED]` });
    await stream.next();
    await cast.vendor.act("leaveCase", { caseId: one.id });
    expect(await waitsOn()).toEqual(["TASK ACME CSIRT"]);
    expect(await tasks(cast.owner, "(states: [DONE])")).toMatchObject([{ organization: { name: "Dig Forensics" } }]);
    expect(await tasks(cast.owner, "(states: [OPEN])")).toMatchObject([{ id: open.id, version: 2, user: null }]);
    expect(await stream.next()).toMatchObject({ subject: { id: open.id }, version: 2 });
    await stream.end();
  });
});

test("a task is changed on the version that was read, and for a stranger it does not exist", async () => {
  const added = await add();
  const late = on({ ...added, version: 9 });
  expect(await outcomeOf(cast.vendor, "completeTask", late)).toEqual(["VERSION_CONFLICT", "input.expectedVersion"]);
  expect(await outcomeOf(cast.stranger, "completeTask", on(added))).toEqual(["NOT_FOUND", "input.taskId"]);
  const outcomes = await Promise.all([
    outcomeOf(cast.vendor, "completeTask", on(added)),
    outcomeOf(cast.soc, "cancelTask", on(added)),
  ]);
  expect(outcomes.map(([code]) => code).sort()).toEqual(["OK", "VERSION_CONFLICT"]);
});
