import { receiptOf, respond } from "../support/receipts";
import { idsOf, itemsOf, next, shareFor, shared, statementsOf } from "../support/sharing";
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
const using = { why: ["DETECT"], how: "AUTO_DETECT" };
const notUsed = { state: "NOT_USED", reason: "TOO_LATE", fiveW: { why: ["DETECT"] } };

describe("the receiver's six answers: V5", () => {
  test.each([
    [null, "why"],
    [{ why: ["DETECT"] }, "how"],
    [{ how: "AUTO_DETECT" }, "why"],
  ])("with %j nothing is used", async (fiveW, lacks) => {
    const share = await toBoth();
    const { results } = await respond(soc, { shareId: share.id, state: "USED", fiveW });
    const field = `input.responses[0].fiveW.${lacks}`;
    expect(results).toMatchObject([{ outcome: "REFUSED", code: "SIX_W_INCOMPLETE", field }]);
  });

  test("what was said before counts; both halves stand side by side", async () => {
    const share = await toBoth();
    await respond(soc, { shareId: share.id, fiveW: using });
    const { receipts } = await respond(soc, { shareId: share.id, state: "USED" });
    expect(receipts).toMatchObject([
      {
        senderFiveW: { why: ["WARN"], what: ["DESTINATION"], who: { id: sender.organization.id } },
        receiverFiveW: {
          why: ["DETECT"],
          what: ["DESTINATION"],
          where: "BILATERAL",
          who: { id: soc.organization.id },
          how: "AUTO_DETECT",
        },
      },
    ]);
  });

  test("of what was not used, that it is not usable is derived: it is no answer of another revision that is used", async () => {
    const share = await toBoth();
    const { receipts } = await respond(soc, { shareId: share.id, ...notUsed });
    expect(receipts).toMatchObject([{ state: "NOT_USED", receiverFiveW: { how: "NOT_USABLE" } }]);

    const second = await next(sender, "publishRevision", share, { add: [{ kind: "TTP", text: "Beacons at night." }] });
    expect(await receiptOf(soc, second)).toMatchObject({ state: "DELIVERED", receiverFiveW: { how: null } });
    expect((await respond(soc, { shareId: share.id, state: "USED" })).results).toMatchObject([
      { code: "SIX_W_INCOMPLETE", field: "input.responses[0].fiveW.how" },
    ]);
    const used = await respond(soc, { shareId: share.id, state: "USED", fiveW: { how: "AUTO_DETECT" } });
    expect(used.receipts).toMatchObject([{ state: "USED", receiverFiveW: { how: "AUTO_DETECT" } }]);
  });

  test("what is not usable was not used, whenever that was said", async () => {
    const share = await toBoth();
    const fiveW = { why: ["DETECT"], how: "NOT_USABLE" };
    const refused = { outcome: "REFUSED", code: "SIX_W_INCOMPLETE", field: "input.responses[0].fiveW.how" };
    expect((await respond(soc, { shareId: share.id, state: "USED", fiveW })).results).toMatchObject([refused]);
    expect((await respond(soc, { shareId: share.id, state: "ACKNOWLEDGED", fiveW })).results).toMatchObject([
      { outcome: "OK" },
    ]);
    expect((await respond(soc, { shareId: share.id, state: "USED" })).results).toMatchObject([refused]);
    expect((await respond(soc, { shareId: share.id, ...notUsed, fiveW: null })).results).toMatchObject([
      { outcome: "OK" },
    ]);
  });

  test("a need that was shown to the sender answers beforehand; one that was not does not", async () => {
    const need = { title: "Command servers", what: ["DESTINATION"], why: ["HUNT"], how: "MANUAL_HUNT" };
    await soc.act("stateNeed", { ...need, partnerIds: idsOf(sender) });
    await other.act("stateNeed", { ...need, partnerIds: idsOf(soc) });
    const share = await toBoth();
    const selection = "receipts { edges { node { state prefilledFrom receiverFiveW { why how } } } }";
    expect(await shareFor(soc, share, selection)).toMatchObject({
      receipts: {
        edges: [
          {
            node: {
              state: "DELIVERED",
              prefilledFrom: "INFORMATION_NEED",
              receiverFiveW: { why: ["HUNT"], how: "MANUAL_HUNT" },
            },
          },
        ],
      },
    });
    expect(await shareFor(other, share, selection)).toMatchObject({
      receipts: { edges: [{ node: { prefilledFrom: null, receiverFiveW: { why: [], how: null } } }] },
    });
  });

  test("what was used keeps its answers: they change, and are not taken away", async () => {
    const share = await toBoth();
    await respond(soc, { shareId: share.id, state: "USED", fiveW: using });
    for (const [fiveW, lacks] of [
      [{ how: "NOT_USABLE" }, "how"],
      [{ why: [] }, "why"],
    ] as const)
      expect((await respond(soc, { shareId: share.id, fiveW })).results).toMatchObject([
        { code: "SIX_W_INCOMPLETE", field: `input.responses[0].fiveW.${lacks}` },
      ]);
    expect((await respond(soc, { shareId: share.id, fiveW: { how: "MANUAL_HUNT" } })).results).toMatchObject([
      { outcome: "OK" },
    ]);
  });

  test("a need answers to no masked sender: whom it was shown to would tell who sent it", async () => {
    const need = { title: "Command servers", what: ["DESTINATION"], why: ["HUNT"], how: "MANUAL_HUNT" };
    await soc.act("stateNeed", { ...need, partnerIds: idsOf(sender) });
    const open = { prefilledFrom: null, receiverFiveW: { why: [], how: null } };
    const share = await toBoth({ senderMasked: true, recipientIds: idsOf(other) });
    await next(sender, "addRecipients", share, { recipientIds: idsOf(soc) });
    expect(await receiptOf(soc, share)).toMatchObject(open);
    expect(await receiptOf(soc, await toBoth({ senderMasked: true }))).toMatchObject(open);
    expect(await receiptOf(soc, await toBoth())).toMatchObject({ prefilledFrom: "INFORMATION_NEED" });
  });

  test("it is needed by a time that lies ahead", async () => {
    const share = await toBoth();
    const [past, ahead] = ["2001-01-01T00:00:00.000Z", new Date(Date.now() + 3_600_000).toISOString()];
    expect((await respond(soc, { shareId: share.id, fiveW: { neededBy: past } })).results).toMatchObject([
      { code: "INVALID_INPUT", field: "input.responses[0].fiveW.neededBy" },
    ]);
    const needed = { shareId: share.id, fiveW: { neededBy: ahead } };
    expect((await respond(soc, needed)).results).toMatchObject([{ outcome: "OK" }]);
    // Said again after it has passed, it is nothing new.
    await world.shiftTime("2 hours");
    expect((await respond(soc, needed)).results).toMatchObject([{ outcome: "UNCHANGED" }]);
    await world.shiftTime("-2 hours");
  });
});

