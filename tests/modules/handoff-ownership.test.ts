import { randomUUID } from "node:crypto";
import type { Case } from "../../src/modules/cases/case";
import { type Answer, codeOf, mutationText } from "../support/asker";
import { firstNotice, offer, step, stepOf } from "../support/handoffs";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let soc: Party;
let csirt: Party;
let coordinator: Party;
let incident: Case;

beforeAll(async () => {
  world = await openWorld();
  soc = await world.party({ name: "Night SOC", kinds: ["SOC"] });
  csirt = await world.party({ name: "ACME CSIRT", kinds: ["CSIRT"] });
  coordinator = await world.party({ name: "National CERT", kinds: ["COORDINATOR"] });
});
afterAll(() => world.close());
beforeEach(async () => {
  incident = await world.openCase(soc);
});

const ownerOf = async (who: Party) =>
  (
    await who.get<{ case: { owner: { name: string }; version: number } }>(
      `query ($id: ID!) { case(id: $id) { version owner { name } } }`,
      { id: incident.id },
    )
  ).case;
const statesOf = async () =>
  (await world.asOwner(`select state from handoffs where case_id = '${incident.id}' order by state`)).map(
    (row) => row["state"],
  );
const acknowledged = async (receiver: Party, kind: "ESCALATION" | "TRANSFER") =>
  step(receiver, "acknowledgeHandoff", await offer(soc, receiver, incident, kind));
const accept = (who: Party, input: object): Promise<Answer> =>
  who.ask(mutationText("acceptHandoff", "position"), { input: { idempotencyKey: randomUUID(), ...input } });

test("of two acceptances of two offers at once one makes an owner, the other conflicts (V8)", async () => {
  const [toCsirt, toCert] = [await acknowledged(csirt, "ESCALATION"), await acknowledged(coordinator, "TRANSFER")];

  const answers = await Promise.all([accept(csirt, stepOf(toCsirt)), accept(coordinator, stepOf(toCert))]);

  const lost = answers.filter(({ errors }) => errors);
  expect(lost).toHaveLength(1);
  expect(["STATE_CONFLICT", "VERSION_CONFLICT"]).toContain(codeOf(lost[0] as Answer));
  const winner = answers[0]?.errors ? "National CERT" : "ACME CSIRT";
  expect(await ownerOf(soc)).toEqual({ version: 2, owner: { name: winner } });
  expect(await statesOf()).toEqual(["ACCEPTED", "WITHDRAWN"]);
});

test("of two acceptances of one offer at once one is done, the other conflicts", async () => {
  const offered = await acknowledged(csirt, "ESCALATION");
  const colleague = await world.party({ organization: csirt.organization });

  const answers = await Promise.all([accept(csirt, stepOf(offered)), accept(colleague, stepOf(offered))]);

  const lost = answers.filter(({ errors }) => errors);
  expect(lost.map(codeOf)).toEqual(["VERSION_CONFLICT"]);
  expect(await ownerOf(soc)).toEqual({ version: 2, owner: { name: "ACME CSIRT" } });
});

test("an acceptance at the moment of the withdrawal: one of the two, never both", async () => {
  const offered = await acknowledged(csirt, "ESCALATION");
  const withdrawal = soc.ask(mutationText("withdrawHandoff", "position"), {
    input: { idempotencyKey: randomUUID(), ...stepOf(offered) },
  });
  const [accepted, withdrawn] = await Promise.all([accept(csirt, stepOf(offered)), withdrawal]);

  expect(accepted.errors === undefined).toBe(withdrawn.errors !== undefined);
  expect((await ownerOf(soc)).owner.name).toBe(accepted.errors ? "Night SOC" : "ACME CSIRT");
});

test("what the old owner offered is void for the others, who stay invited and read why", async () => {
  const [toCsirt, toCert] = [await acknowledged(csirt, "ESCALATION"), await acknowledged(coordinator, "TRANSFER")];
  const asked = { purpose: "To decide", questions: ["Which server?"] };
  const waiting = await step(coordinator, "requestHandoffInfo", toCert, asked);
  await step(csirt, "acceptHandoff", toCsirt);

  const late = stepOf({ ...waiting, version: waiting.version + 1 });
  expect(await coordinator.refused("acceptHandoff", late)).toBe("STATE_CONFLICT");
  expect(
    await coordinator.get(
      `query ($id: ID!) { handoff(id: $id) { state endReason informationRequests { edges { node { state } } } } }`,
      { id: toCert.id },
    ),
  ).toEqual({
    handoff: {
      state: "WITHDRAWN",
      endReason: "Another organisation accepted the case.",
      informationRequests: { edges: [{ node: { state: "EXPIRED" } }] },
    },
  });
});

test("an engagement goes on when the case gets another owner", async () => {
  const engaged = await offer(soc, coordinator, incident, "ENGAGEMENT");
  await step(csirt, "acceptHandoff", await acknowledged(csirt, "ESCALATION"));
  await step(coordinator, "acceptHandoff", await step(coordinator, "acknowledgeHandoff", engaged));
  expect((await ownerOf(soc)).owner.name).toBe("ACME CSIRT");
});

test("a case that was closed meanwhile is not taken over", async () => {
  const offered = await acknowledged(csirt, "ESCALATION");
  await world.asOwner(`update cases set state = 'CLOSED' where id = '${incident.id}'`);
  expect(await csirt.refused("acceptHandoff", stepOf(offered))).toBe("STATE_CONFLICT");
});

test("there is one owner at every instant while a case is handed on many times", async () => {
  const parties = [soc, csirt, coordinator];
  for (const [i, giver] of parties.entries()) {
    const receivers = parties.filter((one) => one !== giver);
    const offers = await Promise.all(
      receivers.map(async (one) => step(one, "acknowledgeHandoff", await offer(giver, one, incident, "TRANSFER"))),
    );
    const next = parties[(i + 1) % parties.length] as Party;
    await step(next, "acceptHandoff", offers[receivers.indexOf(next)] ?? { id: "", version: 0, state: "OFFERED" });
    expect(await ownerOf(giver)).toEqual({ version: i + 2, owner: { name: next.organization.name } });
  }
});

test("fifty parallel duplicates of one mutation have one effect and fifty equal answers", async () => {
  const input = {
    idempotencyKey: randomUUID(),
    caseId: incident.id,
    kind: "ESCALATION",
    receiverId: csirt.organization.id,
    package: firstNotice(),
  };
  const text = mutationText("offerHandoff", "handoff { id version } position");

  const answers = await Promise.all(Array.from({ length: 50 }, () => soc.ask(text, { input })));

  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]?.errors).toBeUndefined();
  expect(await statesOf()).toEqual(["OFFERED"]);
  const [events] = await world.asOwner(
    `select count(*)::integer as n from events where case_id = '${incident.id}' and type = 'HANDOFF_OFFERED'`,
  );
  expect(events?.["n"]).toBe(1);
});

test("the same key for another request is refused, and does nothing", async () => {
  const input = { idempotencyKey: randomUUID(), caseId: incident.id, kind: "ESCALATION", package: firstNotice() };
  await soc.act("offerHandoff", { ...input, receiverId: csirt.organization.id });
  const other = { ...input, receiverId: coordinator.organization.id };
  expect(await soc.refused("offerHandoff", other)).toBe("IDEMPOTENCY_CONFLICT");
  expect(await statesOf()).toEqual(["OFFERED"]);
});
