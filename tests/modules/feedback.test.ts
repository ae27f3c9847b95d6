import type { Case } from "../../src/modules/cases/case";
import { type Shared, feedbackFor, fileFeedback, fileOne, onItems, revise, shareOf } from "../support/feedback";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let sender: Party;
let receiver: Party;
let other: Party;
let stranger: Party;
let shared: Shared;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  [sender, receiver, other, stranger] = (await Promise.all(
    ["ACME CSIRT", "Bank CSIRT", "Rail CSIRT", "Nobody"].map((name) => world.party({ name })),
  )) as [Party, Party, Party, Party];
  shared = await shareOf(sender, [receiver, other], ["a.example.com", "b.example.com", "c.example.com"]);
});

type Disputes = { node: { items: { edges: readonly { node: { lineageId: string; disputed: boolean } }[] } } };
const disputedFor = async (who: Party, { revisionId }: Pick<Shared, "revisionId">): Promise<readonly string[]> => {
  const { node } = await who.get<Disputes>(
    `query ($id: ID!) { node(id: $id) { ... on ShareRevision { items(first: 500) { edges { node { lineageId disputed } } } } } }`,
    { id: revisionId },
  );
  return node.items.edges.filter((edge) => edge.node.disputed).map((edge) => edge.node.lineageId);
};
type Outcome = { readonly verdict: string; readonly resolution: string; readonly reason: string | null };
type Outcomes = { node: { feedbackOutcomes: { edges: readonly { node: Outcome }[] } } | null };
const outcomesFor = async (who: Party, { revisionId }: Shared): Promise<readonly Outcome[] | null> => {
  const { data } = await who.ask(
    `query ($id: ID!) { node(id: $id) { ... on ShareRevision { feedbackOutcomes { edges { node { verdict resolution reason } } } } } }`,
    { id: revisionId },
  );
  const { node } = (data ?? { node: null }) as unknown as Outcomes;
  return node && node.feedbackOutcomes.edges.map((edge) => edge.node);
};

const FALSE_POSITIVE = { observation: "It is the update server of a vendor." };

test("author and addressee read feedback; no other recipient does, and no stranger", async () => {
  const id = await fileOne(receiver, onItems(shared, "FALSE_POSITIVE", shared.items.slice(0, 1), FALSE_POSITIVE));

  const selection =
    "verdict aspect state version anonymous anonymitySet author { id } addressee { id } lineageIds share { id }";
  const expected = {
    verdict: "FALSE_POSITIVE",
    aspect: "ACCURACY",
    state: "OPEN",
    version: 1,
    anonymous: false,
    anonymitySet: null,
    author: { id: receiver.organization.id },
    addressee: { id: sender.organization.id },
    lineageIds: [shared.items[0]?.lineageId],
    share: { id: shared.id },
  };
  expect(await feedbackFor(receiver, id, selection)).toEqual(expected);
  expect(await feedbackFor(sender, id, selection)).toEqual(expected);
  expect(await feedbackFor(other, id, selection)).toBeNull();
  expect(await feedbackFor(stranger, id, selection)).toBeNull();
});

test.each(["FALSE_POSITIVE", "TOO_BROAD"])(
  "%s puts the items in doubt for every recipient at once, unnamed",
  async (verdict) => {
    const streams = await Promise.all(
      [sender, other].map((who) =>
        who.follow({
          args: "types: [ITEM_DISPUTED]",
          selection: "__typename position ... on Event { type subject { id } actor { __typename } }",
        }),
      ),
    );
    for (const stream of streams) await stream.next();

    await fileOne(receiver, onItems(shared, verdict, shared.items.slice(1), FALSE_POSITIVE));

    const doubted = shared.items.slice(1).map(({ lineageId }) => lineageId);
    for (const who of [sender, receiver, other]) expect(await disputedFor(who, shared)).toEqual(doubted);
    for (const stream of streams) {
      expect(await stream.next()).toMatchObject({ type: "ITEM_DISPUTED", actor: null });
      await stream.end();
    }
  },
);

test("what is neither wrong nor too broad puts nothing in doubt", async () => {
  await fileOne(receiver, onItems(shared, "HIT", shared.items));
  expect(await disputedFor(other, shared)).toEqual([]);
});

