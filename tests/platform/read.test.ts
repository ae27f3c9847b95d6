import { CaseTable } from "../../src/modules/cases/case.table";
import type { Case } from "../../src/modules/cases/case";
import { readModel, withRow } from "../../src/platform/read/model";
import { sql } from "../../src/platform/sql";
import { codeOf } from "../support/asker";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let soc: Party;

const CASES = 30;

beforeAll(async () => {
  world = await openWorld();
  soc = await world.party({ name: "Night SOC" });
  const vendors = await Promise.all([1, 2, 3].map((n) => world.party({ name: `Vendor ${n}` })));
  for (let n = 1; n <= CASES; n++) {
    const one = await world.openCase(soc, { title: `Case ${n}` });
    for (const vendor of vendors) await world.join(one, vendor, "VENDOR");
    // Five cases share each instant, so that pages must break ties by id.
    const openedAt = new Date(Date.UTC(2026, 0, Math.ceil(n / 5)));
    await world.db.getRepository(CaseTable).update({ id: one.id }, { openedAt });
  }
});
afterAll(() => world.close());

const statementsOf = async (query: string, variables?: Readonly<Record<string, unknown>>) => {
  world.statements.length = 0;
  await soc.get(query, variables);
  return [...world.statements];
};

const DEEP = `query ($first: Int!) { cases(first: $first) { totalCount { value isExact } edges { node {
  title owner { name } participants(first: 2) { edges { node { organization { name } } } pageInfo { hasNextPage } } } } } }`;

test("one root field is one statement, the same text whatever the size of the page", async () => {
  const one = await statementsOf(DEEP, { first: 1 });
  expect(one).toHaveLength(1);
  expect(await statementsOf(DEEP, { first: 10 })).toEqual(one);
  expect(await statementsOf(DEEP, { first: 100 })).toEqual(one);
});

test("two aliases of one field keep their own arguments, also below a list", async () => {
  const answer = await soc.get(`{ cases(first: 1) { edges { node {
    few: participants(first: 1) { edges { node { id } } }
    all: participants { edges { node { id } } pageInfo { hasNextPage } totalCount { value } } } } } }`);
  const all = { edges: [{}, {}, {}, {}], pageInfo: { hasNextPage: false }, totalCount: { value: 4 } };
  expect(answer).toMatchObject({ cases: { edges: [{ node: { few: { edges: [{}] }, all } }] } });
});

test("an alias that is another field's name serves what it stands for", async () => {
  const answer = await soc.get(`{ cases(first: 1) { edges { node { state: title title: reference } } } }`);
  const node = { state: expect.stringMatching(/^Case /) as unknown, title: expect.stringMatching(/^SAN-/) as unknown };
  expect(answer).toMatchObject({ cases: { edges: [{ node }] } });
});

test("fragments, @skip, @include and __typename mean what GraphQL says", async () => {
  const query = `query ($no: Boolean!) { cases(first: 1) { __typename edges { __typename node {
       ...Named ... on Node { __typename } state @include(if: $no) } } } }
     fragment Named on Case { title owner { ...Who } owner { __typename } version @skip(if: true) }
     fragment Who on Organization { name }`;
  const node = {
    title: expect.any(String) as unknown,
    owner: { name: "Night SOC", __typename: "Organization" },
    __typename: "Case",
  };
  expect(await soc.get(query, { no: false })).toEqual({
    cases: { __typename: "CaseConnection", edges: [{ __typename: "CaseEdge", node }] },
  });
});

test("aliases longer than a Postgres name stay apart", async () => {
  const long = "a".repeat(70);
  const answer = await soc.get(`{ cases(first: 1) { edges { node { ${long}1: title ${long}2: reference } } } }`);
  const node = {
    [`${long}1`]: expect.stringMatching(/^Case /) as unknown,
    [`${long}2`]: expect.stringMatching(/^SAN-/) as unknown,
  };
  expect(answer).toMatchObject({ cases: { edges: [{ node }] } });
});

