import { randomUUID } from "node:crypto";
import type { Case } from "../../src/modules/cases/case";
import { type ShownHandoff, firstNotice, offer, step, stepOf } from "../support/handoffs";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let soc: Party;
let csirt: Party;
let incident: Case;

const contact = (name: string) => ({ name, role: null, phone: null, email: null, hours: null });

beforeAll(async () => {
  world = await openWorld();
  const organization = await world.organization({
    name: "ACME CSIRT",
    contacts: [contact("Duty officer"), contact("Deputy"), contact("Head of CSIRT")],
  });
  soc = await world.party({ name: "Night SOC", kinds: ["SOC"] });
  csirt = await world.party({ organization });
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.app.jobs.runDue();
  incident = await world.openCase(soc, { severity: "LEVEL_3" });
});

/** The hub's time, which tests have moved. */
const inMinutes = async (minutes: number): Promise<string> => {
  const [row] = await world.asOwner(`select hub_now() + interval '${minutes} minutes' as at`);
  return (row?.["at"] as Date).toISOString();
};
const offerDueIn = async (minutes: number, given: object = {}): Promise<ShownHandoff> =>
  offer(soc, csirt, incident, "ESCALATION", { package: firstNotice({ dueAt: await inMinutes(minutes) }), ...given });
const CLOCK = "state version overdue ladderLevel dueAt acknowledgeBy pausedSince pausedSeconds";
type Clock = {
  readonly version: number;
  readonly overdue: boolean;
  readonly ladderLevel: number;
  readonly dueAt: string;
  readonly acknowledgeBy: string | null;
  readonly pausedSince: string | null;
  readonly pausedSeconds: number;
};
const clockOf = async ({ id }: ShownHandoff): Promise<Clock> =>
  (await soc.get<{ handoff: Clock }>(`query ($id: ID!) { handoff(id: $id) { ${CLOCK} } }`, { id })).handoff;
const pass = async (minutes: number) => {
  await world.shiftTime(`${minutes} minutes`);
  await world.app.jobs.runDue();
};
const ask = (of: ShownHandoff, given: object = {}) =>
  step(csirt, "requestHandoffInfo", of, { purpose: "To decide", questions: ["Which server?"], ...given });

test("whoever is late is called, one contact of the ladder after the other, until all were", async () => {
  const offered = await offerDueIn(60);
  await pass(59);
  expect(await clockOf(offered)).toMatchObject({ overdue: false, ladderLevel: 0, version: 1 });
  const stream = await soc.follow();
  await stream.next();

  await pass(2);
  expect(await clockOf(offered)).toMatchObject({ overdue: true, ladderLevel: 1, version: 2 });
  expect(await stream.next()).toMatchObject({
    __typename: "HandoffEvent",
    type: "HANDOFF_OVERDUE",
    changed: ["ladderLevel", "overdue"],
  });

  await pass(20); // LEVEL_3: each contact has 30 minutes.
  expect(await clockOf(offered)).toMatchObject({ ladderLevel: 1 });
  await pass(11);
  expect(await clockOf(offered)).toMatchObject({ ladderLevel: 2 });
  await pass(31);
  await pass(31);
  expect(await clockOf(offered)).toMatchObject({ ladderLevel: 3 });
  await pass(600);
  expect(await clockOf(offered)).toMatchObject({ ladderLevel: 3, overdue: true });
  await stream.end();
});

test("what is overdue shows in whose turn it is", async () => {
  await offerDueIn(5);
  await world.shiftTime("6 minutes");
  const { waitingOnUs } = await csirt.get<{ waitingOnUs: object }>(
    `query ($id: ID!) { waitingOnUs(caseId: $id, overdue: true) { edges { node { kind overdue } } } }`,
    { id: incident.id },
  );
  expect(waitingOnUs).toEqual({ edges: [{ node: { kind: "ACKNOWLEDGEMENT", overdue: true } }] });
});

test("a step of the receiver ends the climbing; being late with the next one begins it anew", async () => {
  const offered = await offerDueIn(5);
  await pass(6);
  const { version } = await clockOf(offered);

  const acknowledged = await step(csirt, "acknowledgeHandoff", { ...offered, version });
  expect(await clockOf(acknowledged)).toMatchObject({ overdue: true, ladderLevel: 0 });

  await world.app.jobs.runDue();
  expect(await clockOf(acknowledged)).toMatchObject({ ladderLevel: 1 });
});

test("the clock stands still while the giver owes an answer, and what was due is due later", async () => {
  const offered = await offerDueIn(60);
  const { dueAt } = await clockOf(offered);
  const asked = await ask(await step(csirt, "acknowledgeHandoff", offered));
  await pass(120);
  const paused = await clockOf(asked);
  expect(paused).toMatchObject({ overdue: false, ladderLevel: 0, dueAt, pausedSince: expect.any(String) as string });

  await answer(asked);

  const resumed = await clockOf(asked);
  expect(resumed).toMatchObject({ overdue: false, pausedSince: null });
  expect(resumed.pausedSeconds).toBeGreaterThanOrEqual(120 * 60);
  expect(resumed.pausedSeconds).toBeLessThan(121 * 60);
  const putOffMs = Date.parse(resumed.dueAt) - Date.parse(dueAt);
  expect(Math.round(putOffMs / 1000)).toBe(resumed.pausedSeconds);
  await pass(58);
  expect(await clockOf(asked)).toMatchObject({ overdue: false });
  await pass(3);
  expect(await clockOf(asked)).toMatchObject({ overdue: true, ladderLevel: 1 });
});

