import { automatic, receiptOf, respond, setProfile } from "../support/receipts";
import { errorOf, idsOf, itemsOf, next, shared } from "../support/sharing";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let sender: Party;
let soc: Party;
let other: Party;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  [sender, soc, other] = (await Promise.all(
    ["ACME CSIRT", "Night SOC", "Beta CSIRT"].map((name) => world.party({ name, kind: "USER" })),
  )) as [Party, Party, Party];
});

const toBoth = (given: object = {}) => shared(sender, { recipientIds: idsOf(soc, other), ...given });
const revised = (
  share: { id: string; version: number },
  given: object = { add: [{ kind: "TTP", text: "At night." }] },
) => next(sender, "publishRevision", share, given);
const profile = (given: object = {}, who = soc) => setProfile(who, given);
const half = (why: readonly string[], how: string | null) => ({ receiverFiveW: { why, how } });

describe("what a profile says of what arrives", () => {
  test("what a tool uses by itself is used from the moment that it arrives, with the receiver's six answers", async () => {
    await profile({ whyText: "Blocks at the proxy." });
    const receipt = await receiptOf(soc, await toBoth());
    const at = expect.any(String) as string;
    expect(receipt).toMatchObject({
      state: "USED",
      prefilledFrom: "STANDING_PROFILE",
      answeredAt: at,
      uses: [{ number: 1, state: "USED", acknowledgedAt: at, plannedAt: null, settledAt: at }],
      receiverFiveW: { why: ["PREVENT"], whyText: "Blocks at the proxy.", how: "AUTO_DETECT", when: at },
    });
  });

  test("it plans, where it says so, and acknowledges, where it says nothing", async () => {
    await profile({ state: "PLANNED" });
    await profile({ state: undefined }, other);
    const share = await toBoth();
    const at = expect.any(String) as string;
    const planned = { number: 1, state: "PLANNED", acknowledgedAt: at, plannedAt: at, settledAt: null };
    expect(await receiptOf(soc, share)).toMatchObject({ state: "PLANNED", uses: [planned] });
    const acknowledged = { number: 1, state: "ACKNOWLEDGED", acknowledgedAt: at, plannedAt: null, settledAt: null };
    expect(await receiptOf(other, share)).toMatchObject({ state: "ACKNOWLEDGED", uses: [acknowledged] });
    const read = "{ standingProfile { state kinds } }";
    expect(await other.get(read)).toEqual({ standingProfile: { state: "ACKNOWLEDGED", kinds: [] } });
  });

  test("what cannot be used is not said to be used", async () => {
    expect(await errorOf(soc, "setStandingProfile", { ...automatic, how: "NOT_USABLE" })).toMatchObject({
      code: "SIX_W_INCOMPLETE",
      field: "input.how",
      details: { missing: ["HOW"] },
    });
    await profile({ how: "NOT_USABLE", state: "ACKNOWLEDGED" });
  });

  test("each further revision is used too, and by a tool that nobody is asked about", async () => {
    await profile();
    const second = await revised(await toBoth());
    expect(await receiptOf(soc, second)).toMatchObject({
      state: "USED",
      revisionNumber: 2,
      uses: [
        { number: 1, state: "USED" },
        { number: 2, state: "USED" },
      ],
    });
  });

  test("of a revision that takes everything back nothing is used: it is noted", async () => {
    await profile();
    const share = await toBoth();
    const items = itemsOf(share).map(({ lineageId }) => ({ lineageId }));
    const second = await next(sender, "retractItems", share, { items });
    expect(await receiptOf(soc, second)).toMatchObject({ state: "ACKNOWLEDGED", revisionNumber: 2 });
  });

  test("a profile that is not active says nothing", async () => {
    await profile({ active: false });
    expect(await receiptOf(soc, await toBoth())).toMatchObject({ state: "DELIVERED", prefilledFrom: null });
  });
});

