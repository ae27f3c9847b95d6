import type { Case } from "../../src/modules/cases/case";
import { type Cast, canRead, caseFor, castOf, listOf, outcomeOf, staged } from "../support/casework";
import type { Message } from "../support/asker";
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
  cast.owner.act<{ participant: { id: string } }>(
    "inviteParticipant",
    ofCase({ organizationId: who.organization.id, role: "LEGAL", ...given }),
    "participant { id state role }",
  );
const note = () => cast.owner.act("addNote", ofCase({ audience: "PARTICIPANTS", text: "Seen before." }));
/** What a stream brings up to a mark that everybody in the case hears of: the owner's next note to all. */
const upToMark = async (stream: { until: (fits: (m: Message) => boolean) => Promise<readonly Message[]> }) => {
  await note();
  return stream.until(({ type }) => type === "NOTE_ADDED");
};

describe("an invitation", () => {
  test("lets the whole organisation see the case, and is told to it and to the others", async () => {
    const [guest, soc] = await Promise.all([cast.stranger, cast.soc].map((who) => who.follow()));
    expect(await sees(cast.stranger)).toBe(false);
    expect((await invite(cast.stranger)).participant).toMatchObject({ state: "INVITED", role: "LEGAL" });
    expect(await sees(cast.stranger)).toBe(true);
    for (const stream of [guest, soc]) {
      expect((await stream?.until(({ type }) => type === "PARTICIPANT_INVITED"))?.at(-1)).toMatchObject({
        changed: ["state", "role"],
        case: { id: one.id },
      });
      await stream?.end();
    }
  });

  test("is accepted or declined by the organisation, and the case's version does not count it", async () => {
    await cast.invited.act("respondToInvitation", ofCase({ accept: true }));
    await invite(cast.stranger);
    const reason = "Not our sector.";
    const { case: seen } = await cast.stranger.act<{ case: unknown }>(
      "respondToInvitation",
      ofCase({ accept: false, reason }),
      "case { id }",
    );
    expect(seen).toBeNull();
    const states = await listOf(cast.owner, one, "participants", "state leavingReason", "(states: [ACTIVE, DECLINED])");
    expect(states.at(-1)).toEqual({ state: "DECLINED", leavingReason: reason });
    expect(states).toHaveLength(6);
    expect(await caseFor(cast.owner, one, "version")).toEqual({ version: 1 });
  });

  test("to a case for members only names who of the organisation sees it", async () => {
    one = await world.openCase(cast.owner, { restricted: true });
    const colleague = await world.party({ organization: cast.stranger.organization });
    await invite(cast.stranger, { memberIds: [cast.stranger.account.id] });
    expect([await sees(cast.stranger), await sees(colleague)]).toEqual([true, false]);
  });

  test("names nobody of another organisation, and does nothing then", async () => {
    const memberIds = [cast.stranger.account.id, cast.soc.account.id];
    const input = ofCase({ organizationId: cast.stranger.organization.id, role: "LEGAL", memberIds });
    expect(await outcomeOf(cast.owner, "inviteParticipant", input)).toEqual(["NOT_FOUND", "input.memberIds[1]"]);
    expect(await sees(cast.stranger)).toBe(false);
  });

  test("goes to an organisation that exists", async () => {
    const input = ofCase({ organizationId: "org_00000000000000000000000000", role: "LEGAL" });
    expect(await outcomeOf(cast.owner, "inviteParticipant", input)).toEqual(["NOT_FOUND", "input.organizationId"]);
  });
});

describe("the owner", () => {
  test("cannot leave its case, nor remove itself", async () => {
    const { id: organizationId } = cast.owner.organization;
    expect(await outcomeOf(cast.owner, "leaveCase", ofCase())).toEqual(["STATE_CONFLICT"]);
    expect(await outcomeOf(cast.owner, "removeParticipant", ofCase({ organizationId }))).toEqual(["STATE_CONFLICT"]);
    expect(await sees(cast.owner)).toBe(true);
  });

  test("removes only who takes part", async () => {
    const { id: organizationId } = cast.stranger.organization;
    expect(await outcomeOf(cast.owner, "removeParticipant", ofCase({ organizationId }))).toEqual([
      "NOT_FOUND",
      "input.organizationId",
    ]);
  });
});

describe("an organisation's own number for a case", () => {
  const numbers = (who: Party) =>
    listOf<{ trackingId: string | null }>(who, one, "participants", "trackingId").then((parts) =>
      parts.flatMap(({ trackingId }) => (trackingId === null ? [] : [trackingId])),
    );

  test("is read by nobody else, and finds the case for nobody else", async () => {
    await cast.soc.act("setTrackingId", ofCase({ trackingId: "INC-5" }));
    await cast.owner.act("setTrackingId", ofCase({ trackingId: "ACME-9" }));
    expect([await numbers(cast.soc), await numbers(cast.owner), await numbers(cast.vendor)]).toEqual([
      ["INC-5"],
      ["ACME-9"],
      [],
    ]);
    const found = (who: Party, number: string) =>
      who
        .get<{ cases: { totalCount: { value: number } } }>(
          `{ cases(trackingId: "${number}") { totalCount { value } } }`,
        )
        .then(({ cases }) => cases.totalCount.value);
    expect([await found(cast.soc, "INC-5"), await found(cast.owner, "INC-5"), await found(cast.soc, "INC")]).toEqual([
      1, 0, 0,
    ]);
  });

  test("is told to the organisation itself and to nobody else", async () => {
    const [soc, owner] = await Promise.all([cast.soc, cast.owner].map((who) => who.follow()));
    await cast.soc.act("setTrackingId", ofCase({ trackingId: "INC-6" }));
    expect((await soc?.until(({ type }) => type === "PARTICIPANT_UPDATED"))?.at(-1)).toMatchObject({
      changed: ["trackingId"],
    });
    if (owner) expect((await upToMark(owner)).map(({ type }) => type)).toEqual([undefined, "NOTE_ADDED"]);
    await Promise.all([soc?.end(), owner?.end()]);
  });

  test("is removed by null, and counts no version of the case", async () => {
    await cast.soc.act("setTrackingId", ofCase({ trackingId: "INC-6" }));
    await cast.soc.act("setTrackingId", ofCase({ trackingId: null }));
    expect(await numbers(cast.soc)).toEqual([]);
    expect(await caseFor(cast.owner, one, "version")).toEqual({ version: 1 });
  });
});
