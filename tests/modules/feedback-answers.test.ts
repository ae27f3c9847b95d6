import { Client } from "pg";
import { type Shared, feedbackFor, fileFeedback, fileOne, onItems, shareOf } from "../support/feedback";
import { itemsOf, shareFor, statementsOf } from "../support/sharing";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let sender: Party;
let receiver: Party;
let other: Party;
let one: Shared;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  [sender, receiver, other] = (await Promise.all(
    ["ACME CSIRT", "Bank CSIRT", "Rail CSIRT"].map((name) => world.party({ name })),
  )) as [Party, Party, Party];
  one = await shareOf(sender, [receiver, other], ["a.example.com", "b.example.com"]);
});

const DOUBT = { observation: "It is a mirror." };
const thanks = (feedbackId: string) => ({ feedbackId, expectedVersion: 1, resolution: "THANKED" });
type Results = { readonly results: readonly { readonly outcome: string; readonly code: string | null }[] };
const answer = (answers: readonly object[]) =>
  sender.act<Results>("answerFeedback", { answers }, "results { index outcome id code field message }");

describe("many answers in one call", () => {
  test("each stands or is refused by itself, with its place", async () => {
    const [hit, doubt, late] = [
      await fileOne(receiver, onItems(one, "HIT", one.items)),
      await fileOne(other, onItems(one, "FALSE_POSITIVE", one.items, DOUBT)),
      await fileOne(other, {
        target: "SHARE_REVISION",
        targetId: one.revisionId,
        verdict: "LATE",
        effect: "Too late.",
      }),
    ];
    const theirs = await shareOf(receiver, [sender], ["c.example.com"]);
    const own = await fileOne(sender, onItems(theirs, "HIT", theirs.items));

    const { results } = await answer([
      thanks(hit),
      { ...thanks(doubt), resolution: "NOT_ADOPTED" },
      { ...thanks(late), expectedVersion: 7 },
      thanks(own),
      thanks("fb_00000000000000000000000000"),
      thanks(hit),
      { ...thanks(doubt), revisionId: theirs.revisionId },
    ]);

    const at = (index: number, field: string) => `input.answers[${index}].${field}`;
    expect(results).toMatchObject([
      { outcome: "OK", id: hit },
      { outcome: "REFUSED", code: "FEEDBACK_INCOMPLETE", field: at(1, "reason") },
      { outcome: "REFUSED", code: "VERSION_CONFLICT", field: at(2, "expectedVersion") },
      { outcome: "REFUSED", code: "FORBIDDEN" },
      { outcome: "REFUSED", code: "NOT_FOUND", field: at(4, "feedbackId") },
      { outcome: "REFUSED", code: "INVALID_INPUT", field: at(5, "feedbackId") },
      { outcome: "REFUSED", code: "INVALID_INPUT", field: at(6, "revisionId") },
    ]);
    expect(await feedbackFor(receiver, hit, "state resolution version")).toEqual({
      state: "RESOLVED",
      resolution: "THANKED",
      version: 2,
    });
    expect(await feedbackFor(other, doubt, "state version")).toEqual({ state: "OPEN", version: 1 });
  });

  test("cost as many statements for 200 as for two, and settle each item that nobody doubts any more", async () => {
    const file = async (count: number) => {
      const entries = Array.from({ length: count }, (_, i) =>
        onItems(one, "FALSE_POSITIVE", one.items.slice(i % 2, (i % 2) + 1), DOUBT),
      );
      const { results } = await fileFeedback(receiver, entries);
      return results.map(({ id }) => thanks(id ?? ""));
    };
    const few = await file(2);
    const cost = await statementsOf(world, () => answer(few));
    const [left, ...rest] = await file(200);
    expect(await statementsOf(world, () => answer(rest))).toBe(cost);
    const doubted = async () => itemsOf(await shareFor(other, one)).map(({ disputed }) => disputed);
    expect(await doubted()).toEqual([true, false]);
    await answer([left ?? {}]);
    expect(await doubted()).toEqual([false, false]);
  });
});

