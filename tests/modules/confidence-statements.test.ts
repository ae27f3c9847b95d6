import { confidenceFor } from "../support/confidence";
import { type Shared, fileOne, onItems, revise, shareOf } from "../support/feedback";
import { venueOf } from "../support/parties";
import { type Party, type World, openWorld } from "../support/world";

/* Who states what of an indicator, since when, and until when it counts. */
let world: World;
let soc: Party;
let csirt: Party;
let value: string;
let sequel = 0;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  [soc, csirt] = [await world.party({ name: "Night SOC" }), await world.party({ name: "ACME CSIRT" })];
  value = `host${++sequel}.example.com`;
});

const say = (who: Party, given: object = {}) =>
  who.act<{ readonly items: readonly { readonly id: string }[] }>(
    "assertIndicators",
    { items: [{ value, ...given }], tlp: "CLEAR" },
    "items { id }",
  );
const [PAST, FUTURE] = ["2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z"];
const lineage = ({ items }: Shared) => items.find(({ indicator }) => indicator.value === value)?.lineageId;
const retract = ({ id, version }: Shared, reason: string) =>
  csirt.act("retractShare", { shareId: id, expectedVersion: version, reason });

describe("an assertion", () => {
  test("counts 50 when it does not say how sure it is", async () => {
    await say(csirt);
    expect(await confidenceFor(soc, value)).toMatchObject({ value: 50, stated: 50, statements: 1 });
  });

  test("counts until its validity is over, or it is revoked", async () => {
    const { items } = await say(csirt, { confidence: 40, validUntil: FUTURE });
    await say(soc, { confidence: 90, validFrom: "2019-01-01T00:00:00Z", validUntil: PAST });
    expect(await confidenceFor(soc, value)).toMatchObject({ value: 40, statements: 1 });

    await csirt.act("revokeAssertions", { items: [{ assertionId: items[0]?.id, expectedVersion: 1 }] });
    expect(await confidenceFor(soc, value)).toBeNull();
  });

  test("is dated no later than now, whatever it says", async () => {
    await say(csirt, { confidence: 40, validFrom: "2099-01-01T00:00:00Z" });
    expect(await confidenceFor(soc, value)).toMatchObject({ value: 40 });
  });
});

