import { type Party, type World, openWorld } from "../support/world";

let world: World;
let operator: Party;
let csirt: Party;
let responder: Party;
let soc: Party;

beforeAll(async () => {
  world = await openWorld();
  operator = await world.party({ name: "Hub operator", roles: ["OPERATOR"], kinds: [] });
});
afterAll(() => world.close());
beforeEach(async () => {
  csirt = await world.party({ name: "ACME CSIRT", roles: ["ADMIN"] });
  responder = await world.party({ organization: csirt.organization, roles: ["RESPONDER"], kind: "USER" });
  soc = await world.party({ name: "Night SOC", kinds: ["SOC"] });
});

type Made = { readonly id: string; readonly version: number };
const createUser = async (by: Party, given: object = {}): Promise<Made> => {
  const input = { name: "Hanako", email: "hanako@acme.example", roles: ["RESPONDER"], ...given };
  return (await by.act<{ user: Made }>("createUser", input, "user { id version }")).user;
};
const createTool = async (by: Party, given: object = {}): Promise<Made> => {
  const input = { name: "SIEM", roles: ["RESPONDER"], ...given };
  return (await by.act<{ serviceAccount: Made }>("createServiceAccount", input, "serviceAccount { id version }"))
    .serviceAccount;
};
const node = (asker: Party, id: string) =>
  asker.ask(
    `query ($id: ID!) { node(id: $id) { id ... on User { name email roles } ... on ServiceAccount { name roles }
       ... on AuditEntry { operation } } }`,
    { id },
  );
const seen = async (asker: Party, id: string): Promise<unknown> => (await node(asker, id)).data?.["node"] ?? null;
const shareCase = async () => world.join(await world.openCase(csirt), soc);

test("a client learns who it is", async () => {
  const query = `{ me { accountId kind name roles operator organization { id } user { id } serviceAccount { id } } }`;
  const { id } = csirt.organization;
  expect(await responder.get(query)).toEqual({
    me: {
      accountId: responder.account.id,
      kind: "USER",
      name: responder.account.name,
      roles: ["RESPONDER"],
      operator: false,
      organization: { id },
      user: { id: responder.account.id },
      serviceAccount: null,
    },
  });
  const admin = { operator: false, user: null, serviceAccount: { id: csirt.account.id } };
  expect(await csirt.get(query)).toMatchObject({ me: admin });
  expect(await operator.get(query)).toMatchObject({ me: { operator: true, roles: ["OPERATOR"] } });
});

test("a tool that is no ADMIN knows its own name and roles, and reads no account of a tool", async () => {
  const tool = await world.party({ organization: csirt.organization, roles: ["EXECUTOR"] });
  const query = `{ me { name roles serviceAccount { id } } serviceAccounts { totalCount { value } } }`;
  expect(await tool.get(query)).toEqual({
    me: { name: tool.account.name, roles: ["EXECUTOR"], serviceAccount: null },
    serviceAccounts: { totalCount: { value: 0 } },
  });
});

test("a person is seen by its organisation and by those with a case in common, the e-mail address by the first", async () => {
  const { id } = await createUser(csirt);
  const known = { name: "Hanako", roles: ["RESPONDER"] };
  expect(await seen(responder, id)).toMatchObject({ ...known, email: "hanako@acme.example" });
  expect(await seen(operator, id)).toMatchObject({ ...known, email: "hanako@acme.example" });
  expect(await seen(soc, id)).toBeNull();
  await shareCase();
  expect(await seen(soc, id)).toMatchObject({ ...known, email: null });
});

test("the tools of an organisation are seen by its ADMIN and the operator, and by nobody else", async () => {
  const { id } = await createTool(csirt);
  await shareCase();
  expect(await seen(csirt, id)).toMatchObject({ name: "SIEM", roles: ["RESPONDER"] });
  expect(await seen(operator, id)).toMatchObject({ name: "SIEM" });
  expect(await seen(responder, id)).toBeNull();
  expect(await seen(soc, id)).toBeNull();
});

