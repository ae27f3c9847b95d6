import { fileOne, shareOf } from "../support/feedback";
import { type ServedWorld, serve } from "../support/served";
import { type Party, type World, openWorld } from "../support/world";

/*
 * Accurate and covering: what was given up is speed. The first revision comes three days after the detection; a
 * receiver says what that cost it. The sender does not change anything, and says why.
 */
let world: World;
let hub: ServedWorld;
let sender: Party;
let receiver: Party;
let other: Party;

beforeAll(async () => {
  world = await openWorld();
  hub = await serve(world);
  [sender, receiver, other] = (await Promise.all(
    ["ACME CSIRT", "Bank CSIRT", "Rail CSIRT"].map(async (name) => {
      const party = await world.party({ name });
      return { ...party, ...hub.client(party) };
    }),
  )) as [Party, Party, Party];
});
afterAll(async () => {
  await hub.close();
  await world.close();
});

const THREE_DAYS_AGO = () => new Date(Date.now() - 3 * 86_400_000).toISOString();
const OUTCOMES = `query ($id: ID!) { node(id: $id) { ... on ShareRevision {
  feedbackOutcomes { edges { node { verdict state resolution reason } } } } } }`;

test("three days later speed can no longer be claimed", async () => {
  const late = shareOf(sender, [receiver], ["c2.example.com"], {
    detectedAt: THREE_DAYS_AGO(),
    claims: ["SPEED", "ACCURACY"],
    limitations: [{ corner: "COVERAGE", note: "More follow." }],
  });
  await expect(late).rejects.toThrow("SPEED_WINDOW_PASSED");
});

test("late, and why: the reason is there for all who received it", async () => {
  const shared = await shareOf(sender, [receiver, other], ["c2.example.com", "c3.example.com"], {
    detectedAt: THREE_DAYS_AGO(),
  });
  const feedbackId = await fileOne(receiver, {
    target: "SHARE_REVISION",
    targetId: shared.revisionId,
    verdict: "LATE",
    effect: "The block came after our compromise.",
  });
  const answer = { feedbackId, expectedVersion: 1, resolution: "NOT_ADOPTED" };
  expect(await sender.refused("resolveFeedback", answer)).toBe("FEEDBACK_INCOMPLETE");
  const reason = "The victim's consent took two days: an earlier share would have named it.";
  await sender.act("resolveFeedback", { ...answer, reason });

  const outcome = { verdict: "LATE", state: "RESOLVED", resolution: "NOT_ADOPTED", reason };
  for (const who of [receiver, other]) {
    expect(await who.get(OUTCOMES, { id: shared.revisionId })).toEqual({
      node: { feedbackOutcomes: { edges: [{ node: outcome }] } },
    });
  }
});