test("two pauses add up", async () => {
  const first = await ask(await step(csirt, "acknowledgeHandoff", await offerDueIn(60)));
  await pass(10);
  await answer(first);
  const { version } = await clockOf(first);
  const second = await ask({ ...first, version });
  await pass(20);
  await answer(second);
  const { pausedSeconds } = await clockOf(second);
  expect(Math.round(pausedSeconds / 60)).toBe(30);
});

test("with the answer the giver can set another due time", async () => {
  const asked = await ask(await step(csirt, "acknowledgeHandoff", await offerDueIn(60)));
  await pass(30);
  const dueAt = await inMinutes(15);

  await answer(asked, { package: { dueAt } });

  expect((await clockOf(asked)).dueAt).toBe(dueAt);
  await pass(16);
  expect(await clockOf(asked)).toMatchObject({ overdue: true, ladderLevel: 1 });
});

test("another due time in a new package ends being late", async () => {
  const offered = await offerDueIn(5);
  await pass(6);
  const { version } = await clockOf(offered);
  await step(soc, "updateHandoffPackage", { ...offered, version }, { package: { dueAt: await inMinutes(60) } });
  expect(await clockOf(offered)).toMatchObject({ overdue: false, ladderLevel: 0 });
  await pass(61);
  expect(await clockOf(offered)).toMatchObject({ overdue: true, ladderLevel: 1 });
});

test("what was accepted, declined or withdrawn is never late", async () => {
  const accepted = await step(csirt, "acknowledgeHandoff", await offerDueIn(5));
  await step(csirt, "acceptHandoff", accepted);
  await pass(60);
  expect(await clockOf(accepted)).toMatchObject({ overdue: false, ladderLevel: 0 });
});

test("of a closed case nobody is called", async () => {
  const offered = await offerDueIn(5);
  await world.asOwner(`update cases set state = 'CLOSED' where id = '${incident.id}'`);
  await pass(6);
  expect(await clockOf(offered)).toMatchObject({ ladderLevel: 0 });
  await world.asOwner(`update cases set state = 'TRIAGE' where id = '${incident.id}'`);
  await pass(61);
  expect(await clockOf(offered)).toMatchObject({ ladderLevel: 1 });
});

test("an agreement says by when to acknowledge, whom to call, and how long to wait for each", async () => {
  const partner = await world.party({ name: "Partner CSIRT" });
  const rung = (name: string, minutesToNext: number) => ({
    organizationId: partner.organization.id,
    name,
    phone: "+81 3 5555 0101",
    minutesToNext,
  });
  const { agreement } = await soc.act<{ agreement: { id: string; version: number } }>(
    "createAgreement",
    {
      title: "Watch and respond",
      partyIds: [partner.organization.id],
      targets: [{ severity: "LEVEL_3", acknowledgeWithinMinutes: 10, respondWithinMinutes: 60 }],
      contactLadder: [rung("Desk", 5), rung("Head", 7)],
    },
    "agreement { id version }",
  );
  await partner.act("acceptAgreement", { agreementId: agreement.id, expectedVersion: agreement.version });
  const offeredAt = Date.parse(await inMinutes(0));
  const offered = await offer(soc, partner, incident, "ESCALATION");

  const acknowledgeBy = Date.parse((await clockOf(offered)).acknowledgeBy ?? "");
  expect(Math.round((acknowledgeBy - offeredAt) / 60_000)).toBe(10);
  const levels: number[] = [];
  for (const minutes of [9, 2, 4, 2, 60]) {
    await pass(minutes);
    levels.push((await clockOf(offered)).ladderLevel);
  }
  expect(levels).toEqual([0, 1, 1, 2, 2]);
});

test("the receiver's step and the ladder's at the same moment: no step is lost, none is doubled", async () => {
  const offered = await offerDueIn(5);
  await world.shiftTime("6 minutes");
  const acknowledging = csirt.ask(
    `mutation ($input: AcknowledgeHandoffInput!) { acknowledgeHandoff(input: $input) { position } }`,
    { input: { idempotencyKey: randomUUID(), ...stepOf(offered) } },
  );

  const [{ errors }] = await Promise.all([acknowledging, world.app.jobs.runDue(), world.app.jobs.runDue()]);

  await world.app.jobs.runDue();
  const { ladderLevel, version } = await clockOf(offered);
  expect(ladderLevel).toBe(1);
  expect(version).toBe(errors ? 2 : 3);
});

async function answer(of: ShownHandoff, more: object = {}): Promise<void> {
  const { handoff } = await soc.get<{
    handoff: { informationRequests: { edges: readonly { node: { id: string; version: number } }[] } };
  }>(`query ($id: ID!) { handoff(id: $id) { informationRequests(first: 1) { edges { node { id version } } } } }`, {
    id: of.id,
  });
  const [open] = handoff.informationRequests.edges;
  await soc.act("answerInformationRequest", {
    informationRequestId: open?.node.id,
    expectedVersion: open?.node.version,
    answers: [{ number: 1, answer: "FS-02" }],
    ...more,
  });
}