test("an item stays in doubt when another doubt comes while one is settled", async () => {
  const first = await fileOne(receiver, onItems(one, "FALSE_POSITIVE", one.items, DOUBT));
  const blocker = new Client({ connectionString: world.url });
  await blocker.connect();
  // The answer waits for the item, and meanwhile somebody else speaks against it.
  await blocker.query(`begin; select from share_lineages where share_id = '${one.id}' for update`);
  const waits = async (count: number) => {
    while ((await blocker.query("select from pg_locks where not granted")).rowCount !== count) continue;
  };
  const resolving = answer([thanks(first)]);
  await waits(1);
  const filing = fileOne(other, onItems(one, "TOO_BROAD", one.items, DOUBT));
  await waits(2);
  await blocker.query("commit");
  await blocker.end();
  const [, second] = await Promise.all([resolving, filing]);

  expect(await feedbackFor(sender, second, "state")).toEqual({ state: "OPEN" });
  expect(itemsOf(await shareFor(receiver, one)).map(({ disputed }) => disputed)).toEqual([true, true]);
});

describe("everybody who sees the thing reads what became of feedback on it", () => {
  type Outcomes = { node: { feedbackOutcomes: { edges: readonly { node: { resolution: string | null } }[] } } };
  const outcomes = async (who: Party, type: string, id: string) => {
    const { node } = await who.get<Outcomes>(
      `query ($id: ID!) { node(id: $id) { ... on ${type} { feedbackOutcomes { edges { node { resolution } } } } } }`,
      { id },
    );
    return node.feedbackOutcomes.edges.map((edge) => edge.node.resolution);
  };

  test("of a case, and of how it was handed over", async () => {
    const incident = await world.openCase(sender);
    for (const party of [receiver, other]) await world.join(incident, party);
    await answer([thanks(await fileOne(receiver, { target: "CASE", targetId: incident.id, verdict: "USEFUL" }))]);
    expect(await outcomes(other, "Case", incident.id)).toEqual(["THANKED"]);
  });

  test("of a copy that was forwarded, beside the original", async () => {
    const free = await shareOf(sender, [receiver], ["d.example.com"], { tlp: "CLEAR", forwarding: "ALLOWED" });
    const passing = { shareId: free.id, recipientIds: [other.organization.id], fiveW: { why: ["WARN"] } };
    const { share: copy } = await receiver.act<{ share: { latestRevision: { id: string } } }>(
      "forwardShare",
      passing,
      "share { latestRevision { id } }",
    );
    const entry = { target: "SHARE_REVISION", targetId: copy.latestRevision.id, verdict: "USEFUL" };
    await answer([thanks(await fileOne(other, entry))]);
    expect(await outcomes(receiver, "Share", free.id)).toEqual(["THANKED"]);
    expect(await outcomes(receiver, "ShareRevision", free.revisionId)).toEqual([]);
  });

  test("and is told when it is reopened, answered anew, and closed", async () => {
    const stream = await other.follow({
      args: "types: [FEEDBACK_OUTCOME]",
      selection:
        "__typename position ... on FeedbackOutcomeEvent { changed actor { __typename } outcome { state resolution } }",
    });
    await stream.next();
    const feedbackId = await fileOne(receiver, onItems(one, "HIT", one.items));
    const of = (expectedVersion: number, more: object = {}) => ({ feedbackId, expectedVersion, ...more });
    const heard: unknown[] = [];
    for (const [who, name, input] of [
      [sender, "resolveFeedback", of(1, { resolution: "THANKED" })],
      [receiver, "reopenFeedback", of(2)],
      [sender, "resolveFeedback", of(3, { resolution: "ADOPTED" })],
      [receiver, "closeFeedback", of(4)],
    ] as const) {
      await who.act(name, input);
      const { outcome, actor } = await stream.next();
      expect(actor).toBeNull();
      heard.push(outcome);
    }
    expect(heard).toEqual([
      { state: "RESOLVED", resolution: "THANKED" },
      { state: "UNDER_REVIEW", resolution: null },
      { state: "RESOLVED", resolution: "ADOPTED" },
      { state: "CLOSED", resolution: "ADOPTED" },
    ]);
    await stream.end();
  });
});