test("an item stays in doubt until all that was said against it is answered", async () => {
  const entry = onItems(shared, "FALSE_POSITIVE", shared.items.slice(0, 1), FALSE_POSITIVE);
  const [first, second] = [await fileOne(receiver, entry), await fileOne(other, entry)];
  const resolve = (feedbackId: string) =>
    sender.act("resolveFeedback", {
      feedbackId,
      expectedVersion: 1,
      resolution: "NOT_ADOPTED",
      reason: "We saw it beacon.",
    });

  await resolve(first);
  expect(await disputedFor(other, shared)).toHaveLength(1);
  await resolve(second);
  expect(await disputedFor(other, shared)).toEqual([]);
});

test("who takes its verdict back is not named by the end of the doubt", async () => {
  const feedbackId = await fileOne(receiver, onItems(shared, "FALSE_POSITIVE", shared.items, FALSE_POSITIVE));
  const stream = await other.follow({
    args: "types: [ITEM_DISPUTE_SETTLED]",
    selection: "__typename position ... on Event { type actor { __typename } }",
  });
  await stream.next();

  await receiver.act("withdrawFeedback", { feedbackId, expectedVersion: 1 });

  expect(await stream.next()).toMatchObject({ type: "ITEM_DISPUTE_SETTLED", actor: null });
  expect(await disputedFor(other, shared)).toEqual([]);
  await stream.end();
});

test("everyone who received the target learns what became of feedback on it, and never who said it", async () => {
  const feedbackId = await fileOne(
    receiver,
    onItems(shared, "FALSE_POSITIVE", shared.items.slice(0, 1), FALSE_POSITIVE),
  );
  expect(await outcomesFor(other, shared)).toEqual([]);
  const stream = await other.follow({
    args: "types: [FEEDBACK_OUTCOME]",
    selection: "__typename position ... on FeedbackOutcomeEvent { actor { __typename } outcome { resolution reason } }",
  });
  await stream.next();
  const next = await revise(sender, shared, { retract: [{ lineageId: shared.items[0]?.lineageId }] });

  await sender.act("resolveFeedback", {
    feedbackId,
    expectedVersion: 1,
    resolution: "ADOPTED",
    revisionId: next.revisionId,
  });

  const outcome = { verdict: "FALSE_POSITIVE", resolution: "ADOPTED", reason: null };
  expect(await stream.next()).toMatchObject({ actor: null, outcome: { resolution: "ADOPTED" } });
  for (const who of [sender, receiver, other]) expect(await outcomesFor(who, shared)).toEqual([outcome]);
  expect(await outcomesFor(stranger, shared)).toBeNull();
  await stream.end();
});

test("the author closes what was answered; nobody objecting in 14 days closes it too, and that is told apart", async () => {
  const file = () => fileOne(receiver, { target: "SHARE_REVISION", targetId: shared.revisionId, verdict: "USEFUL" });
  const [byAuthor, byTime] = [await file(), await file()];
  for (const feedbackId of [byAuthor, byTime])
    await sender.act("resolveFeedback", { feedbackId, expectedVersion: 1, resolution: "THANKED" });

  await receiver.act("closeFeedback", { feedbackId: byAuthor, expectedVersion: 2 });
  await world.shiftTime("14 days 1 minute");
  await world.app.jobs.runDue();

  expect(await feedbackFor(sender, byAuthor, "state closedBy version")).toEqual({
    state: "CLOSED",
    closedBy: "AUTHOR",
    version: 3,
  });
  expect(await feedbackFor(sender, byTime, "state closedBy version")).toEqual({
    state: "CLOSED",
    closedBy: "TIMEOUT",
    version: 3,
  });
});

