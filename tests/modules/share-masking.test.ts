import { randomUUID } from "node:crypto";
import { mutationText } from "../support/asker";
import { feedbackFor, fileOne } from "../support/feedback";
import { venueOf } from "../support/parties";
import { domains, findings, idsOf, itemsOf, next, sees, shareFor, shared } from "../support/sharing";
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

const positionOf = async (who: Party) => (await who.get<{ position: string }>("{ position }")).position;
const WITH_ACTOR = `__typename position ... on Gone { id }
  ... on Event { type changed actor { ... on Organization { id } ... on User { id } } subject { id } case { id } }`;

describe("how a share was drafted", () => {
  test("is told to its sender, and replayed to nobody else once it is out", async () => {
    const before = await Promise.all([sender, receiver].map(positionOf));
    const { share } = await sender.act<{ share: { id: string; version: number } }>(
      "draftShare",
      findings({ recipientIds: idsOf(receiver) }),
      "share { id version }",
    );
    const masked = findings({ recipientIds: idsOf(receiver), senderMasked: true });
    const redrafted = await next(sender, "updateDraft", share, masked);
    const out = await next(sender, "publishRevision", redrafted);

    const [own, theirs] = await Promise.all(
      [sender, receiver].map(async (who, i) => {
        const stream = await who.follow({ after: before[i] ?? "", selection: WITH_ACTOR });
        const all = await stream.until(({ type }) => type === "SHARE_PUBLISHED");
        await stream.end();
        return all.filter(({ __typename }) => __typename === "ShareEvent");
      }),
    );
    expect(own?.map(({ type, changed }) => [type, changed])).toEqual([
      ["SHARE_DRAFTED", ["draft"]],
      ["SHARE_DRAFTED", ["draft"]],
      ["SHARE_PUBLISHED", expect.arrayContaining(["state"])],
    ]);
    expect(theirs).toMatchObject([{ type: "SHARE_PUBLISHED", actor: null, subject: { id: out.id } }]);
    expect(await shareFor(receiver, out, "draft")).toEqual({ draft: null });
    expect(await shareFor(sender, out, "draft")).toEqual({ draft: false });
  });
});

test("in a venue that shows its members, the one who is missing among the recipients is not told by that", async () => {
  const venueId = await venueOf([sender, receiver, other], { showsMembers: true });
  const inVenue = { venueId, tlp: "AMBER_STRICT" };
  const read = "recipients { edges { node { organization { id } } } }";
  const open = await shared(sender, inVenue);
  expect(await shareFor(receiver, open, read)).toMatchObject({ recipients: { edges: [{}, {}] } });

  const masked = await shared(sender, { ...inVenue, senderMasked: true });
  expect(await shareFor(receiver, masked, read)).toEqual({ recipients: null });
  expect(await shareFor(sender, masked, read)).toMatchObject({ recipients: { edges: [{}, {}] } });
});

test.each([
  ["MUST_NOT", true, false],
  ["MAY", false, false],
  ["MUST", false, true],
])(
  "a source under attribution %s is named in feedback on a copy as on the copy itself",
  async (attribution, nameSource, named) => {
    const venueId = await venueOf([receiver, other]);
    const share = await shared(sender, {
      recipientIds: idsOf(receiver),
      items: domains(2),
      tlp: "GREEN",
      forwarding: "ALLOWED",
      attribution,
    });
    const passing = { shareId: share.id, venueId, recipientIds: idsOf(other), nameSource };
    const selection = "share { id latestRevision { id } items { edges { node { lineageId } } } }";
    const { share: copy } = await receiver.act<{ share: Awaited<ReturnType<typeof shared>> }>(
      "forwardShare",
      { ...passing, fiveW: { why: ["WARN"] } },
      selection,
    );
    const stream = await other.follow({ args: "types: [FEEDBACK_MOVED]", selection: WITH_ACTOR });
    await stream.next();

    const id = await fileOne(other, {
      target: "SHARE_REVISION",
      targetId: copy.latestRevision.id,
      verdict: "HIT",
      lineageIds: itemsOf(copy).map(({ lineageId }) => lineageId),
    });
    await sender.act("acknowledgeFeedback", { feedbackId: id, expectedVersion: 1 });

    const source = named ? { id: sender.organization.id } : null;
    expect(await shareFor(other, copy, "source { id }")).toEqual({ source });
    expect(await feedbackFor(other, id, "addressee { id }")).toEqual({ addressee: source });
    expect((await stream.next())["actor"] === null).toBe(!named);
    await stream.end();
  },
);

describe("which case a share comes from", () => {
  const fromCase = async () => {
    const incident = await world.openCase(sender, { affectedId: sender.organization.id });
    const share = await shared(sender, { recipientIds: idsOf(receiver), caseId: incident.id, tlp: "AMBER_STRICT" });
    return { incident, share };
  };

  test("is not told to a recipient by what becomes of the case", async () => {
    const stream = await receiver.follow({ selection: WITH_ACTOR });
    await stream.next();
    const { incident, share } = await fromCase();
    const first = await stream.until(({ type }) => type === "SHARE_PUBLISHED");
    await sender.act("moveCase", { caseId: incident.id, expectedVersion: incident.version, to: "TRIAGE" });
    const last = await shared(sender, { recipientIds: idsOf(receiver) });

    const after = await stream.until(({ subject }) => (subject as { id?: string } | undefined)?.id === last.id);
    expect([...first, ...after].filter(({ __typename }) => __typename === "Gone")).toEqual([]);
    expect(await sees(receiver, share)).toBe(true);
    await stream.end();
  });

  test("cannot be found out by asking for the events of a case", async () => {
    const incident = await world.openCase(sender, { affectedId: sender.organization.id });
    const given = { recipientIds: idsOf(receiver), caseId: incident.id, tlp: "AMBER_STRICT" };
    const [own, theirs] = await Promise.all(
      [sender, receiver].map((who) => who.follow({ args: `caseId: "${incident.id}"`, selection: WITH_ACTOR })),
    );
    for (const stream of [own, theirs]) await stream!.next();
    const heard = theirs!.next(); // It asks already, so access is looked up as things happen.
    const share = await shared(sender, given);
    expect((await own!.until(({ type }) => type === "SHARE_PUBLISHED")).at(-1)).toMatchObject({
      subject: { id: share.id },
    });

    // The recipient is invited, and only then sees what happens in the case.
    const invite = { idempotencyKey: randomUUID(), caseId: incident.id, organizationId: receiver.organization.id };
    await sender.ask(mutationText("inviteParticipant", "position"), {
      input: { ...invite, role: "CSIRT", memberIds: [] },
    });
    expect(await heard).toMatchObject({ type: "PARTICIPANT_INVITED" });
    await Promise.all([own!.end(), theirs!.end()]);
  });
});
