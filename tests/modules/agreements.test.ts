import { activeAgreementBetween } from "../../src/modules/agreements/agreement.read";
import { bind, run, sql } from "../../src/platform/sql";
import { agree } from "../support/parties";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let soc: Party;
let csirt: Party;
let vendor: Party;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  soc = await world.party({ name: "Night SOC", kinds: ["SOC"] });
  csirt = await world.party({ name: "ACME CSIRT" });
  vendor = await world.party({ name: "Dig Forensics", kinds: ["VENDOR"] });
});

const target = (severity: string, acknowledgeWithinMinutes: number, respondWithinMinutes: number) => ({
  severity,
  acknowledgeWithinMinutes,
  respondWithinMinutes,
});
const terms = (given: object = {}) => ({
  title: "Monitoring contract",
  partyIds: [csirt.organization.id],
  targets: [target("LEVEL_4", 15, 30), target("LEVEL_3", 30, 120)],
  ...given,
});
type Made = { readonly agreement: { readonly id: string; readonly version: number } };
const propose = async (given: object = {}) =>
  (await soc.act<Made>("createAgreement", terms(given), "agreement { id version }")).agreement;
const stateOf = async (asker: Party, id: string) =>
  (await asker.ask(`query ($id: ID!) { agreement(id: $id) { state inForce version parties { acceptedAt } } }`, { id }))
    .data?.["agreement"] ?? null;
const binds = async (a: Party, b: Party) => {
  const [one, other] = [a, b].map(({ organization }) => bind(organization.id, "text"));
  if (!one || !other) throw new Error("Two parties are needed.");
  const [row] = await run<{ yes: boolean | null }>(
    world.db,
    "between",
    sql`select ${activeAgreementBetween(one, other)} as yes`,
  );
  return row?.yes === true;
};
const targetsFor = (giver: Party, receiver: Party, severity: "LEVEL_1" | "LEVEL_3" | "LEVEL_4") =>
  world.app.writer.bySystem((change) =>
    world.app.services.agreements.targetsFor(change, giver.organization.id, receiver.organization.id, severity),
  );

test("an agreement binds when every party has accepted it, and each step is told to all of them", async () => {
  const [proposer, last, outside] = [await soc.follow(), await vendor.follow(), await (await world.party()).follow()];
  const { id } = await propose({ partyIds: [csirt.organization.id, vendor.organization.id] });
  expect(await stateOf(soc, id)).toMatchObject({ state: "PROPOSED", inForce: false, version: 1 });

  await csirt.act("acceptAgreement", { agreementId: id, expectedVersion: 1 });
  expect(await stateOf(csirt, id)).toMatchObject({ state: "PROPOSED", inForce: false, version: 2 });
  expect(await binds(soc, csirt)).toBe(false);

  await vendor.act("acceptAgreement", { agreementId: id, expectedVersion: 2 });
  expect(await stateOf(vendor, id)).toMatchObject({ state: "ACTIVE", inForce: true, version: 3 });
  expect(await binds(soc, csirt)).toBe(true);
  expect(await binds(csirt, vendor)).toBe(true);

  const told = [
    { __typename: "AgreementEvent", type: "AGREEMENT_PROPOSED", version: 1, subject: { id } },
    { type: "AGREEMENT_ACCEPTED", changed: ["parties"], version: 2 },
    { type: "AGREEMENT_ACCEPTED", changed: ["parties", "state"], version: 3 },
  ];
  for (const stream of [proposer, last]) {
    expect((await stream.until(({ version }) => version === 3)).slice(1)).toMatchObject(told);
  }
  await soc.act("updateOrganization", { organizationId: soc.organization.id, expectedVersion: 1, sector: "IT" });
  expect([await outside.next(), await outside.next()][1]).toMatchObject({ type: "ORGANIZATION_UPDATED" });
  await Promise.all([proposer.end(), last.end(), outside.end()]);
});

test("an agreement is there for its parties only", async () => {
  const id = await agree([soc, csirt]);
  const operator = await world.party({ name: "Hub operator", roles: ["OPERATOR"] });
  for (const asker of [vendor, operator]) {
    expect(await stateOf(asker, id)).toBeNull();
    expect(await asker.get(`{ agreements { totalCount { value } } }`)).toEqual({
      agreements: { totalCount: { value: 0 } },
    });
  }
  expect(await vendor.refused("acceptAgreement", { agreementId: id, expectedVersion: 2 })).toBe("NOT_FOUND");
  expect(await vendor.refused("endAgreement", { agreementId: id, expectedVersion: 2, reason: "No." })).toBe(
    "NOT_FOUND",
  );
});

test("its terms are served as they were agreed", async () => {
  const contactLadder = [
    { organizationId: csirt.organization.id, name: "Desk", phone: "+81 3 0000 0001", minutesToNext: 10 },
    { organizationId: csirt.organization.id, name: "CISO", phone: "+81 3 0000 0002", minutesToNext: 0 },
  ];
  const given = {
    speedWindowMinutes: 60,
    disclosureClauses: ["TECHNICAL_ITEMS_OUTSIDE_CASE"],
    contactLadder,
    validFrom: "2026-01-01T00:00:00.000Z",
    validUntil: "2099-01-01T00:00:00.000Z",
  };
  const { id } = await propose(given);
  const query = `query ($id: ID!) { agreement(id: $id) { title validFrom validUntil speedWindowMinutes disclosureClauses
    targets { severity acknowledgeWithinMinutes respondWithinMinutes } proposedBy { id }
    parties { organization { id } } contactLadder { id step name phone minutesToNext organization { id } } } }`;
  const organization = { id: csirt.organization.id };
  expect(await csirt.get(query, { id })).toMatchObject({
    agreement: {
      ...given,
      targets: terms().targets,
      proposedBy: { id: soc.organization.id },
      parties: expect.arrayContaining([{ organization }, { organization: { id: soc.organization.id } }]) as unknown,
      contactLadder: contactLadder.map(({ organizationId: _, ...contact }, i) => ({
        ...contact,
        step: i + 1,
        organization,
      })),
    },
  });
});

