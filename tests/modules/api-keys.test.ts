import { randomUUID } from "node:crypto";
import { codeOf, mutationText } from "../support/asker";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let admin: Party;
let tool: string;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  admin = await world.party({ name: "ACME CSIRT", roles: ["ADMIN"] });
  const input = { name: "SIEM", roles: ["RESPONDER"] };
  const made = await admin.act<{ serviceAccount: { id: string } }>(
    "createServiceAccount",
    input,
    "serviceAccount { id }",
  );
  tool = made.serviceAccount.id;
});

type NewKey = {
  readonly secret: string | null;
  readonly secretShown: boolean;
  readonly apiKey: { readonly id: string };
};
const SELECTION = "secret secretShown apiKey { id label state expiresAt revokedAt account { id } }";
const create = (given: object = {}, by = admin) =>
  by.act<NewKey>("createApiKey", { accountId: tool, label: "SIEM", ...given }, SELECTION);
const signsIn = async ({ secret }: NewKey) =>
  (await world.app.authenticator.viewerOf(`Bearer ${secret ?? ""}`))?.accountId === tool;
const stateOf = async ({ apiKey: { id } }: NewKey) =>
  (
    await admin.get<{ node: { state: string } }>(`query ($id: ID!) { node(id: $id) { ... on ApiKey { state } } }`, {
      id,
    })
  ).node.state;

test("a new key signs its account in, and its secret is kept nowhere", async () => {
  const made = await create();
  expect(made).toMatchObject({ secretShown: true, apiKey: { label: "SIEM", state: "LIVE", account: { id: tool } } });
  expect(await signsIn(made)).toBe(true);
  const [, , id, secret] = /^(sansha)_(.{26})_(.{43})/.exec(made.secret ?? "") ?? [];
  expect(made.apiKey.id).toBe(`key_${id ?? ""}`);
  for (const table of ["api_keys", "idempotency_keys", "audit", "events"]) {
    const rows = await world.asOwner(`select t::text as kept from ${table} t`);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ kept }) => String(kept).includes(secret ?? ""))).toEqual([]);
  }
});

test("a repeated call makes no second key and shows no secret", async () => {
  const idempotencyKey = randomUUID();
  const first = await create({ idempotencyKey });
  const again = await create({ idempotencyKey });
  expect(again).toEqual({ ...first, secret: null, secretShown: false });
  const list = `query ($id: ID!) { apiKeys(accountId: $id) { totalCount { value } } }`;
  expect(await admin.get(list, { id: tool })).toEqual({ apiKeys: { totalCount: { value: 1 } } });
});

test("of calls at once with one idempotency key, one shows the secret", async () => {
  const idempotencyKey = randomUUID();
  const made = await Promise.all(Array.from({ length: 8 }, () => create({ idempotencyKey })));
  expect(new Set(made.map(({ apiKey: { id } }) => id)).size).toBe(1);
  expect(made.filter(({ secretShown }) => secretShown)).toHaveLength(1);
});

test("two keys live at once, so that a tool changes from one to the next", async () => {
  const [first, second] = [await create(), await create()];
  const input = { idempotencyKey: randomUUID(), accountId: tool, label: "third" };
  const refused = await admin.ask(mutationText("createApiKey", "secret"), { input });
  expect(codeOf(refused)).toBe("STATE_CONFLICT");
  expect(refused.errors?.[0]?.extensions?.["details"]).toEqual({
    max: 2,
    live: expect.arrayContaining([first.apiKey.id, second.apiKey.id]) as unknown,
  });
  await admin.act("revokeApiKey", { apiKeyId: first.apiKey.id });
  const third = await create();
  expect(await Promise.all([first, second, third].map(signsIn))).toEqual([false, true, true]);
});

test("of many keys asked for at once, two are made", async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => create()));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
});

test("an expired key opens nothing, and makes room for another", async () => {
  const [{ now }] = (await world.asOwner("select hub_now() as now")) as [{ now: Date }];
  const expiresAt = new Date(now.getTime() + 3_600_000).toISOString();
  const short = await create({ expiresAt });
  expect(short.apiKey).toMatchObject({ expiresAt, state: "LIVE" });
  await create();
  await world.shiftTime("1 hour");
  expect(await signsIn(short)).toBe(false);
  expect(await stateOf(short)).toBe("EXPIRED");
  await create();
});

test("a key that would open nothing is not made", async () => {
  expect(
    await admin.refused("createApiKey", { accountId: tool, label: "old", expiresAt: "2020-01-01T00:00:00Z" }),
  ).toBe("INVALID_INPUT");
  await admin.act("updateAccount", { accountId: tool, expectedVersion: 1, active: false });
  expect(await admin.refused("createApiKey", { accountId: tool, label: "asleep" })).toBe("STATE_CONFLICT");
});

test("a revoked key opens nothing from then on, which is told, and cannot be revoked again", async () => {
  const made = await create();
  const stream = await admin.follow();
  await admin.act("revokeApiKey", { apiKeyId: made.apiKey.id });
  expect(await signsIn(made)).toBe(false);
  expect(await stateOf(made)).toBe("REVOKED");
  const [, told] = [await stream.next(), await stream.next()];
  expect(told).toMatchObject({
    __typename: "ApiKeyEvent",
    type: "API_KEY_REVOKED",
    changed: ["state", "revokedAt"],
    subject: { id: made.apiKey.id },
  });
  await stream.end();
  expect(await admin.refused("revokeApiKey", { apiKeyId: made.apiKey.id })).toBe("STATE_CONFLICT");
});

test("revoking a key ends what was opened with it", async () => {
  const { viewer } = await world.party({ organization: admin.organization, roles: ["RESPONDER"] });
  expect(await world.app.authenticator.stillValid([viewer])).toEqual(new Set([viewer]));
  await admin.act("revokeApiKey", { apiKeyId: viewer.credentialId });
  expect(await world.app.authenticator.stillValid([viewer])).toEqual(new Set());
});

test("keys are seen and made by the own organisation's ADMIN and the operator, and by nobody else", async () => {
  const made = await create();
  const operator = await world.party({ name: "Hub operator", roles: ["OPERATOR"] });
  const colleague = await world.party({ organization: admin.organization, roles: ["LIAISON", "RESPONDER"] });
  const stranger = await world.party({ name: "Night SOC" });
  const sees = async (asker: Party) =>
    Boolean((await asker.ask(`query ($id: ID!) { node(id: $id) { id } }`, { id: made.apiKey.id })).data?.["node"]);
  const list = (asker: Party) =>
    asker.get(`query ($id: ID!) { apiKeys(accountId: $id) { totalCount { value } } }`, { id: tool });

  for (const [asker, visible] of [
    [admin, true],
    [operator, true],
    [colleague, false],
    [stranger, false],
  ] as const) {
    expect(await sees(asker)).toBe(visible);
    expect(await list(asker)).toEqual({ apiKeys: { totalCount: { value: visible ? 1 : 0 } } });
  }
  expect(await colleague.refused("createApiKey", { accountId: tool, label: "mine" })).toBe("FORBIDDEN");
  expect(await stranger.refused("createApiKey", { accountId: tool, label: "mine" })).toBe("NOT_FOUND");
  expect(await stranger.refused("revokeApiKey", { apiKeyId: made.apiKey.id })).toBe("NOT_FOUND");
  expect(await signsIn(await create({ label: "by the operator" }, operator))).toBe(true);
});
