import type { Case } from "../../src/modules/cases/case";
import { type Cast, canRead, caseFor, castOf, listOf, outcomeOf, staged } from "../support/casework";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let cast: Cast;
let one: Case;
let analyst: Party;
let tool: Party;

beforeAll(async () => {
  world = await openWorld();
  cast = await castOf(world);
  const { organization } = cast.soc;
  analyst = await world.party({ organization, kind: "USER", roles: ["RESPONDER"], name: "Sato" });
  tool = await world.party({ organization, roles: ["RESPONDER"], name: "SOAR" });
});
afterAll(() => world.close());
beforeEach(async () => {
  one = await staged(world, cast);
});

type Item = { index: number; outcome: string; id: string | null; code: string | null; field: string | null };
const ITEMS = "results { index outcome id code field } members { id } case { version }";
const add = async (...who: readonly Party[]) =>
  (
    await cast.owner.act<{ results: readonly Item[] }>(
      "addCaseMembers",
      { caseId: one.id, accountIds: who.map(({ account }) => account.id) },
      ITEMS,
    )
  ).results;
const assign = async (by: Party, ...accounts: readonly (readonly [Party, boolean])[]) =>
  (
    await by.act<{ results: readonly Item[] }>(
      "assignCase",
      { caseId: one.id, accounts: accounts.map(([who, assigned]) => ({ accountId: who.account.id, assigned })) },
      ITEMS,
    )
  ).results;
const short = (items: readonly Item[]) => items.map(({ outcome, code }) => code ?? outcome);
type Member = { id: string; assigned: boolean; user: { name: string } | null; organization: { id: string } };
const members = (who: Party, args = "") =>
  listOf<Member>(who, one, "members", "id assigned removedAt user { name } organization { id }", args);
const sees = (who: Party) => canRead(who, one);
const narrow = () => cast.owner.act("updateCase", { caseId: one.id, expectedVersion: 1, restricted: true });
const remove = (by: Party, memberId: string | undefined) =>
  outcomeOf(by, "removeCaseMember", { caseId: one.id, memberId });

describe("naming people and tools for a case", () => {
  test("takes whoever acts for an organisation in it, one by one", async () => {
    const gone = await world.party({ organization: cast.soc.organization });
    await world.asOwner(`update accounts set active = false where id = '${gone.account.id}'`);
    const items = await add(analyst, cast.stranger, tool, analyst, gone, cast.invited);
    expect(short(items)).toEqual(["OK", "NOT_FOUND", "OK", "INVALID_INPUT", "NOT_FOUND", "OK"]);
    expect(items[1]).toMatchObject({ index: 1, id: null, field: "input.accountIds[1]" });
    const named = new Map(
      (await members(cast.owner)).map(({ id, user, organization }) => [id, [user?.name, organization.id]]),
    );
    const { soc, invited } = cast;
    expect(items.flatMap(({ id }) => (id ? [named.get(id)] : []))).toEqual([
      ["Sato tool", soc.organization.id],
      [undefined, soc.organization.id],
      [undefined, invited.organization.id],
    ]);
  });

  test("changes nothing for who is named already, and counts no version of the case", async () => {
    await add(analyst);
    expect(short(await add(analyst, tool))).toEqual(["UNCHANGED", "OK"]);
    expect(await caseFor(cast.owner, one, "version")).toEqual({ version: 1 });
  });

  test("lets them see a restricted case, tools too, and nobody beside them", async () => {
    await narrow();
    await add(tool);
    expect(await Promise.all([tool, analyst, cast.soc].map(sees))).toEqual([true, false, false]);
    await tool.act("addNote", { caseId: one.id, audience: "PARTICIPANTS", text: "Blocked on the proxy." });
  });

  test("is told to whoever sees the case, once for each", async () => {
    const stream = await cast.vendor.follow({ args: `caseId: "${one.id}" types: [MEMBER_ADDED, MEMBER_ASSIGNED]` });
    await stream.next();
    await add(analyst, tool);
    await assign(tool, [analyst, true], [tool, false]);
    const told = [await stream.next(), await stream.next(), await stream.next()];
    expect(told.map(({ type }) => type)).toEqual(["MEMBER_ADDED", "MEMBER_ADDED", "MEMBER_ASSIGNED"]);
    await stream.end();
  });
});

