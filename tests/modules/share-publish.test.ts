import { agree } from "../support/parties";
import { errorOf, findings, idsOf, shareFor, shared } from "../support/sharing";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let sender: Party;
let partner: Party;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  sender = await world.party({ name: "ACME CSIRT", kind: "USER" });
  partner = await world.party({ name: "Beta CSIRT" });
});

const to = (...parties: readonly Party[]) => ({ recipientIds: idsOf(...parties) });
const refusal = (given: object, by = sender) => errorOf(by, "share", findings({ ...to(partner), ...given }));

describe("one call", () => {
  test("a share goes out with its first revision, and what the hub knows is derived", async () => {
    const share = await shared(sender, {
      ...to(partner),
      items: [{ indicator: { value: "hxxp://evil[.]example/a" } }],
    });

    expect(share).toMatchObject({ state: "ACTIVE", version: 1, latestRevision: { number: 1, givenUp: ["COVERAGE"] } });
    const seen = await shareFor<{ fiveW: unknown }>(
      partner,
      share,
      "fiveW { why when what where who { id } how } items { edges { node { kind tlp indicator { type value } } } }",
    );
    expect(seen).toMatchObject({
      fiveW: {
        why: ["WARN"],
        when: "ON_DETECTION",
        what: ["DESTINATION"],
        where: "BILATERAL",
        who: { id: sender.organization.id },
        how: "PORTAL",
      },
      items: {
        edges: [{ node: { kind: "DESTINATION", tlp: "AMBER", indicator: { value: "http://evil.example/a" } } }],
      },
    });
  });

  test("repeating the call with its key does nothing twice", async () => {
    const input = { ...findings(to(partner)), idempotencyKey: "once" };
    const [first, second] = [
      await sender.act<{ share: { id: string } }>("share", input, "share { id }"),
      await sender.act<{ share: { id: string } }>("share", input, "share { id }"),
    ];
    expect(second.share.id).toBe(first.share.id);
  });

  test("all wrong items are named, and nothing goes out", async () => {
    const items = [{ indicator: { value: "good.example" } }, { indicator: { type: "IPV4", value: "300.1.1.1" } }, {}];
    expect(await refusal({ items })).toMatchObject({
      code: "INVALID_INPUT",
      field: "input.items[1].indicator.value",
      details: { items: [{ field: "input.items[1].indicator.value" }, { field: "input.items[2]" }] },
    });
  });

  test("one indicator stands once in a share, however it is written", async () => {
    const items = [{ indicator: { value: "evil.example" } }, { indicator: { value: "EVIL[.]example" } }];
    expect(await refusal({ items })).toMatchObject({ code: "INVALID_INPUT", field: "input.items[1].indicator" });
  });
});

describe("speed, accuracy, coverage: V1 and V2", () => {
  test.each([[["SPEED", "ACCURACY", "COVERAGE"]], [[]], [["SPEED", "SPEED"]], [null]])(
    "claiming %j is refused",
    async (claims) => {
      expect(await refusal({ claims })).toMatchObject({ code: "TRIANGLE_VIOLATION", field: "input.claims" });
    },
  );

  test("each corner that is given up needs its note", async () => {
    expect(await refusal({ claims: ["SPEED"] })).toMatchObject({
      code: "LIMITATION_MISSING",
      field: "input.limitations",
      details: { missing: ["ACCURACY"] },
    });
  });

  test("one corner alone may be claimed, with two notes", async () => {
    const limitations = ["ACCURACY", "COVERAGE"].map((corner) => ({ corner, note: "Not yet." }));
    const share = await shared(sender, { ...to(partner), claims: ["SPEED"], limitations });
    expect(share.latestRevision).toMatchObject({ claims: ["SPEED"], givenUp: ["ACCURACY", "COVERAGE"] });
  });

  test("a status report has no triangle", async () => {
    const report = { kind: "STATUS_REPORT", text: "Contained.", items: [], claims: [], limitations: [] };
    const share = await shared(sender, { ...to(partner), ...report });
    expect(share.latestRevision).toMatchObject({ claims: [], givenUp: [] });
    expect(await refusal({ ...report, claims: ["SPEED"] })).toMatchObject({ code: "INVALID_INPUT" });
  });
});

