import type { Case } from "../../src/modules/cases/case";
import { type Cast, canRead, castOf, listOf, staged } from "../support/casework";
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

const ofCase = (given: object = {}) => ({ caseId: one.id, ...given });
const sees = (who: Party) => canRead(who, one);
const invite = (who: Party, given: object = {}) =>
  cast.owner.act("inviteParticipant", ofCase({ organizationId: who.organization.id, role: "LEGAL", ...given }));
const note = () => cast.owner.act("addNote", ofCase({ audience: "PARTICIPANTS", text: "Seen before." }));

describe("whoever", () => {
  const departures: readonly (readonly [string, () => Promise<unknown>, () => Party, string])[] = [
    ["leaves", () => cast.soc.act("leaveCase", ofCase()), () => cast.soc, "LEFT"],
    [
      "is removed",
      () => cast.owner.act("removeParticipant", ofCase({ organizationId: cast.soc.organization.id })),
      () => cast.soc,
      "LEFT",
    ],
    [
      "declines",
      () => cast.invited.act("respondToInvitation", ofCase({ accept: false })),
      () => cast.invited,
      "DECLINED",
    ],
  ];

  describe.each(departures)("%s", (_, depart, who, state) => {
    test("sees the case no longer, and can do nothing in it", async () => {
      await depart();
      expect(await sees(who())).toBe(false);
      expect(await who().refused("addNote", ofCase({ audience: "PARTICIPANTS", text: "Still here" }))).toBe(
        "NOT_FOUND",
      );
      expect(await who().get(`{ cases { totalCount { value } edges { node { id } } } }`)).not.toMatchObject({
        cases: { edges: expect.arrayContaining([{ node: { id: one.id } }]) as unknown[] },
      });
    });

    test("is missed by those who remain", async () => {
      const stream = await cast.vendor.follow();
      await depart();
      const told = await stream.until(({ type }) => type === "PARTICIPANT_LEFT");
      expect(told.at(-1)).toMatchObject({ changed: ["state", "leftAt", "leavingReason"], case: { id: one.id } });
      const places = await listOf<{ state: string; organization: { id: string }; leftAt: string | null }>(
        cast.vendor,
        one,
        "participants",
        "state leftAt organization { id }",
      );
      expect(places.find(({ organization }) => organization.id === who().organization.id)).toMatchObject({
        state,
        leftAt: expect.any(String) as string,
      });
      await stream.end();
    });

    test("reads that the case is gone, live", async () => {
      const stream = await who().follow();
      await note();
      await stream.until(({ type }) => type === "NOTE_ADDED");
      await depart();
      expect(await stream.next()).toMatchObject({ __typename: "Gone", id: one.id });
      await stream.end();
    });

    test("reads nothing of what was already waiting for it in the stream", async () => {
      const stream = await who().follow();
      await stream.next();
      await note();
      await world.app.tail.tick();
      await depart();
      await note();
      const own = await world.openCase(who());
      const messages = await stream.until((message) => JSON.stringify(message).includes(own.id));
      expect(messages.map(({ __typename, id }) => (__typename === "Gone" ? id : __typename))).toEqual([
        one.id,
        expect.any(String),
      ]);
      await stream.end();
    });

    test("reads that it is gone when it comes back, from before and from after", async () => {
      const { position: before } = await who().get<{ position: string }>("{ position }");
      await depart();
      await note();
      const stream = await who().follow({ after: before });
      const own = await world.openCase(who());
      const messages = await stream.until((message) => JSON.stringify(message).includes(own.id));
      expect(messages.filter(({ __typename }) => __typename === "Gone")).toMatchObject([{ id: one.id }]);
      expect(JSON.stringify(messages.filter(({ __typename }) => __typename !== "Gone"))).not.toContain(one.id);
      await stream.end();
    });

    test("comes back when it is invited again, with the number that it had given", async () => {
      await who().act("setTrackingId", ofCase({ trackingId: "INC-77" }));
      await depart();
      await invite(who(), { role: "COORDINATOR" });
      const parts = await listOf(
        who(),
        one,
        "participants",
        "state role trackingId leftAt leavingReason",
        "(first: 50)",
      );
      expect(parts).toContainEqual({
        state: "INVITED",
        role: "COORDINATOR",
        trackingId: "INC-77",
        leftAt: null,
        leavingReason: null,
      });
    });
  });
});

