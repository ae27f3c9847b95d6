import type { Case } from "../../src/modules/cases/case";
import { timeFlags } from "../../src/modules/cases/times";
import { type Cast, canRead, caseFor, castOf, listOf, outcomeOf, staged } from "../support/casework";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let cast: Cast;
let one: Case;

beforeAll(async () => {
  world = await openWorld();
  cast = await castOf(world);
});
afterAll(() => world.close());
beforeEach(async () => {
  one = await staged(world, cast);
});

const version = async (who: Party = cast.owner) => (await caseFor<{ version: number }>(who, one, "version")).version;
const updated = async (who: Party, given: object) =>
  outcomeOf(who, "updateCase", { caseId: one.id, expectedVersion: await version(who), ...given });
const sees = (who: Party) => canRead(who, one);

describe("facts", () => {
  const facts = {
    title: "感染: ファイルサーバーからのビーコン",
    summary: "",
    severity: "LEVEL_4",
    category: "Malware",
    tags: ["beacon", "fs-01"],
    techniques: ["T1566", "T1071.001"],
    externalReferences: [{ source: "JIRA", id: "SEC-12", url: "https://jira.example/SEC-12" }],
    occurredAt: "2025-06-30T17:10:00.123Z",
    occurredClock: "proxy-02, runs 3 minutes late",
    detectedAt: "2025-06-30T17:20:00.000Z",
    awareAt: "2025-06-30T18:00:00.000Z",
    containedAt: "2025-06-30T19:00:00.000Z",
  };

  test("are stated anew, and come back as they were given", async () => {
    expect(await updated(cast.soc, facts)).toEqual(["OK"]);
    const asked = Object.keys(facts).join(" ").replace("externalReferences", "externalReferences { source id url }");
    expect(await caseFor(cast.vendor, one, `${asked} timeFlags version`)).toEqual({
      ...facts,
      timeFlags: [],
      version: 2,
    });
  });

  test("that are left out stay, null removes what may be missing, and a doubled word is one", async () => {
    await updated(cast.owner, facts);
    await updated(cast.owner, { category: null, occurredAt: null, tags: ["a", "b", "a"], externalReferences: [] });
    expect(await caseFor(cast.owner, one, "title category occurredAt tags externalReferences { id }")).toEqual({
      title: facts.title,
      category: null,
      occurredAt: null,
      tags: ["a", "b"],
      externalReferences: [],
    });
  });

  test("are told by the names of what changed, and nothing is told when nothing did", async () => {
    const stream = await cast.soc.follow({ args: `caseId: "${one.id}"` });
    await stream.next();
    await updated(cast.owner, { severity: "LEVEL_3", title: one.title });
    expect(await version()).toBe(1);
    await updated(cast.owner, {
      severity: "LEVEL_1",
      affectedOrganizationId: cast.owner.organization.id,
      containedAt: "2099-01-01T00:00:00Z",
    });
    const message = await stream.next();
    expect(message).toMatchObject({ type: "CASE_UPDATED", version: 2 });
    expect([...(message["changed"] as string[])].sort()).toEqual([
      "affectedOrganization",
      "containedAt",
      "severity",
      "timeFlags",
    ]);
    await stream.end();
  });

  const wrong: readonly (readonly [string, object, string])[] = [
    ["a title of blanks", { title: "   " }, "input.title"],
    ["no title", { title: null }, "input.title"],
    ["no severity", { severity: null }, "input.severity"],
    ["no list of tags", { tags: null }, "input.tags"],
    ["a technique that is none", { techniques: ["T1566", "T15"] }, "input.techniques[1]"],
    ["a technique in small letters", { techniques: ["t1566.001"] }, "input.techniques[0]"],
    ["a sub-technique of two digits", { techniques: ["T1566.01"] }, "input.techniques[0]"],
    [
      "a url that runs",
      { externalReferences: [{ source: "x", url: "javascript:alert(1)" }] },
      "input.externalReferences[0].url",
    ],
    [
      "a url that is none",
      { externalReferences: [{ source: "x", url: "https://" }] },
      "input.externalReferences[0].url",
    ],
    ["too many tags", { tags: Array.from({ length: 51 }, (_, i) => `tag ${i}`) }, "input.tags"],
  ];
  test.each(wrong)("are refused with %s", async (_, given, field) => {
    expect(await updated(cast.owner, { ...given, summary: "Else." })).toEqual(["INVALID_INPUT", field]);
    expect(await version()).toBe(1);
  });

  test("name an affected organisation that exists", async () => {
    const affectedOrganizationId = "org_00000000000000000000000000";
    expect(await updated(cast.owner, { affectedOrganizationId })).toEqual([
      "NOT_FOUND",
      "input.affectedOrganizationId",
    ]);
  });

  test("need the version that they were decided on", async () => {
    await updated(cast.soc, { title: "First" });
    const late = { caseId: one.id, expectedVersion: 1, title: "Second" };
    expect(await outcomeOf(cast.vendor, "updateCase", late)).toEqual(["VERSION_CONFLICT", "input.expectedVersion"]);
  });
});

