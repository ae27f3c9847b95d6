import { feedbackFor, fileOne, revise, shareOf } from "../support/feedback";
import { metricsFor } from "../support/metrics";
import { type ServedWorld, serve } from "../support/served";
import { type Party, type World, openWorld } from "../support/world";

/*
 * Fast and accurate: what was given up is coverage. The first revision holds one address, the second adds four, a
 * receiver names a sixth, and the third takes it up. Of the six, one was there at first: coverageOfFirst is 1/6.
 */
let world: World;
let hub: ServedWorld;
let sender: Party;
let receiver: Party;

beforeAll(async () => {
  world = await openWorld();
  hub = await serve(world);
  const [acme, bank] = [await world.party({ name: "ACME CSIRT" }), await world.party({ name: "Bank CSIRT" })];
  sender = { ...acme, ...hub.client(acme) };
  receiver = { ...bank, ...hub.client(bank) };
});
afterAll(async () => {
  await hub.close();
  await world.close();
});

const addresses = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({ indicator: { value: `198.51.100.${from + i}` } }));

test("one address at once, four more, and a sixth that a receiver misses", async () => {
  const first = await shareOf(sender, [receiver], ["198.51.100.1"], {
    detectedAt: new Date(Date.now() - 20 * 60_000).toISOString(),
    claims: ["SPEED", "ACCURACY"],
    limitations: [{ corner: "COVERAGE", note: "One server of several: the others follow." }],
  });
  const second = await revise(sender, first, { add: addresses(2, 4) });

  const feedbackId = await fileOne(receiver, {
    target: "SHARE_REVISION",
    targetId: second.revisionId,
    verdict: "MISSING",
    observation: "Our proxy saw the same beacon go to 198.51.100.6.",
    proposal: "Add 198.51.100.6.",
  });
  expect(await feedbackFor(sender, feedbackId, "aspect proposal")).toEqual({
    aspect: "COVERAGE",
    proposal: "Add 198.51.100.6.",
  });
  const third = await revise(sender, second, { add: addresses(6, 1) });
  await sender.act("resolveFeedback", {
    feedbackId,
    expectedVersion: 1,
    resolution: "ADOPTED",
    revisionId: third.revisionId,
  });
  await receiver.act("closeFeedback", { feedbackId, expectedVersion: 2 });
  await sender.act("finalizeShare", { shareId: third.id, expectedVersion: third.version });

  const metrics = await metricsFor(
    sender,
    "firstShare { latencyMinutes accuracy coverage } claimHonesty loop { filed closedByPeople closureRate }",
  );
  expect(metrics).toEqual({
    firstShare: { latencyMinutes: 20, accuracy: 1, coverage: 0.1667 },
    claimHonesty: 1,
    loop: { filed: 1, closedByPeople: 1, closureRate: 1 },
  });
});
