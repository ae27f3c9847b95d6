import { Client } from "pg";
import { createApp } from "../../src/app";
import { hubDatabase } from "../../src/database";
import { tables } from "../../src/tables";
import type { Answer } from "../support/asker";
import { type Facts, type ServedWorld, authorization, serve } from "../support/served";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let hub: ServedWorld;
let csirt: Party;
/** What the hub reported as its own fault, with the request it happened in. */
const faults: { readonly bug: unknown; readonly requestId: string }[] = [];

beforeAll(async () => {
  world = await openWorld();
  const app = await createApp(world.db, (bug, requestId) => faults.push({ bug, requestId }));
  hub = await serve({ app });
  csirt = await world.party();
});
afterAll(async () => {
  await hub.close();
  await world.close();
});
beforeEach(() => faults.splice(0));

const MOVE = "mutation ($input: MoveCaseInput!) { moveCase(input: $input) { position } }";
const move = (given: Facts) => ({
  input: { idempotencyKey: "k", caseId: "case_x", expectedVersion: 1, to: "TRIAGE", ...given },
});

/** The same request on both transports: the status of HTTP, and what both say of the error. */
async function refusal(query: string, variables: Facts = {}) {
  const overHttp = await hub.post({ query, variables }, authorization(csirt));
  const overWebSocket = await hub.connect(csirt).ask(query, variables);
  expect(errorsOf(overWebSocket)).toEqual(errorsOf(overHttp));
  expect(overHttp.errors?.[0]?.extensions?.["requestId"]).toBe(overHttp.headers.get("x-request-id"));
  const [error] = overHttp.errors ?? [];
  return { status: overHttp.status, error, text: overHttp.text };
}

const errorsOf = ({ errors }: Answer) =>
  errors?.map(({ extensions, ...rest }) => ({ ...rest, extensions: { ...extensions, requestId: "" } }));

test.each<[string, string, Facts, object]>([
  ["a syntax error", "{ cases {", {}, { message: "Syntax Error: Expected Name, found <EOF>." }],
  [
    "an unknown field",
    "{ csaes { edges { cursor } } }",
    {},
    { message: /^Cannot query field "csaes" on type "Query"/ },
  ],
  ["an unknown operation", "query A { position } query B { position }", {}, { field: "operationName" }],
  ["a variable that is missing", MOVE, {}, { field: "input" }],
  ["a field that is missing", MOVE, move({ to: undefined }), { field: "input.to" }],
  ["a field that is unknown", MOVE, move({ colour: 1 }), { field: "input.colour" }],
])("%s is told in the same words on every transport", async (_what, query, variables, told) => {
  const { status, error } = await refusal(query, variables);
  const { message = expect.any(String) as unknown, ...extensions } = told as { message?: unknown };
  expect(status).toBe(400);
  expect(error?.extensions).toMatchObject({ code: "INVALID_INPUT", ...extensions });
  if (message instanceof RegExp) expect(error?.message).toMatch(message);
  else expect(error?.message).toEqual(message);
});

test.each<[string, string, Facts, string | undefined]>([
  ["a number", MOVE, move({ expectedVersion: "s3cret" }), "input.expectedVersion"],
  ["an enum", MOVE, move({ to: "s3cret" }), "input.to"],
  ["a text", MOVE, move({ caseId: { s3cret: true } }), "input.caseId"],
  ["an object", MOVE, { input: "s3cret; with a semicolon" }, "input"],
  ["a whole page", "query ($n: Int!) { cases(first: $n) { edges { cursor } } }", { n: "s3cret" }, "n"],
  ["an enum literal", "{ cases(states: [s3cret]) { edges { cursor } } }", {}, undefined],
  ["a text literal", '{ cases(first: "s3cret") { edges { cursor } } }', {}, undefined],
  ["a place that wants none", '{ cases "s3cret" { edges { cursor } } }', {}, undefined],
])("a wrong value in the place of %s is never echoed", async (_what, query, variables, field) => {
  const { status, error, text } = await refusal(query, variables);
  expect(status).toBe(400);
  expect(text).not.toContain("s3cret");
  expect(error?.extensions).toMatchObject({ code: "INVALID_INPUT", ...(field ? { field } : {}) });
  expect(error?.message).toMatch(field ? new RegExp(`^${field.replaceAll(".", "\\.")} is wrong: `) : /.{10}/);
});