describe("a recipient obeys the PAP: V7", () => {
  const blocking = { state: "PLANNED", fiveW: { why: ["CONTAIN"], how: "AUTO_BLOCK" } };
  const tooWide = { outcome: "REFUSED", code: "AUDIENCE_TOO_WIDE", field: "input.responses[0].fiveW.how" };
  const strict = { kind: "TTP", text: "Beacons at night.", pap: "RED" };
  const address = { indicator: { value: "203.0.113.7" } };

  test("what is PAP:AMBER is not blocked: that reaches the adversary", async () => {
    const share = await toBoth({ pap: "AMBER" });
    expect((await respond(soc, { shareId: share.id, ...blocking })).results).toMatchObject([tooWide]);
    const free = await toBoth({ pap: "GREEN" });
    expect((await respond(soc, { shareId: free.id, ...blocking })).results).toMatchObject([{ outcome: "OK" }]);
  });

  test("one item that is stricter than its share holds for the revision, until it is taken back", async () => {
    const share = await toBoth({ pap: "GREEN", items: [address, strict] });
    expect((await respond(soc, { shareId: share.id, ...blocking })).results).toMatchObject([tooWide]);
    const items = [{ lineageId: itemsOf(share)[1]?.lineageId }];
    await next(sender, "retractItems", share, { items });
    expect((await respond(soc, { shareId: share.id, revisionNumber: 1, ...blocking })).results).toMatchObject([
      tooWide,
    ]);
    expect((await respond(soc, { shareId: share.id, ...blocking })).results).toMatchObject([{ outcome: "OK" }]);
  });

  test("what was said of an earlier revision is not what is done with a stricter one", async () => {
    const share = await toBoth({ pap: "GREEN" });
    await respond(soc, { shareId: share.id, ...blocking, state: "USED" });
    await next(sender, "publishRevision", share, { add: [strict] });
    expect((await respond(soc, { shareId: share.id, state: "USED" })).results).toMatchObject([tooWide]);
    expect((await respond(soc, { shareId: share.id, state: "ACKNOWLEDGED" })).results).toMatchObject([
      { outcome: "OK" },
    ]);
  });

  test("an item that one does not see binds nobody: it would be told by it", async () => {
    const named = await world.party({ organization: sender.organization, kind: "USER" });
    const share = await toBoth({
      pap: "GREEN",
      items: [address, { ...strict, tlp: "RED" }],
      personIds: [named.account.id],
      recipientIds: idsOf(soc),
    });
    expect(itemsOf(await shareFor(soc, share))).toHaveLength(1);
    expect((await respond(soc, { shareId: share.id, ...blocking })).results).toMatchObject([{ outcome: "OK" }]);
  });

  test("what is prefilled and the next revision forbids is open again, unless it was used so", async () => {
    const need = { title: "Servers", what: ["DESTINATION"], why: ["CONTAIN"], how: "AUTO_BLOCK" };
    await soc.act("stateNeed", { ...need, partnerIds: idsOf(sender) });
    await other.act("stateNeed", { ...need, partnerIds: idsOf(sender) });
    const share = await toBoth({ pap: "GREEN" });
    await respond(other, { shareId: share.id, state: "USED" });
    const second = await next(sender, "publishRevision", share, { add: [strict] });
    expect(await receiptOf(soc, second)).toMatchObject({ receiverFiveW: { why: ["CONTAIN"], how: null } });
    expect(await receiptOf(other, second)).toMatchObject({ receiverFiveW: { why: ["CONTAIN"], how: "AUTO_BLOCK" } });
  });

  test("of many responses it costs as many statements as of one", async () => {
    const shares = [];
    for (let i = 0; i < 4; i++) shares.push(await toBoth({ pap: "GREEN" }));
    const cost = (some: readonly { id: string }[]) =>
      statementsOf(world, () => respond(soc, ...some.map(({ id }) => ({ shareId: id, ...blocking }))));
    expect(await cost(shares.slice(1))).toBe(await cost(shares.slice(0, 1)));
  });
});