type Page = { cases: { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
const PAGE = `query ($first: Int!, $after: Cursor, $text: String) { cases(first: $first, after: $after, text: $text) {
  edges { node { id } } pageInfo { hasNextPage endCursor } } }`;
const idsOf = ({ cases }: Page) => cases.edges.map(({ node }) => node.id);

test.each([1, 4, 7])("walking in pages of %d finds every case once, in the order of the whole", async (first) => {
  const walked: string[] = [];
  for (let page = await soc.get<Page>(PAGE, { first }); ;) {
    walked.push(...idsOf(page));
    if (!page.cases.pageInfo.hasNextPage) break;
    page = await soc.get<Page>(PAGE, { first, after: page.cases.pageInfo.endCursor });
  }
  expect(walked).toEqual(idsOf(await soc.get<Page>(PAGE, { first: 100 })));
  expect(walked).toHaveLength(CASES);
});

test("a cursor opens only the list, the filter and the organisation that it was given for", async () => {
  const { cases } = await soc.get<Page>(PAGE, { first: 3 });
  const after = cases.pageInfo.endCursor;
  const other = await world.party();
  const altered = `${after.slice(0, -2)}${after.endsWith("AA") ? "BB" : "AA"}`;

  expect((await soc.ask(PAGE, { first: 3, after })).errors).toBeUndefined();
  expect(codeOf(await soc.ask(PAGE, { first: 3, after, text: "Case" }))).toBe("CURSOR_INVALID");
  expect(codeOf(await other.ask(PAGE, { first: 3, after }))).toBe("CURSOR_INVALID");
  expect(codeOf(await soc.ask(PAGE, { first: 3, after: altered }))).toBe("CURSOR_INVALID");
  expect(
    codeOf(await soc.ask(`query ($after: Cursor) { organizations(after: $after) { edges { cursor } } }`, { after })),
  ).toBe("CURSOR_INVALID");
});

test("a page that is too large is refused with the limit, never clamped in silence", async () => {
  const { errors } = await soc.ask(`{ cases(first: 101) { edges { cursor } } }`);
  expect(errors?.[0]?.extensions).toMatchObject({ code: "PAGE_TOO_LARGE", field: "first", details: { max: 100 } });
  expect(codeOf(await soc.ask(`{ cases(first: 0) { edges { cursor } } }`))).toBe("INVALID_INPUT");
});

test("an empty page is a page", async () => {
  const answer = await soc.get(
    `{ cases(text: "nothing like it") { edges { cursor } totalCount { value isExact } pageInfo { hasNextPage endCursor } } }`,
  );
  expect(answer).toEqual({
    cases: { edges: [], totalCount: { value: 0, isExact: true }, pageInfo: { hasNextPage: false, endCursor: null } },
  });
});

test("access is looked up row by row, never by a hash of all that is shared", async () => {
  const [statement = ""] = await statementsOf(DEEP, { first: 10 });
  const [, rest = ""] = statement.split("*/");
  const plan = await world.db.query<{ "QUERY PLAN": string }[]>(`explain (generic_plan) ${rest}`);
  expect(plan.map((line) => line["QUERY PLAN"]).join("\n")).not.toMatch(/hashed SubPlan/);
});

test("a field that some viewers read as null can neither sort nor filter", () => {
  const masked = {
    name: "Case",
    table: CaseTable,
    access: withRow,
    columns: { category: () => sql`false`, id: withRow },
  } as const;
  expect(() => readModel<Case>({ ...masked, order: { by: ["category", "id"], direction: "asc" } })).toThrow(
    "Case.category sorts",
  );
  const filters = {
    category: { type: "text", where: (row: (p: "category") => ReturnType<typeof sql>) => row("category") },
  };
  expect(() => readModel<Case>({ ...masked, order: { by: ["id"], direction: "asc" }, filters })).toThrow(
    "Case.category is masked",
  );
});

test("node and nodes serve whatever the viewer may see, in one statement", async () => {
  const { cases } = await soc.get<Page>(PAGE, { first: 2 });
  const [a, b] = idsOf({ cases });
  const stranger = await world.party();
  const ids = [a, "case_00000000000000000000000000", soc.organization.id, b, "nonsense"];

  const mine = await soc.get(`query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }`, { ids });
  expect(mine).toEqual({
    nodes: [
      { __typename: "Case", id: a },
      null,
      { __typename: "Organization", id: soc.organization.id },
      { __typename: "Case", id: b },
      null,
    ],
  });
  const theirs = await stranger.get(`query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`, { ids });
  expect(theirs).toEqual({ nodes: [null, null, { id: soc.organization.id }, null, null] });
});

test("_entities serves what a gateway asks for, in its order, null for what the viewer may not see", async () => {
  const { cases } = await soc.get<Page>(PAGE, { first: 1 });
  const [id] = idsOf({ cases });
  const representations = [
    { __typename: "Organization", id: soc.organization.id },
    { __typename: "Case", id },
    { __typename: "Organization", id },
  ];
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    ... on Case { reference } ... on Organization { name } } }`;

  expect(await soc.get(query, { representations })).toEqual({
    _entities: [{ name: "Night SOC" }, { reference: expect.stringMatching(/^SAN-/) as unknown }, null],
  });
  const stranger = await world.party();
  expect(await stranger.get(query, { representations })).toEqual({ _entities: [{ name: "Night SOC" }, null, null] });
  expect(codeOf(await soc.ask(query, { representations: [{ __typename: "Wrong", id }] }))).toBe("INVALID_INPUT");
});

test("several root fields read one snapshot, and position comes before it", async () => {
  const query = `{ position a: cases(first: 1) { totalCount { value } } b: cases(first: 1) { totalCount { value } } }`;
  const { position, a, b } = await soc.get<{ position: string; a: object; b: object }>(query);
  expect(a).toEqual(b);
  const stream = await soc.follow({ after: position });
  expect(await stream.next()).toMatchObject({ __typename: "StreamStarted", outcome: "CONTINUED" });
  const told = await world.openCase(soc);
  const messages = await stream.until((message) => message["type"] === "CASE_OPENED");
  expect(messages.at(-1)).toMatchObject({ subject: { id: told.id } });
  await stream.end();
});
