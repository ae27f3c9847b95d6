import type { Case } from "../../src/modules/cases/case";
import { firstNotice, offer, step, stepOf } from "../support/handoffs";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let soc: Party;
let csirt: Party;
let vendor: Party;
let incident: Case;

beforeAll(async () => {
  world = await openWorld();
  soc = await world.party({ name: "Night SOC", kinds: ["SOC"] });
  csirt = await world.party({ name: "ACME CSIRT", kinds: ["CSIRT"] });
  vendor = await world.party({ name: "Forensics Inc", kinds: ["VENDOR"] });
});
afterAll(() => world.close());
beforeEach(async () => {
  incident = await world.openCase(soc);
});

const CASE = `query ($id: ID!) { case(id: $id) {
  owner { name } waitingOn { kind organization { name } overdue }
  participants { edges { node { role state organization { name } } } }
  handoffs { edges { node { id kind state version reason endReason outcome giver { name } receiver { name } } } } } }`;
type Shown = {
  readonly owner: { readonly name: string };
  readonly waitingOn: readonly { readonly kind: string; readonly organization: { readonly name: string } }[];
  readonly participants: { readonly edges: readonly { readonly node: object }[] };
  readonly handoffs: { readonly edges: readonly { readonly node: object }[] };
};
const show = async (who: Party) => (await who.get<{ case: Shown }>(CASE, { id: incident.id })).case;
const waits = async (who: Party) =>
  (await show(who)).waitingOn.map(({ kind, organization }) => `${organization.name}: ${kind}`);
const stateOf = async (who: Party, receiver: string) =>
  (await show(who)).participants.edges.find(({ node }) => JSON.stringify(node).includes(receiver))?.node;

test("offering invites the receiver, which sees the case and what was told", async () => {
  expect(await csirt.refused("acknowledgeHandoff", { handoffId: "handoff_X", expectedVersion: 1 })).toBe("NOT_FOUND");
  const more = { confidence: 70, rationale: "Two sensors agree.", knownUnknowns: ["How it came in"] };

  await offer(soc, csirt, incident, "ESCALATION", { package: firstNotice(more) });

  expect(await stateOf(csirt, "ACME CSIRT")).toMatchObject({ state: "INVITED", role: "CSIRT" });
  const query = `query ($id: ID!) { handoffs(receivedByUs: true, states: [OFFERED], caseId: $id) { edges { node {
    kind overdue ladderLevel acknowledgeBy package { number summary confidence rationale evidenceState actionsTaken
      knownUnknowns author { ... on Organization { name } } } } } } }`;
  const { handoffs } = await csirt.get<{ handoffs: object }>(query, { id: incident.id });
  const told = { number: 1, ...more, evidenceState: "UNKNOWN", actionsTaken: null, author: { name: "Night SOC" } };
  const expected = { kind: "ESCALATION", overdue: false, ladderLevel: 0, package: told };
  expect(handoffs).toMatchObject({ edges: [{ node: expected }] });
});

test("acknowledging is not accepting: the owner is who it was (V9)", async () => {
  const offered = await offer(soc, csirt, incident);
  expect(await csirt.refused("acceptHandoff", stepOf(offered))).toBe("STATE_CONFLICT");

  const acknowledged = await step(csirt, "acknowledgeHandoff", offered);
  expect((await show(csirt)).owner.name).toBe("Night SOC");

  await step(csirt, "acceptHandoff", acknowledged);
  expect((await show(csirt)).owner.name).toBe("ACME CSIRT");
  expect(await stateOf(soc, "ACME CSIRT")).toMatchObject({ state: "ACTIVE" });
});

test("each step says whose turn it is", async () => {
  const offered = await offer(soc, csirt, incident);
  expect(await waits(soc)).toEqual(["ACME CSIRT: ACKNOWLEDGEMENT"]);

  const acknowledged = await step(csirt, "acknowledgeHandoff", offered);
  expect(await waits(soc)).toEqual(["ACME CSIRT: ACCEPTANCE"]);

  await step(csirt, "requestHandoffInfo", acknowledged, { purpose: "To decide", questions: ["Which server?"] });
  expect(await waits(soc)).toEqual(["Night SOC: ANSWER"]);
});

const VERSION = "query ($id: ID!) { case(id: $id) { version } }";
test("nobody owes the acceptance of a case that is closed, until it is reopened", async () => {
  await step(csirt, "acknowledgeHandoff", await offer(soc, csirt, incident));
  const move = async (to: string, more: object) => {
    const { case: one } = await soc.get<{ case: { version: number } }>(VERSION, { id: incident.id });
    await soc.act("moveCase", { caseId: incident.id, expectedVersion: one.version, to, ...more }, "case { state }");
  };
  await move("TRIAGE", {});
  await move("CLOSED", { disposition: "FALSE_POSITIVE", reason: "A test." });
  expect(await waits(csirt)).toEqual([]);
  await move("TRIAGE", { reason: "It was none." });
  expect(await waits(csirt)).toEqual(["ACME CSIRT: ACCEPTANCE"]);
});