test("lists of accounts are filtered by organisation, activity and name", async () => {
  const [{ id, version }] = [await createUser(csirt, { name: "Taro Yamada" })];
  await createTool(csirt);
  const list = (args: string) =>
    operator.get(
      `query ($id: ID!) { users(organizationId: $id ${args}) { edges { node { id } } }
         serviceAccounts(organizationId: $id) { totalCount { value } } }`,
      { id: csirt.organization.id },
    );
  expect(await list("")).toEqual({
    users: { edges: [{ node: { id } }, { node: { id: responder.account.id } }] },
    serviceAccounts: { totalCount: { value: 2 } },
  });
  expect(await list(`text: "yamada"`)).toMatchObject({ users: { edges: [{ node: { id } }] } });
  await csirt.act("updateAccount", { accountId: id, expectedVersion: version, active: false });
  expect(await list("active: false")).toMatchObject({ users: { edges: [{ node: { id } }] } });
});

test("an ADMIN gives accounts of its own organisation only; the operator of any", async () => {
  const organizationId = soc.organization.id;
  const input = { name: "Spy", roles: ["OBSERVER"], organizationId };
  expect(await csirt.refused("createUser", input)).toBe("FORBIDDEN");
  expect(await csirt.refused("createServiceAccount", input)).toBe("FORBIDDEN");
  const { id } = await createUser(operator, { organizationId });
  expect(await seen(soc, id)).toMatchObject({ name: "Hanako" });
  const nowhere = { ...input, organizationId: "org_00000000000000000000000000" };
  expect(await operator.refused("createUser", nowhere)).toBe("NOT_FOUND");
});

test("only an operator makes an operator", async () => {
  const input = { name: "Climber", roles: ["ADMIN", "OPERATOR"] };
  expect(await csirt.refused("createUser", input)).toBe("FORBIDDEN");
  expect(await csirt.refused("createServiceAccount", input)).toBe("FORBIDDEN");
  const { id, version } = await createUser(csirt);
  const climb = { accountId: id, expectedVersion: version, roles: ["OPERATOR"] };
  expect(await csirt.refused("updateAccount", climb)).toBe("FORBIDDEN");
  await operator.act("updateAccount", climb);
});

test("an operator's account is out of reach of the ADMIN beside it", async () => {
  const admin = await world.party({ organization: operator.organization, roles: ["ADMIN"] });
  const of = { accountId: operator.account.id };
  expect(await admin.refused("updateAccount", { ...of, expectedVersion: 1, active: false })).toBe("FORBIDDEN");
  expect(await admin.refused("createApiKey", { ...of, label: "stolen" })).toBe("FORBIDDEN");
  expect(await admin.refused("revokeApiKey", { apiKeyId: operator.viewer.credentialId })).toBe("FORBIDDEN");
});

test.each([
  ["no role", { roles: [] }],
  ["a role twice", { roles: ["ADMIN", "ADMIN"] }],
  ["no name", { name: "" }],
  ["an e-mail address that is none", { email: "nobody" }],
])("an account with %s is refused", async (_, wrong) => {
  expect(await csirt.refused("createUser", { name: "Hanako", roles: ["ADMIN"], ...wrong })).toBe("INVALID_INPUT");
});

test("an account is changed at the version that was read, and what everyone may see counts", async () => {
  const { id } = await createUser(csirt);
  const change = (expectedVersion: number, given: object) =>
    csirt.act(
      "updateAccount",
      { accountId: id, expectedVersion, ...given },
      "account { version name roles active ... on User { email } }",
    );
  expect(await change(1, { roles: ["LIAISON"], name: "Hana" })).toMatchObject({
    account: { version: 2, name: "Hana", roles: ["LIAISON"], email: "hanako@acme.example" },
  });
  expect(await change(2, { email: null })).toMatchObject({ account: { version: 2, email: null } });
  const late = { accountId: id, expectedVersion: 1, active: false };
  expect(await csirt.refused("updateAccount", late)).toBe("VERSION_CONFLICT");
});

test("a tool has no e-mail address", async () => {
  const { id, version } = await createTool(csirt);
  const input = { accountId: id, expectedVersion: version, email: "siem@acme.example" };
  expect(await csirt.refused("updateAccount", input)).toBe("INVALID_INPUT");
});