test("a typing error in a value of an enum is helped with what the schema knows", async () => {
  const { error } = await refusal(MOVE, move({ to: "TRIAGEE" }));
  expect(error?.message).toBe(
    'input.to is wrong: this is no value of CaseState. Did you mean the enum value "TRIAGE"?',
  );
});

test("all wrong variables are named at once", async () => {
  const { errors } = await hub.client(csirt).ask(MOVE, move({ expectedVersion: "one", to: "NOWHERE" }));
  expect(errors?.map(({ extensions }) => extensions?.["field"])).toEqual(["input.expectedVersion", "input.to"]);
});

test("a length that is passed is told with the path of the field", async () => {
  const { status, error } = await refusal(MOVE, move({ reason: "x".repeat(2_001) }));
  expect(status).toBe(200);
  expect(error).toMatchObject({ path: ["moveCase"], extensions: { code: "INVALID_INPUT", field: "input.reason" } });
});

test("what the domain refuses has its code, its field and its place in the answer", async () => {
  const { status, error } = await refusal("query ($id: ID!) { case(id: $id) { id } position }", { id: "case_x" });
  expect(status).toBe(200);
  expect(error).toMatchObject({ message: "Case was not found.", path: ["case"], extensions: { code: "NOT_FOUND" } });
});

test("a subscription over HTTP is refused with where it is served", async () => {
  const query = "subscription { events { position } }";
  const answer = await hub.post({ query }, authorization(csirt));
  expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: "UNSUPPORTED" } }] });
  expect(answer.errors?.[0]?.message).toContain("WebSocket");
});

describe("a fault of the hub", () => {
  const QUERY = "query Broken { cases { edges { node { title } } } }";
  beforeAll(() => world.asOwner("alter table cases rename to cases_away"));
  afterAll(() => world.asOwner("alter table cases_away rename to cases"));

  test("is masked, and reported once under the id that the client has", async () => {
    const requestId = "a-request-of-the-client";
    const answer = await hub.post({ query: QUERY }, { ...authorization(csirt), "x-request-id": requestId });

    expect(answer.errors).toEqual([
      expect.objectContaining({
        message: "Internal error. It is logged under the request id.",
        extensions: { code: "INTERNAL", requestId },
      }),
    ]);
    expect(answer.headers.get("x-request-id")).toBe(requestId);
    expect(faults).toEqual([{ requestId, bug: expect.objectContaining({ name: "QueryFailedError" }) as unknown }]);
  });

  test("is masked over WebSocket as well, and the connection goes on", async () => {
    const connection = hub.connect(csirt);
    const { errors } = await connection.ask(QUERY);

    expect(errors?.[0]?.extensions).toEqual({ code: "INTERNAL", requestId: faults[0]?.requestId });
    expect(faults).toHaveLength(1);
    expect(await connection.ask("{ position }")).toHaveProperty("data.position");
  });

  test("shows no SQL, no path and no stack", async () => {
    const { text } = await hub.post({ query: QUERY }, authorization(csirt));
    expect(text).not.toMatch(/select|cases_away|relation|node_modules|\/src\/|\.ts|at /i);
  });
});

test("an operation that takes too long is ended, and says so", async () => {
  const impatient = await hubDatabase({ url: world.url, tables, statementTimeoutMs: 100 }).initialize();
  const slow = await serve({ app: await createApp(impatient, (bug, requestId) => faults.push({ bug, requestId })) });
  const blocker = new Client({ connectionString: world.url });
  await blocker.connect();
  await blocker.query("begin; lock table cases in access exclusive mode");

  const answer = await slow.post({ query: "{ cases { edges { cursor } } }" }, authorization(csirt));

  await blocker.end();
  await slow.close();
  await impatient.destroy();
  expect(answer.errors?.[0]?.extensions).toMatchObject({ code: "TIMEOUT" });
  expect(faults).toEqual([]);
});
