import { fileOne, onItems, revise, shareOf } from "../support/feedback";
import { metricsFor } from "../support/metrics";
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
    ["ACME CSIRT", "Bank CSIRT", "Rail CSIRT"].map((name) => world.party({ name })),
  )) as [Party, Party, Party];
});
const ALL = `senderName shares firstShare { latencyMinutes accuracy coverage finalShares } claimHonesty
  falsePositives { adjudicated rate byClaims { claims adjudicated rate } }
  loop { filed closedByPeople closedByTimeout pastDue closureRate } use { receipts used rate reasons { reason count } }
  senderConcentration`;

test("below five adjudicated items a rate of false positives is hidden", async () => {
  const shared = await shareOf(
    sender,
    [receiver],
    ["a.example.com", "b.example.com", "c.example.com", "d.example.com"],
  );
  await revise(sender, shared, { confirm: shared.items.map(({ lineageId }) => lineageId) });
  expect(await metricsFor(sender, "falsePositives { adjudicated rate byClaims { adjudicated rate } }")).toEqual({
    falsePositives: { adjudicated: 4, rate: null, byClaims: [{ adjudicated: 4, rate: null }] },
  });
});

test("adopted feedback decides on an item too, before any revision does", async () => {
  const values = Array.from({ length: 5 }, (_, i) => `h${i}.example.com`);
  const shared = await shareOf(sender, [receiver], values);
  const feedbackId = await fileOne(
    receiver,
    onItems(shared, "FALSE_POSITIVE", shared.items, { effect: "All are ours." }),
  );
  expect(await metricsFor(sender, "falsePositives { adjudicated rate }")).toEqual({
    falsePositives: { adjudicated: 0, rate: null },
  });
  await sender.act("resolveFeedback", { feedbackId, expectedVersion: 1, resolution: "ADOPTED" });
  expect(await metricsFor(sender, "falsePositives { adjudicated rate }")).toEqual({
    falsePositives: { adjudicated: 5, rate: 1 },
  });
});

test("what was claimed and not borne out counts against honesty", async () => {
  const shared = await shareOf(sender, [receiver], ["a.example.com", "b.example.com"]);
  const add = [{ indicator: { value: "c.example.com" } }];
  const next = await revise(sender, shared, { add });
  await sender.act("finalizeShare", { shareId: next.id, expectedVersion: next.version });
  // Accuracy was borne out; coverage was not: one was missing.
  expect(await metricsFor(sender, "claimHonesty firstShare { coverage }")).toEqual({
    claimHonesty: 0.5,
    firstShare: { coverage: 0.6667 },
  });
});

test("use is counted with the reasons for non-use, and time-outs apart from people", async () => {
  const shared = await shareOf(sender, [receiver, other], ["a.example.com"]);
  const answer = (who: Party, response: object) =>
    who.act("respondToShare", { responses: [{ shareId: shared.id, ...response }] });
  await answer(receiver, { state: "USED", fiveW: { why: ["HUNT"], how: "MANUAL_HUNT" } });
  await answer(other, { state: "NOT_USED", reason: "TOO_LATE", fiveW: { why: ["PREVENT"] } });
  const [one, two] = [
    await fileOne(receiver, onItems(shared, "HIT", shared.items)),
    await fileOne(other, onItems(shared, "NO_HIT", shared.items)),
  ];
  for (const feedbackId of [one, two])
    await sender.act("resolveFeedback", { feedbackId, expectedVersion: 1, resolution: "THANKED" });
  await receiver.act("closeFeedback", { feedbackId: one, expectedVersion: 2 });
  await fileOne(receiver, onItems(shared, "OUTDATED", shared.items));
  await world.shiftTime("15 days");
  await world.app.jobs.runDue();

  expect(
    await metricsFor(
      sender,
      "use { receipts used rate reasons { reason count } } loop { filed closedByPeople closedByTimeout pastDue closureRate }",
    ),
  ).toEqual({
    use: { receipts: 2, used: 1, rate: 0.5, reasons: [{ reason: "TOO_LATE", count: 1 }] },
    loop: { filed: 3, closedByPeople: 1, closedByTimeout: 1, pastDue: 1, closureRate: 0.3333 },
  });
});

