import { fileFeedback, nextBatch, onItems, revise, shareOf } from "../support/feedback";
import { type ServedWorld, serve } from "../support/served";
import { type Party, type World, openWorld } from "../support/world";

/*
 * Anonymous: a receiver says that an item is wrong, and nobody in the community can tell who it was. It follows what
 * becomes of it with its receipt code. That nothing tells, with the author permuted, is proven in
 * tests/modules/feedback-anonymous.test.ts.
 */
let world: World;
let hub: ServedWorld;
let sender: Party;
let receiver: Party;
let others: readonly Party[];

beforeAll(async () => {
  world = await openWorld();
  hub = await serve(world);
  const parties = await Promise.all(
    ["ACME CSIRT", "Bank CSIRT", "Rail CSIRT", "Port CSIRT", "Gas CSIRT"].map(async (name) => {
      const party = await world.party({ name });
      return { ...party, ...hub.client(party) };
    }),
  );
  [sender, receiver, ...others] = parties as unknown as [Party, Party, ...Party[]];
});
afterAll(async () => {
  await hub.close();
  await world.close();
});

type Heard = {
  readonly feedback: {
    readonly edges: readonly { readonly node: { readonly id: string; readonly anonymitySet: number } }[];
  };
};

test("a wrong item, said by nobody, answered to all", async () => {
  const shared = await shareOf(sender, [receiver, ...others], ["files.example.com", "c2.example.com"]);
  const [wrong] = shared.items;
  const entry = onItems(shared, "FALSE_POSITIVE", wrong ? [wrong] : [], {
    observation: "It is a file service that we run.",
  });
  const { receiptCodes } = await fileFeedback(receiver, [entry], { anonymous: true });
  await nextBatch(world);

  const heard = await sender.get<Heard>("{ feedback { edges { node { id author { id } anonymous anonymitySet } } } }");
  const [{ node } = { node: { id: "" } }] = heard.feedback.edges;
  expect(node).toEqual({ id: node.id, author: null, anonymous: true, anonymitySet: 4 });
  const next = await revise(sender, shared, { retract: [{ lineageId: wrong?.lineageId, note: "Legitimate." }] });
  await sender.act("resolveFeedback", {
    feedbackId: node.id,
    expectedVersion: 1,
    resolution: "ADOPTED",
    revisionId: next.revisionId,
  });

  const receipt = await receiver.get(
    "query ($code: String!) { anonymousFeedback(receiptCode: $code) { verdict state resolution revision { number } } }",
    { code: receiptCodes[0] },
  );
  expect(receipt).toEqual({
    anonymousFeedback: { verdict: "FALSE_POSITIVE", state: "RESOLVED", resolution: "ADOPTED", revision: { number: 2 } },
  });
  for (const who of others)
    expect((await who.get<Heard>("{ feedback { edges { node { id } } } }")).feedback.edges).toEqual([]);
});
