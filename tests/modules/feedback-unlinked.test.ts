import { fileFeedback, fileOne, nextBatch, onItems, shareOf } from "../support/feedback";
import { anonymousIn, fourParties, worldBetweenBatches } from "../support/anonymous";
import { venueOf } from "../support/parties";
import { type ShownShare, SHARE, idsOf, itemsOf } from "../support/sharing";
import type { Party, World } from "../support/world";

const worlds: World[] = [];
afterAll(async () => {
  for (const one of worlds) await one.close();
});
const opened = async (): Promise<World> => {
  const one = await worldBetweenBatches();
  worlds.push(one);
  return one;
};

const READ = `{
  feedback(first: 100) { totalCount { value isExact } pageInfo { hasNextPage endCursor } edges { cursor node {
    id version target targetId verdict aspect observation lineageIds anonymous anonymitySet state resolution reason filedAt
    acknowledgedAt resolvedAt closedAt closedBy author { id name } addressee { id name } share { id version } revision { id } } } }
  shares(first: 10) { edges { node { id version state latestRevision { id
    items(first: 100) { edges { node { id lineageId state disputed } } }
    feedbackOutcomes { totalCount { value } edges { node { id verdict lineageIds state resolution reason resolvedAt } } } } } } }
  waitingOnUs(first: 100) { edges { node { id kind since dueAt overdue } } }
  cases(first: 10) { edges { node { id version waitingOn { kind since organization { id } }
    feedbackOutcomes { edges { node { id verdict state resolution } } } } } }
  indicators(first: 10, value: "203.0.113.7") { edges { node { id confidence { value falsePositives }
    assertions { edges { node { id feedbackOutcomes { edges { node { id verdict state resolution } } } } } } } } }
  auditLog(first: 100) { edges { node { operation at } } }
}`;
const STREAM = `__typename position ... on StreamStarted { outcome } ... on Gone { id }
  ... on Event { id type at changed version actor { __typename } subject { id } case { id } }`;

/** What everybody receives when one of the recipients speaks anonymously: random ids by their first appearance. */
async function transcript(author: 1 | 2): Promise<readonly string[]> {
  const one = await opened();
  const parties = await fourParties(one);
  const [sender, ...receivers] = parties;
  const shared = await shareOf(sender, receivers, ["a.example.com", "b.example.com"]);
  const streams = await Promise.all(parties.map((party) => party.follow({ selection: STREAM })));
  const doubt = onItems(shared, "FALSE_POSITIVE", shared.items.slice(0, 1), { observation: "It is a mirror." });

  const { receiptCodes } = await fileFeedback(parties[author], [doubt], { anonymous: true });
  await fileOne(parties[3], onItems(shared, "HIT", shared.items.slice(1)));
  const before = await Promise.all(parties.map((party) => party.ask(READ)));
  await nextBatch(one);
  const heard = await Promise.all(parties.map((party) => party.ask(READ)));
  const id = anonymousIn(heard[0]);
  await sender.act("resolveFeedback", {
    feedbackId: id,
    expectedVersion: 1,
    resolution: "NOT_ADOPTED",
    reason: "We saw it.",
  });
  await parties[author].act("closeAnonymousFeedback", { receiptCode: receiptCodes[0] });
  const waiting = await Promise.all(parties.map((party) => party.ask(READ)));
  await nextBatch(one);
  const after = await Promise.all(parties.map((party) => party.ask(READ)));
  const end = await fileOne(parties[3], { target: "SHARE_REVISION", targetId: shared.revisionId, verdict: "USEFUL" });
  await sender.act("acknowledgeFeedback", { feedbackId: end, expectedVersion: 1 });
  await shareOf(sender, receivers, ["end.example.com"]);
  const messages = await Promise.all(
    streams.map((stream) => stream.until(({ type }) => type === "RECEIPT_DELIVERED" || type === "SHARE_PUBLISHED")),
  );
  await Promise.all(streams.map((stream) => stream.end()));
  return named({ before, heard, waiting, after, messages }, parties);
}

