import { communitiesOf, inCommunityOf } from "../../src/modules/venues/venue.read";
import { scopeOf } from "../../src/platform/read/model";
import { bind, run, sql } from "../../src/platform/sql";
import { venueOf } from "../support/parties";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let operator: Party;
let isac: Party;
let bank: Party;
let insurer: Party;

beforeAll(async () => {
  world = await openWorld();
  operator = await world.party({ name: "Hub operator", roles: ["OPERATOR"], kinds: [] });
});
afterAll(() => world.close());
beforeEach(async () => {
  isac = await world.party({ name: "Finance ISAC", kinds: ["COORDINATOR"] });
  bank = await world.party({ name: "Bank" });
  insurer = await world.party({ name: "Insurer" });
});

const readVenue = async (asker: Party, id: string) =>
  (
    await asker.ask(
      `query ($id: ID!) { venue(id: $id) { name owner { id } members { edges { node { id state organization { id } } } } } }`,
      { id },
    )
  ).data?.["venue"] ?? null;
const member = (party: Party, state: string) => ({ node: { state, organization: { id: party.organization.id } } });
const newVenue = (given: object = {}) => ({ kind: "CONTRACT_CHANNEL", name: "Night watch", ...given });
const on = (venueId: string, given: object = {}) => ({ venueId, expectedVersion: 1, ...given });

test("one venue is for this hub and one for the public, and everybody who is signed in sees them", async () => {
  const query = `{ venues(kinds: [HUB, PUBLIC]) { edges { node { id kind nameJa owner { id } members { edges { node { id } } } } } } }`;
  const { venues } = await bank.get<{ venues: { edges: { node: { id: string } }[] } }>(query);
  expect(venues.edges).toHaveLength(2);
  expect(venues.edges).toMatchObject([
    { node: { owner: null, members: null } },
    { node: { owner: null, members: null } },
  ]);
  for (const { node } of venues.edges) expect(node.id).toMatch(/^venue_[0-9A-HJKMNP-TV-Z]{26}$/);
});

test("a venue is seen by its members and whom it invites, its member list by members", async () => {
  const id = await venueOf([isac, bank]);
  await isac.act("addVenueMembers", on(id, { organizationIds: [insurer.organization.id] }));
  const members = { edges: [member(isac, "ACTIVE"), member(bank, "ACTIVE"), member(insurer, "INVITED")] };
  expect(await readVenue(isac, id)).toMatchObject({ owner: { id: isac.organization.id } });
  for (const asker of [isac, bank]) {
    const seen = await readVenue(asker, id);
    expect(seen).toMatchObject({
      members: { edges: expect.arrayContaining(members.edges.map(asContaining)) as unknown },
    });
  }
  expect(await readVenue(insurer, id)).toMatchObject({ name: "Finance ISAC", members: null });
  for (const asker of [operator, await world.party()]) expect(await readVenue(asker, id)).toBeNull();
});
const asContaining = ({ node }: { readonly node: object }): unknown =>
  expect.objectContaining({ node: expect.objectContaining(node) as unknown });

test("a venue that does not show its members shows them to its manager only", async () => {
  const id = await venueOf([isac, bank, insurer], { showsMembers: false });
  expect(await readVenue(isac, id)).toMatchObject({ members: { edges: [{}, {}, {}] } });
  expect(await readVenue(bank, id)).toMatchObject({ members: null });

  const stream = await bank.follow();
  await isac.act("removeVenueMember", on(id, { organizationId: insurer.organization.id }));
  await isac.act("updateVenue", on(id, { description: "For those who watch." }));
  const [, first] = [await stream.next(), await stream.next()];
  expect(first).toMatchObject({ type: "VENUE_UPDATED", changed: ["description"], version: 2 });
  await stream.end();
});

