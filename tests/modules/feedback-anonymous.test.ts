import { randomUUID } from "node:crypto";
import { anonymousIn, fourParties, worldBetweenBatches } from "../support/anonymous";
import { type Filed, ITEMS, feedbackFor, fileFeedback, nextBatch, onItems, shareOf } from "../support/feedback";
import { venueOf } from "../support/parties";
import { type ShownItem, type ShownShare, SHARE, findings, idsOf, itemsOf, shareFor, shared } from "../support/sharing";
import type { Party, World } from "../support/world";

const READ = "{ feedback { edges { node { id anonymous } } } }";

let one: World;
let sender: Party;
let author: Party;
let other: Party;
beforeAll(async () => {
  one = await worldBetweenBatches();
});
afterAll(() => one.close());
beforeEach(async () => {
  [sender, author, other] = await fourParties(one);
});
const RECEIPT = `query ($code: String!) { anonymousFeedback(receiptCode: $code) {
  verdict state resolution reason closedBy anonymitySet filedAt } }`;
const receiptFor = async (who: Party, code: string | null | undefined) =>
  (await who.ask(RECEIPT, { code })).data?.["anonymousFeedback"];

test("it goes out on the next full ten minutes, and is followed with its receipt code alone", async () => {
  const shared = await shareOf(sender, [author, other], ["a.example.com"]);
  const { results, receiptCodes } = await fileFeedback(author, [onItems(shared, "TOO_BROAD", shared.items)], {
    anonymous: true,
  });
  expect(results).toMatchObject([{ outcome: "OK", id: null }]);
  const [code] = receiptCodes;
  expect(await receiptFor(author, code)).toBeNull();

  await nextBatch(one);

  const told = { verdict: "TOO_BROAD", state: "OPEN", resolution: null, anonymitySet: 2 };
  const receipt = await receiptFor(author, code);
  expect(receipt).toMatchObject({ ...told, filedAt: expect.stringMatching(/:\d0:00\.000Z$/) as unknown });
  const mine = await author.get<{ feedback: { edges: readonly unknown[] } }>("{ feedback { edges { node { id } } } }");
  expect(mine.feedback.edges).toEqual([]);
});

test("a code that the hub did not give opens nothing", async () => {
  const { errors } = await author.ask(RECEIPT, { code: "bm90IGEgcmVjZWlwdCBjb2Rl" });
  expect(errors?.[0]?.extensions?.["code"]).toBe("NOT_FOUND");
});

test("repeating the call gives the same codes, and files nothing twice", async () => {
  const shared = await shareOf(sender, [author, other], ["a.example.com", "b.example.com"]);
  const entries = shared.items.map((item) => onItems(shared, "HIT", [item]));
  const call = { anonymous: true, idempotencyKey: randomUUID() };
  const [first, again] = [await fileFeedback(author, entries, call), await fileFeedback(author, entries, call)];
  await nextBatch(one);
  expect(again).toEqual(first);
  const heard = await sender.get<{ feedback: { edges: readonly unknown[] } }>("{ feedback { edges { node { id } } } }");
  expect(heard.feedback.edges).toHaveLength(2);
});

test("no row of the database holds its author beside it: not what waits, not the key, the audit or the events", async () => {
  const shared = await shareOf(sender, [author, other], ["a.example.com"]);
  const since = await one.asOwner("select hub_now() as now");
  const { receiptCodes } = await fileFeedback(author, [onItems(shared, "FALSE_POSITIVE", shared.items)], {
    anonymous: true,
  });
  const rows = async () =>
    JSON.stringify(
      await Promise.all(
        ["pending_feedback", "feedback", "jobs"]
          .map((table) => `select * from ${table}`)
          .concat(
            ["idempotency_keys", "audit", "events"].map(
              (table) =>
                `select * from ${table} where ${table === "idempotency_keys" ? "created_at" : "at"} >= '${(since[0]?.["now"] as Date).toISOString()}'`,
            ),
          )
          .map((statement) => one.asOwner(statement)),
      ),
    );
  const waiting = await rows();
  await nextBatch(one);
  await author.act("withdrawAnonymousFeedback", { receiptCode: receiptCodes[0] });
  await nextBatch(one);
  for (const written of [waiting, await rows()]) {
    expect(written).toContain("FALSE_POSITIVE");
    expect(written).not.toContain(author.account.id);
    expect(written).not.toContain(author.organization.id);
  }
});

test("what its author does later goes out with the next batch: closed, reopened, withdrawn", async () => {
  const shared = await shareOf(sender, [author, other], ["a.example.com"]);
  const { receiptCodes } = await fileFeedback(author, [onItems(shared, "HIT", shared.items)], { anonymous: true });
  const receiptCode = receiptCodes[0] ?? "";
  await nextBatch(one);
  const id = anonymousIn(await sender.ask(READ));
  await sender.act("resolveFeedback", { feedbackId: id, expectedVersion: 1, resolution: "THANKED" });

  const { dueAt } = await author.act<{ dueAt: string }>("reopenAnonymousFeedback", { receiptCode }, "dueAt");

  expect(dueAt).toMatch(/:\d0:00\.000Z$/);
  expect(await feedbackFor(sender, id, "state")).toEqual({ state: "RESOLVED" });
  await nextBatch(one);
  expect(await feedbackFor(sender, id, "state version")).toEqual({ state: "UNDER_REVIEW", version: 3 });
  expect(await author.refused("closeAnonymousFeedback", { receiptCode }, "dueAt")).toBe("STATE_CONFLICT");
});