/** The same of all else that feedback can be about, and of all that an anonymous author can do later. */
async function transcriptOfMore(author: 1 | 2): Promise<readonly string[]> {
  const one = await opened();
  const parties = await fourParties(one);
  const [sender, , , forwarder] = parties;
  const incident = await one.openCase(sender);
  for (const party of parties.slice(1)) await one.join(incident, party);
  const said = await sender.act<{ items: readonly { id: string }[] }>(
    "assertIndicators",
    { items: [{ value: "203.0.113.7", tlp: "CLEAR" }] },
    "items { id }",
  );
  const venueId = await venueOf([forwarder, parties[1], parties[2]]);
  const given = { tlp: "GREEN", forwarding: "ALLOWED" };
  const shared = await shareOf(sender, [forwarder], ["c.example.com"], given);
  const passing = {
    shareId: shared.id,
    venueId,
    recipientIds: idsOf(parties[1], parties[2]),
    fiveW: { why: ["WARN"] },
  };
  const { share: copy } = await forwarder.act<{ share: ShownShare }>("forwardShare", passing, `share { ${SHARE} }`);
  const streams = await Promise.all(parties.map((party) => party.follow({ selection: STREAM })));
  const entries = [
    { target: "CASE", targetId: incident.id, verdict: "UNCLEAR", question: "Who decides?" },
    { target: "ASSERTION", targetId: said.items[0]?.id, verdict: "FALSE_POSITIVE" },
    {
      target: "SHARE_REVISION",
      targetId: copy.latestRevision.id,
      verdict: "TOO_BROAD",
      lineageIds: itemsOf(copy).map(({ lineageId }) => lineageId),
    },
  ];

  const told: unknown[] = [];
  const look = async () => told.push(await Promise.all(parties.map((party) => party.ask(READ))));
  // One a batch: what goes out together stands in the order of random ids.
  for (const entry of entries) {
    const { receiptCodes } = await fileFeedback(parties[author], [entry], { anonymous: true, minAnonymitySet: 1 });
    await look();
    await nextBatch(one);
    await look();
    const [receiptCode] = receiptCodes;
    const answer = { feedbackId: await newest(sender), expectedVersion: 1, resolution: "ANSWERED" };
    await sender.act("resolveFeedback", answer);
    for (const later of ["reopenAnonymousFeedback", "withdrawAnonymousFeedback"]) {
      await parties[author].act(later, { receiptCode });
      await look();
      await nextBatch(one);
      await look();
    }
  }
  await shareOf(sender, [parties[1], parties[2], forwarder], ["end.example.com"]);
  const messages = await Promise.all(streams.map((stream) => stream.until(({ type }) => type === "SHARE_PUBLISHED")));
  await Promise.all(streams.map((stream) => stream.end()));
  return named({ told, messages }, parties);
}
const newest = async (who: Party): Promise<string | undefined> => {
  type Filed = { feedback: { edges: readonly { node: { id: string } }[] } };
  return (await who.get<Filed>("{ feedback(first: 1) { edges { node { id } } } }")).feedback.edges[0]?.node.id;
};

/** Each line with parties by their names, and what is random by its first appearance. */
function named(told: object, parties: readonly Party[]): readonly string[] {
  const names = new Map<string, string>(
    parties.flatMap(({ organization }) => [[organization.id, organization.name]] as const),
  );
  const seen = new Map<string, string>();
  return JSON.stringify(told, undefined, 1)
    .split("\n")
    .map((line) =>
      line
        .replace(/"[a-z]+_[0-9A-Z]{26}"/g, (id) => names.get(id.slice(1, -1)) ?? remember(seen, id))
        .replace(/"(position|cursor|endCursor)": "[\w-]+"/g, '"$1": ...')
        // What is not on a full ten minutes is somebody's own time.
        .replace(/"\d{4}-[^"]+Z"/g, (time) => (/:\d0:00\.000Z"$/.test(time) ? time : `${time.slice(0, 16)}...`)),
    );
}
const remember = (seen: Map<string, string>, id: string): string => {
  const known = seen.get(id) ?? `#${seen.size}`;
  seen.set(id, known);
  return known;
};

test("whichever recipient speaks anonymously, everything that anybody receives is the same", async () => {
  const [first, second] = [await transcript(1), await transcript(2)];
  expect(first.join("\n")).toContain('"anonymous": true');
  expect(second).toEqual(first);
}, 120_000);

test("so it is of a case, an assertion and a forwarded copy, and of what is reopened and taken back", async () => {
  const [first, second] = [await transcriptOfMore(1), await transcriptOfMore(2)];
  for (const text of ['"WITHDRAWN"', '"UNDER_REVIEW"', '"ASSERTION"', '"CASE"', "FEEDBACK_OUTCOME"])
    expect(first.join("\n")).toContain(text);
  expect(second).toEqual(first);
}, 120_000);