test.each(["summary", "severity", "expectation", "contact", "dueAt"])(
  "a handoff without %s is incomplete, and says so (V10)",
  async (missing) => {
    const input = { caseId: incident.id, kind: "ESCALATION", receiverId: csirt.organization.id };
    for (const without of [{ [missing]: null }, ...(missing === "summary" ? [{ summary: " " }] : [])]) {
      const { errors } = await soc.ask(
        `mutation ($input: OfferHandoffInput!) { offerHandoff(input: $input) { position } }`,
        { input: { ...input, idempotencyKey: missing, package: firstNotice(without) } },
      );
      expect(errors?.[0]?.extensions).toMatchObject({
        code: "HANDOFF_INCOMPLETE",
        field: `input.package.${missing}`,
        details: { missing: [missing] },
      });
    }
    expect((await show(soc)).handoffs.edges).toEqual([]);
  },
);

test.each([
  ["a confidence without its rationale", { package: firstNotice({ confidence: 50 }) }, "input.package.rationale"],
  ["a confidence over 100", { package: firstNotice({ confidence: 101, rationale: "?" }) }, "input.package.confidence"],
  ["a due time that has passed", { package: firstNotice({ dueAt: "2020-01-01T00:00:00Z" }) }, "input.package.dueAt"],
  ["no receiver", { receiverId: null }, "input.receiverId"],
  ["an observer as receiver", { receiverRole: "OBSERVER" }, "input.receiverRole"],
  ["a shift change", { kind: "SHIFT_CHANGE" }, "input.kind"],
])("an offer with %s is refused by the field's name", async (_what, given, field) => {
  const input = { caseId: incident.id, kind: "ESCALATION", receiverId: csirt.organization.id, package: firstNotice() };
  const { errors } = await soc.ask(
    `mutation ($input: OfferHandoffInput!) { offerHandoff(input: $input) { position } }`,
    {
      input: { ...input, idempotencyKey: field, ...given },
    },
  );
  expect(errors?.[0]?.extensions).toMatchObject({ code: "INVALID_INPUT", field });
});

test("to itself, to nobody that exists, and of a closed case, nothing is handed over", async () => {
  const input = { caseId: incident.id, kind: "ESCALATION", package: firstNotice() };
  const to = (receiverId: string) => soc.refused("offerHandoff", { ...input, receiverId });
  expect(await to(soc.organization.id)).toBe("INVALID_INPUT");
  expect(await to("org_00000000000000000000000000")).toBe("NOT_FOUND");
  await world.asOwner(`update cases set state = 'CLOSED' where id = '${incident.id}'`);
  expect(await to(csirt.organization.id)).toBe("STATE_CONFLICT");
});

test("ownership is handed over by the owner alone; an engagement by a CSIRT that takes part as well", async () => {
  await world.join(incident, csirt, "CSIRT");
  const legal = await world.party({ name: "Legal" });
  await world.join(incident, legal, "LEGAL");
  const input = { caseId: incident.id, receiverId: vendor.organization.id, reason: "Why", package: firstNotice() };
  for (const kind of ["ESCALATION", "TRANSFER", "RETURN"]) {
    expect(await csirt.refused("offerHandoff", { ...input, kind })).toBe("FORBIDDEN");
  }
  expect(await legal.refused("offerHandoff", { ...input, kind: "ENGAGEMENT" })).toBe("FORBIDDEN");
  await offer(csirt, vendor, incident, "ENGAGEMENT");
  expect(await stateOf(soc, "Forensics Inc")).toMatchObject({ role: "VENDOR", state: "INVITED" });
});

test("whoever looks on, or is only invited, hands nothing over", async () => {
  const observer = await world.party({ name: "Ministry" });
  await world.join(incident, observer, "OBSERVER");
  await world.join(incident, csirt, "CSIRT", "INVITED");
  const input = { caseId: incident.id, kind: "ENGAGEMENT", receiverId: vendor.organization.id, package: firstNotice() };
  expect(await observer.refused("offerHandoff", input)).toBe("FORBIDDEN");
  expect(await csirt.refused("offerHandoff", input)).toBe("FORBIDDEN");
  expect(await soc.refused("offerHandoff", { ...input, receiverId: observer.organization.id })).toBe("INVALID_INPUT");
});