test("what somebody may not see is in none of its sums", async () => {
  await shareOf(sender, [receiver], ["a.example.com"]);
  const before = await metricsFor(receiver, ALL);

  const hidden = await shareOf(sender, [other], ["b.example.com", "c.example.com"]);
  await fileOne(other, onItems(hidden, "FALSE_POSITIVE", hidden.items, { effect: "Ours." }));
  await shareOf(sender, [receiver], ["m.example.com"], { senderMasked: true });

  expect(await metricsFor(receiver, ALL)).toEqual(before);
  expect(before).toMatchObject({ shares: 1, senderConcentration: 1 });
  expect(await metricsFor(sender, "shares senderName", sender.organization.id)).toEqual({
    shares: 3,
    senderName: "ACME CSIRT",
  });
});

test("all of it is one statement, and a period ends after it began", async () => {
  world.statements.length = 0;
  await metricsFor(sender, ALL);
  expect(world.statements.filter((text) => text.includes("sharingMetrics"))).toHaveLength(1);
  const { errors } = await sender.ask(
    `{ sharingMetrics(from: "2026-02-01T00:00:00Z", until: "2026-01-01T00:00:00Z") { shares } }`,
  );
  expect(errors?.[0]?.extensions?.["code"]).toBe("INVALID_INPUT");
});

describe("cut by the calendar", () => {
  type Row = {
    readonly from: string;
    readonly until: string;
    readonly senderId: string | null;
    readonly shares: number;
  };
  const months = async (who: Party, more = "") =>
    (
      await who.get<{ sharingMetrics: readonly Row[] }>(
        `{ sharingMetrics(from: "2026-01-15T00:00:00Z", until: "2026-04-01T00:00:00Z", by: MONTH ${more}) {
            from until senderId shares senderConcentration } }`,
      )
    ).sharingMetrics;
  const publishedAt = (shareId: string, at: string) =>
    world.asOwner(`update shares set published_at = '${at}' where id = '${shareId}'`);

  test("each share counts once, in the period of its first publication; what is empty is told too", async () => {
    const [one, two, three] = [
      await shareOf(sender, [receiver], ["a.example.com"]),
      await shareOf(sender, [receiver], ["b.example.com"]),
      await shareOf(other, [receiver], ["c.example.com"]),
    ];
    await publishedAt(one.id, "2026-01-14T23:59:59Z"); // Before the period.
    await publishedAt(two.id, "2026-01-31T16:00:00Z"); // In Japan it was February.
    await publishedAt(three.id, "2026-03-31T23:00:00Z");

    expect(await months(receiver, 'timeZone: "UTC"')).toEqual([
      {
        from: "2026-01-15T00:00:00.000Z",
        until: "2026-02-01T00:00:00.000Z",
        senderId: null,
        shares: 1,
        senderConcentration: 1,
      },
      expect.objectContaining({ senderId: sender.organization.id, shares: 1, senderConcentration: null }),
      {
        from: "2026-02-01T00:00:00.000Z",
        until: "2026-03-01T00:00:00.000Z",
        senderId: null,
        shares: 0,
        senderConcentration: null,
      },
      expect.objectContaining({ senderId: null, shares: 1 }),
      {
        from: "2026-03-01T00:00:00.000Z",
        until: "2026-04-01T00:00:00.000Z",
        senderId: other.organization.id,
        shares: 1,
        senderConcentration: null,
      },
    ]);
    const inJapan = await months(receiver, 'timeZone: "Asia/Tokyo"');
    expect(inJapan.filter(({ senderId }) => senderId === null).map(({ until, shares }) => [until, shares])).toEqual([
      ["2026-01-31T15:00:00.000Z", 0],
      ["2026-02-28T15:00:00.000Z", 1],
      ["2026-03-31T15:00:00.000Z", 0],
      ["2026-04-01T00:00:00.000Z", 1],
    ]);
  });

  test("the calendar is the reader's organisation's, unless told otherwise", async () => {
    const tokyo = await world.party({ organization: await world.organization({ timeZone: "Asia/Tokyo" }) });
    const ends = (rows: readonly Row[]) => rows.map(({ until }) => until);
    expect(ends(await months(tokyo))).toEqual(ends(await months(receiver, 'timeZone: "Asia/Tokyo"')));
  });

  test.each([
    ["timeZone", 'by: MONTH, timeZone: "Mars/Olympus"'],
    ["by", "by: DAY"],
  ])("more periods than a chart shows, and a calendar that is none, are refused: %s", async (field, args) => {
    const { errors } = await sender.ask(
      `{ sharingMetrics(from: "2026-01-01T00:00:00Z", until: "2026-12-31T00:00:00Z", ${args}) { shares } }`,
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: "INVALID_INPUT", field });
  });
});