test("it is for whoever may give feedback, and not on a handoff, whose other side would know", async () => {
  const shared = await shareOf(sender, [author], ["a.example.com"]);
  const entry = onItems(shared, "HIT", shared.items);
  const stranger = await one.party({ name: "Nobody" });
  const { results, receiptCodes }: Filed = await fileFeedback(stranger, [entry], { anonymous: true });
  expect([results[0]?.code, receiptCodes]).toEqual(["NOT_FOUND", [null]]);
  const looksOn = await one.party({ organization: author.organization, roles: ["OBSERVER"] });
  expect(await looksOn.refused("fileFeedback", { entries: [entry], anonymous: true })).toBe("FORBIDDEN");
});

describe("out of how many the author could be", () => {
  const LATER = { claims: ["ACCURACY", "COVERAGE"], limitations: [{ corner: "SPEED", note: "Years later." }] };
  type Told = Filed & { readonly anonymitySets: readonly (number | null)[] };
  const filedBy = (who: Party, entry: object, more: object = {}) =>
    who.act<Told>(
      "fileFeedback",
      { entries: [entry], anonymous: true, ...more },
      `${ITEMS} receiptCodes anonymitySets`,
    );

  test("is not asked for by whoever would speak by name: a flag that was forgotten names nobody", async () => {
    const both = await shareOf(sender, [author, other], ["a.example.com"]);
    const given = { entries: [onItems(both, "HIT", both.items)], anonymous: false, minAnonymitySet: 2 };
    expect(await author.refused("fileFeedback", given)).toBe("INVALID_INPUT");
  });

  test("is told when it is filed; who would be the only one is refused, unless that is accepted", async () => {
    const both = await shareOf(sender, [author, other], ["a.example.com"]);
    expect(await filedBy(author, onItems(both, "HIT", both.items))).toMatchObject({ anonymitySets: [2] });

    const alone = await shareOf(sender, [author], ["a.example.com"]);
    const entry = onItems(alone, "HIT", alone.items);
    expect(await filedBy(author, entry)).toMatchObject({
      results: [{ outcome: "REFUSED", code: "INVALID_INPUT", field: "input.minAnonymitySet" }],
      receiptCodes: [null],
      anonymitySets: [1],
    });
    expect(await filedBy(author, entry, { minAnonymitySet: 1 })).toMatchObject({ results: [{ outcome: "OK" }] });
    expect(await filedBy(author, onItems(both, "HIT", both.items), { minAnonymitySet: 3 })).toMatchObject({
      results: [{ outcome: "REFUSED" }],
      anonymitySets: [2],
    });
  });

  test("counts only whoever reads the items that are named", async () => {
    const { share } = await sender.act<{ share: ShownShare }>(
      "share",
      findings({
        ...LATER,
        recipientIds: idsOf(author, other),
        personIds: [author.account.id],
        namedOnly: false,
        items: [{ indicator: { value: "203.0.113.7" } }, { kind: "MALWARE", text: "A loader.", tlp: "RED" }],
      }),
      `share { ${SHARE} }`,
    );
    const [open, red] = itemsOf(await shareFor(author, share));
    const entry = (item: ShownItem | undefined) => ({
      target: "SHARE_REVISION",
      targetId: share.latestRevision.id,
      verdict: "HIT",
      lineageIds: [item?.lineageId],
    });
    expect(await filedBy(author, entry(open))).toMatchObject({ anonymitySets: [2] });
    expect(await filedBy(author, entry(red))).toMatchObject({ anonymitySets: [1] });
  });

  test("does not count who passed it on, and who is asked to answer", async () => {
    const venueId = await venueOf([author, other]);
    const share = await shared(sender, {
      ...LATER,
      recipientIds: idsOf(author),
      tlp: "GREEN",
      forwarding: "ALLOWED",
    });
    const passing = { shareId: share.id, venueId, recipientIds: idsOf(other), fiveW: { why: ["WARN"] } };
    const { share: copy } = await author.act<{ share: ShownShare }>("forwardShare", passing, `share { ${SHARE} }`);
    const entry = { target: "SHARE_REVISION", targetId: copy.latestRevision.id, verdict: "USEFUL" };
    expect(await filedBy(other, entry, { minAnonymitySet: 1 })).toMatchObject({ anonymitySets: [1] });
  });
});

test("a flood of what waits goes out whole, in portions", async () => {
  const FLOOD = 66_000; // More than one statement has parameters.
  await one.asOwner(`insert into pending_feedback (id, act, receipt_hash, content, due_at)
    select 'wait_' || i, 'CLOSE', 'none ' || i, '{}', hub_now() from generate_series(1, ${FLOOD}) i`);
  const shared = await shareOf(sender, [author, other], ["a.example.com"]);
  await fileFeedback(author, [onItems(shared, "HIT", shared.items)], { anonymous: true });
  await nextBatch(one);
  expect(await one.asOwner("select count(*)::integer as n from pending_feedback")).toEqual([{ n: 0 }]);
  expect(anonymousIn(await sender.ask(READ))).not.toBe("");
}, 180_000);