test("a new version of the package keeps what it does not mention, and the old one stays readable", async () => {
  const offered = await offer(soc, csirt, incident, "ESCALATION", {
    package: firstNotice({ actionsTaken: "Blocked the host name." }),
  });
  const updated = await step(soc, "updateHandoffPackage", offered, {
    package: { summary: "Two servers by now.", evidenceState: "PRESERVED" },
  });
  expect(updated.version).toBe(2);

  const { handoff } = await csirt.get<{ handoff: object }>(
    `query ($id: ID!) { handoff(id: $id) { package { number } packages { edges { node {
      number summary evidenceState actionsTaken contact } } } } }`,
    { id: offered.id },
  );
  const same = { actionsTaken: "Blocked the host name.", contact: firstNotice().contact };
  expect(handoff).toEqual({
    package: { number: 2 },
    packages: {
      edges: [
        { node: { number: 2, summary: "Two servers by now.", evidenceState: "PRESERVED", ...same } },
        { node: { number: 1, summary: firstNotice().summary, evidenceState: "UNKNOWN", ...same } },
      ],
    },
  });
  const emptied = stepOf(updated, { package: { contact: null } });
  expect(await soc.refused("updateHandoffPackage", emptied)).toBe("HANDOFF_INCOMPLETE");
});

test("whoever declines and has no other part in the case sees it no longer; whoever takes part stays", async () => {
  const guest = await offer(soc, vendor, incident, "ENGAGEMENT");
  await world.join(incident, csirt, "CSIRT");
  const partner = await offer(soc, csirt, incident);

  const declined = await vendor.act<{ handoff: null; case: null }>(
    "declineHandoff",
    stepOf(guest, { reason: "Nobody is free." }),
    "handoff { id } case { id }",
  );
  await step(csirt, "declineHandoff", partner, { reason: "Not ours." });

  expect(declined).toEqual({ handoff: null, case: null });
  expect(await stateOf(soc, "Forensics Inc")).toMatchObject({ state: "DECLINED" });
  expect(await stateOf(csirt, "ACME CSIRT")).toMatchObject({ state: "ACTIVE" });
  expect((await show(csirt)).handoffs.edges).toMatchObject([
    { node: { state: "DECLINED", endReason: "Not ours." } },
    { node: { state: "DECLINED", endReason: "Nobody is free." } },
  ]);
});

test("who was invited otherwise, or is offered something else still, stays invited after declining", async () => {
  await world.join(incident, csirt, "CSIRT", "INVITED");
  await step(csirt, "declineHandoff", await offer(soc, csirt, incident), { reason: "Not now." });
  expect(await stateOf(csirt, "ACME CSIRT")).toMatchObject({ state: "INVITED" });

  const first = await offer(soc, vendor, incident, "ENGAGEMENT");
  const second = await offer(soc, vendor, incident, "ENGAGEMENT");
  await step(vendor, "declineHandoff", first, { reason: "Twice the same." });
  expect(await stateOf(vendor, "Forensics Inc")).toMatchObject({ state: "INVITED" });
  expect(await vendor.refused("declineHandoff", stepOf(first, { reason: "Again" }))).toBe("VERSION_CONFLICT");
  await vendor.act("declineHandoff", stepOf(second, { reason: "Nobody is free." }));
  expect(await vendor.refused("acknowledgeHandoff", stepOf(second))).toBe("NOT_FOUND");
});

test("what is withdrawn is over for the receiver", async () => {
  const offered = await offer(soc, vendor, incident, "ENGAGEMENT");
  await step(soc, "withdrawHandoff", offered, { reason: "Found it ourselves." });
  expect(await vendor.refused("acknowledgeHandoff", stepOf(offered))).toBe("NOT_FOUND");
  expect(await stateOf(soc, "Forensics Inc")).toMatchObject({ state: "LEFT" });
  expect(await waits(soc)).toEqual([]);
});

test("whoever is told that a case is gone is told so in its stream", async () => {
  const offered = await offer(soc, vendor, incident, "ENGAGEMENT");
  const stream = await vendor.follow();
  await stream.next();
  await step(vendor, "acknowledgeHandoff", offered);
  expect(await stream.next()).toMatchObject({ __typename: "HandoffEvent", type: "HANDOFF_ACKNOWLEDGED", version: 2 });

  await soc.act("withdrawHandoff", stepOf({ ...offered, version: 2 }));

  const gone = [await stream.next(), await stream.next()];
  expect(gone.map((message) => message["__typename"])).toEqual(["Gone", "Gone"]);
  expect(gone.map((message) => message["id"])).toEqual(expect.arrayContaining([incident.id, offered.id]));
  await stream.end();
});

