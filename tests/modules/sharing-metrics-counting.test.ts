import { type Shared, revise, shareOf } from "../support/feedback";
import { metricsFor } from "../support/metrics";
import { type Party, type World, openWorld } from "../support/world";

/* What is counted: which shares fall into a period, whose they are, and what their recipients did with them. */
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
const publishedAt = ({ id }: Shared, at: string) =>
  world.asOwner(`update shares set published_at = '${at}' where id = '${id}'`);

describe("the period and its senders", () => {
  type Row = { readonly senderId: string | null; readonly shares: number; readonly senderConcentration: number | null };
  const january = async (who: Party, senders: readonly Party[] | null = null) =>
    (
      await who.get<{ sharingMetrics: readonly Row[] }>(
        `query ($senderIds: [ID!]) { sharingMetrics(from: "2026-01-01T00:00:00Z", until: "2026-02-01T00:00:00Z",
          senderIds: $senderIds) { senderId shares senderConcentration } }`,
        { senderIds: senders?.map(({ organization }) => organization.id) ?? null },
      )
    ).sharingMetrics;
  /** Shares that everybody here sees, each published at its own time. */
  const sharesAt = async (by: Party, times: readonly string[]) => {
    const everybody = [sender, receiver, other].filter((party) => party !== by);
    for (const at of times) await publishedAt(await shareOf(by, everybody, ["a.example.com"]), at);
  };
  const of = ({ organization }: Party, shares: number): Row => ({
    senderId: organization.id,
    shares,
    senderConcentration: null,
  });

  test("a period holds its first instant and not its last", async () => {
    await sharesAt(sender, [
      "2025-12-31T23:59:59.999Z",
      "2026-01-01T00:00:00Z",
      "2026-01-31T23:59:59.999Z",
      "2026-02-01T00:00:00Z",
    ]);
    expect(await january(receiver)).toEqual([{ senderId: null, shares: 2, senderConcentration: 1 }, of(sender, 2)]);
  });

  test("three shares of one sender and one of another are concentrated by 0.625", async () => {
    await sharesAt(sender, ["2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z", "2026-01-04T00:00:00Z"]);
    await sharesAt(other, ["2026-01-05T00:00:00Z"]);

    const [all, ...each] = await january(receiver);
    expect(all).toEqual({ senderId: null, shares: 4, senderConcentration: 0.625 });
    expect(each).toHaveLength(2);
    expect(each).toEqual(expect.arrayContaining([of(sender, 3), of(other, 1)]));
  });

  test("who asks for some senders reads of no other, also not in what is of all together", async () => {
    await sharesAt(sender, ["2026-01-02T00:00:00Z"]);
    await sharesAt(other, ["2026-01-03T00:00:00Z", "2026-01-04T00:00:00Z"]);

    expect(await january(receiver, [other])).toEqual([
      { senderId: null, shares: 2, senderConcentration: 1 },
      of(other, 2),
    ]);
    expect(await january(receiver, [receiver])).toEqual([{ senderId: null, shares: 0, senderConcentration: null }]);
  });
});

describe("latency", () => {
  const latency = async (who: Party) =>
    (await metricsFor<{ firstShare: { latencyMinutes: number | null } }>(who, "firstShare { latencyMinutes }"))
      ?.firstShare.latencyMinutes;
  const inCase = async (detectedAt: Date | null) => {
    const incident = await world.openCase(sender, { detectedAt });
    await world.join(incident, receiver);
    const given = { caseId: incident.id, detectedAt: "2026-01-01T11:30:00Z" };
    await publishedAt(await shareOf(sender, [receiver], ["a.example.com"], given), "2026-01-01T12:00:00Z");
    return incident;
  };

  test("it counts from the detection of the case, whatever the share says beside it", async () => {
    await inCase(new Date("2026-01-01T10:00:00Z"));
    expect(await latency(receiver)).toBe(120);
  });

  test("it counts from what the share says where the case tells no detection", async () => {
    await inCase(null);
    expect(await latency(receiver)).toBe(30);
  });

  test("who does not see the case learns nothing of its detection", async () => {
    const incident = await inCase(new Date("2026-01-01T10:00:00Z"));
    await receiver.act("leaveCase", { caseId: incident.id });
    expect(await latency(receiver)).toBe(30);
    expect(await latency(sender)).toBe(120);
  });

  test("it is the median of the shares that tell a detection", async () => {
    for (const [detectedAt, at] of [
      ["2026-01-01T11:50:00Z", "2026-01-01T12:00:00Z"],
      ["2026-01-02T11:40:00Z", "2026-01-02T12:00:00Z"],
      ["2026-01-03T03:00:00Z", "2026-01-03T12:00:00Z"],
    ] as const)
      await publishedAt(await shareOf(sender, [receiver], ["a.example.com"], { detectedAt }), at);
    await publishedAt(await shareOf(sender, [receiver], ["b.example.com"]), "2026-01-04T12:00:00Z");
    expect(await latency(receiver)).toBe(20);
  });
});

describe("use", () => {
  const USE = "use { receipts used rate reasons { reason count } }";
  const respond = (who: Party, { id }: Shared, response: object) =>
    who.act("respondToShare", {
      responses: [{ shareId: id, fiveW: { why: ["HUNT"], how: "MANUAL_HUNT" }, ...response }],
    });

  test("what was used stays used when a further revision comes, and whatever is done with that one", async () => {
    const first = await shareOf(sender, [receiver], ["a.example.com"]);
    await respond(receiver, first, { state: "USED" });
    const used = { use: { receipts: 1, used: 1, rate: 1, reasons: [] } };
    expect(await metricsFor(sender, USE)).toEqual(used);

    const second = await revise(sender, first, { add: [{ indicator: { value: "b.example.com" } }] });
    expect(await metricsFor(sender, USE)).toEqual(used);

    await respond(receiver, second, { state: "NOT_USED", reason: "TOO_LATE" });
    expect(await metricsFor(sender, USE)).toEqual(used);
  });

  test("why it was never used is the newest reason, also while a further revision is not answered", async () => {
    const first = await shareOf(sender, [receiver, other], ["a.example.com"]);
    await respond(receiver, first, { state: "NOT_USED", reason: "NO_CONTEXT" });
    const second = await revise(sender, first, { add: [{ indicator: { value: "b.example.com" } }] });
    await respond(receiver, second, { state: "NOT_USED", reason: "TOO_LATE" });
    await revise(sender, second, { add: [{ indicator: { value: "c.example.com" } }] });

    expect(await metricsFor(sender, USE)).toEqual({
      use: { receipts: 2, used: 0, rate: 0, reasons: [{ reason: "TOO_LATE", count: 1 }] },
    });
    // A recipient sees its own receipt and nobody else's.
    expect(await metricsFor(other, USE)).toEqual({ use: { receipts: 1, used: 0, rate: 0, reasons: [] } });
  });

  test("what was not used at first and then was counts as used, without a reason", async () => {
    const first = await shareOf(sender, [receiver], ["a.example.com"]);
    await respond(receiver, first, { state: "NOT_USED", reason: "NO_CONTEXT" });
    const second = await revise(sender, first, { add: [{ indicator: { value: "b.example.com" } }] });
    await respond(receiver, second, { state: "USED" });

    expect(await metricsFor(sender, USE)).toEqual({ use: { receipts: 1, used: 1, rate: 1, reasons: [] } });
  });
});
