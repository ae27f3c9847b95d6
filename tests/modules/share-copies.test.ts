import { venueOf } from "../support/parties";
import { domains, errorOf, idsOf, itemsOf, next, sees, shareFor, shared } from "../support/sharing";
import type { ShownShare } from "../support/sharing";
import type { Message } from "../support/asker";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let origin: Party;
let cert: Party;
let client: Party;
let stranger: Party;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  [origin, cert, client, stranger] = (await Promise.all(
    ["ACME CSIRT", "National CERT", "Rail CSIRT", "Nobody"].map((name) => world.party({ name, kind: "USER" })),
  )) as [Party, Party, Party, Party];
  // The client is the CERT's: what is AMBER for the CERT reaches it.
  await world.asOwner(
    `insert into organization_clients values ('${cert.organization.id}', '${client.organization.id}')`,
  );
});

const toCert = (given: object = {}) => shared(origin, { recipientIds: idsOf(cert), items: domains(3), ...given });
const passing = (share: ShownShare, given: object = {}) => ({
  shareId: share.id,
  recipientIds: idsOf(client),
  fiveW: { why: ["PREVENT_SPREAD"] },
  ...given,
});
type Passed = { forward: { id: string; version: number; state: string }; share: ShownShare };
const SHARE =
  "id version state items { edges { node { id lineageId state change disputed retracted text indicator { value } } } }";
const pass = (who: Party, input: object) =>
  who.act<Passed>("forwardShare", input, `forward { id version state } share { ${SHARE} }`);
const asked = async (share: ShownShare, given: object = {}) => {
  const input = { shareId: share.id, recipientIds: idsOf(client), purpose: "Our members are next.", ...given };
  return (await cert.act<Passed>("requestForwarding", input, "forward { id version state }")).forward;
};

describe("a masked origin stays masked", () => {
  test("no copy, answer or event tells who began it", async () => {
    const share = await toCert({ senderMasked: true, attribution: "MAY" });
    const question = await asked(share);
    const selection =
      "__typename ... on Event { type actor { __typename ... on Organization { id } ... on User { id } } subject { id } }";
    const stream = await cert.follow({ selection });
    await origin.act("answerForwarding", { forwardId: question.id, expectedVersion: 1, granted: true });
    const granted = (message: Message) => message["type"] === "FORWARD_GRANTED";
    expect((await stream.until(granted)).at(-1)).toMatchObject({ actor: null, subject: { id: question.id } });
    const { share: copy } = await pass(cert, passing(share, { forwardId: question.id, nameSource: true }));
    const read = "sender { id } source { id } derivedFrom { sender { id } senderMasked fiveW { who { id } } }";
    expect(await shareFor(client, copy, read)).toEqual({
      sender: { id: cert.organization.id },
      source: null,
      derivedFrom: { sender: null, senderMasked: true, fiveW: { who: null } },
    });
    await stream.end();
  });

  test.each([
    ["MUST", false, true],
    ["MAY", true, true],
    ["MAY", false, false],
    ["MUST_NOT", true, false],
  ])("attribution %s, and the forwarder would name it: %s", async (attribution, nameSource, named) => {
    const share = await toCert({ forwarding: "ALLOWED", attribution });
    const { share: copy } = await pass(cert, passing(share, { nameSource }));
    expect(await shareFor(client, copy, "source { id }")).toEqual({
      source: named ? { id: origin.organization.id } : null,
    });
  });
});

