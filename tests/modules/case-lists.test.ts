import type { Case } from "../../src/modules/cases/case";
import { outcomeOf } from "../support/casework";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let csirt: Party;
let soc: Party;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  csirt = await world.party();
  soc = await world.party({ name: "Night SOC" });
});

type Found = { cases: { totalCount: { value: number }; edges: { node: { id: string; title: string } }[] } };
const list = async (who: Party, args: string, variables: object = {}, declared = ""): Promise<readonly string[]> => {
  const text = `query ${declared} { cases(${args}) { totalCount { value } edges { node { id title } } } }`;
  const { cases } = await who.get<Found>(text, { ...variables });
  expect(cases.totalCount.value).toBe(cases.edges.length);
  return cases.edges.map(({ node }) => node.title).sort();
};
const search = (who: Party, text: string) => list(who, "text: $text", { text }, "($text: String)");
const open = (title: string, given: Partial<Case> = {}) => world.openCase(csirt, { title, summary: "", ...given });

describe("my cases", () => {
  test("by state and severity, one or several", async () => {
    await open("a", { state: "TRIAGE", severity: "LEVEL_4" });
    await open("b", { state: "RESPONSE", severity: "LEVEL_4" });
    await open("c", { state: "RESPONSE", severity: "LEVEL_1" });
    expect(await list(csirt, "states: [RESPONSE]")).toEqual(["b", "c"]);
    expect(await list(csirt, "states: [RESPONSE, TRIAGE], severities: [LEVEL_4]")).toEqual(["a", "b"]);
    expect(await list(csirt, "severities: [LEVEL_2]")).toEqual([]);
    expect(await list(soc, "states: [RESPONSE]")).toEqual([]);
  });

  test("by owner, among those that one takes part in", async () => {
    const shared = await open("shared");
    await open("not shared");
    await world.openCase(soc, { title: "own" });
    await world.join(shared, soc);
    expect(await list(soc, "ownerId: $id", { id: csirt.organization.id }, "($id: ID)")).toEqual(["shared"]);
    expect(await list(soc, "first: 100")).toEqual(["own", "shared"]);
  });

  test("by whom they wait on", async () => {
    const [waits] = [await open("waits"), await open("waits on nobody")];
    await world.join(waits, soc);
    const task = { caseId: waits.id, title: "Send the proxy log", organizationId: soc.organization.id };
    await csirt.act("addTask", task);
    const socId = { id: soc.organization.id };
    expect(await list(csirt, "waitingOnId: $id", socId, "($id: ID)")).toEqual(["waits"]);
    expect(await list(csirt, "waitingOnUs: true")).toEqual([]);
    expect(await list(csirt, "waitingOnUs: false")).toEqual(["waits", "waits on nobody"]);
    expect(await list(soc, "waitingOnUs: true")).toEqual(["waits"]);
  });
});

describe("the text of a case is found", () => {
  const titles = {
    targeted: "標的型攻撃メールを開封",
    infected: "ファイルサーバーのランサムウェア感染",
    kana: "ﾗﾝｻﾑｳｪｱ の兆候",
    latin: "Emotet on FS-01 (100% CPU)",
  };
  const found: readonly (readonly [string, readonly (keyof typeof titles)[]])[] = [
    ["標的", ["targeted"]],
    ["感染", ["infected"]],
    ["染", ["infected"]],
    ["標", ["targeted"]],
    ["型攻", ["targeted"]],
    ["ランサム", ["infected", "kana"]],
    ["ﾗﾝｻﾑ", ["infected", "kana"]],
    ["EMOTET", ["latin"]],
    ["ｅｍｏｔｅｔ", ["latin"]],
    ["fs-01", ["latin"]],
    ["ＦＳ－０１", ["latin"]],
    ["100% c", ["latin"]],
    ["%", ["latin"]],
    ["染感", []],
    ["標感", []],
    ["e_otet", []],
    ["攻撃メール 開封", []],
  ];

  test.each(found)("%s", async (text, keys) => {
    for (const title of Object.values(titles)) await open(title);
    expect(await search(csirt, text)).toEqual(keys.map((key) => titles[key]).sort());
  });

  test("in the summary and by the reference, read over the phone in small letters", async () => {
    const one = await open("Beacon", { summary: "端末 FS-01 が標的となった。" });
    expect(await search(csirt, "が標的")).toEqual(["Beacon"]);
    expect(await search(csirt, one.reference.toLowerCase())).toEqual(["Beacon"]);
  });

  test("after it was changed, by what it says then", async () => {
    const one = await open("誤検知の疑い");
    await csirt.act("updateCase", { caseId: one.id, expectedVersion: 1, title: "感染を確認" });
    expect([await search(csirt, "感染"), await search(csirt, "疑い")]).toEqual([["感染を確認"], []]);
  });
});

