import { createHash } from "node:crypto";
import { readCredential } from "../../src/modules/accounts/credential";
import { type ServedWorld, serve } from "../support/served";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let hub: ServedWorld;
let csirt: Party;

beforeAll(async () => {
  world = await openWorld();
  hub = await serve(world);
  csirt = await world.party();
});
afterAll(async () => {
  await hub.close();
  await world.close();
});

const QUERY = "{ cases { edges { node { id } } } }";

test("a key opens HTTP and WebSocket, also to a tool", async () => {
  expect(csirt.account.kind).toBe("SERVICE_ACCOUNT");
  const overHttp = await hub.post({ query: QUERY }, { authorization: `Bearer ${csirt.key}` });
  const overWebSocket = await hub.connect(csirt).ask(QUERY);
  expect(overHttp).toMatchObject({ status: 200, data: { cases: { edges: [] } } });
  expect(overWebSocket).toEqual({ data: overHttp.data });
});

test.each<[string, () => Promise<string | undefined>]>([
  ["no credential", () => Promise.resolve(undefined)],
  ["something else", () => Promise.resolve("Bearer let-me-in")],
  ["an account's id", () => Promise.resolve(`Bearer ${csirt.account.id}`)],
  ["another scheme", () => Promise.resolve(`Basic ${csirt.key}`)],
  ["a key with another secret", async () => `Bearer ${await otherSecret()}`],
  ["an expired key", () => keyThat("expires_at = hub_now() - interval '1 second'")],
  ["a revoked key", () => keyThat("revoked_at = hub_now()")],
])("%s is refused on every transport, without a word about why", async (_what, credential) => {
  const authorization = await credential();
  const headers = authorization === undefined ? {} : { authorization };

  const answer = await hub.post({ query: QUERY }, headers);
  const { code } = await hub.connect(undefined, headers).closed;

  expect(answer.status).toBe(401);
  expect(answer.headers.get("www-authenticate")).toBe("Bearer");
  expect(answer.errors).toEqual([
    {
      message: "A valid credential is needed: Authorization: Bearer <API key>.",
      extensions: { code: "UNAUTHENTICATED", requestId: answer.headers.get("x-request-id") },
    },
  ]);
  expect(code).toBe(4403); // Stock clients come back after it.
});

/** The right form, of a key that exists, and the secret of another. */
async function otherSecret(): Promise<string> {
  const { key } = await world.party();
  const secret = /^sansha_[^_]+_(.{43})/.exec(key)?.[1] ?? "";
  const body = `sansha_${csirt.viewer.credentialId.slice("key_".length)}_${secret}`;
  const forged = body + createHash("sha256").update(body).digest("hex").slice(0, 6);
  expect(readCredential(`Bearer ${forged}`)).toEqual({ keyId: csirt.viewer.credentialId, secret });
  return forged;
}

async function keyThat(change: string): Promise<string> {
  const { key, viewer } = await world.party();
  await world.asOwner(`update api_keys set ${change} where id = '${viewer.credentialId}'`);
  return `Bearer ${key}`;
}

test("a revoked key ends its connection with 4411, and others stay", async () => {
  const leaving = await world.party();
  const connection = hub.connect(leaving);
  const staying = hub.connect(csirt);
  const stream = await connection.follow();
  await stream.next();
  await staying.ask(QUERY);

  await world.asOwner(`update api_keys set revoked_at = hub_now() where id = '${leaving.viewer.credentialId}'`);
  await hub.endRevoked();

  expect(await connection.closed).toEqual({ code: 4411, reason: "Access revoked" });
  expect(await staying.ask(QUERY)).toHaveProperty("data.cases");
});

test("an account whose roles change has to come back, and then has its new roles", async () => {
  const changing = await world.party();
  const connection = hub.connect(changing);
  await connection.ask(QUERY);

  await world.asOwner(`update accounts set roles = '{OBSERVER}' where id = '${changing.account.id}'`);
  await hub.endRevoked();

  expect(await connection.closed).toMatchObject({ code: 4411 });
  expect(await hub.connect(changing).ask(QUERY)).toHaveProperty("data.cases");
});

test("an account that is no longer active is nobody", async () => {
  const left = await world.party();
  const connection = hub.connect(left);
  await connection.ask(QUERY);

  await world.asOwner(`update accounts set active = false where id = '${left.account.id}'`);
  await hub.endRevoked();

  expect(await connection.closed).toMatchObject({ code: 4411 });
  expect(await hub.post({ query: QUERY }, { authorization: `Bearer ${left.key}` })).toMatchObject({ status: 401 });
});
