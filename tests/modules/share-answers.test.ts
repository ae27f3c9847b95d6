import { idsOf, next, shareFor, shared } from "../support/sharing";
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
type Result = { outcome: string; id: string | null; code: string | null; field: string | null };
type Responded = { results: readonly Result[]; receipts: readonly unknown[] };
const RECEIPT = `id version state revisionNumber reason note prefilledFrom uses { number state reason }
  senderFiveW { why what who { id } } receiverFiveW { why what where who { id } person { id } how }`;
const respond = (who: Party, ...responses: readonly object[]) =>
  who.act<Responded>(
    "respondToShare",
    { responses },
    `results { index outcome id code field } receipts { ${RECEIPT} }`,
  );
const using = { why: ["DETECT"], how: "AUTO_DETECT" };

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

  test("with a standing profile receipts are acknowledged and answered by themselves", async () => {
    const profile = { active: true, why: ["PREVENT"], how: "AUTO_DETECT" };
    await soc.act("setStandingProfile", { ...profile, expectedVersion: 0 });
    const share = await toBoth();
    const { receipts } = await respond(soc, { shareId: share.id, state: "USED" });
    expect(receipts).toMatchObject([
      { state: "USED", prefilledFrom: "STANDING_PROFILE", receiverFiveW: { why: ["PREVENT"], how: "AUTO_DETECT" } },
    ]);
    const second = await next(sender, "publishRevision", share, { add: [{ kind: "TTP", text: "Beacons at night." }] });
    expect(await shareFor(soc, second, "receipts { edges { node { state } } }")).toMatchObject({
      receipts: { edges: [{ node: { state: "ACKNOWLEDGED" } }] },
    });
    await soc.act("setStandingProfile", { ...profile, active: false, expectedVersion: 1 });
    const later = await toBoth();
    expect(await shareFor(soc, later, "receipts { edges { node { state prefilledFrom } } }")).toMatchObject({
      receipts: { edges: [{ node: { state: "DELIVERED", prefilledFrom: null } }] },
    });
  });

  test("a profile does not acknowledge for persons who were named", async () => {
    await soc.act("setStandingProfile", { active: true, why: ["PREVENT"], how: "MANUAL_REVIEW", expectedVersion: 0 });
    const share = await toBoth({ tlp: "RED", personIds: [soc.account.id, other.account.id] });
    expect(await shareFor(soc, share, "receipts { edges { node { state } } }")).toMatchObject({
      receipts: { edges: [{ node: { state: "DELIVERED" } }] },
    });
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

  test("what is PAP:AMBER is not blocked: that reaches the adversary", async () => {
    const share = await toBoth({ pap: "AMBER" });
    expect(
      (await respond(soc, { shareId: share.id, state: "PLANNED", fiveW: { why: ["CONTAIN"], how: "AUTO_BLOCK" } }))
        .results,
    ).toMatchObject([{ code: "AUDIENCE_TOO_WIDE", field: "input.responses[0].fiveW.how" }]);
    const free = await toBoth({ pap: "GREEN" });
    expect(
      (await respond(soc, { shareId: free.id, state: "PLANNED", fiveW: { why: ["CONTAIN"], how: "AUTO_BLOCK" } }))
        .results,
    ).toMatchObject([{ outcome: "OK" }]);
  });
});