test("nobody is put into a venue: the invited organisation joins, and all who may know hear of each step", async () => {
  const [manager, invited, stranger] = [await isac.follow(), await bank.follow(), await insurer.follow()];
  const { venue } = await isac.act<{ venue: { id: string } }>(
    "createVenue",
    newVenue({ memberIds: [bank.organization.id] }),
    "venue { id }",
  );
  // Whom it was invited with is not for who has not joined.
  const heard = [await invited.next(), await invited.next(), await invited.next()];
  expect(heard.slice(1)).toMatchObject([
    { type: "VENUE_CREATED", subject: { id: venue.id }, version: 1 },
    { type: "VENUE_MEMBER_INVITED" },
  ]);
  expect(await readVenue(bank, venue.id)).toMatchObject({ members: null });

  await bank.act("joinVenue", on(venue.id));
  expect(await invited.next()).toMatchObject({ type: "VENUE_MEMBER_JOINED", changed: ["state", "joinedAt"] });
  const types = [await manager.next(), await manager.next(), await manager.next(), await manager.next()];
  expect((await manager.next())["subject"]).toEqual(heard[2]?.["subject"]);
  expect(types.map(({ type }) => type)).toEqual([
    undefined,
    "VENUE_CREATED",
    "VENUE_MEMBER_JOINED",
    "VENUE_MEMBER_INVITED",
  ]);

  expect(await insurer.refused("joinVenue", on(venue.id))).toBe("NOT_FOUND");
  await isac.act("updateOrganization", { organizationId: isac.organization.id, expectedVersion: 1, sector: "Finance" });
  expect([await stranger.next(), await stranger.next()][1]).toMatchObject({ type: "ORGANIZATION_UPDATED" });
  await Promise.all([manager.end(), invited.end(), stranger.end()]);
});

test("an organisation joins once, and only where it was invited", async () => {
  const id = await venueOf([isac, bank]);
  expect(await bank.refused("joinVenue", on(id))).toBe("FORBIDDEN");
  const { venues } = await bank.get<{ venues: { edges: [{ node: { id: string } }] } }>(
    `{ venues(kinds: [HUB]) { edges { node { id } } } }`,
  );
  expect(await bank.refused("joinVenue", on(venues.edges[0].node.id))).toBe("FORBIDDEN");
});

test("invitations are answered one by one", async () => {
  const id = await venueOf([isac, bank]);
  const [own, known, fresh] = [isac, bank, insurer].map(({ organization }) => organization.id);
  const nobody = "org_00000000000000000000000000";
  const { results } = await isac.act<{ results: unknown[] }>(
    "addVenueMembers",
    on(id, { organizationIds: [own, known, fresh, nobody, fresh] }),
    "results { index outcome id code field }",
  );
  expect(results).toEqual([
    { index: 0, outcome: "UNCHANGED", id: expect.any(String) as unknown, code: null, field: null },
    { index: 1, outcome: "UNCHANGED", id: expect.any(String) as unknown, code: null, field: null },
    { index: 2, outcome: "OK", id: expect.any(String) as unknown, code: null, field: null },
    { index: 3, outcome: "REFUSED", id: null, code: "NOT_FOUND", field: "input.organizationIds[3]" },
    { index: 4, outcome: "UNCHANGED", id: expect.any(String) as unknown, code: null, field: null },
  ]);
});

test("a member that is removed is told that the venue is gone, and can be invited again", async () => {
  const id = await venueOf([isac, bank]);
  const stream = await bank.follow();
  await isac.act("removeVenueMember", on(id, { organizationId: bank.organization.id }));
  const told = await stream.until(({ __typename }) => __typename === "Gone");
  expect(told.slice(1)).toMatchObject([
    { type: "VENUE_MEMBER_LEFT", changed: ["state", "leftAt"] },
    { __typename: "Gone", id },
  ]);
  await stream.end();
  expect(await readVenue(bank, id)).toBeNull();

  const again = { organizationIds: [bank.organization.id] };
  await isac.act("addVenueMembers", on(id, again));
  await bank.act("joinVenue", on(id));
  expect(await readVenue(bank, id)).toMatchObject({ members: { edges: [{}, {}] } });
});

test("an organisation leaves or declines by itself, and removes nobody else", async () => {
  const id = await venueOf([isac, bank]);
  await isac.act("addVenueMembers", on(id, { organizationIds: [insurer.organization.id] }));
  expect(await bank.refused("removeVenueMember", on(id, { organizationId: insurer.organization.id }))).toBe(
    "FORBIDDEN",
  );
  await bank.act("removeVenueMember", on(id, { organizationId: bank.organization.id }));
  await insurer.act("removeVenueMember", on(id, { organizationId: insurer.organization.id }));
  expect(await readVenue(isac, id)).toMatchObject({
    members: {
      edges: expect.arrayContaining([member(bank, "LEFT"), member(insurer, "LEFT")].map(asContaining)) as unknown,
    },
  });
  expect(await isac.refused("removeVenueMember", on(id, { organizationId: bank.organization.id }))).toBe("NOT_FOUND");
  expect(await isac.refused("removeVenueMember", on(id, { organizationId: isac.organization.id }))).toBe(
    "STATE_CONFLICT",
  );
});

