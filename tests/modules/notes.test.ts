import type { Case } from "../../src/modules/cases/case";
import { type Cast, canRead, caseFor, castOf, listOf, staged } from "../support/casework";
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

const add = async (who: Party, audience: string, text = "The beacon is the backup agent.") =>
  (await who.act<{ note: { id: string } }>("addNote", { caseId: one.id, audience, text }, "note { id }")).note;
const notes = (who: Party, args = "") =>
  listOf(who, one, "notes", "audience text author { ... on Organization { name } }", args);
const seenAsNode = (who: Party, id: string) => canRead(who, { id });

describe("a note to the participants", () => {
  test("is read by whoever sees the case, who is invited too, and by no stranger", async () => {
    const { id } = await add(cast.soc, "PARTICIPANTS");
    const { soc, owner, vendor, observer, invited } = cast;
    for (const who of [soc, owner, vendor, observer, invited]) {
      expect(await notes(who)).toMatchObject([{ audience: "PARTICIPANTS", author: { name: "Night SOC" } }]);
    }
    expect(await seenAsNode(cast.stranger, id)).toBe(false);
  });

  test("is told to all of them", async () => {
    const stream = await cast.invited.follow();
    await stream.next();
    await add(cast.soc, "PARTICIPANTS");
    expect(await stream.next()).toMatchObject({ __typename: "NoteEvent", type: "NOTE_ADDED", version: null });
    await stream.end();
  });
});

describe("a note to the own organisation", () => {
  test("is read by the author's organisation, and its existence shows nowhere else", async () => {
    const before = await caseFor(cast.owner, one, "version notes { totalCount { value } edges { cursor } }");
    const { id } = await add(cast.soc, "OWN_ORGANIZATION");
    const colleague = await world.party({ organization: cast.soc.organization, roles: ["OBSERVER"] });
    expect(await notes(colleague)).toHaveLength(1);
    expect(await notes(colleague, "(audience: OWN_ORGANIZATION)")).toHaveLength(1);
    expect(await notes(colleague, "(audience: PARTICIPANTS)")).toEqual([]);
    expect(await caseFor(cast.owner, one, "version notes { totalCount { value } edges { cursor } }")).toEqual(before);
    for (const who of [cast.owner, cast.vendor, cast.stranger]) expect(await seenAsNode(who, id)).toBe(false);
  });

  test("is told to nobody else, live and on replay", async () => {
    const { position } = await cast.owner.get<{ position: string }>("{ position }");
    const [soc, owner] = await Promise.all([cast.soc, cast.owner].map((who) => who.follow()));
    const own = await add(cast.soc, "OWN_ORGANIZATION");
    const shared = await add(cast.soc, "PARTICIPANTS");
    const replay = await cast.owner.follow({ after: position });
    const noteIds = async (stream: typeof replay | undefined) =>
      (await stream?.until((message) => JSON.stringify(message).includes(shared.id)))?.flatMap((message) =>
        message.__typename === "StreamStarted" ? [] : [(message["subject"] as { id: string }).id],
      );
    expect(await noteIds(soc)).toEqual([own.id, shared.id]);
    expect(await noteIds(owner)).toEqual([shared.id]);
    expect(await noteIds(replay)).toEqual([shared.id]);
    for (const stream of [soc, owner, replay]) await stream?.end();
  });

  test("ends with the sight of the case", async () => {
    const { id } = await add(cast.soc, "OWN_ORGANIZATION");
    await cast.soc.act("leaveCase", { caseId: one.id });
    expect(await seenAsNode(cast.soc, id)).toBe(false);
  });
});

test("of a restricted case a member reads the notes, and a colleague who is none does not", async () => {
  const { id } = await add(cast.owner, "OWN_ORGANIZATION");
  const colleague = await world.party({ organization: cast.owner.organization });
  expect(await seenAsNode(colleague, id)).toBe(true);
  await cast.owner.act("updateCase", { caseId: one.id, expectedVersion: 1, restricted: true });
  expect([await seenAsNode(cast.owner, id), await seenAsNode(colleague, id)]).toEqual([true, false]);
});
