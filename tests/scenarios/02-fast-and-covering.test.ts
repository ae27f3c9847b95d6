import { fileOne, onItems, revise, shareOf } from "../support/feedback";
import { metricsFor } from "../support/metrics";
import { type ServedWorld, serve } from "../support/served";
import { type Party, type World, openWorld } from "../support/world";

/*
 * Fast and covering: what was given up is accuracy. Twelve domains go out at once; a receiver finds two of them
 * legitimate, and both are in doubt for all recipients at that moment. The next revision takes the two back and
 * confirms ten: the rate of false positives under SPEED and COVERAGE is 2/12.
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

const ITEMS = `query ($id: ID!) { node(id: $id) { ... on ShareRevision { items(first: 100) { edges { node { lineageId state disputed } } } } } }`;
type Item = { readonly lineageId: string; readonly state: string; readonly disputed: boolean };
type Read = { readonly node: { readonly items: { readonly edges: readonly { readonly node: Item }[] } } };
const itemsFor = async (who: Party, id: string) =>
  (await who.get<Read>(ITEMS, { id })).node.items.edges.map(({ node }) => node);

test("twelve domains, two of them in doubt for all at once, two taken back and ten confirmed", async () => {
  const domains = Array.from({ length: 12 }, (_, i) => `cdn${i}.example.com`);
  const first = await shareOf(sender, [receiver, other], domains, {
    detectedAt: new Date(Date.now() - 60_000).toISOString(),
    claims: ["SPEED", "COVERAGE"],
    limitations: [{ corner: "ACCURACY", note: "Straight from the sandbox; nobody has checked them." }],
  });
  const [wrong, right] = [first.items.slice(0, 2), first.items.slice(2)];
  const stream = await other.follow({ args: "types: [ITEM_DISPUTED]" });
  await stream.next();

  const entry = onItems(first, "FALSE_POSITIVE", wrong, { observation: "Both are mirrors of a Linux distribution." });
  const feedbackId = await fileOne(receiver, entry);

  for (const _ of wrong) expect(await stream.next()).toMatchObject({ type: "ITEM_DISPUTED" });
  const doubted = wrong.map(({ lineageId }) => lineageId);
  for (const who of [sender, receiver, other]) {
    const seen = await itemsFor(who, first.revisionId);
    expect(seen.filter(({ disputed }) => disputed).map(({ lineageId }) => lineageId)).toEqual(doubted);
  }

  const second = await revise(sender, first, {
    retract: wrong.map(({ lineageId }) => ({ lineageId, note: "A legitimate mirror." })),
    confirm: right.map(({ lineageId }) => lineageId),
  });
  await sender.act("resolveFeedback", {
    feedbackId,
    expectedVersion: 1,
    resolution: "ADOPTED",
    revisionId: second.revisionId,
  });
  const now = await itemsFor(other, second.revisionId);
  expect(now.filter(({ state }) => state === "RETRACTED").map(({ lineageId }) => lineageId)).toEqual(doubted);
  expect(now.filter(({ state }) => state === "CONFIRMED")).toHaveLength(10);
  expect(now.filter(({ disputed }) => disputed)).toEqual([]);
  await sender.act("finalizeShare", { shareId: second.id, expectedVersion: second.version });

  const selection =
    "firstShare { accuracy coverage } falsePositives { adjudicated rate byClaims { claims adjudicated rate } }";
  const metrics = await metricsFor(receiver, selection, sender.organization.id);
  const rate = { adjudicated: 12, rate: 0.1667 };
  expect(metrics).toEqual({
    firstShare: { accuracy: 0.8333, coverage: 1 },
    falsePositives: { ...rate, byClaims: [{ ...rate, claims: ["SPEED", "COVERAGE"] }] },
  });
  await stream.end();
});
