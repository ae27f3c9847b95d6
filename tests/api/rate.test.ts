import type { IncomingMessage } from "node:http";
import { WebSocket } from "ws";
import { addressOf } from "../../src/api/rate";
import { type ServedWorld, authorization, serve } from "../support/served";
import { type World, openWorld } from "../support/world";

let world: World;
let hub: ServedWorld;

beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => hub.close());
afterAll(() => world.close());

const query = "{ position }";
const wrong = { authorization: "Bearer sansha_guessed" };
const lookups = () => world.statements.filter((text) => text.includes("authenticate")).length;

test("an address that guesses is refused before a credential is looked up, on every transport", async () => {
  hub = await serve(world, { SANSHA_FAILED_AUTHENTICATIONS_PER_MINUTE: "3" });
  const csirt = await world.party();
  for (let i = 0; i < 3; i++) expect(await hub.post({ query }, wrong)).toMatchObject({ status: 401 });
  world.statements.length = 0;

  const answer = await hub.post({ query }, authorization(csirt));
  const shaken = await handshake();

  expect(answer).toMatchObject({ status: 429, errors: [{ extensions: { code: "RATE_LIMITED" } }] });
  const seconds = Number(answer.headers.get("retry-after"));
  expect(answer.errors?.[0]?.extensions?.["details"]).toEqual({ retryAfterS: seconds });
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(shaken).toEqual({ status: 429, retryAfter: expect.stringMatching(/^\d+$/) as unknown });
  expect(lookups()).toBe(0);
});

test("guesses over WebSocket count as well, and a request without any credential is no guess", async () => {
  hub = await serve(world, { SANSHA_FAILED_AUTHENTICATIONS_PER_MINUTE: "2" });
  for (let i = 0; i < 5; i++) expect(await hub.post({ query })).toMatchObject({ status: 401 });
  for (let i = 0; i < 2; i++) expect(await hub.connect(undefined, wrong).closed).toMatchObject({ code: 4403 });
  expect(await hub.post({ query }, wrong)).toMatchObject({ status: 429 });
});

test("a key has so many requests a minute, over all transports; then it is not even looked up", async () => {
  hub = await serve(world, { SANSHA_REQUESTS_PER_MINUTE: "4" });
  const [busy, quiet] = [await world.party(), await world.party()];
  const connection = hub.connect(busy); // one
  expect(await connection.ask(query)).toHaveProperty("data");
  expect(await hub.client(busy).ask(query)).toHaveProperty("data");
  expect(await connection.ask(query)).toHaveProperty("data");

  const refused = [await hub.client(busy).ask(query), await connection.ask(query)];
  for (const { errors } of refused)
    expect(errors?.[0]?.extensions).toMatchObject({
      code: "RATE_LIMITED",
      details: { retryAfterS: expect.any(Number) as unknown },
    });
  world.statements.length = 0;
  expect(await hub.post({ query }, authorization(busy))).toMatchObject({ status: 429 });
  expect(lookups()).toBe(0);
  expect(await hub.connect(busy).closed).toMatchObject({ code: 1013 }); // Stock clients come back later.
  expect(await hub.client(quiet).ask(query)).toHaveProperty("data");
});

test("behind a proxy of one's own, each client counts for itself", async () => {
  hub = await serve(world, { SANSHA_FAILED_AUTHENTICATIONS_PER_MINUTE: "1", SANSHA_PROXIES: "1" });
  const from = (address: string) => ({ ...wrong, "x-forwarded-for": address });
  const statuses = [];
  for (const address of ["192.0.2.1", "192.0.2.1", "192.0.2.2", "198.51.100.9, 192.0.2.2"])
    statuses.push((await hub.post({ query }, from(address))).status);
  expect(statuses).toEqual([401, 429, 401, 429]); // What the client itself wrote before is not believed.
});

test.each([
  ["192.0.2.7", undefined, 0, "192.0.2.7"],
  ["::ffff:192.0.2.7", undefined, 0, "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", undefined, 0, "2001:db8:1:2"],
  ["2001:db8::5:6", undefined, 0, "2001:db8:0:0"],
  ["::1", undefined, 0, "0:0:0:0"],
  ["192.0.2.7", "203.0.113.5", 0, "192.0.2.7"],
  ["192.0.2.7", "203.0.113.5", 1, "203.0.113.5"],
  ["192.0.2.7", "10.0.0.1, 203.0.113.5, 192.0.2.8", 2, "203.0.113.5"],
  ["192.0.2.7", undefined, 1, "192.0.2.7"],
])(
  "a request of %s, forwarded for %s, behind %i proxies counts for %s",
  (remoteAddress, forwarded, proxies, address) => {
    const headers = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
    expect(addressOf({ socket: { remoteAddress }, headers } as IncomingMessage, proxies)).toBe(address);
  },
);

const handshake = () =>
  new Promise((resolve) => {
    const socket = new WebSocket(hub.wsUrl, ["graphql-transport-ws"]);
    socket.once("open", () => resolve({ status: 101 }));
    socket.once("unexpected-response", (_request, { statusCode, headers }) =>
      resolve({ status: statusCode, retryAfter: headers["retry-after"] }),
    );
  });
