import { newId } from "../../src/platform/ids";
import type { Case } from "../../src/modules/cases/case";
import { MemberTable } from "../../src/modules/cases/case.table";
import { OrganizationClientTable } from "../../src/modules/organizations/organization.table";
import { VenueMemberTable, VenueTable } from "../../src/modules/venues/venue.table";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let soc: Party;
let stranger: Party;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  soc = await world.party({ name: "SOC" });
  stranger = await world.party({ name: "Stranger" });
});

let made = 0;
/** Says something of a fresh value; gives the ids of the assertion and of its indicator. */
async function said(by: Party, tlp: string, where: Pick<Case, "id"> | null = null) {
  const value = `host-${made++}.evil.example`;
  const { assertions } = await by.act<{ assertions: readonly { id: string; indicator: { id: string } }[] }>(
    "assertIndicators",
    { items: [{ value }], tlp, caseId: where?.id ?? null },
    "assertions { id indicator { id } }",
  );
  const [{ id, indicator } = { id: "", indicator: { id: "" } }] = assertions;
  return { assertionId: id, indicatorId: indicator.id, value };
}

type Said = Awaited<ReturnType<typeof said>>;
const SEEN = `query ($ids: [ID!]!, $value: String!) {
  nodes(ids: $ids) { id } indicators(value: $value) { edges { node { id assertions { totalCount { value } } } } } }`;

/** Whether it exists for somebody: by id and by value, the assertion and its indicator alike. */
async function sees(who: Party, { assertionId, indicatorId, value }: Said): Promise<boolean> {
  const { nodes, indicators } = await who.get<{ nodes: readonly unknown[]; indicators: { edges: readonly unknown[] } }>(
    SEEN,
    { ids: [assertionId, indicatorId], value },
  );
  const all = { nodes: [{ id: assertionId }, { id: indicatorId }], found: 1 };
  const none = { nodes: [null, null], found: 0 };
  const seen = { nodes, found: indicators.edges.length };
  expect([all, none]).toContainEqual(seen);
  return seen.found === 1;
}

const colleagueOf = (party: Party, kind: "USER" | "SERVICE_ACCOUNT" = "SERVICE_ACCOUNT") =>
  world.party({ name: "Colleague", organization: party.organization, kind });

async function community(...members: readonly Party[]) {
  const venue = { id: newId("venue"), version: 1, createdAt: new Date("2026-01-01T00:00:00Z") };
  await world.db.getRepository(VenueTable).insert({
    ...venue,
    kind: "CLOSED_COMMUNITY",
    name: "ISAC",
    nameJa: null,
    description: null,
    showsMembers: true,
    ownerId: members[0]?.organization.id ?? "",
  });
  for (const { organization } of members) {
    await world.db.getRepository(VenueMemberTable).insert({
      id: newId("vmem"),
      venueId: venue.id,
      organizationId: organization.id,
      state: "ACTIVE",
      invitedAt: venue.createdAt,
      joinedAt: venue.createdAt,
      leftAt: null,
    });
  }
}

test("AMBER_STRICT stays in the organisation that says it", async () => {
  const one = await said(soc, "AMBER_STRICT");
  expect(await sees(soc, one)).toBe(true);
  expect(await sees(await colleagueOf(soc), one)).toBe(true);
  expect(await sees(stranger, one)).toBe(false);
});

test("CLEAR is for whoever is signed in", async () => {
  expect(await sees(stranger, await said(soc, "CLEAR"))).toBe(true);
});

test("GREEN is for those who are in a closed community with whoever says it", async () => {
  const peer = await world.party({ name: "Peer" });
  await community(soc, peer);
  const one = await said(soc, "GREEN");
  expect(await sees(peer, one)).toBe(true);
  expect(await sees(stranger, one)).toBe(false);
});

test("AMBER is for the clients and children of whoever says it, and not the other way round", async () => {
  const client = await world.party({ name: "Client" });
  const child = await world.party({
    name: "Child",
    organization: await world.organization({ parentId: soc.organization.id }),
  });
  await world.db
    .getRepository(OrganizationClientTable)
    .insert({ providerId: soc.organization.id, clientId: client.organization.id });

  const one = await said(soc, "AMBER");

  expect(await sees(client, one)).toBe(true);
  expect(await sees(child, one)).toBe(true);
  expect(await sees(stranger, one)).toBe(false);
  expect(await sees(soc, await said(client, "AMBER"))).toBe(false);
  expect(await sees(soc, await said(child, "AMBER"))).toBe(false);
});