describe("what befalls the original befalls its copies at once", () => {
  const onward = async () => {
    const share = await toCert({ forwarding: "ALLOWED", tlp: "GREEN" });
    const { share: copy } = await pass(cert, passing(share));
    const member = await world.party({ name: "Rail Works" });
    await venueOf([client, member]);
    const { share: second } = await pass(client, passing(copy, { recipientIds: idsOf(member) }));
    return { share, copy, second, member };
  };

  test("an item that is taken back is so in every copy, and each recipient is told", async () => {
    const { share, second, member } = await onward();
    const stream = await member.follow({ args: "types: [ITEM_RETRACTED]" });
    expect(await stream.next()).toMatchObject({ __typename: "StreamStarted" });
    const lineageId = itemsOf(share)[1]?.lineageId;
    await next(origin, "retractItems", share, { items: [{ lineageId, note: "Benign." }] });

    const now = await shareFor(member, second);
    expect(itemsOf(now).map(({ state, retracted }) => [state, retracted])).toEqual([
      ["ASSERTED", false],
      ["RETRACTED", true],
      ["ASSERTED", false],
    ]);
    expect(now.version).toBe(second.version);
    expect(await stream.next()).toMatchObject({
      type: "ITEM_RETRACTED",
      changed: ["state", "retracted"],
      subject: { id: itemsOf(now)[1]?.id },
    });
    await stream.end();
  });

  test("a whole share that is taken back takes its copies' items along", async () => {
    const { share, copy, member, second } = await onward();
    await next(origin, "retractShare", share, { reason: "A test alert." });
    for (const [who, one] of [
      [client, copy],
      [member, second],
    ] as const)
      expect(itemsOf(await shareFor(who, one)).every(({ state }) => state === "RETRACTED")).toBe(true);
    expect(await cert.refused("forwardShare", passing(share))).toBe("STATE_CONFLICT");
    expect(await client.refused("forwardShare", passing(copy, { recipientIds: idsOf(member) }))).toBe("STATE_CONFLICT");
  });

  test("a report without items is taken back in its copies too, with the reason, and without who began it", async () => {
    const report = {
      kind: "STATUS_REPORT",
      text: "All is well.",
      claims: [],
      limitations: [],
      items: [],
      tlp: "GREEN",
    };
    const share = await toCert({ ...report, forwarding: "ALLOWED", senderMasked: true });
    const { share: copy } = await pass(cert, passing(share));
    const selection = "__typename ... on Event { type actor { __typename } subject { id } }";
    const stream = await client.follow({ args: "types: [SHARE_RETRACTED]", selection });
    await stream.next();

    await next(origin, "retractShare", share, { reason: "It was not." });

    const read = "state version retractionReason revisions { edges { node { state } } }";
    expect(await shareFor(client, copy, read)).toEqual({
      state: "RETRACTED",
      version: copy.version + 1,
      retractionReason: "It was not.",
      revisions: { edges: [{ node: { state: "RETRACTED" } }] },
    });
    const told = await stream.until(({ subject }) => (subject as { id?: string } | undefined)?.id === copy.id);
    expect(told.filter(({ actor }) => actor !== null)).toEqual([]);
    await stream.end();
  });

  test("what is passed on while it is taken back is taken back too, or was too late", async () => {
    const { share, copy, member } = await onward();
    const [, passed] = await Promise.all([
      next(origin, "retractShare", share, { reason: "A test alert." }),
      pass(client, passing(copy, { recipientIds: idsOf(member) })).catch(() => null),
    ]);
    if (passed) expect(await shareFor(member, passed.share, "state")).toEqual({ state: "RETRACTED" });
    expect(await shareFor(client, copy, "state")).toEqual({ state: "RETRACTED" });
  });

  test("a dispute shows in every copy until the origin settles it, without who raised it", async () => {
    const { share, second, member } = await onward();
    const lineageId = itemsOf(share)[0]?.lineageId ?? "";
    const selection = "__typename ... on Event { type actor { __typename } }";
    const args = "types: [ITEM_DISPUTED, ITEM_DISPUTE_SETTLED]";
    const [stream, asOrigin] = [await member.follow({ args, selection }), await origin.follow({ args, selection })];
    await world.app.writer.mutate(cert.viewer, "dispute", { idempotencyKey: "dispute" }, async (change) => {
      await world.app.services.itemMarks.dispute(change, [lineageId]);
      return {};
    });
    expect(itemsOf(await shareFor(member, second)).map(({ disputed }) => disputed)).toEqual([true, false, false]);
    await next(origin, "publishRevision", share, { confirm: [lineageId] });
    expect(itemsOf(await shareFor(member, second)).map(({ disputed }) => disputed)).toEqual([false, false, false]);
    const settled = (message: Message) => message["type"] === "ITEM_DISPUTE_SETTLED";
    expect(await stream.until(settled)).toMatchObject([{}, { type: "ITEM_DISPUTED", actor: null }, { actor: null }]);
    // The origin settles it under its own name; who raised it, it does not learn from the event either.
    const [, raised, ended] = await asOrigin.until(settled);
    expect([raised?.["actor"], ended?.["actor"]]).toEqual([null, { __typename: "User" }]);
    await Promise.all([stream.end(), asOrigin.end()]);
  });

  test("a copy is not revised: it is forwarded anew", async () => {
    const { copy } = await onward();
    expect(
      await errorOf(cert, "publishRevision", { shareId: copy.id, expectedVersion: copy.version, add: domains(1, 9) }),
    ).toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await sees(stranger, copy)).toBe(false);
  });
});