describe("a case that may not be read is not found by its text", () => {
  const searches = ["感染", "染", "FS-01"];
  const nothing = async (who: Party) => {
    for (const text of searches) expect(await search(who, text)).toEqual([]);
  };

  test("by a stranger, by its reference neither", async () => {
    const one = await open("感染 FS-01");
    await nothing(soc);
    expect(await search(soc, one.reference)).toEqual([]);
  });

  test("by a participant that left", async () => {
    const one = await open("感染 FS-01");
    await world.join(one, soc);
    expect(await search(soc, "染")).toEqual(["感染 FS-01"]);
    await soc.act("leaveCase", { caseId: one.id });
    await nothing(soc);
  });

  test("by who is not named for a restricted or RED case, in its own organisation too", async () => {
    const colleague = await world.party({ organization: csirt.organization });
    await open("感染 FS-01", { restricted: true });
    await open("感染 FS-01, RED", { tlp: "RED" });
    await nothing(colleague);
    expect(await search(csirt, "感染")).toHaveLength(2);
  });

  test("by what others keep to themselves: a note, a number, a task's account", async () => {
    const one = await open("Beacon");
    await world.join(one, soc);
    await soc.act("setTrackingId", { caseId: one.id, trackingId: "感染-1" });
    await soc.act("addNote", { caseId: one.id, audience: "OWN_ORGANIZATION", text: "感染 FS-01" });
    await nothing(csirt);
  });
});

test("a strange or long text finds nothing, and breaks nothing", async () => {
  await open("感染");
  for (const text of ["'", "\\", "''; drop table cases; --", "感染".repeat(500)]) {
    expect(await search(csirt, text)).toEqual([]);
  }
});

test("what waits on us over all cases: the longest first, by case and by overdue", async () => {
  const [first, second] = [await open("first"), await open("second")];
  const later = new Date(Date.now() + 30 * 24 * 3_600_000).toISOString();
  await csirt.act("addTask", { caseId: first.id, title: "Report", dueAt: "2025-01-01T00:00:00Z" });
  await csirt.act("addTask", { caseId: second.id, title: "Report", dueAt: later });
  const waits = async (args = "(first: 10)") => {
    type Waits = { waitingOnUs: { edges: { node: { kind: string; overdue: boolean; case: { title: string } } }[] } };
    const { waitingOnUs } = await csirt.get<Waits>(
      `{ waitingOnUs${args} { edges { node { kind overdue dueAt since organization { id } case { title } } } } }`,
    );
    return waitingOnUs.edges.map(({ node }) => [node.kind, node.overdue, node.case.title]);
  };
  expect(await waits()).toEqual([
    ["TASK", true, "first"],
    ["TASK", false, "second"],
  ]);
  expect(await waits("(overdue: true)")).toEqual([["TASK", true, "first"]]);
  expect(await waits(`(caseId: "${second.id}")`)).toEqual([["TASK", false, "second"]]);
});

test("a page of cases goes on where it ended, under its filter only", async () => {
  for (const title of ["1", "2", "3"]) await open(title, { severity: "LEVEL_4" });
  const page = (after: string | null, level = "LEVEL_4") =>
    csirt.ask(
      `query ($after: Cursor) { cases(first: 2, after: $after, severities: [${level}]) {
        edges { node { title } } pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
  type Page = {
    cases: { edges: { node: { title: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  };
  const first = (await page(null)).data as unknown as Page;
  const second = (await page(first.cases.pageInfo.endCursor)).data as unknown as Page;
  expect([...first.cases.edges, ...second.cases.edges].map(({ node }) => node.title)).toEqual(["3", "2", "1"]);
  expect([first.cases.pageInfo.hasNextPage, second.cases.pageInfo.hasNextPage]).toEqual([true, false]);
  const { errors } = await page(first.cases.pageInfo.endCursor, "LEVEL_3");
  expect(errors?.[0]?.extensions?.["code"]).toBe("CURSOR_INVALID");
});

test("an operator of the hub sees no case by that", async () => {
  const operator = await world.party({ roles: ["OPERATOR"] });
  const one = await open("感染");
  expect(await search(operator, "感染")).toEqual([]);
  expect(await outcomeOf(operator, "moveCase", { caseId: one.id, expectedVersion: 1, to: "TRIAGE" })).toEqual([
    "FORBIDDEN",
  ]);
});