test("another organisation's account is not there for an ADMIN, or not to be changed when a case shows it", async () => {
  const { id, version } = await createUser(csirt);
  const input = { accountId: id, expectedVersion: version, active: false };
  expect(await soc.refused("updateAccount", input)).toBe("NOT_FOUND");
  await shareCase();
  expect(await soc.refused("updateAccount", input)).toBe("FORBIDDEN");
});

test("a change of an account is told to whoever sees the account, of the e-mail address to its organisation", async () => {
  const { id } = await createUser(csirt);
  await shareCase();
  const [own, partner] = [await responder.follow(), await soc.follow()];
  const of = { accountId: id, expectedVersion: 1 };
  await csirt.act("updateAccount", { ...of, email: "h@acme.example" });
  await csirt.act("updateAccount", { ...of, active: false });

  const told = await own.until(({ version }) => version === 2);
  expect(told.slice(1)).toMatchObject([
    { __typename: "UserEvent", type: "ACCOUNT_UPDATED", changed: ["email"], version: null, subject: { id } },
    { changed: ["active"], version: 2 },
  ]);
  const [, first] = [await partner.next(), await partner.next()];
  expect(first).toMatchObject({ changed: ["active"], version: 2 });
  await Promise.all([own.end(), partner.end()]);
});

test("whoever is deactivated or has other roles is no longer who opened the stream", async () => {
  const { authenticator } = world.app;
  const tool = await world.party({ organization: csirt.organization, roles: ["RESPONDER"] });
  const valid = async () => (await authenticator.stillValid([tool.viewer])).has(tool.viewer);
  const input = { accountId: tool.account.id, expectedVersion: 1 };
  expect(await valid()).toBe(true);
  await csirt.act("updateAccount", { ...input, roles: ["OBSERVER"] });
  expect(await valid()).toBe(false);
  await csirt.act("updateAccount", { ...input, expectedVersion: 2, roles: ["RESPONDER"] });
  expect(await valid()).toBe(true);
  await csirt.act("updateAccount", { ...input, expectedVersion: 3, active: false });
  expect(await valid()).toBe(false);
  expect(await authenticator.viewerOf(`Bearer ${tool.key}`)).toBeUndefined();
});

test("the audit is for the own organisation's ADMIN only", async () => {
  const { id } = await createUser(csirt);
  const query = `query ($account: ID) { auditLog(accountId: $account) {
    edges { node { id operation subjectIds account { id } } } } }`;
  type Log = { auditLog: { edges: { node: { id: string; operation: string; subjectIds: string[] } }[] } };
  const { auditLog } = await csirt.get<Log>(query);
  const [entry] = auditLog.edges;
  expect(entry?.node).toMatchObject({ operation: "createUser", subjectIds: [id], account: { id: csirt.account.id } });
  const entryId = entry?.node.id ?? "";
  expect(await seen(csirt, entryId)).toMatchObject({ operation: "createUser" });
  for (const other of [responder, soc, operator]) {
    expect(await seen(other, entryId)).toBeNull();
    expect(await other.get(query, { account: csirt.account.id })).toEqual({ auditLog: { edges: [] } });
  }
});

test("the audit names no restricted case to an ADMIN who may not see it", async () => {
  const liaison = await world.party({ organization: csirt.organization, roles: ["LIAISON"] });
  await world.openCase(liaison, { restricted: true });
  const incident = await world.openCase(liaison);
  const query = `{ auditLog(operation: "openCase") { edges { node { subjectIds account { id } } } } }`;
  const { auditLog } = await csirt.get<{ auditLog: { edges: { node: { subjectIds: string[] } }[] } }>(query);
  const account = { id: liaison.account.id };
  expect(auditLog.edges).toMatchObject([
    { node: { subjectIds: expect.arrayContaining([incident.id]) as unknown, account } },
    { node: { subjectIds: [], account } },
  ]);
});

test("the operator administers everybody and sees no case", async () => {
  const incident = await world.openCase(csirt);
  const stream = await operator.follow();
  await world.join(incident, soc);
  await createUser(csirt);
  expect(await operator.get(`{ cases { totalCount { value } } }`)).toEqual({ cases: { totalCount: { value: 0 } } });
  expect(await seen(operator, incident.id)).toBeNull();
  const [, first] = [await stream.next(), await stream.next()];
  expect(first).toMatchObject({ type: "ACCOUNT_CREATED", case: null });
  await stream.end();
});