test("RED is for the people of whoever says it, and for no tool but the one that said it", async () => {
  const one = await said(soc, "RED");
  expect(await sees(soc, one)).toBe(true);
  expect(await sees(await colleagueOf(soc, "USER"), one)).toBe(true);
  expect(await sees(await colleagueOf(soc), one)).toBe(false);
  expect(await sees(stranger, one)).toBe(false);
});

describe("in a case", () => {
  let incident: Case;
  let csirt: Party;
  beforeEach(async () => {
    csirt = await world.party({ name: "CSIRT" });
    incident = await world.openCase(soc);
    await world.join(incident, csirt, "CSIRT", "INVITED");
  });

  test("what is said is seen by whoever sees the case, and its marking opens it to nobody else", async () => {
    const strict = await said(soc, "AMBER_STRICT", incident);
    const clear = await said(soc, "CLEAR", incident);
    expect([await sees(csirt, strict), await sees(csirt, clear)]).toEqual([true, true]);
    expect([await sees(stranger, strict), await sees(stranger, clear)]).toEqual([false, false]);
  });

  test("RED is for its named members", async () => {
    const named = await colleagueOf(csirt);
    await world.db.getRepository(MemberTable).insert({
      id: newId("member"),
      caseId: incident.id,
      accountId: named.account.id,
      organizationId: csirt.organization.id,
      assigned: false,
      addedAt: new Date("2026-01-01T00:00:00Z"),
      removedAt: null,
    });
    const one = await said(soc, "RED", incident);
    expect(await sees(named, one)).toBe(true);
    expect(await sees(csirt, one)).toBe(false);
  });

  test("whoever leaves keeps what it said itself, and sees no more of what others said", async () => {
    await world.join(incident, csirt, "CSIRT", "ACTIVE");
    const own = await said(csirt, "AMBER", incident);
    const others = await said(soc, "AMBER", incident);
    await csirt.act("leaveCase", { caseId: incident.id });
    expect(await sees(csirt, own)).toBe(true);
    expect(await sees(csirt, others)).toBe(false);
  });

  test("of a restricted case only its members see it, in the organisation that says it too", async () => {
    const closed = await world.openCase(soc, { restricted: true });
    const one = await said(soc, "AMBER", closed);
    expect(await sees(soc, one)).toBe(true);
    expect(await sees(await colleagueOf(soc), one)).toBe(false);
    expect(await sees(await colleagueOf(soc, "USER"), one)).toBe(false);
  });

  test("only whoever takes an active part says something", async () => {
    const say = { items: [{ value: "evil.example" }], caseId: incident.id };
    expect(await csirt.refused("assertIndicators", say)).toBe("FORBIDDEN");
    expect(await stranger.refused("assertIndicators", say)).toBe("NOT_FOUND");
    const observer = await world.party({ organization: soc.organization, roles: ["OBSERVER"] });
    expect(await observer.refused("assertIndicators", say)).toBe("FORBIDDEN");
  });
});

test("an indicator that was hidden is told of from the moment that somebody says it openly", async () => {
  const hidden = await said(soc, "AMBER_STRICT");
  expect(await sees(stranger, hidden)).toBe(false);
  const { items } = await stranger.act<{ items: readonly { outcome: string }[] }>(
    "assertIndicators",
    { items: [{ value: hidden.value }] },
    "items { outcome }",
  );
  expect(items).toEqual([{ outcome: "OK" }]);
  const { indicators } = await stranger.get<{ indicators: { edges: readonly { node: object }[] } }>(
    `query ($value: String!) { indicators(value: $value) { edges { node { id assertions { totalCount { value } edges { node { organization { id } } } } } } } }`,
    { value: hidden.value },
  );
  expect(indicators.edges.map(({ node }) => node)).toEqual([
    {
      id: hidden.indicatorId,
      assertions: { totalCount: { value: 1 }, edges: [{ node: { organization: { id: stranger.organization.id } } }] },
    },
  ]);
});