test("an answer that does not do is reopened: its outcome is open again for all, and its items are in doubt", async () => {
  const feedbackId = await fileOne(receiver, onItems(shared, "TOO_BROAD", shared.items.slice(0, 1), FALSE_POSITIVE));
  await sender.act("resolveFeedback", {
    feedbackId,
    expectedVersion: 1,
    resolution: "NOT_ADOPTED",
    reason: "It is malicious.",
  });

  await receiver.act("reopenFeedback", { feedbackId, expectedVersion: 2 });
  await world.shiftTime("15 days");
  await world.app.jobs.runDue();

  expect(await feedbackFor(receiver, feedbackId, "state resolution")).toEqual({
    state: "UNDER_REVIEW",
    resolution: null,
  });
  expect(await outcomesFor(other, shared)).toEqual([{ verdict: "TOO_BROAD", resolution: null, reason: null }]);
  expect(await disputedFor(other, shared)).toHaveLength(1);
});

test("a revision of another share does not answer it", async () => {
  const feedbackId = await fileOne(receiver, onItems(shared, "HIT", shared.items));
  const { revisionId } = await shareOf(sender, [receiver], ["z.example.com"]);
  const input = { feedbackId, expectedVersion: 1, resolution: "ADOPTED", revisionId };
  expect(await sender.refused("resolveFeedback", input)).toBe("INVALID_INPUT");
});

test("a masked sender stays masked as the addressee, and in the events of the loop", async () => {
  const masked = await shareOf(sender, [receiver], ["m.example.com"], { senderMasked: true });
  const stream = await receiver.follow({
    args: "types: [FEEDBACK_MOVED]",
    selection: "__typename position ... on FeedbackEvent { actor { __typename } feedback { state addressee { id } } }",
  });
  await stream.next();
  const feedbackId = await fileOne(receiver, onItems(masked, "HIT", masked.items));

  await sender.act("acknowledgeFeedback", { feedbackId, expectedVersion: 1 });

  expect(await stream.next()).toMatchObject({ actor: null, feedback: { state: "ACKNOWLEDGED", addressee: null } });
  expect(await feedbackFor(sender, feedbackId, "addressee { id }")).toEqual({
    addressee: { id: sender.organization.id },
  });
  await stream.end();
});

describe("on other things", () => {
  let incident: Case;
  beforeEach(async () => {
    incident = await world.openCase(sender);
    await world.join(incident, receiver, "SOC");
  });

  test("a case: to its owner", async () => {
    const id = await fileOne(receiver, { target: "CASE", targetId: incident.id, verdict: "USEFUL" });
    const read = await feedbackFor(sender, id, "target case { id } addressee { id }");
    expect(read).toEqual({ target: "CASE", case: { id: incident.id }, addressee: { id: sender.organization.id } });
  });

  test("an assertion: to whoever said it", async () => {
    type Said = { readonly items: readonly { readonly id: string }[] };
    const said = await sender.act<Said>(
      "assertIndicators",
      { caseId: incident.id, items: [{ value: "evil.example" }] },
      "items { id }",
    );
    const id = await fileOne(receiver, { target: "ASSERTION", targetId: said.items[0]?.id, verdict: "OUTDATED" });
    expect(await feedbackFor(sender, id, "target aspect")).toEqual({ target: "ASSERTION", aspect: "SPEED" });
  });

  test("the hub: to its operator", async () => {
    const operator = await world.party({ name: "Hub", roles: ["OPERATOR", "RESPONDER"] });
    await world.asOwner(`update accounts set created_at = '2025-01-01' where id = '${operator.account.id}'`);
    const id = await fileOne(receiver, { target: "HUB", verdict: "UNCLEAR", question: "What is PAP?" });
    expect(await feedbackFor(operator, id, "target question")).toEqual({ target: "HUB", question: "What is PAP?" });
    expect(await feedbackFor(sender, id, "target")).toBeNull();
  });

  test("what one cannot see is not found, item by item, and the good entries stand", async () => {
    const entries = [
      { target: "CASE", targetId: incident.id, verdict: "USEFUL" },
      { target: "SHARE_REVISION", targetId: shared.revisionId, verdict: "USEFUL" },
    ];
    const { results } = await fileFeedback(stranger, entries);
    expect(results.map(({ code, field }) => [code, field])).toEqual([
      ["NOT_FOUND", "input.entries[0].targetId"],
      ["NOT_FOUND", "input.entries[1].targetId"],
    ]);
    expect((await fileFeedback(other, entries)).results.map(({ outcome }) => outcome)).toEqual(["REFUSED", "OK"]);
  });
});
