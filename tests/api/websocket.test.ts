import { WebSocket } from "ws";
import { createApp } from "../../src/app";
import type { Case } from "../../src/modules/cases/case";
import { type ServedWorld, authorization, serve } from "../support/served";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let hub: ServedWorld;
let csirt: Party;
let incident: Case;
const faults: unknown[] = [];
const FRAME_MAX_BYTES = 65_536;

beforeAll(async () => {
  world = await openWorld();
  const app = await createApp(world.db, (bug) => void faults.push(bug));
  await app.start(3_600_000);
  hub = await serve(
    { app },
    {
      SANSHA_FRAME_MAX_BYTES: String(FRAME_MAX_BYTES),
      SANSHA_UNREAD_MAX_BYTES: "65536",
      SANSHA_ALLOWED_ORIGINS: "https://console.example, https://other.example",
    },
  );
  csirt = await world.party();
  incident = await world.openCase(csirt, { summary: "A long story. ".repeat(750) });
});
afterAll(async () => {
  await hub.close();
  await world.close();
});

const PROTOCOL = "graphql-transport-ws";
const INIT = () => ({ type: "connection_init", payload: authorization(csirt) });

/** A socket of its own, below any client: what is sent is what a test says. */
async function dial(options: { readonly origin?: string; readonly path?: string; readonly protocols?: string[] } = {}) {
  const url = new URL(hub.wsUrl).origin + (options.path ?? "/graphql");
  const socket = new WebSocket(url, options.protocols ?? [PROTOCOL], {
    ...(options.origin ? { origin: options.origin } : {}),
  });
  const messages: { readonly type: string; readonly id?: string }[] = [];
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  const opened = new Promise<number>((resolve) => {
    socket.once("open", () => resolve(101));
    socket.once("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
    socket.once("error", () => resolve(0));
  });
  socket.on("message", (data: Buffer) => messages.push(JSON.parse(data.toString("utf8")) as (typeof messages)[number]));
  const send = (message: unknown) => socket.send(typeof message === "string" ? message : JSON.stringify(message));
  const got = async (type: string) => {
    while (!messages.some((one) => one.type === type)) await new Promise((resolve) => socket.once("message", resolve));
  };
  return { socket, status: await opened, closed, send, got, messages };
}

test.each<[string, { origin?: string; path?: string }, number]>([
  ["a tool, which has no origin", {}, 101],
  ["a page of the hub itself", { origin: "<own>" }, 101],
  ["a page that the operator allows", { origin: "https://console.example" }, 101],
  ["a page of another site", { origin: "https://evil.example" }, 403],
  ["a page without a site", { origin: "null" }, 403],
  ["a page of another port", { origin: "http://127.0.0.1:1" }, 403],
  ["another path", { path: "/subscriptions" }, 404],
  ["no path at all", { path: "//" }, 404],
])("a socket of %s is answered as the origin says", async (_who, { origin, ...rest }, status) => {
  const own = new URL(hub.url).origin;
  const dialled = await dial({ ...rest, ...(origin ? { origin: origin.replace("<own>", own) } : {}) });
  expect(dialled.status).toBe(status);
  dialled.socket.terminate();
});

test.each<[string, (socket: Awaited<ReturnType<typeof dial>>) => Promise<void> | void, number]>([
  [
    "speaks before it says who it is",
    ({ send }) => send({ id: "1", type: "subscribe", payload: { query: "{ position }" } }),
    4401,
  ],
  ["says who it is twice", ({ send }) => [INIT(), INIT()].forEach(send), 4429],
  ["sends no JSON", ({ send }) => send("let me in"), 4400],
  ["sends a frame that is too large", ({ send }) => send("x".repeat(FRAME_MAX_BYTES + 1)), 1009],
  ["sends bytes that are no text", ({ socket }) => socket.send(Buffer.from([0xff, 0xfe]), { binary: false }), 1007],
])("a client that %s is closed with its code", async (_what, act, code) => {
  const dialled = await dial();
  await act(dialled);
  expect(await dialled.closed).toBe(code);
});

test("a client that names no protocol of ours is told so", async () => {
  expect(await (await dial({ protocols: [] })).closed).toBe(4406);
});

test("a ping is answered without what came with it", async () => {
  const dialled = await dial();
  dialled.send({ type: "ping", payload: { filler: "x".repeat(1_000) } });
  await dialled.got("pong");
  expect(dialled.messages).toEqual([{ type: "pong" }]);
  dialled.socket.terminate();
});

test("a client that asks on and on, and never reads, is cut before it costs memory", async () => {
  const dialled = await dial();
  dialled.send(INIT());
  await dialled.got("connection_ack");
  dialled.socket.pause();

  // 24 answers of a megabyte: more than the kernels keep for a connection.
  const payload = {
    query: "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Case { summary } } }",
    variables: { ids: Array.from({ length: 100 }, () => incident.id) },
  };
  for (let id = 0; id < 24; id++) dialled.send({ id: String(id), type: "subscribe", payload });
  // Each round, the hub has answered somebody else: what it answers to this client waits in its memory by then.
  for (let round = 0; round < 20; round++) {
    await hub.post({ query: "{ position }" }, authorization(csirt));
    dialled.send({ type: "ping" });
  }
  dialled.socket.resume();

  expect(await dialled.closed).toBe(4418);
});

test("a stream that cannot begin is refused by itself: the others of its connection go on", async () => {
  const connection = hub.connect(csirt);
  const stream = await connection.follow();
  await stream.next();

  await expect((await connection.follow({ after: "nowhere" })).next()).rejects.toThrow("CURSOR_INVALID");
  await move();

  expect(await stream.next()).toMatchObject({ type: "CASE_MOVED" });
  await stream.end();
});

test("a stream that breaks is told why, masked: the others of its connection go on", async () => {
  const connection = hub.connect(csirt);
  const broken = await connection.follow({ selection: "position ... on CaseEvent { case { summary } }" });
  const stream = await connection.follow();
  await broken.next();
  await stream.next();

  await world.asOwner("alter table cases rename column summary to summary_away");
  await move();

  await expect(broken.next()).rejects.toThrow('"code":"INTERNAL"');
  expect(await stream.next()).toMatchObject({ __typename: "CaseEvent" });
  await world.asOwner("alter table cases rename column summary_away to summary");
  expect(faults).toEqual([expect.objectContaining({ name: "QueryFailedError" })]);
  await stream.end();
});

/** Events about the case, as a writer records them: SQL for `insert into events`. */
const happened = (count: number) => `
  (id, type, subject_type, subject_id, case_id, changed, version, at)
  select 'evt_' || gen_random_uuid(), 'CASE_MOVED', 'Case', '${incident.id}', '${incident.id}', '{state}', 1, hub_now()
  from generate_series(1, ${count})`;

const move = () => world.asOwner(`insert into events ${happened(1)}`);