describe("the speed window: V4", () => {
  const detected = (hours: number) => ({ detectedAt: new Date(Date.now() - hours * 3_600_000).toISOString() });

  test("speed is claimed within a day of the detection, and not after", async () => {
    await shared(sender, { ...to(partner), ...detected(23) });
    expect(await refusal(detected(25))).toMatchObject({
      code: "SPEED_WINDOW_PASSED",
      details: { windowMinutes: 1_440 },
    });
  });

  test("an agreement's window counts instead, and towards several recipients the shortest", async () => {
    const other = await world.party({ name: "Rail CSIRT" });
    await agree([sender, partner], { speedWindowMinutes: 60 });
    await agree([sender, other], { speedWindowMinutes: 60 * 48 });
    expect(await refusal(detected(2))).toMatchObject({ code: "SPEED_WINDOW_PASSED", details: { windowMinutes: 60 } });
    await shared(sender, { ...to(other), ...detected(30) });
    expect(await refusal({ ...to(other, partner), ...detected(2) })).toMatchObject({ code: "SPEED_WINDOW_PASSED" });
  });

  test("other corners are claimed at any time", async () => {
    const late = { claims: ["ACCURACY", "COVERAGE"], limitations: [{ corner: "SPEED", note: "Three days." }] };
    expect(await shared(sender, { ...to(partner), ...late, ...detected(72) })).toMatchObject({ state: "ACTIVE" });
  });

  test("of a detection in the future no speed is claimed; the time is kept as it was told, and flagged: V21", async () => {
    expect(await refusal(detected(-72))).toMatchObject({ code: "SPEED_WINDOW_PASSED", field: "input.claims" });
    const late = { claims: ["ACCURACY", "COVERAGE"], limitations: [{ corner: "SPEED", note: "Three days." }] };
    const read = "detectedAt timeFlags";
    const ahead = detected(-72);
    const flagged = await shared(sender, { ...to(partner), ...late, ...ahead });
    expect(await shareFor(partner, flagged, read)).toEqual({ ...ahead, timeFlags: ["DETECTED_IN_FUTURE"] });
    const told = await shared(sender, { ...to(partner), ...detected(2) });
    expect(await shareFor(partner, told, "timeFlags")).toEqual({ timeFlags: [] });
  });

  test("without a case, who claims speed says when it was detected", async () => {
    expect(await refusal({ detectedAt: null })).toMatchObject({ code: "INVALID_INPUT", field: "input.detectedAt" });
  });

  test("the case's detection counts, whatever the share says", async () => {
    const detectedAt = new Date(Date.now() - 48 * 3_600_000);
    const incident = await world.openCase(sender, { detectedAt });
    await world.join(incident, partner);
    expect(await refusal({ caseId: incident.id })).toMatchObject({ code: "SPEED_WINDOW_PASSED" });
  });
});

describe("what says nothing, or says it twice", () => {
  const NOTES = [{ corner: "COVERAGE", note: "One server of several." }];
  test.each([
    ["a subject of blanks", { subject: "   " }, "input.subject"],
    [
      "a note of a corner that is claimed",
      { limitations: [...NOTES, { corner: "SPEED", note: "Fast." }] },
      "input.limitations[1].corner",
    ],
    [
      "two notes of one corner",
      { limitations: [...NOTES, { corner: "COVERAGE", note: "Again." }] },
      "input.limitations[1].corner",
    ],
  ])("%s is refused", async (_, given, field) => {
    expect(await refusal(given)).toMatchObject({ code: "INVALID_INPUT", field });
  });

  test("a purpose that is named twice is one", async () => {
    const share = await shared(sender, { ...to(partner), fiveW: { why: ["WARN", "LEARN", "WARN"] } });
    expect(await shareFor(partner, share, "fiveW { why }")).toEqual({ fiveW: { why: ["WARN", "LEARN"] } });
  });
});

describe("the sender's six answers: V5", () => {
  test.each([[null], [{}], [{ why: [] }], [{ whyText: "Because." }]])("%j says no purpose", async (fiveW) => {
    expect(await refusal({ fiveW })).toMatchObject({
      code: "SIX_W_INCOMPLETE",
      field: "input.fiveW.why",
      details: { missing: ["WHY"] },
    });
  });

  test("without an item there is no What", async () => {
    expect(await refusal({ items: [] })).toMatchObject({ code: "SIX_W_INCOMPLETE", details: { missing: ["WHAT"] } });
  });
});