describe("taking somebody off a case", () => {
  test("ends the sight of a restricted case, and is told to both sides", async () => {
    const [item] = await add(tool, cast.vendor);
    await narrow();
    const [gone, others] = await Promise.all([tool, cast.vendor].map((who) => who.follow()));
    expect(await remove(cast.owner, item?.id ?? "")).toEqual(["OK"]);
    expect(await sees(tool)).toBe(false);
    expect((await gone?.until(({ __typename }) => __typename === "Gone"))?.at(-1)).toMatchObject({ id: one.id });
    expect((await others?.until(({ type }) => type === "MEMBER_REMOVED"))?.at(-1)).toMatchObject({
      changed: ["assigned", "removedAt"],
      subject: { id: item?.id },
    });
    await Promise.all([gone?.end(), others?.end()]);
  });

  test("keeps who it was, apart from who is named", async () => {
    const [item] = await add(tool, analyst);
    await remove(cast.owner, item?.id ?? "");
    expect((await members(cast.vendor)).map(({ user }) => user?.name)).toEqual(["Sato tool"]);
    expect(await members(cast.vendor, "(removed: true)")).toMatchObject([{ id: item?.id, assigned: false }]);
    expect(short(await add(tool))).toEqual(["OK"]);
    expect(await members(cast.vendor, "(removed: true)")).toEqual([]);
  });

  test("is for its own organisation and the owner, once", async () => {
    const [item] = await add(analyst);
    const place = "input.memberId";
    expect(await remove(cast.vendor, item?.id ?? "")).toEqual(["FORBIDDEN", place]);
    expect(await remove(tool, item?.id ?? "")).toEqual(["OK"]);
    expect(await remove(tool, item?.id ?? "")).toEqual(["STATE_CONFLICT", place]);
    expect(await remove(tool, "member_00000000000000000000000000")).toEqual(["NOT_FOUND", place]);
  });

  test("never locks the owner out of a restricted case", async () => {
    await narrow();
    const [mine] = await members(cast.owner);
    expect(await remove(cast.owner, mine?.id)).toEqual(["STATE_CONFLICT", "input.memberId"]);
    await add(await world.party({ organization: cast.owner.organization }));
    expect(await remove(cast.owner, mine?.id)).toEqual(["OK"]);
    expect(await sees(cast.owner)).toBe(false);
  });

  test("follows from leaving: who is invited again is named anew", async () => {
    await add(analyst, tool);
    await narrow();
    await cast.owner.act("removeParticipant", { caseId: one.id, organizationId: cast.soc.organization.id });
    const input = { caseId: one.id, organizationId: cast.soc.organization.id, role: "SOC" };
    await cast.owner.act("inviteParticipant", input);
    expect([await sees(analyst), await sees(tool)]).toEqual([false, false]);
    await add(analyst);
    expect([await sees(analyst), await sees(tool)]).toEqual([true, false]);
  });
});

describe("assigning one's own people and tools", () => {
  test("says who works on a case, in one call, and finds it for them", async () => {
    expect(short(await assign(tool, [analyst, true], [tool, true], [cast.vendor, true], [tool, true]))).toEqual([
      "OK",
      "OK",
      "NOT_FOUND",
      "INVALID_INPUT",
    ]);
    const mine = (who: Party) =>
      who
        .get<{ cases: { edges: { node: { id: string } }[] } }>(
          "{ cases(assignedToMe: true) { edges { node { id } } } }",
        )
        .then(({ cases }) => cases.edges.some(({ node }) => node.id === one.id));
    expect([await mine(analyst), await mine(tool), await mine(cast.soc)]).toEqual([true, true, false]);
    expect(short(await assign(analyst, [analyst, true], [tool, false]))).toEqual(["UNCHANGED", "OK"]);
    expect([await mine(analyst), await mine(tool)]).toEqual([true, false]);
    expect(await members(cast.vendor, "(assigned: true)")).toMatchObject([{ user: { name: "Sato tool" } }]);
  });

  test("takes nobody off who is not named", async () => {
    expect(short(await assign(tool, [analyst, false]))).toEqual(["NOT_FOUND"]);
  });

  test("names nobody new for a restricted case, except by its owner", async () => {
    await add(tool);
    await narrow();
    const colleague = await world.party({ organization: cast.owner.organization });
    expect(short(await assign(tool, [tool, true], [analyst, true]))).toEqual(["OK", "FORBIDDEN"]);
    expect(await sees(analyst)).toBe(false);
    expect(short(await assign(cast.owner, [colleague, true]))).toEqual(["OK"]);
    expect(await sees(colleague)).toBe(true);
  });
});
