import { feedbackFor, fileOne } from "../support/feedback";
import { venueOf } from "../support/parties";
import {
  type ShownItem,
  type ShownShare,
  SHARE,
  domains,
  findings,
  idsOf,
  itemsOf,
  shareFor,
  shared,
} from "../support/sharing";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let sender: Party;
let receiver: Party;
let other: Party;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  [sender, receiver, other] = (await Promise.all(
    ["ACME CSIRT", "Bank CSIRT", "Rail CSIRT"].map((name) => world.party({ name, kind: "USER" })),
  )) as [Party, Party, Party];
});

const OUTCOMES = "feedbackOutcomes { edges { node { verdict reason targetId } } }";
type Outcomes = { feedbackOutcomes: { edges: readonly { node: { reason: string; targetId: string | null } }[] } };
const outcomesFor = async (who: Party, share: { readonly id: string }) =>
  (await shareFor<Outcomes>(who, share, OUTCOMES)).feedbackOutcomes.edges.map(({ node }) => node);

describe("on an item for named persons (RED)", () => {
  const RED = "198.51.100.66";
  const SECRET = "It is our backup agent.";
  const withRed = async () => {
    const { share } = await sender.act<{ share: ShownShare }>(
      "share",
      findings({
        recipientIds: idsOf(receiver, other),
        personIds: [receiver.account.id],
        namedOnly: false,
        items: [...domains(1), { indicator: { value: RED }, tlp: "RED" }],
      }),
      `share { ${SHARE} }`,
    );
    return {
      share,
      red: itemsOf(await shareFor(receiver, share)).find(({ indicator }) => indicator?.value === RED) as ShownItem,
    };
  };
  const doubt = ({ share, red }: Awaited<ReturnType<typeof withRed>>) =>
    fileOne(receiver, {
      target: "SHARE_REVISION",
      targetId: share.latestRevision.id,
      verdict: "FALSE_POSITIVE",
      lineageIds: [red.lineageId],
      observation: SECRET,
    });

  test("feedback and its outcome are for the named alone, of either organisation", async () => {
    const narrow = await withRed();
    const colleagues = await Promise.all(
      [sender, receiver].map(({ organization }) => world.party({ organization, kind: "USER" })),
    );
    const waits = "{ waitingOnUs { edges { node { kind } } } }";
    const id = await doubt(narrow);

    expect(await sender.get(waits)).toMatchObject({ waitingOnUs: { edges: [{ node: { kind: "FEEDBACK" } }] } });
    for (const who of [sender, receiver])
      expect(await feedbackFor(who, id, "observation")).toEqual({ observation: SECRET });
    for (const who of colleagues) {
      expect(await feedbackFor(who, id, "observation")).toBeNull();
      expect(await who.get(waits)).toEqual({ waitingOnUs: { edges: [] } });
    }
    await sender.act("resolveFeedback", {
      feedbackId: id,
      expectedVersion: 1,
      resolution: "NOT_ADOPTED",
      reason: "It was seen at the victim.",
    });
    expect(await outcomesFor(receiver, narrow.share)).toMatchObject([{ reason: "It was seen at the victim." }]);
    for (const who of [other, ...colleagues]) expect(await outcomesFor(who, narrow.share)).toEqual([]);
  });

  test("what was seen of it is for the named alone, in the sender's organisation too", async () => {
    const { share, red } = await withRed();
    const colleague = await world.party({ organization: sender.organization, kind: "USER" });
    const streams = await Promise.all(
      [sender, colleague].map((who) =>
        who.follow({
          args: "types: [SIGHTING_REPORTED, SHARE_CLOSED]",
          selection: "__typename position ... on Event { type }",
        }),
      ),
    );
    await receiver.act("respondToShare", {
      responses: [{ shareId: share.id, sightings: [{ lineageId: red.lineageId, result: "HIT", note: "On our DC." }] }],
    });
    const last = await shared(sender, { recipientIds: idsOf(other) });
    await sender.act("finalizeShare", { shareId: last.id, expectedVersion: 1 });
    await sender.act("closeShare", { shareId: last.id, expectedVersion: 2 });
    const told = await Promise.all(
      streams.map(async (stream) =>
        (await stream.until(({ type }) => type === "SHARE_CLOSED")).map(({ type }) => type),
      ),
    );
    expect(told).toEqual([
      [undefined, "SIGHTING_REPORTED", "SHARE_CLOSED"],
      [undefined, "SHARE_CLOSED"],
    ]);
  });
});