test.each([
  ["with oneself alone", () => ({ partyIds: [soc.organization.id] }), "INVALID_INPUT"],
  ["with nobody", () => ({ partyIds: [] }), "INVALID_INPUT"],
  ["with an organisation that is not there", () => ({ partyIds: ["org_00000000000000000000000000"] }), "NOT_FOUND"],
  ["that ends before it begins", () => ({ validUntil: "2020-01-01T00:00:00Z" }), "INVALID_INPUT"],
  [
    "with two targets of one severity",
    () => ({ targets: [target("LEVEL_4", 1, 2), target("LEVEL_4", 3, 4)] }),
    "INVALID_INPUT",
  ],
  ["whose answer comes before its acknowledgement", () => ({ targets: [target("LEVEL_4", 30, 15)] }), "INVALID_INPUT"],
  ["with a target of no time", () => ({ targets: [target("LEVEL_4", 0, 15)] }), "INVALID_INPUT"],
  [
    "with a contact of somebody else",
    () => ({ contactLadder: [{ organizationId: vendor.organization.id, name: "X", phone: "1", minutesToNext: 1 }] }),
    "INVALID_INPUT",
  ],
])("an agreement %s is refused", async (_, wrong, code) => {
  expect(await soc.refused("createAgreement", terms(wrong()))).toBe(code);
});

test("a party accepts once, at the version that it read, while it is proposed", async () => {
  const { id } = await propose({ partyIds: [csirt.organization.id, vendor.organization.id] });
  expect(await soc.refused("acceptAgreement", { agreementId: id, expectedVersion: 1 })).toBe("STATE_CONFLICT");
  await csirt.act("acceptAgreement", { agreementId: id, expectedVersion: 1 });
  expect(await vendor.refused("acceptAgreement", { agreementId: id, expectedVersion: 1 })).toBe("VERSION_CONFLICT");
  await vendor.act("endAgreement", { agreementId: id, expectedVersion: 2, reason: "The times are too short." });
  expect(await vendor.refused("acceptAgreement", { agreementId: id, expectedVersion: 3 })).toBe("STATE_CONFLICT");
});

test("any party ends an agreement, with its reason, once", async () => {
  const id = await agree([soc, csirt]);
  const ended = await csirt.act(
    "endAgreement",
    { agreementId: id, expectedVersion: 2, reason: "The contract is over." },
    "agreement { state inForce endingReason version }",
  );
  expect(ended).toEqual({
    agreement: { state: "ENDED", inForce: false, endingReason: "The contract is over.", version: 3 },
  });
  expect(await binds(soc, csirt)).toBe(false);
  expect(await soc.refused("endAgreement", { agreementId: id, expectedVersion: 3, reason: "Too." })).toBe(
    "STATE_CONFLICT",
  );
});

test("an agreement counts within its period only", async () => {
  const [{ now }] = (await world.asOwner("select hub_now() as now")) as [{ now: Date }];
  const at = (hours: number) => new Date(now.getTime() + hours * 3_600_000).toISOString();
  await agree([soc, csirt], { validFrom: at(1), validUntil: at(3) });
  expect(await binds(soc, csirt)).toBe(false);
  await world.shiftTime("2 hours");
  expect(await binds(soc, csirt)).toBe(true);
  const list = `{ agreements(inForce: true) { totalCount { value } } }`;
  expect(await soc.get(list)).toEqual({ agreements: { totalCount: { value: 1 } } });
  await world.shiftTime("2 hours");
  expect(await binds(soc, csirt)).toBe(false);
  expect(await soc.get(list)).toEqual({ agreements: { totalCount: { value: 0 } } });
});

test("a receiver's times are the shortest that it has promised this giver at this severity", async () => {
  expect(await targetsFor(soc, csirt, "LEVEL_4")).toBeUndefined();
  await agree([soc, csirt], { targets: [target("LEVEL_4", 15, 60), target("LEVEL_3", 30, 120)] });
  await agree([csirt, soc], { targets: [target("LEVEL_4", 20, 30)] });
  await agree([soc, vendor], { targets: [target("LEVEL_4", 1, 2)] });
  expect(await targetsFor(soc, csirt, "LEVEL_4")).toEqual({ acknowledgeWithinMinutes: 15, respondWithinMinutes: 30 });
  expect(await targetsFor(csirt, soc, "LEVEL_3")).toEqual({ acknowledgeWithinMinutes: 30, respondWithinMinutes: 120 });
  expect(await targetsFor(soc, csirt, "LEVEL_1")).toBeUndefined();
  expect(await targetsFor(soc, soc, "LEVEL_4")).toBeUndefined();
});

test("agreements are listed by state and by the other party", async () => {
  const id = await agree([soc, csirt]);
  const { id: proposed } = await propose({ partyIds: [vendor.organization.id] });
  const list = (args: string) => soc.get(`{ agreements(${args}) { edges { node { id } } } }`);
  expect(await list("states: [ACTIVE]")).toEqual({ agreements: { edges: [{ node: { id } }] } });
  expect(await list(`withId: "${vendor.organization.id}"`)).toEqual({
    agreements: { edges: [{ node: { id: proposed } }] },
  });
});
