import { auditServer } from "graphql-http";
import { gzipSync } from "node:zlib";
import { type ServedWorld, authorization, serve } from "../support/served";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let hub: ServedWorld;
let csirt: Party;
const BODY_MAX_BYTES = 4_096;

beforeAll(async () => {
  world = await openWorld();
  hub = await serve(world, { SANSHA_BODY_MAX_BYTES: String(BODY_MAX_BYTES) });
  csirt = await world.party();
});
afterAll(async () => {
  await hub.close();
  await world.close();
});

const query = "{ position }";
const asked = (given: object = {}) => ({ query, ...given });
const lone = "\ud800";

type Sent = readonly [body: unknown, headers?: Readonly<Record<string, string>>];
test.each<[string, () => Sent, number, string, object]>([
  ["no body", () => [""], 400, "INVALID_INPUT", {}],
  ["half a JSON", () => ['{"query":'], 400, "INVALID_INPUT", {}],
  ["a text", () => ['"query"'], 400, "INVALID_INPUT", {}],
  ["a batch", () => [[asked(), asked()]], 400, "INVALID_INPUT", {}],
  ["no query", () => [{ variables: {} }], 400, "INVALID_INPUT", { field: "query" }],
  ["a query that is no text", () => [{ query: { kind: "Document" } }], 400, "INVALID_INPUT", { field: "query" }],
  ["an empty query", () => [{ query: " " }], 400, "INVALID_INPUT", { field: "query" }],
  ["variables as a text", () => [asked({ variables: "{}" })], 400, "INVALID_INPUT", { field: "variables" }],
  ["variables as a list", () => [asked({ variables: [] })], 400, "INVALID_INPUT", { field: "variables" }],
  ["a number as name", () => [asked({ operationName: 1 })], 400, "INVALID_INPUT", { field: "operationName" }],
  ["extensions as a text", () => [asked({ extensions: "x" })], 400, "INVALID_INPUT", { field: "extensions" }],
  [
    "a form",
    () => ["query={position}", { "content-type": "application/x-www-form-urlencoded" }],
    415,
    "UNSUPPORTED",
    {},
  ],
  ["plain text", () => [JSON.stringify(asked()), { "content-type": "text/plain" }], 415, "UNSUPPORTED", {}],
  ["no type", () => [JSON.stringify(asked()), { "content-type": "" }], 415, "UNSUPPORTED", {}],
  ["another charset", () => [asked(), { "content-type": "application/json; charset=ebcdic" }], 415, "UNSUPPORTED", {}],
  ["another encoding", () => [asked(), { "content-encoding": "zstd" }], 415, "UNSUPPORTED", {}],
  ["another answer", () => [asked(), { accept: "text/html" }], 406, "UNSUPPORTED", {}],
  [
    "too much",
    () => [asked({ variables: { x: "y".repeat(BODY_MAX_BYTES) } })],
    413,
    "PAYLOAD_TOO_LARGE",
    { details: { max: BODY_MAX_BYTES } },
  ],
  [
    "too much when unpacked",
    () => [gzipSync(JSON.stringify(asked({ variables: { x: "y".repeat(100_000) } }))), { "content-encoding": "gzip" }],
    413,
    "PAYLOAD_TOO_LARGE",
    {},
  ],
])("a request with %s is refused by what is wrong with it", async (_what, sent, status, code, more) => {
  const [body, headers] = sent();
  const answer = await hub.post(body, { ...authorization(csirt), ...headers });

  const requestId = answer.headers.get("x-request-id");
  expect(answer).toMatchObject({ status, errors: [{ extensions: { code, ...more, requestId } }] });
  expect(answer.headers.get("content-type")).toMatch(/json; charset=utf-8$/);
  expect(answer.text).not.toMatch(/node_modules|\/src\/|Unexpected token|SyntaxError/);
});

test("a body that is packed, and in another charset, is read", async () => {
  const packed = await hub.post(gzipSync(JSON.stringify(asked())), {
    ...authorization(csirt),
    "content-encoding": "gzip",
  });
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(JSON.stringify(asked()), "utf16le")]);
  const wide = await hub.post(utf16, { ...authorization(csirt), "content-type": "application/json; charset=utf-16" });
  for (const answer of [packed, wide])
    expect(answer).toMatchObject({ status: 200, data: { position: expect.any(String) as unknown } });
});

test.each(["GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])("GraphQL is not served over %s", async (method) => {
  const url = `${hub.url}?query=${encodeURIComponent(query)}`;
  const response = await fetch(url, { method, headers: authorization(csirt) });
  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe("POST");
  expect(response.headers.get("access-control-allow-origin")).toBeNull();
});

const SEARCH =
  "query ($text: String, $ids: [ID!]!) { cases(text: $text) { edges { cursor } } nodes(ids: $ids) { id } }";
const MOVE = "mutation ($input: MoveCaseInput!) { moveCase(input: $input) { position } }";
const literal = (text: string) => JSON.stringify(text).replaceAll(lone, "\\ud800");
const move = { idempotencyKey: "k", caseId: "case_x", expectedVersion: 1, to: "TRIAGE" };