describe("on a forwarded copy", () => {
  const copied = async (members: readonly Party[], to: readonly Party[]) => {
    const share = await shared(sender, {
      recipientIds: idsOf(receiver),
      senderMasked: true,
      tlp: "GREEN",
      forwarding: "ALLOWED",
    });
    const venueId = await venueOf([receiver, ...members]);
    const { share: copy } = await receiver.act<{ share: ShownShare }>(
      "forwardShare",
      { shareId: share.id, venueId, recipientIds: idsOf(...to), fiveW: { why: ["WARN"] } },
      `share { ${SHARE} }`,
    );
    return { share, copy };
  };

  test("how many could have filed it tells nobody who the masked originator is", async () => {
    const asked = async (suspect: Party, to: readonly Party[]) => {
      const { copy } = await copied([other, suspect], to);
      const entry = { target: "SHARE_REVISION", targetId: copy.latestRevision.id, verdict: "USEFUL" };
      const given = { anonymous: true, minAnonymitySet: 1_000, entries: [entry] };
      return other.act("fileFeedback", given, "anonymitySets results { outcome }");
    };
    const innocent = await world.party({ name: "Port CSIRT" });
    expect(await asked(sender, [other])).toEqual(await asked(innocent, [other]));
    expect(await asked(sender, [other, sender])).toEqual(await asked(innocent, [other, innocent]));
  });

  test("its outcome tells who sees the original alone of no copy", async () => {
    const { share, copy } = await copied([other], [other]);
    const direct = await world.party({ name: "Port CSIRT" });
    await sender.act("addRecipients", { shareId: share.id, expectedVersion: 1, recipientIds: idsOf(direct) });
    const targetId = copy.latestRevision.id;
    const feedbackId = await fileOne(other, { target: "SHARE_REVISION", targetId, verdict: "USEFUL" });
    await sender.act("resolveFeedback", { feedbackId, expectedVersion: 1, resolution: "THANKED" });

    expect(await outcomesFor(direct, share)).toMatchObject([{ targetId: null }]);
    expect(await outcomesFor(receiver, share)).toMatchObject([{ targetId }]);
  });

  test("whoever passes something on does not learn that it came from a case", async () => {
    const incident = await world.openCase(sender, { affectedId: sender.organization.id });
    const given = { recipientIds: idsOf(receiver), tlp: "GREEN", forwarding: "ALLOWED", caseId: incident.id };
    const items = domains(1).map((item) => ({ ...item, deIdentified: true }));
    const share = await shared(sender, { ...given, items });
    const venueId = await venueOf([receiver, other]);
    const passing = { shareId: share.id, venueId, recipientIds: idsOf(other), fiveW: { why: ["WARN"] } };
    const { share: copy } = await receiver.act<{ share: ShownShare }>("forwardShare", passing, `share { ${SHARE} }`);
    expect(await shareFor(receiver, copy, "caseBound caseTlp")).toEqual({ caseBound: null, caseTlp: null });
    expect(await shareFor(sender, share, "caseBound")).toEqual({ caseBound: expect.any(Boolean) as unknown });
  });
});

test("the clients of a recipient are in no number that is told to others", async () => {
  const client = await world.party({ name: "A client" });
  await world.asOwner(
    `insert into organization_clients values ('${receiver.organization.id}', '${client.organization.id}')`,
  );
  const share = await shared(sender, { recipientIds: idsOf(receiver, other), tlp: "AMBER" });
  const entry = { target: "SHARE_REVISION", targetId: share.latestRevision.id, verdict: "USEFUL" };
  const told = await other.act("fileFeedback", { anonymous: true, entries: [entry] }, "anonymitySets");
  expect(told).toEqual({ anonymitySets: [2] });
});