describe("what a profile leaves to people", () => {
  test.each([
    ["the share is PAP:AMBER", { pap: "AMBER" }],
    [
      "one item of it is PAP:RED",
      {
        pap: "GREEN",
        items: [{ indicator: { value: "a.example", type: "DOMAIN" } }, { kind: "TTP", text: "x", pap: "RED" }],
      },
    ],
  ])("where %s, nothing is blocked by itself: it waits, and how is left open", async (_title, given) => {
    await profile({ how: "AUTO_BLOCK" });
    const share = await toBoth(given);
    expect(await receiptOf(soc, share)).toMatchObject({ state: "DELIVERED", ...half(["PREVENT"], null) });
    const free = await toBoth({ pap: "GREEN" });
    expect(await receiptOf(soc, free)).toMatchObject({ state: "USED", ...half(["PREVENT"], "AUTO_BLOCK") });
  });

  test("a revision whose new item is PAP:RED waits, and the one after it, which took the item back, does not", async () => {
    await profile({ how: "AUTO_BLOCK" });
    const second = await revised(await toBoth({ pap: "GREEN" }), { add: [{ kind: "TTP", text: "x", pap: "RED" }] });
    expect(await receiptOf(soc, second)).toMatchObject({ state: "DELIVERED", uses: [{ state: "USED" }, {}] });
    const lineageId = itemsOf(second)[1]?.lineageId;
    const third = await next(sender, "retractItems", second, { items: [{ lineageId }] });
    expect(await receiptOf(soc, third)).toMatchObject({ state: "USED", revisionNumber: 3 });
  });

  test("what is for named persons", async () => {
    await profile();
    const share = await toBoth({ tlp: "RED", personIds: [soc.account.id, other.account.id] });
    expect(await receiptOf(soc, share)).toMatchObject({ state: "DELIVERED", prefilledFrom: null });
    const second = await revised(share);
    expect(await receiptOf(soc, second)).toMatchObject({ state: "DELIVERED", prefilledFrom: null });
  });

  test("an item for named persons, of which the answer to the rest tells nothing", async () => {
    await profile({ how: "AUTO_BLOCK", kinds: ["DESTINATION"] });
    const named = await world.party({ organization: sender.organization, kind: "USER" });
    const items = [{ indicator: { value: "203.0.113.9" } }, { kind: "TTP", text: "x", tlp: "RED", pap: "RED" }];
    const share = await toBoth({ pap: "GREEN", items, personIds: [named.account.id] });
    expect(await receiptOf(soc, share)).toMatchObject({ state: "USED", ...half(["PREVENT"], "AUTO_BLOCK") });
  });

  test("what tells of more than its kinds, from the first revision or from a later one on", async () => {
    await profile({ kinds: ["DESTINATION", "MALWARE"] });
    const first = await toBoth();
    expect(await receiptOf(soc, first)).toMatchObject({ state: "USED" });
    expect(await receiptOf(soc, await revised(first))).toMatchObject({ state: "DELIVERED", revisionNumber: 2 });
    const beyond = await toBoth({
      items: [{ indicator: { value: "203.0.113.9" } }, { kind: "TTP", text: "At night." }],
    });
    expect(await receiptOf(soc, beyond)).toMatchObject({ state: "DELIVERED", prefilledFrom: null });
  });

  test.each([
    ["that it was not used", { state: "NOT_USED", reason: "TOO_LATE", fiveW: { why: ["PREVENT"] } }],
    ["how else it is used", { state: "ACKNOWLEDGED", fiveW: { how: "MANUAL_REVIEW" } }],
  ])("a share of which somebody said %s", async (_title, response) => {
    const share = await toBoth();
    await respond(soc, { shareId: share.id, ...response });
    await profile();
    expect(await receiptOf(soc, await revised(share))).toMatchObject({ state: "DELIVERED", revisionNumber: 2 });
  });

  test("a share that was declined", async () => {
    const share = await toBoth();
    await respond(soc, { shareId: share.id, state: "DECLINED" });
    await profile();
    expect(await receiptOf(soc, await revised(share))).toMatchObject({ state: "DECLINED", ...half([], null) });
  });
});

test("whoever a share reached by its marking is answered for when it says something, as far as its profile speaks", async () => {
  const [named, strict] = [
    { recipientIds: idsOf(soc), tlp: "CLEAR", pap: "GREEN" },
    { kind: "TTP", text: "x", pap: "RED" },
  ];
  await profile({ how: "AUTO_BLOCK" }, other);
  const acknowledge = async (share: { id: string }) => {
    await respond(other, { shareId: share.id, state: "ACKNOWLEDGED" });
    return receiptOf(other, share);
  };
  expect(await acknowledge(await shared(sender, named))).toMatchObject(half(["PREVENT"], "AUTO_BLOCK"));
  const items = [{ indicator: { value: "203.0.113.9" } }, strict];
  expect(await acknowledge(await shared(sender, { ...named, items }))).toMatchObject(half(["PREVENT"], null));
  await profile({ how: "AUTO_BLOCK", kinds: ["MALWARE"], expectedVersion: 1 }, other);
  const open = { prefilledFrom: null, ...half([], null) };
  expect(await acknowledge(await shared(sender, named))).toMatchObject(open);
});

describe("a profile that was set after the first revision", () => {
  test("answers the next one, and fills in what nobody has said", async () => {
    const share = await toBoth();
    expect(await receiptOf(soc, share)).toMatchObject({ state: "DELIVERED", ...half([], null) });
    await profile({ state: "ACKNOWLEDGED" });
    expect(await receiptOf(soc, await revised(share))).toMatchObject({
      state: "ACKNOWLEDGED",
      prefilledFrom: "STANDING_PROFILE",
      ...half(["PREVENT"], "AUTO_DETECT"),
    });
  });

  test("leaves what somebody said as it is, and fills in the rest", async () => {
    const share = await toBoth();
    await respond(soc, {
      shareId: share.id,
      state: "ACKNOWLEDGED",
      fiveW: { why: ["HUNT"], whyText: "Our own words." },
    });
    await respond(other, { shareId: share.id, fiveW: { how: "MANUAL_REVIEW" } });
    await profile({ whyText: "Its words." });
    await profile({ whyText: "Its words." }, other);
    const second = await revised(share);
    const said = { why: ["HUNT"], whyText: "Our own words.", how: "AUTO_DETECT" };
    expect(await receiptOf(soc, second)).toMatchObject({ state: "USED", receiverFiveW: said });
    expect(await receiptOf(other, second)).toMatchObject({ state: "DELIVERED", ...half(["PREVENT"], "MANUAL_REVIEW") });
  });

  test("takes the place of one that said something else, where nobody has answered by hand", async () => {
    await profile();
    const share = await toBoth();
    await profile({ how: "MANUAL_HUNT", why: ["HUNT"], state: "PLANNED", expectedVersion: 1 });
    expect(await receiptOf(soc, await revised(share))).toMatchObject({
      state: "PLANNED",
      ...half(["HUNT"], "MANUAL_HUNT"),
    });
  });
});
