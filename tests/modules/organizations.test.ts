import { type Party, type World, openWorld } from "../support/world";
import { agree } from "../support/parties";

let world: World;
let operator: Party;
let soc: Party;
let csirt: Party;

beforeAll(async () => {
  world = await openWorld();
  operator = await world.party({ name: "Hub operator", roles: ["OPERATOR"], kinds: [] });
});
afterAll(() => world.close());
beforeEach(async () => {
  soc = await world.party({ name: "Night SOC" });
  csirt = await world.party({ name: "ACME CSIRT" });
});

let codes = 0;
const created = (given: object = {}) => ({
  name: "Dig Forensics",
  nameJa: "ディグ・フォレンジックス",
  shortCode: `DIG-${++codes}`,
  kinds: ["VENDOR"],
  country: "JP",
  timeZone: "Asia/Tokyo",
  ...given,
});
const desk = { name: "Desk", phone: "+81 3 0000 0000" };
const nights = { days: ["SAT", "SUN", "HOLIDAY"], from: "18:00", until: "09:00" };
const update = (of: Party, given: object) => ({ organizationId: of.organization.id, expectedVersion: 1, ...given });
const contactsOf = (asker: Party, of: Party) =>
  asker.get<{ organization: { contacts: unknown; coverageWindows: unknown } }>(
    `query ($id: ID!) { organization(id: $id) { contacts { name phone } coverageWindows { days from until note } } }`,
    { id: of.organization.id },
  );