test("a bilateral venue has two organisations, and takes no third", async () => {
  const pair = (memberIds: readonly string[]) => newVenue({ kind: "BILATERAL", memberIds });
  const [a, b] = [bank.organization.id, insurer.organization.id];
  expect(await isac.refused("createVenue", pair([]))).toBe("INVALID_INPUT");
  expect(await isac.refused("createVenue", pair([a, b]))).toBe("INVALID_INPUT");
  const id = await venueOf([isac, bank], { kind: "BILATERAL" });
  expect(await isac.refused("addVenueMembers", on(id, { organizationIds: [b] }))).toBe("STATE_CONFLICT");
});

test("venues for everybody are opened and managed by the operator, the others by those who speak for a party", async () => {
  expect(await isac.refused("createVenue", newVenue({ kind: "PUBLIC" }))).toBe("FORBIDDEN");
  expect(await operator.refused("createVenue", newVenue())).toBe("FORBIDDEN");
  const { venue } = await operator.act<{ venue: { id: string } }>(
    "createVenue",
    newVenue({ kind: "PUBLIC" }),
    "venue { id owner { id } }",
  );
  expect(venue).toMatchObject({ owner: null });
  const organizationIds = [bank.organization.id];
  expect(await bank.refused("addVenueMembers", on(venue.id, { organizationIds }))).toBe("FORBIDDEN");
  await operator.act("addVenueMembers", on(venue.id, { organizationIds }));
  await bank.act("joinVenue", on(venue.id));

  const lone = await world.party({ organization: isac.organization, roles: ["OPERATOR"] });
  const id = await venueOf([isac, bank]);
  expect(await lone.refused("updateVenue", on(id, { name: "Mine" }))).toBe("FORBIDDEN");
});

test("a venue is renamed by whoever manages it, at the version that was read", async () => {
  const id = await venueOf([isac, bank]);
  const renamed = await isac.act("updateVenue", on(id, { nameJa: "金融ISAC" }), "venue { version name nameJa }");
  expect(renamed).toEqual({ venue: { version: 2, name: "Finance ISAC", nameJa: "金融ISAC" } });
  expect(await isac.refused("updateVenue", on(id, { name: "Late" }))).toBe("VERSION_CONFLICT");
  expect(await bank.refused("updateVenue", on(id, { expectedVersion: 2, name: "Mine" }))).toBe("FORBIDDEN");
  expect(await insurer.refused("updateVenue", on(id, { expectedVersion: 2, name: "Mine" }))).toBe("NOT_FOUND");
});

test("a closed community reaches who has joined it, and no other kind of venue does", async () => {
  const shares = async (asker: Party, other: Party) => {
    const me = scopeOf(asker.viewer);
    const [row] = await run<{ together: boolean | null; communities: string[] }>(
      world.db,
      "communities",
      sql`select ${inCommunityOf(bind(other.organization.id, "text"), me)} as together,
                 ${communitiesOf(me)} as communities`,
    );
    return { together: row?.together === true, communities: row?.communities };
  };
  await venueOf([isac, insurer], { kind: "CONTRACT_CHANNEL" });
  const id = await venueOf([isac, bank]);
  await isac.act("addVenueMembers", on(id, { organizationIds: [insurer.organization.id] }));
  expect(await shares(bank, isac)).toEqual({ together: true, communities: [id] });
  expect(await shares(insurer, isac)).toEqual({ together: false, communities: [] });
  expect(await shares(bank, insurer)).toEqual({ together: false, communities: [id] });

  await insurer.act("joinVenue", on(id));
  expect(await shares(insurer, bank)).toEqual({ together: true, communities: [id] });
  await isac.act("removeVenueMember", on(id, { organizationId: bank.organization.id }));
  expect(await shares(bank, isac)).toEqual({ together: false, communities: [] });
  expect(await shares(insurer, bank)).toEqual({ together: false, communities: [id] });
});