describe("times that cannot be true are kept and flagged", () => {
  const at = (time: string) => `2025-06-30T${time}:00.000Z`;
  const cases: readonly (readonly [object, readonly string[]])[] = [
    [{ occurredAt: at("10:00"), detectedAt: at("11:00"), awareAt: at("12:00"), containedAt: at("13:00") }, []],
    [{ occurredAt: "2099-01-01T00:00:00.000Z" }, ["OCCURRED_IN_FUTURE"]],
    [{ detectedAt: "2099-01-01T00:00:00.000Z" }, ["DETECTED_IN_FUTURE"]],
    [{ awareAt: "2099-01-01T00:00:00.000Z" }, ["AWARE_IN_FUTURE"]],
    [{ containedAt: "2099-01-01T00:00:00.000Z" }, ["CONTAINED_IN_FUTURE"]],
    [{ occurredAt: at("10:00"), detectedAt: at("09:00") }, ["DETECTED_BEFORE_OCCURRED"]],
    [{ occurredAt: at("10:00"), awareAt: at("09:00") }, ["AWARE_BEFORE_OCCURRED"]],
    [{ detectedAt: at("10:00"), awareAt: at("09:00") }, ["AWARE_BEFORE_DETECTED"]],
    [{ occurredAt: at("10:00"), containedAt: at("09:00") }, ["CONTAINED_BEFORE_OCCURRED"]],
    [{ detectedAt: at("10:00"), containedAt: at("09:00") }, ["CONTAINED_BEFORE_DETECTED"]],
  ];

  test("every flag is tried here", () => {
    expect([...new Set(cases.flatMap(([, flags]) => flags))].sort()).toEqual([...timeFlags.values].sort());
  });

  test.each(cases)("%j is flagged %j", async (given, flags) => {
    expect(await updated(cast.soc, given)).toEqual(["OK"]);
    expect(await caseFor(cast.soc, one, `${Object.keys(given).join(" ")} timeFlags`)).toEqual({
      ...given,
      timeFlags: flags,
    });
  });

  test("a time that was in the future when it was recorded stays flagged after that hour has come", async () => {
    const [{ soon }] = (await world.asOwner(
      `select to_char(hub_now() + interval '1 hour', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as soon`,
    )) as [{ soon: string }];
    await updated(cast.soc, { occurredAt: soon });
    await world.shiftTime("2 hours");
    await updated(cast.soc, { title: "Something else" });
    expect(await caseFor(cast.soc, one, "timeFlags")).toEqual({ timeFlags: ["OCCURRED_IN_FUTURE"] });
  });

  test("a case that is opened with such times has their flags", async () => {
    one = await world.openCase(cast.owner, { occurredAt: new Date(at("10:00")), detectedAt: new Date(at("09:00")) });
    expect(await caseFor(cast.owner, one, "timeFlags")).toEqual({ timeFlags: ["DETECTED_BEFORE_OCCURRED"] });
  });
});

describe("what the owner decides", () => {
  const decisions: readonly (readonly [string, () => object])[] = [
    ["tlp", () => ({ tlp: "GREEN" })],
    ["tlp", () => ({ tlp: "RED" })],
    ["pap", () => ({ pap: "CLEAR" })],
    ["restricted", () => ({ restricted: true })],
    ["affectedOrganizationId", () => ({ affectedOrganizationId: cast.soc.organization.id })],
  ];

  test.each(decisions)("%s", async (field, given) => {
    expect(await updated(cast.soc, given())).toEqual(["FORBIDDEN", `input.${field}`]);
    expect(await updated(cast.owner, given())).toEqual(["OK"]);
  });

  test("others may state as it is", async () => {
    expect(await updated(cast.soc, { tlp: one.tlp, restricted: false, title: "Else" })).toEqual(["OK"]);
  });
});

describe.each([{ restricted: true }, { tlp: "RED" }])("a case that becomes %j", (narrow) => {
  const wide = "tlp" in narrow ? { tlp: "AMBER" } : { restricted: false };

  test("is for its members only, and whoever made it so is one", async () => {
    await cast.owner.act("addCaseMembers", { caseId: one.id, accountIds: [cast.soc.account.id] });
    const colleague = await world.party({ organization: cast.owner.organization });
    expect(await updated(cast.owner, narrow)).toEqual(["OK"]);
    expect(await Promise.all([cast.owner, cast.soc, colleague, cast.vendor, cast.invited].map(sees))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    const members = await listOf<{ you: boolean }>(cast.owner, one, "members", "you");
    expect(members.map(({ you }) => you)).toEqual([false, true]);
  });

  test("is gone for whom it is closed, and told to who still sees it", async () => {
    await cast.owner.act("addCaseMembers", { caseId: one.id, accountIds: [cast.soc.account.id] });
    const [soc, vendor] = await Promise.all([cast.soc, cast.vendor].map((who) => who.follow()));
    await updated(cast.owner, narrow);
    expect(await vendor?.until(({ __typename }) => __typename === "Gone")).toMatchObject([
      { __typename: "StreamStarted" },
      { __typename: "Gone", id: one.id },
    ]);
    expect((await soc?.until(({ type }) => type === "CASE_UPDATED"))?.at(-1)).toMatchObject({ case: { id: one.id } });
    await Promise.all([soc?.end(), vendor?.end()]);
  });

  test("is opened to all again by its owner, not by another member", async () => {
    await cast.owner.act("addCaseMembers", { caseId: one.id, accountIds: [cast.soc.account.id] });
    await updated(cast.owner, narrow);
    expect((await updated(cast.soc, wide))[0]).toBe("FORBIDDEN");
    expect(await updated(cast.owner, wide)).toEqual(["OK"]);
    expect(await sees(cast.vendor)).toBe(true);
  });
});

test("a case stays narrow as long as it is restricted or RED", async () => {
  await updated(cast.owner, { restricted: true, tlp: "RED" });
  await updated(cast.owner, { restricted: false });
  expect(await sees(cast.vendor)).toBe(false);
  await updated(cast.owner, { tlp: "AMBER_STRICT" });
  expect(await sees(cast.vendor)).toBe(true);
});