describe("who never saw a case learns nothing of it", () => {
  const silence = async (who: Party, work: () => Promise<unknown>) => {
    const { position } = await who.get<{ position: string }>("{ position }");
    const stream = await who.follow();
    await work();
    const own = await world.openCase(who);
    const replay = await who.follow({ after: position });
    for (const one of [stream, replay]) {
      const messages = await one.until((message) => JSON.stringify(message).includes(own.id));
      expect(messages.map(({ __typename }) => __typename)).toEqual(["StreamStarted", expect.stringMatching(/Event$/)]);
      await one.end();
    }
  };

  test("a stranger, while others come and go", async () => {
    await silence(cast.stranger, async () => {
      await cast.soc.act("leaveCase", ofCase());
      await cast.owner.act("removeParticipant", ofCase({ organizationId: cast.vendor.organization.id }));
    });
  });

  test("who was invited to a restricted case, was not named for it, and was removed", async () => {
    one = await world.openCase(cast.owner, { restricted: true });
    const named = await world.party({ organization: cast.stranger.organization });
    await silence(cast.stranger, async () => {
      await invite(cast.stranger, { memberIds: [named.account.id] });
      await cast.owner.act("removeParticipant", ofCase({ organizationId: cast.stranger.organization.id }));
    });
  });

  test("who was not named, when the case is opened to all only after its organisation had left", async () => {
    one = await world.openCase(cast.owner, { restricted: true });
    const named = await world.party({ organization: cast.stranger.organization });
    await silence(cast.stranger, async () => {
      await invite(cast.stranger, { memberIds: [named.account.id] });
      await named.act("respondToInvitation", ofCase({ accept: false }));
      await cast.owner.act("updateCase", ofCase({ expectedVersion: 1, restricted: false }));
      await note();
    });
  });
});

test("who saw a case before it was narrowed and was invited to it again unnamed, is told on coming back", async () => {
  const { position } = await cast.soc.get<{ position: string }>("{ position }");
  await cast.soc.act("leaveCase", ofCase());
  await cast.owner.act("updateCase", ofCase({ expectedVersion: 1, restricted: true }));
  await invite(cast.soc);
  const stream = await cast.soc.follow({ after: position });
  expect((await stream.until(({ __typename }) => __typename === "Gone")).at(-1)).toMatchObject({ id: one.id });
  await stream.end();
});

test("who saw a case only while it was open to all is told on coming back that it is gone", async () => {
  one = await world.openCase(cast.owner, { restricted: true });
  const named = await world.party({ organization: cast.stranger.organization });
  await invite(cast.stranger, { memberIds: [named.account.id] });
  await cast.owner.act("updateCase", ofCase({ expectedVersion: 1, restricted: false }));
  const { position } = await cast.stranger.get<{ position: string }>("{ position }");
  await cast.owner.act("updateCase", ofCase({ expectedVersion: 2, restricted: true }));
  const stream = await cast.stranger.follow({ after: position });
  expect((await stream.until(({ __typename }) => __typename === "Gone")).at(-1)).toMatchObject({ id: one.id });
  await stream.end();
});

test("whoever has left is not told by any later stream that, and when, something happens in the case", async () => {
  const position = async () => (await cast.soc.get<{ position: string }>("{ position }")).position;
  const before = await position();
  await cast.soc.act("leaveCase", ofCase());
  const after = await position();
  const fresh = await cast.soc.follow({ args: "types: [NOTE_ADDED, VENUE_CREATED]" });
  await fresh.next();
  await note();
  // Something that it may see ends the streams: what is of the case would stand before it.
  const venue = { kind: "CLOSED_COMMUNITY", name: "Elsewhere", memberIds: [] };
  await cast.soc.act("createVenue", venue, "venue { id }");

  const heard = async (args: { args?: string; after?: string }) => {
    const stream = await cast.soc.follow({ args: "types: [NOTE_ADDED, PARTICIPANT_LEFT, VENUE_CREATED]", ...args });
    const all = await stream.until(({ type }) => type === "VENUE_CREATED");
    await stream.end();
    return all.map(({ __typename }) => __typename);
  };
  expect((await fresh.until(({ type }) => type === "VENUE_CREATED")).map(({ __typename }) => __typename)).toEqual([
    "VenueEvent",
  ]);
  expect(await heard({ after })).toEqual(["StreamStarted", "VenueEvent"]);
  // Of its own leaving it hears, and so what it saw is gone.
  expect(await heard({ after: before })).toEqual(["StreamStarted", "Gone", "VenueEvent"]);
  await fresh.end();
});
