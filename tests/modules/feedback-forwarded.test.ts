import { type Shared, type SharedItem, feedbackFor, fileOne, onItems, shareOf } from "../support/feedback";
import { venueOf } from "../support/parties";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let origin: Party;
let forwarder: Party;
let reader: Party;
let direct: Party;
let first: Shared;
let copy: Shared;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  [origin, forwarder, reader, direct] = (await Promise.all(
    ["Victim CSIRT", "National CERT", "Bank CSIRT", "Rail CSIRT"].map((name) => world.party({ name })),
  )) as [Party, Party, Party, Party];
  const given = { senderMasked: true, tlp: "GREEN", forwarding: "ALLOWED" };
  first = await shareOf(origin, [forwarder, direct], ["a.example.com", "b.example.com"], given);
  const venueId = await venueOf([forwarder, reader]);
  const passing = { shareId: first.id, venueId, recipientIds: [reader.organization.id], fiveW: { why: ["WARN"] } };
  const selection =
    "share { id version latestRevision { id } items { edges { node { id lineageId indicator { value } } } } }";
  const { share } = await forwarder.act<{ share: Forwarded }>("forwardShare", passing, selection);
  copy = { ...share, revisionId: share.latestRevision.id, items: share.items.edges.map(({ node }) => node) };
});
type Forwarded = Pick<Shared, "id" | "version"> & {
  readonly latestRevision: { readonly id: string };
  readonly items: { readonly edges: readonly { readonly node: SharedItem }[] };
};

const DISPUTED = `query ($id: ID!) { node(id: $id) { ... on ShareRevision { items { edges { node { lineageId disputed } } } } } }`;
type Read = { node: { items: { edges: readonly { node: { lineageId: string; disputed: boolean } }[] } } };
const disputedFor = async (who: Party, { revisionId }: Shared) =>
  (await who.get<Read>(DISPUTED, { id: revisionId })).node.items.edges.flatMap(({ node }) =>
    node.disputed ? [node.lineageId] : [],
  );

test("feedback on a copy goes to where it began, masked, and puts the item in doubt everywhere", async () => {
  const id = await fileOne(
    reader,
    onItems(copy, "FALSE_POSITIVE", copy.items.slice(0, 1), { observation: "A mirror." }),
  );

  const selection = "verdict lineageIds addressee { id } share { id }";
  const [root, copied] = [first.items[0]?.lineageId, copy.items[0]?.lineageId];
  const asCopied = { verdict: "FALSE_POSITIVE", lineageIds: [copied], addressee: null, share: { id: copy.id } };
  expect(await feedbackFor(reader, id, selection)).toEqual(asCopied);
  expect(await feedbackFor(forwarder, id, selection)).toEqual(asCopied);
  const asBegun = {
    verdict: "FALSE_POSITIVE",
    lineageIds: [root],
    addressee: { id: origin.organization.id },
    share: { id: first.id },
  };
  expect(await feedbackFor(origin, id, selection)).toEqual(asBegun);
  for (const who of [origin, forwarder, direct]) expect(await disputedFor(who, first)).toEqual([root]);
  for (const who of [forwarder, reader]) expect(await disputedFor(who, copy)).toEqual([copied]);
});

test("it is answered where it began, and all who received either learn of it; who passed it on answers nothing", async () => {
  const feedbackId = await fileOne(reader, onItems(copy, "TOO_BROAD", copy.items, { effect: "It blocks a CDN." }));
  const answer = { feedbackId, expectedVersion: 1, resolution: "NOT_ADOPTED", reason: "We saw it beacon." };
  expect(await forwarder.refused("resolveFeedback", answer)).toBe("FORBIDDEN");

  await origin.act("resolveFeedback", answer);

  const outcomeId = String(
    (await world.asOwner(`select outcome_id from feedback where id = '${feedbackId}'`))[0]?.["outcome_id"],
  );
  const stranger = await world.party({ name: "Nobody" });
  const read = (who: Party) =>
    who.ask(`query ($id: ID!) { node(id: $id) { ... on FeedbackOutcome { resolution reason } } }`, { id: outcomeId });
  for (const who of [reader, forwarder, direct, origin])
    expect((await read(who)).data).toEqual({ node: { resolution: "NOT_ADOPTED", reason: "We saw it beacon." } });
  expect((await read(stranger)).errors?.[0]?.extensions?.["code"]).toBe("NOT_FOUND");
  for (const [who, one] of [
    [direct, first],
    [reader, copy],
  ] as const)
    expect(await disputedFor(who, one)).toEqual([]);
});