test.each<[string, object, string | undefined]>([
  ["a variable", { query: SEARCH, variables: { text: "a\0b", ids: [] } }, "text"],
  ["a list of variables", { query: SEARCH, variables: { ids: ["case_x", lone] } }, "ids[1]"],
  ["an input", { query: MOVE, variables: { input: { ...move, reason: `a${lone}` } } }, "input.reason"],
  [
    "a list in an input",
    { query: MOVE, variables: { input: { ...move, carriedOver: [{ id: "x", note: "\0" }] } } },
    "input.carriedOver[0].note",
  ],
  ["the name of a variable", { query, variables: { "a\0": 1 } }, undefined],
  ["a literal", { query: `{ cases(text: ${literal("\0")}) { edges { cursor } } }` }, "text"],
  ["a literal that is not escaped", { query: '{ cases(text: "\0") { edges { cursor } } }' }, "text"],
  ["a list of literals", { query: `{ nodes(ids: ["case_x", ${literal("a\0")}]) { id } }` }, "ids[1]"],
  [
    "a literal input",
    {
      query: `mutation { moveCase(input: {idempotencyKey: "k", caseId: "x", expectedVersion: 1, to: TRIAGE, carriedOver: [{id: "x", note: ${literal("\0")}}]}) { position } }`,
    },
    "input.carriedOver[0].note",
  ],
  [
    "a nested list's argument",
    { query: `{ cases { edges { node { participants(after: ${literal("\0")}) { edges { cursor } } } } } }` },
    "after",
  ],
  [
    "a default",
    { query: `query ($text: String = ${literal("\0")}) { cases(text: $text) { edges { cursor } } }` },
    "text",
  ],
  ["half a character in a literal", { query: `{ cases(text: ${literal(lone)}) { edges { cursor } } }` }, undefined],
  ["half a character as it is", { query: `{ cases(text: "${lone}") { edges { cursor } } }` }, undefined],
  [
    "a representation",
    {
      query: "query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }",
      variables: { r: [{ __typename: "Case", id: "\0" }] },
    },
    "r[0].id",
  ],
  ["a subscription's argument", { query: `subscription { events(after: ${literal("\0")}) { position } }` }, "after"],
])("what no text may hold is refused in %s, by its path", async (_where, body, field) => {
  const overHttp = await hub.post(body, authorization(csirt));
  const { query: text, variables } = body as { query: string; variables?: Readonly<Record<string, unknown>> };
  const overWebSocket = await hub.connect(csirt).ask(text, variables);
  for (const { errors } of [overHttp, overWebSocket]) {
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions).toMatchObject({ code: "INVALID_INPUT", ...(field ? { field } : {}) });
  }
  expect(overHttp.status).toBe(400);
});

test("an id that the client chose is taken when it is one, and never echoed otherwise", async () => {
  const own = await hub.post(asked(), { ...authorization(csirt), "x-request-id": "soc-ticket_4711" });
  expect(own.headers.get("x-request-id")).toBe("soc-ticket_4711");
  for (const bad of ["short", "x".repeat(65), "<script>alert(1)</script>"]) {
    const answer = await hub.post(asked(), { ...authorization(csirt), "x-request-id": bad });
    expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test("each request is one line of the log, with who asked and no key", async () => {
  hub.lines.length = 0;
  await hub.post(asked(), { ...authorization(csirt), "x-request-id": "a-known-request" });
  await hub.connect(csirt).ask(query);
  expect(hub.lines[0]).toMatchObject({
    requestId: "a-known-request",
    method: "POST",
    path: "/graphql",
    status: 200,
    account: csirt.account.id,
  });
  expect(JSON.stringify(hub.lines)).not.toContain(csirt.key);
});

test("health, and the published schema, need no key", async () => {
  const text = async (at: string) => (await fetch(new URL(at, hub.url))).text();
  expect(await text("/livez")).toBe("ok\n");
  expect(await text("/readyz")).toBe("ready\n");
  expect(await text("/schema.graphql")).toBe(world.app.schemas.sdl);
});

test("a path that is not served is refused in the form of every refusal", async () => {
  const response = await fetch(new URL("/admin", hub.url));
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "NOT_FOUND" } }] });
});

test("the transport is GraphQL over HTTP, as graphql-http audits it", async () => {
  const fetchFn = (url: string, init?: RequestInit) =>
    fetch(url, { ...init, headers: { ...(init?.headers as Record<string, string>), ...authorization(csirt) } });

  const results = await auditServer({ url: hub.url, fetchFn });

  const idsOf = (status: string) => results.filter((one) => one.status === status).map(({ id }) => id);
  expect(idsOf("error")).toEqual([]); // No MUST fails. GET is a MAY, and it is refused.
  // SHOULD answer 200 where nothing ran and plain JSON is accepted: the hub says 400, so that no client takes it for done.
  expect(idsOf("warn")).toEqual(["572B", "FDE2", "7B9B"]);
  expect(idsOf("ok").length).toBeGreaterThanOrEqual(55);
});
