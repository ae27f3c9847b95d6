import type { Case } from "../../src/modules/cases/case";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let soc: Party;
let csirt: Party;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  soc = await world.party({ name: "SOC" });
  csirt = await world.party({ name: "CSIRT" });
});

const say = (
  by: Party,
  values: readonly (string | object)[],
  incident: Pick<Case, "id"> | null = null,
  more: object = {},
) =>
  by.act<{ items: readonly { id: string }[] }>(
    "assertIndicators",
    {
      items: values.map((value) => (typeof value === "string" ? { value } : value)),
      caseId: incident?.id ?? null,
      ...more,
    },
    "items { id outcome }",
  );

type Page = { readonly edges: readonly { readonly node: { readonly id: string; readonly value: string } }[] };
const find = async (by: Party, args: string) => {
  const { indicators } = await by.get<{ indicators: Page }>(
    `{ indicators(${args}) { edges { node { id type value } } } }`,
  );
  return indicators.edges.map(({ node }) => node.value).sort();
};

test("an indicator is found by its value in any spelling, in any type, and by a part of it", async () => {
  await say(soc, [
    "hxxps://c2.Evil[.]example/gate.php",
    "c2.evil.example",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    { value: "請求書.xlsm", type: "FILE_NAME" },
  ]);
  expect(await find(soc, `value: "https://c2[.]evil[.]example/gate.php"`)).toEqual([
    "https://c2.evil.example/gate.php",
  ]);
  expect(await find(soc, `value: "C2.EVIL.EXAMPLE"`)).toEqual(["c2.evil.example"]);
  expect(await find(soc, `type: IPV4, value: "c2.evil.example"`)).toEqual([]);
  expect(await find(soc, `text: "evil[.]ex"`)).toEqual(["c2.evil.example", "https://c2.evil.example/gate.php"]);
  expect(await find(soc, `text: "EVIL.example/g"`)).toEqual(["https://c2.evil.example/gate.php"]);
  expect(await find(soc, `text: "vil.example"`)).toEqual([]);
  expect(await find(soc, `text: "求書"`)).toEqual(["請求書.xlsm"]);
  for (const odd of ["!", "a | b", "evil & !gate", "':*", "\\\\", "%", "(", "<->", "a".repeat(5_000)]) {
    expect(await find(soc, `text: ${JSON.stringify(odd)}`)).toEqual([]);
  }
  expect(await find(soc, `text: "9F86D081"`)).toHaveLength(1);
  expect(await find(soc, `text: "6d081"`)).toEqual([]);
});

test("a look-up by value is one look-up by index", async () => {
  await say(soc, ["198.51.100.20"]);
  const from = world.statements.length;
  await find(soc, `value: "198.51.100.20"`);
  const [text = ""] = world.statements.slice(from).filter((one) => one.includes("Query.indicators"));
  expect(text).toContain('"key" = any(');
});

const CORRELATED = `query ($id: ID!) { case(id: $id) { correlatedCases { sharedCount case { id } }
  indicators { totalCount { value } edges { node { value cases { totalCount { value } edges { node { id } } } } } } } }`;
type Correlated = {
  readonly case: {
    readonly correlatedCases: readonly { readonly sharedCount: number; readonly case: { readonly id: string } }[];
    readonly indicators: {
      readonly edges: readonly { readonly node: { readonly value: string; readonly cases: Page } }[];
    };
  };
};
const correlated = (by: Party, one: Pick<Case, "id">) => by.get<Correlated>(CORRELATED, { id: one.id });

describe("correlation", () => {
  let mine: Case;
  let ours: Case;
  let theirs: Case;
  beforeEach(async () => {
    mine = await world.openCase(csirt);
    ours = await world.openCase(soc);
    theirs = await world.openCase(soc);
    await world.join(ours, csirt, "CSIRT");
    await say(csirt, ["a.shared.example", "b.shared.example", "c.shared.example", "alone.example"], mine);
  });

  test("names the other cases that I may see, with what they share", async () => {
    await say(soc, ["a.shared.example", "b.shared.example"], ours);
    const { case: one } = await correlated(csirt, mine);
    expect(one.correlatedCases).toEqual([{ sharedCount: 2, case: { id: ours.id } }]);
    const shared = one.indicators.edges.find(({ node }) => node.value === "a.shared.example")?.node;
    expect(shared?.cases.edges.map(({ node }) => node.id).sort()).toEqual([mine.id, ours.id].sort());
  });

  test("what I may not see changes no byte of the answer", async () => {
    await say(soc, ["a.shared.example"], ours);
    const before = JSON.stringify(await correlated(csirt, mine));
    await say(soc, ["a.shared.example", "b.shared.example", "alone.example"], theirs);
    await say(soc, ["b.shared.example"], null, { tlp: "AMBER_STRICT" });
    await say(soc, ["c.shared.example"], ours, { tlp: "RED" });
    await soc.act("reportSightings", { items: [{ value: "a.shared.example", result: "HIT" }] });
    expect(JSON.stringify(await correlated(csirt, mine))).toBe(before);
  });

  test("what was taken back shares nothing", async () => {
    const { items } = await say(soc, ["a.shared.example"], ours);
    await soc.act("revokeAssertions", { items: [{ assertionId: items[0]?.id, expectedVersion: 1 }] });
    const { case: one } = await correlated(csirt, mine);
    expect(one.correlatedCases).toEqual([]);
    const shared = one.indicators.edges.find(({ node }) => node.value === "a.shared.example")?.node;
    expect(shared?.cases.edges.map(({ node }) => node.id)).toEqual([mine.id]);
  });

  test("a case that I have left shares nothing with me, not even what I said in it", async () => {
    await say(csirt, ["a.shared.example"], ours);
    expect((await correlated(csirt, mine)).case.correlatedCases).toHaveLength(1);
    await csirt.act("leaveCase", { caseId: ours.id });
    expect((await correlated(csirt, mine)).case.correlatedCases).toEqual([]);
  });
});

test("the pages of a case's indicators hold each of them once, however they were brought", async () => {
  const incident = await world.openCase(soc);
  await say(
    soc,
    Array.from({ length: 25 }, (_, i) => `p${i}.evil.example`),
    incident,
  );
  const seen: string[] = [];
  let after: string | null = null;
  do {
    type Answer = { case: { indicators: Page & { pageInfo: { hasNextPage: boolean; endCursor: string } } } };
    const { case: one }: Answer = await soc.get<Answer>(
      `query ($id: ID!, $after: Cursor) { case(id: $id) { indicators(first: 10, after: $after) {
        edges { node { id value } } pageInfo { hasNextPage endCursor } } } }`,
      { id: incident.id, after },
    );
    seen.push(...one.indicators.edges.map(({ node }) => node.value));
    after = one.indicators.pageInfo.hasNextPage ? one.indicators.pageInfo.endCursor : null;
  } while (after);
  expect(new Set(seen).size).toBe(25);
  expect(seen).toHaveLength(25);
});

test("a page of more than 500 is refused", async () => {
  const { errors } = await soc.ask("{ indicators(first: 501) { edges { node { id } } } }");
  expect(errors?.[0]?.extensions?.["code"]).toBe("PAGE_TOO_LARGE");
});