test("a case that was handed over is sent back to whoever handed it over, with a reason", async () => {
  const nobody = { caseId: incident.id, kind: "RETURN", reason: "Why", package: firstNotice() };
  expect(await soc.refused("offerHandoff", nobody)).toBe("STATE_CONFLICT");
  await step(csirt, "acceptHandoff", await step(csirt, "acknowledgeHandoff", await offer(soc, csirt, incident)));

  const back = { caseId: incident.id, kind: "RETURN", package: firstNotice() };
  expect(await csirt.refused("offerHandoff", back)).toBe("INVALID_INPUT");
  const elsewhere = { ...back, reason: "Why", receiverId: vendor.organization.id };
  expect(await csirt.refused("offerHandoff", elsewhere)).toBe("INVALID_INPUT");

  const { handoff } = await csirt.act<{ handoff: object }>(
    "offerHandoff",
    { ...back, reason: "Too little to go on." },
    "handoff { kind reason receiver { name } }",
  );
  expect(handoff).toEqual({ kind: "RETURN", reason: "Too little to go on.", receiver: { name: "Night SOC" } });
});

test("an engagement is completed by the vendor, and until then the case does not close (V19)", async () => {
  const accepted = await step(
    vendor,
    "acceptHandoff",
    await step(vendor, "acknowledgeHandoff", await offer(soc, vendor, incident, "ENGAGEMENT")),
  );
  expect((await show(soc)).owner.name).toBe("Night SOC");
  expect(await waits(soc)).toEqual(["Forensics Inc: COMPLETION"]);
  await world.asOwner(`update cases set state = 'REVIEW' where id = '${incident.id}'`);
  const close = { caseId: incident.id, expectedVersion: 1, to: "CLOSED", disposition: "TRUE_POSITIVE" };

  const { errors } = await soc.ask(`mutation ($input: MoveCaseInput!) { moveCase(input: $input) { position } }`, {
    input: { idempotencyKey: "close", ...close },
  });
  expect(errors?.[0]?.extensions).toMatchObject({
    code: "CASE_NOT_CLOSABLE",
    details: { outstanding: [{ id: accepted.id }] },
  });

  await step(vendor, "completeHandoff", accepted, { outcome: "The loader came by mail." });
  expect((await show(soc)).handoffs.edges).toMatchObject([
    { node: { state: "COMPLETED", outcome: "The loader came by mail." } },
  ]);
  await soc.act("moveCase", close);
});

test("what moved the ownership is not completed: the case itself is what is worked on", async () => {
  const accepted = await step(
    csirt,
    "acceptHandoff",
    await step(csirt, "acknowledgeHandoff", await offer(soc, csirt, incident)),
  );
  expect(await csirt.refused("completeHandoff", stepOf(accepted, { outcome: "Done" }))).toBe("STATE_CONFLICT");
});

test("of a restricted case the receiver's named people see something, and nobody else of it", async () => {
  incident = await world.openCase(soc, { restricted: true });
  const input = { caseId: incident.id, kind: "ESCALATION", receiverId: csirt.organization.id, package: firstNotice() };
  expect(await soc.refused("offerHandoff", input)).toBe("INVALID_INPUT");
  const foreign = { ...input, receivingAccountIds: [vendor.account.id] };
  expect(await soc.refused("offerHandoff", foreign)).toBe("NOT_FOUND");

  const colleague = await world.party({ organization: csirt.organization });
  await offer(soc, csirt, incident, "ESCALATION", { receivingAccountIds: [csirt.account.id] });

  expect(await waits(csirt)).toEqual(["ACME CSIRT: ACKNOWLEDGEMENT"]);
  expect((await colleague.ask(CASE, { id: incident.id })).errors?.[0]?.extensions?.["code"]).toBe("NOT_FOUND");
});

test("for whom at the receiver it is, only its two sides read", async () => {
  await world.join(incident, csirt, "CSIRT");
  const { id } = await offer(soc, vendor, incident, "ENGAGEMENT", { receivingAccountIds: [vendor.account.id] });
  const named = async (who: Party) =>
    (
      await who.get<{ handoff: { receivingAccountIds: unknown } }>(
        `query ($id: ID!) { handoff(id: $id) { receivingAccountIds } }`,
        { id },
      )
    ).handoff.receivingAccountIds;
  expect(await named(soc)).toEqual([vendor.account.id]);
  expect(await named(vendor)).toEqual([vendor.account.id]);
  expect(await named(csirt)).toBeNull();
});

test("whoever leaves a case takes nothing over in it, hands nothing over and is asked nothing", async () => {
  await world.join(incident, csirt, "CSIRT");
  const toCsirt = await step(csirt, "acknowledgeHandoff", await offer(soc, csirt, incident));
  await step(csirt, "requestHandoffInfo", toCsirt, { purpose: "To decide", questions: ["Which server?"] });
  await offer(csirt, vendor, incident, "ENGAGEMENT");

  await csirt.act("leaveCase", { caseId: incident.id });

  expect((await show(soc)).handoffs.edges).toMatchObject([
    { node: { kind: "ENGAGEMENT", state: "WITHDRAWN" } },
    { node: { kind: "ESCALATION", state: "DECLINED" } },
  ]);
  expect(await waits(soc)).toEqual([]);
});
