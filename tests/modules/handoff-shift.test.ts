import { roles } from "../../src/modules/accounts/account";
import { handoffVerbs } from "../../src/modules/handoffs/handoff.verbs";
import { mutationText } from "../support/asker";
import { type ShownHandoff, step, stepOf } from "../support/handoffs";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let night: Party;
let day: Party;

beforeAll(async () => {
  world = await openWorld();
  night = await world.party({ name: "24/7 SOC", kinds: ["SOC"] });
  day = await world.party({ organization: night.organization });
});
afterAll(() => world.close());

type Result = { readonly outcome: string; readonly id: string | null; readonly code: string | null; field: string };
type Done = { readonly items: readonly Result[]; readonly handoffs: readonly ShownHandoff[] };
const note = (summary = "Watch FS-01.") => ({ summary, expectation: "WATCH_AND_REPORT" });
const shift = (caseIds: readonly string[], given: object = {}) => ({
  contact: "Night desk, ext. 12",
  dueAt: "2126-01-01T00:00:00Z",
  items: caseIds.map((caseId) => ({ caseId, package: note() })),
  ...given,
});
const RESULT = "items { index outcome id code field } handoffs { id version state }";
const handOver = (who: Party, input: object) => who.act<Done>("handOverShift", input, RESULT);

test("one call hands many cases to the next shift, each with its own note", async () => {
  const cases = await Promise.all([1, 2, 3].map(() => world.openCase(night, { severity: "LEVEL_2" })));

  const { items, handoffs } = await handOver(night, shift(cases.map(({ id }) => id)));

  expect(items.map(({ outcome, id }) => [outcome, id])).toEqual(handoffs.map(({ id }) => ["OK", id]));
  const [first] = handoffs;
  const { handoff } = await day.get<{ handoff: object }>(
    `query ($id: ID!) { handoff(id: $id) { kind giver { name } receiver { name } case { id } receiverRole
      package { severity contact summary } } }`,
    { id: first?.id },
  );
  expect(handoff).toEqual({
    kind: "SHIFT_CHANGE",
    giver: { name: "24/7 SOC" },
    receiver: { name: "24/7 SOC" },
    receiverRole: null,
    case: { id: cases[0]?.id },
    package: { severity: "LEVEL_2", contact: "Night desk, ext. 12", summary: "Watch FS-01." },
  });
});

test("a case that is refused does not hold the others back", async () => {
  const [good, closed] = [await world.openCase(night), await world.openCase(night)];
  await world.asOwner(`update cases set state = 'CLOSED' where id = '${closed.id}'`);
  const other = await world.party();
  const [foreign, watched] = [await world.openCase(other), await world.openCase(other)];
  await world.join(watched, night, "OBSERVER");
  const items = [
    { caseId: foreign.id, package: note() },
    { caseId: good.id, package: note() },
    { caseId: good.id, package: note() },
    { caseId: closed.id, package: note() },
    { caseId: watched.id, package: note() },
    { caseId: (await world.openCase(night)).id, package: { summary: "No expectation." } },
  ];

  const done = await handOver(night, shift([], { items }));

  expect(done.items.map(({ outcome, code, field }) => [outcome, code, field])).toEqual([
    ["REFUSED", "NOT_FOUND", "input.items[0].caseId"],
    ["OK", null, null],
    ["REFUSED", "INVALID_INPUT", "input.items[2].caseId"],
    ["REFUSED", "STATE_CONFLICT", null],
    ["REFUSED", "FORBIDDEN", null],
    ["REFUSED", "HANDOFF_INCOMPLETE", "input.items[5].package.expectation"],
  ]);
  expect(done.handoffs).toHaveLength(1);
});

test("whoever hands over does not take over; a colleague does, and is assigned", async () => {
  const incident = await world.openCase(night);
  const { handoffs } = await handOver(night, shift([incident.id]));
  const [offered] = handoffs as [ShownHandoff];
  expect(await night.refused("acknowledgeHandoff", stepOf(offered))).toBe("FORBIDDEN");

  const accepted = await step(day, "acceptHandoff", await step(day, "acknowledgeHandoff", offered));

  const { cases } = await day.get<{ cases: object }>(`{ cases(assignedToMe: true) { edges { node { id } } } }`);
  expect(cases).toEqual({ edges: [{ node: { id: incident.id } }] });
  await step(day, "completeHandoff", accepted, { outcome: "Quiet." });
});

test("a shift that is for somebody is received by nobody else", async () => {
  const incident = await world.openCase(night);
  const third = await world.party({ organization: night.organization });
  const { handoffs } = await handOver(night, shift([incident.id], { receivingAccountIds: [day.account.id] }));
  const [offered] = handoffs as [ShownHandoff];
  expect(await third.refused("acknowledgeHandoff", stepOf(offered))).toBe("FORBIDDEN");
  await step(day, "acknowledgeHandoff", offered);
});

test("of a restricted case the next shift is named; a stranger cannot be", async () => {
  const incident = await world.openCase(night, { restricted: true });
  const stranger = await world.party();
  const to = (who: Party) => shift([incident.id], { receivingAccountIds: [who.account.id] });
  expect(await night.refused("handOverShift", to(stranger))).toBe("NOT_FOUND");
  expect(await day.refused("acknowledgeHandoff", { handoffId: "handoff_X", expectedVersion: 1 })).toBe("NOT_FOUND");

  const { handoffs } = await handOver(night, to(day));

  await step(day, "acknowledgeHandoff", (handoffs as [ShownHandoff])[0]);
});

test("handing over is for accounts with the roles of its row, and for no others", async () => {
  const incident = await world.openCase(night);
  const allowed: readonly string[] = handoffVerbs.handOverShift.roles;
  for (const role of roles.values) {
    const account = await world.party({ organization: night.organization, roles: [role] });
    const { errors } = await account.ask(mutationText("handOverShift", "position"), {
      input: { idempotencyKey: role, ...shift([incident.id]) },
    });
    expect(errors?.[0]?.extensions?.["code"]).toBe(allowed.includes(role) ? undefined : "FORBIDDEN");
  }
});

test("the statements of a shift do not grow with its cases", async () => {
  const counts: number[] = [];
  for (const size of [1, 10]) {
    const cases = await Promise.all(Array.from({ length: size }, () => world.openCase(night)));
    world.statements.length = 0;
    await handOver(night, shift(cases.map(({ id }) => id)));
    counts.push(world.statements.length);
  }
  expect(counts[1]).toBe(counts[0]);
});