describe("an item of a share", () => {
  /** It went out a half-life ago, with all that had been published until then. */
  const aged = ({ id }: Shared) =>
    world.asOwner(`update shares set published_at = hub_now() - interval '90 days' where id = '${id}';
      update share_revisions set published_at = hub_now() - interval '90 days' where share_id = '${id}'`);
  const other = { indicator: { value: "beside.example.com" } };

  test.each([
    ["confirmed it", (one: Shared) => ({ confirm: [lineage(one)] }), 80],
    ["corrected it", (one: Shared) => ({ correct: [{ lineageId: lineage(one), text: "Port 8443 alone." }] }), 50],
  ])("dates from the revision that %s", async (_what, change, stated) => {
    const first = await shareOf(csirt, [soc], [value]);
    await aged(first);
    expect(await confidenceFor(soc, value)).toMatchObject({ value: 25, stated: 50 });

    const second = await revise(csirt, first, change(first));
    expect(await confidenceFor(soc, value)).toMatchObject({ value: stated, stated });

    await aged(second);
    await revise(csirt, second, { add: [other] });
    expect(await confidenceFor(soc, value)).toMatchObject({ value: stated / 2, stated });
  });

  test("grows no younger by a revision that speaks of others", async () => {
    const first = await shareOf(csirt, [soc], [value]);
    await aged(first);
    await revise(csirt, first, { add: [other] });
    expect(await confidenceFor(soc, value)).toMatchObject({ value: 25, statements: 1 });
  });

  test("counts until its share is over", async () => {
    const share = await shareOf(csirt, [soc], [value], { fiveW: { why: ["WARN"], validUntil: FUTURE } });
    await say(soc, { confidence: 30 });
    expect(await confidenceFor(soc, value)).toMatchObject({ value: 40, statements: 2 });
    await world.asOwner(`update shares set valid_until = hub_now() where id = '${share.id}'`);
    expect(await confidenceFor(soc, value)).toMatchObject({ value: 30, statements: 1 });
  });

  test("counts no more once it was taken back, and that is a false positive", async () => {
    const share = await shareOf(csirt, [soc], [value, "beside.example.com"]);
    await say(soc, { confidence: 60 });
    const second = await revise(csirt, share, { retract: [{ lineageId: lineage(share), note: "A CDN." }] });
    expect(await confidenceFor(soc, value)).toMatchObject({ value: 40, statements: 1, falsePositives: 1 });
    await retract(second, "It went to the wrong audience.");
    expect(await confidenceFor(soc, value)).toMatchObject({ value: 40, statements: 1, falsePositives: 1 });
  });

  test("counts no more when the share is retracted as a whole, which says nothing of the item itself", async () => {
    const share = await shareOf(csirt, [soc], [value]);
    await say(soc, { confidence: 60 });
    await retract(share, "It went to the wrong audience.");
    expect(await confidenceFor(soc, value)).toMatchObject({ value: 60, statements: 1, falsePositives: 0 });
  });

  test("what was found of it stays found when its share is over", async () => {
    const share = await shareOf(csirt, [soc], [value]);
    await say(soc, { confidence: 60 });
    const feedbackId = await fileOne(soc, onItems(share, "TOO_BROAD", share.items, { effect: "It blocks a CDN." }));
    await csirt.act("resolveFeedback", { feedbackId, expectedVersion: 1, resolution: "ADOPTED" });
    await world.asOwner(`update shares set valid_until = hub_now() where id = '${share.id}'`);
    expect(await confidenceFor(soc, value)).toMatchObject({ value: 40, statements: 1, falsePositives: 1 });
  });

  test("of a masked sender counts as nobody known, and so beside what that organisation says by name", async () => {
    await shareOf(csirt, [soc], [value], { senderMasked: true });
    await say(csirt, { confidence: 70 });
    expect(await confidenceFor(soc, value)).toMatchObject({ value: 60, statements: 2 });
  });
});

describe("a share that was passed on", () => {
  /** From the sender to a CERT, which sees both, and on to a member of its community, which sees the copy alone. */
  const passedOn = async () => {
    const [cert, member] = [await world.party({ name: "National CERT" }), await world.party({ name: "Rail CSIRT" })];
    await venueOf([cert, member]);
    const share = await shareOf(csirt, [cert], [value, "beside.example.com"], { tlp: "GREEN", forwarding: "ALLOWED" });
    const onward = { shareId: share.id, recipientIds: [member.organization.id], fiveW: { why: ["WARN"] } };
    await cert.act("forwardShare", onward);
    return { cert, member, share };
  };

  test("is one statement, by whoever stands nearest to where it began", async () => {
    const { cert, member, share } = await passedOn();
    await revise(csirt, share, { confirm: [lineage(share)] });
    expect(await confidenceFor(cert, value)).toMatchObject({ value: 80, statements: 1 });
    // The copy says what it said when it was made.
    expect(await confidenceFor(member, value)).toMatchObject({ value: 50, statements: 1 });
  });

  test("an item that is taken back is one false positive, for whoever sees one copy or more", async () => {
    const { cert, member, share } = await passedOn();
    await say(soc, { confidence: 60 });
    await revise(csirt, share, { retract: [{ lineageId: lineage(share), note: "A CDN." }] });
    for (const who of [csirt, cert, member])
      expect(await confidenceFor(who, value)).toMatchObject({ value: 40, statements: 1, falsePositives: 1 });
  });

  test("taken back as a whole where it began, it says nothing against the item in a copy either", async () => {
    const { cert, member, share } = await passedOn();
    await say(soc, { confidence: 60 });
    await retract(share, "It went to the wrong audience.");
    for (const who of [cert, member])
      expect(await confidenceFor(who, value)).toMatchObject({ value: 60, falsePositives: 0 });
  });
});