const wrongField = async (asker: Party, name: string, input: object) => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const text = `mutation ($input: ${type}!) { ${name}(input: $input) { position } }`;
  const { errors } = await asker.ask(text, { input: { idempotencyKey: `wrong-${++codes}`, ...input } });
  return [errors?.[0]?.extensions?.["code"], errors?.[0]?.extensions?.["field"]];
};
/** How many transactions wait for another one in this world. */
const waiting = async (): Promise<number> =>
  (
    await world.asOwner(
      "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    )
  ).length;

test("the operator enters an organisation, and everybody who is signed in hears of it", async () => {
  const stream = await soc.follow();
  const { organization } = await operator.act<{ organization: { id: string } }>(
    "createOrganization",
    created({ contacts: [desk], coverageWindows: [nights] }),
    "organization { id name nameJa kinds country timeZone version contacts { name phone email } coverageWindows { days from until note } }",
  );
  expect(organization).toMatchObject({
    nameJa: "ディグ・フォレンジックス",
    kinds: ["VENDOR"],
    version: 1,
    contacts: [{ ...desk, email: null }],
    coverageWindows: [{ ...nights, note: null }],
  });
  const [, told] = [await stream.next(), await stream.next()];
  expect(told).toMatchObject({ type: "ORGANIZATION_CREATED", subject: { id: organization.id } });
  expect(told["changed"]).not.toContain("contacts");
  await stream.end();
});

test("a short code stands once", async () => {
  const input = created();
  await operator.act("createOrganization", input);
  expect(await wrongField(operator, "createOrganization", input)).toEqual(["INVALID_INPUT", "input.shortCode"]);
});

test.each([
  ["a country that is none", { country: "XX" }, "input.country"],
  ["a time zone that is none", { timeZone: "Asia/Edo" }, "input.timeZone"],
  ["an offset instead of a time zone", { timeZone: "+09:00" }, "input.timeZone"],
  ["a short code in small letters", { shortCode: "dig" }, "input.shortCode"],
  ["a kind twice", { kinds: ["SOC", "SOC"] }, "input.kinds"],
  ["a contact that nobody can reach", { contacts: [desk, { name: "Ghost" }] }, "input.contacts[1]"],
  ["a contact without a name", { contacts: [{ ...desk, name: "" }] }, "input.contacts[0].name"],
  ["an e-mail address that is none", { contacts: [{ ...desk, email: "at home" }] }, "input.contacts[0].email"],
  ["a window without days", { coverageWindows: [{ ...nights, days: [] }] }, "input.coverageWindows[0].days"],
  ["an hour that is none", { coverageWindows: [{ ...nights, from: "24:00" }] }, "input.coverageWindows[0].from"],
  ["a minute that is none", { coverageWindows: [{ ...nights, until: "09:60" }] }, "input.coverageWindows[0].until"],
  ["a window of no length", { coverageWindows: [{ ...nights, until: "18:00" }] }, "input.coverageWindows[0].until"],
])("%s is refused by the path of its field", async (_, wrong, field) => {
  expect(await wrongField(operator, "createOrganization", created(wrong))).toEqual(["INVALID_INPUT", field]);
});

test("a window may end at midnight, and another go on past it", async () => {
  const coverageWindows = [{ ...nights, from: "00:00", until: "24:00" }, nights];
  await csirt.act("updateOrganization", update(csirt, { coverageWindows }));
  expect((await contactsOf(csirt, csirt)).organization.coverageWindows).toMatchObject(coverageWindows);
});

test("its own ADMIN changes an organisation; what is left out stays, and null empties", async () => {
  const selection = "organization { version name nameJa sector country }";
  await csirt.act("updateOrganization", update(csirt, { sector: "Finance", nameJa: "アクメ" }));
  const changed = await csirt.act(
    "updateOrganization",
    update(csirt, { expectedVersion: 2, nameJa: null, name: "ACME" }),
    selection,
  );
  expect(changed).toEqual({
    organization: { version: 3, name: "ACME", nameJa: null, sector: "Finance", country: "JP" },
  });
  expect(await csirt.refused("updateOrganization", update(csirt, { name: "Late" }))).toBe("VERSION_CONFLICT");
});

test("another organisation's ADMIN may not change it, the operator may", async () => {
  expect(await soc.refused("updateOrganization", update(csirt, { name: "Taken over" }))).toBe("FORBIDDEN");
  await operator.act("updateOrganization", update(csirt, { name: "ACME" }));
});

test("contacts and coverage are for the organisation, the operator, and whoever works with it", async () => {
  const contacts = [desk, { name: "CISO", email: "ciso@acme.example" }];
  await csirt.act("updateOrganization", update(csirt, { contacts, coverageWindows: [nights] }));
  const known = { contacts: [desk, { name: "CISO", phone: null }] };
  const unknown = { contacts: null, coverageWindows: null };

  expect((await contactsOf(csirt, csirt)).organization).toMatchObject(known);
  expect((await contactsOf(operator, csirt)).organization).toMatchObject(known);
  expect((await contactsOf(soc, csirt)).organization).toEqual(unknown);

  const vendor = await world.party({ name: "Dig Forensics", kinds: ["VENDOR"] });
  await agree([soc, csirt]);
  await world.join(await world.openCase(csirt), vendor, "VENDOR");
  expect((await contactsOf(soc, csirt)).organization).toMatchObject(known);
  expect((await contactsOf(vendor, csirt)).organization).toMatchObject(known);
});

test("a change of contacts leaves the version that everybody sees as it is, and is told to partners only", async () => {
  await agree([soc, csirt]);
  const stranger = await world.party({ name: "Stranger" });
  const [partner, outside] = [await soc.follow(), await stranger.follow()];
  await csirt.act("updateOrganization", update(csirt, { contacts: [desk] }));
  await csirt.act("updateOrganization", update(csirt, { sector: "Finance" }));

  const seen = await partner.until(({ version }) => version === 2);
  expect(seen.slice(1)).toMatchObject([
    { changed: ["contacts"], version: null },
    { changed: ["sector"], version: 2 },
  ]);
  const [, first] = [await outside.next(), await outside.next()];
  expect(first).toMatchObject({ changed: ["sector"], version: 2 });
  await Promise.all([partner.end(), outside.end()]);
});

test("the operator alone says of what an organisation is a part, and it is never a circle", async () => {
  const parentId = soc.organization.id;
  expect(await wrongField(csirt, "updateOrganization", update(csirt, { parentId }))).toEqual([
    "FORBIDDEN",
    "input.parentId",
  ]);
  await operator.act("updateOrganization", update(csirt, { parentId }));
  for (const id of [soc.organization.id, csirt.organization.id]) {
    const circle = update(soc, { parentId: id });
    expect(await wrongField(operator, "updateOrganization", circle)).toEqual(["INVALID_INPUT", "input.parentId"]);
  }
  const tree = `query ($id: ID!) { organization(id: $id) { parent { id } children { edges { node { id parent { id } } } } } }`;
  expect(await csirt.get(tree, { id: parentId })).toEqual({
    organization: {
      parent: null,
      children: { edges: [{ node: { id: csirt.organization.id, parent: { id: parentId } } }] },
    },
  });
});

test("two changes at once, far apart in the tree, cannot close a circle together", async () => {
  const [night, day] = [await world.party({ name: "Night shift" }), await world.party({ name: "Day shift" })];
  await operator.act("updateOrganization", update(night, { parentId: soc.organization.id }));
  await operator.act("updateOrganization", update(day, { parentId: csirt.organization.id }));
  const holder = world.db.createQueryRunner();
  await holder.startTransaction();
  await holder.query("select id from organizations for update");
  const both = Promise.allSettled([
    operator.act("updateOrganization", update(soc, { parentId: day.organization.id })),
    operator.act("updateOrganization", update(csirt, { parentId: night.organization.id })),
  ]);
  // Both have begun, and neither has looked at the tree: they go on at the same moment.
  while ((await waiting()) < 2);
  await holder.commitTransaction();
  await holder.release();
  const outcomes = await both;
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("a provider and each of its clients see that, each from its own side", async () => {
  const other = await world.party({ name: "Other client" });
  const links = (asker: Party, of: Party) =>
    asker.get(
      `query ($id: ID!) { organization(id: $id) {
         clients { edges { node { id } } totalCount { value } } providers { edges { node { id name } } } } }`,
      { id: of.organization.id },
    );
  const [provider, client] = [await soc.follow(), await csirt.follow()];
  const add = [csirt.organization.id, other.organization.id];
  await soc.act("setClients", update(soc, { add }));

  expect(await links(soc, soc)).toMatchObject({ organization: { clients: { totalCount: { value: 2 } } } });
  expect(await links(csirt, csirt)).toMatchObject({
    organization: { clients: { edges: [] }, providers: { edges: [{ node: { id: soc.organization.id } }] } },
  });
  expect(await links(operator, soc)).toMatchObject({ organization: { clients: { totalCount: { value: 2 } } } });
  expect(await links(csirt, soc)).toEqual({ organization: { clients: null, providers: null } });
  expect([await provider.next(), await provider.next()][1]).toMatchObject({ changed: ["clients"], version: null });
  expect([await client.next(), await client.next()][1]).toMatchObject({
    changed: ["providers"],
    subject: { id: csirt.organization.id },
  });
  await Promise.all([provider.end(), client.end()]);
});

test("clients are added and removed; what is so already changes nothing", async () => {
  const clients = async () => {
    const query = `query ($id: ID!) { organization(id: $id) { clients { edges { node { id } } } } }`;
    const { organization } = await soc.get<{ organization: { clients: { edges: { node: { id: string } }[] } } }>(
      query,
      {
        id: soc.organization.id,
      },
    );
    return organization.clients.edges.map(({ node }) => node.id);
  };
  const [client] = [csirt.organization.id];
  await soc.act("setClients", update(soc, { add: [client, client] }));
  await soc.act("setClients", update(soc, { add: [client] }));
  expect(await clients()).toEqual([client]);
  await soc.act("setClients", update(soc, { remove: [client] }));
  expect(await clients()).toEqual([]);
});

test("nobody makes another's customer list, itself its client, or a client of what is not there", async () => {
  const [own, another] = [soc.organization.id, csirt.organization.id];
  expect(await csirt.refused("setClients", update(soc, { add: [another] }))).toBe("FORBIDDEN");
  expect(await wrongField(soc, "setClients", update(soc, { add: [own] }))).toEqual(["INVALID_INPUT", "input.add"]);
  const both = update(soc, { add: [another], remove: [another] });
  expect(await wrongField(soc, "setClients", both)).toEqual(["INVALID_INPUT", "input.remove"]);
  const nobody = update(soc, { add: ["org_00000000000000000000000000"] });
  expect(await wrongField(soc, "setClients", nobody)).toEqual(["NOT_FOUND", "input.add"]);
});
