import { getIntrospectionQuery } from "graphql";
import { LIMITS } from "../../src/api/limits";
import { type Facts, type ServedWorld, authorization, serve } from "../support/served";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let hub: ServedWorld;
let csirt: Party;

beforeAll(async () => {
  world = await openWorld();
  hub = await serve(world, { SANSHA_STREAMS_PER_CONNECTION: "3" });
  csirt = await world.party();
});
afterAll(async () => {
  await hub.close();
  await world.close();
});

const times = (count: number, text: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(" ");
/** `depth` levels of selections: cases, edges, node, and duplicateOf as often as it takes. */
const deep = (depth: number) => {
  const levels = depth - 4;
  return `{ cases { edges { node { ${"duplicateOf { ".repeat(levels)}id${" }".repeat(levels)} } } } }`;
};
const pages = (first: number | string) =>
  `cases(first: ${first}) { edges { node { participants(first: ${first}) { edges { node { id role state joinedAt organization { name } case { id title } } } } } } }`;
const parts = `participants(first: 100) { edges { node { case { participants(first: 100) { edges { node { id role } } } } } } }`;
const introspection = (depth: number) =>
  `{ __type(name: "Case") { ${"fields { type { ".repeat(depth)}name${" } }".repeat(depth)} } }`;

type Asked = readonly [query: string, variables?: Facts];
test.each<[limit: string, within: Asked, beyond: Asked]>([
  ["tokens", ["{ position }"], [`{ ${times(LIMITS.tokens, () => "position")} }`]],
  ["depth", [deep(LIMITS.depth)], [deep(LIMITS.depth + 1)]],
  [
    "aliases",
    [`{ me { ${times(LIMITS.aliases, (i) => `a${i}: name`)} } }`],
    [`{ me { ${times(LIMITS.aliases + 1, (i) => `a${i}: name`)} } }`],
  ],
  [
    "directives",
    ["{ position @include(if: true) }"],
    [`{ me { ${times(LIMITS.directives + 1, () => "name @include(if: true)")} } }`],
  ],
  [
    "rootFields",
    [`{ ${times(LIMITS.rootFields, (i) => `a${i}: position`)} }`],
    [`{ ...on Query { ${times(LIMITS.rootFields + 1, (i) => `a${i}: position`)} } }`],
  ],
  ["complexity", [`{ ${pages(10)} }`], [`{ ${pages(100)} }`]],
  [
    "complexity",
    [`query ($n: Int!) { ${pages("$n")} }`, { n: 10 }],
    [`query ($n: Int!) { ${pages("$n")} }`, { n: 100 }],
  ],
  ["complexity", [`query ($n: Int = 100) { ${pages("$n")} }`, { n: 10 }], [`query ($n: Int = 100) { ${pages("$n")} }`]],
  ["complexity", representations(10), representations(100)],
  ["introspection", [introspection(2)], [introspection(4)]],
])("%s are limited, the same on every transport", async (limit, within, beyond) => {
  const connection = hub.connect(csirt);
  const ask = [
    (query: string, variables?: Facts) => hub.post({ query, variables }, authorization(csirt)),
    connection.ask,
  ];
  for (const over of ask) {
    expect(await over(...within)).toHaveProperty("data", expect.anything());
    const { errors, data } = await over(...beyond);
    expect(data).toBeUndefined();
    expect(errors?.[0]?.extensions).toMatchObject({ code: "QUERY_TOO_COMPLEX", details: { limit } });
  }
});

function representations(count: number): Asked {
  const page =
    "participants(first: 100) { edges { node { id role state joinedAt organization { name } case { id title } } } }";
  const r = Array.from({ length: count }, () => ({ __typename: "Case", id: "case_x" }));
  return [`query ($r: [_Any!]!) { _entities(representations: $r) { ...on Case { ${page} } } }`, { r }];
}

test("fragments count wherever they are spread, so they cannot hide what they multiply", async () => {
  const doubled = times(20, (i) => `fragment f${i} on Case { ...f${i + 1} ...f${i + 1} }`);
  const query = `{ cases { edges { node { ...f0 } } } } ${doubled} fragment f20 on Case { id }`;
  const { errors } = await hub.client(csirt).ask(query);
  expect(errors?.[0]?.extensions).toMatchObject({ code: "QUERY_TOO_COMPLEX" });
});

test("a fragment that spreads itself is refused, and nothing hangs", async () => {
  const query = "{ cases { edges { node { ...f } } } } fragment f on Case { duplicateOf { ...f } }";
  const { errors } = await hub.client(csirt).ask(query);
  expect(errors?.[0]?.message).toContain('Cannot spread fragment "f" within itself');
});

test("what tools ask to learn the schema is within the limits", async () => {
  const { data, errors } = await hub
    .client(csirt)
    .ask(getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true }));
  expect(errors).toBeUndefined();
  expect(data).toHaveProperty("__schema.types");
});

test("a subscription is limited as a query is", async () => {
  const { errors } = await hub.connect(csirt).ask(`subscription { events { ...on CaseEvent { case { ${parts} } } } }`);
  expect(errors?.[0]?.extensions).toMatchObject({ code: "QUERY_TOO_COMPLEX", details: { limit: "complexity" } });
});

test("a connection has so many operations at once, and one that ends makes room", async () => {
  const connection = hub.connect(csirt);
  const streams = [await connection.follow(), await connection.follow(), await connection.follow()];
  for (const stream of streams) await stream.next();

  const { errors } = await connection.ask("{ position }");
  expect(errors?.[0]?.extensions).toMatchObject({ code: "RATE_LIMITED", details: { max: 3, retryAfterS: 1 } });

  await streams[0]?.end();
  expect(await connection.ask("{ position }")).toHaveProperty("data.position");
  await streams[1]?.end();
});
