import type { Message } from "../support/asker";
import {
  type ShownShare,
  errorOf,
  findings,
  idsOf,
  itemsOf,
  next,
  shareFor,
  shared,
  valuesOf,
} from "../support/sharing";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let sender: Party;
let partner: Party;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  sender = await world.party({ name: "ACME CSIRT", kind: "USER" });
  partner = await world.party({ name: "Beta CSIRT" });
});

const to = (...parties: readonly Party[]) => ({ recipientIds: idsOf(...parties) });

describe("revisions: V3", () => {
  test("a published share is no draft any more: it changes by revisions only", async () => {
    const share = await shared(sender, to(partner));
    expect(
      await errorOf(sender, "updateDraft", { shareId: share.id, expectedVersion: 1, ...findings(to(partner)) }),
    ).toMatchObject({ code: "STATE_CONFLICT", details: { from: "ACTIVE", allowed: ["DRAFT"] } });
  });

  test("a revision adds, corrects, confirms and takes back; what it does not name it carries on", async () => {
    const items = ["a", "b", "c", "d"].map((name) => ({ indicator: { value: `${name}.example` } }));
    const first = await shared(sender, { ...to(partner), items });
    const [a, b, c, d] = itemsOf(first).map(({ lineageId }) => lineageId);
    const second = await next(sender, "publishRevision", first, {
      add: [{ indicator: { value: "e.example" } }],
      correct: [{ lineageId: a, indicator: { value: "aa.example" }, note: "A slip." }],
      confirm: [b],
      retract: [{ lineageId: c, note: "Benign." }],
    });

    expect(second).toMatchObject({ version: 2, latestRevision: { number: 2, claims: ["SPEED", "ACCURACY"] } });
    expect(itemsOf(second).map(({ lineageId, state, change }) => [lineageId, state, change])).toEqual([
      [a, "CORRECTED", "CORRECTED"],
      [b, "CONFIRMED", "CONFIRMED"],
      [c, "RETRACTED", "RETRACTED"],
      [d, "ASSERTED", "CARRIED"],
      [expect.stringMatching(/^line_/), "ASSERTED", "ADDED"],
    ]);
    expect(valuesOf(second)).toEqual(["aa.example", "b.example", "c.example", "d.example", "e.example"]);

    type Revisions = { revisions: { edges: { node: { number: number; state: string; diff: unknown } }[] } };
    const diff = "diff { edges { node { change indicator { value } } } } items { edges { node { state retracted } } }";
    const read = await shareFor<Revisions>(partner, first, `revisions { edges { node { number state ${diff} } } }`);
    expect(read.revisions.edges.map(({ node }) => [node.number, node.state])).toEqual([
      [2, "PUBLISHED"],
      [1, "SUPERSEDED"],
    ]);
    expect(read.revisions.edges[0]?.node.diff).toMatchObject({
      edges: ["CORRECTED", "CONFIRMED", "RETRACTED", "ADDED"].map((change) => ({ node: { change } })),
    });
    // What went out stays as it went out, and says what is true by now beside it.
    expect(read.revisions.edges[1]?.node).toMatchObject({
      items: { edges: [false, false, true, false].map((retracted) => ({ node: { state: "ASSERTED", retracted } })) },
    });
  });

  test("what was taken back stays so, and an item is named once", async () => {
    const first = await shared(sender, to(partner));
    const lineageId = itemsOf(first)[0]?.lineageId;
    const of = (version: number) => ({ shareId: first.id, expectedVersion: version });
    expect(
      await errorOf(sender, "publishRevision", { ...of(1), confirm: [lineageId], retract: [{ lineageId }] }),
    ).toMatchObject({ code: "INVALID_INPUT", field: "input.retract[0].lineageId" });
    await next(sender, "retractItems", first, { items: [{ lineageId }] });
    expect(await errorOf(sender, "publishRevision", { ...of(2), confirm: [lineageId] })).toMatchObject({
      code: "STATE_CONFLICT",
      field: "input.confirm[0]",
    });
    expect(await errorOf(sender, "publishRevision", { ...of(2), confirm: ["line_other"] })).toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("who decided on an older version is refused", async () => {
    const first = await shared(sender, to(partner));
    await next(sender, "publishRevision", first, { add: [{ text: "More.", kind: "TTP" }] });
    expect(await errorOf(sender, "publishRevision", { shareId: first.id, expectedVersion: 1, add: [] })).toMatchObject({
      code: "VERSION_CONFLICT",
      details: { current: 2 },
    });
  });

  test("taking items back claims nothing new: it is possible long after the speed window", async () => {
    const first = await shared(sender, to(partner));
    await world.shiftTime("30 days");
    const lineageId = itemsOf(first)[0]?.lineageId;
    const confirming = { shareId: first.id, expectedVersion: 1, confirm: [lineageId] };
    expect(await errorOf(sender, "publishRevision", confirming)).toMatchObject({ code: "SPEED_WINDOW_PASSED" });
    const second = await next(sender, "retractItems", first, { items: [{ lineageId, note: "Benign." }] });
    expect(itemsOf(second)).toMatchObject([{ state: "RETRACTED" }]);
    await world.shiftTime("-30 days");
  });
});

describe("a revision says something new", () => {
  const at = (share: ShownShare) => ({ shareId: share.id, expectedVersion: share.version });

  test("what repeats the one before is refused, and asks nobody anew", async () => {
    const first = await shared(sender, to(partner));
    const same = {
      claims: ["SPEED", "ACCURACY"],
      limitations: [{ corner: "COVERAGE", note: "One server of several." }],
    };
    for (const changes of [{}, { add: [], confirm: [] }, same])
      expect(await errorOf(sender, "publishRevision", { ...at(first), ...changes })).toMatchObject({
        code: "INVALID_INPUT",
        field: "input",
      });
    const note = "Two servers of several.";
    const second = await next(sender, "publishRevision", first, { limitations: [{ corner: "COVERAGE", note }] });
    expect(second.latestRevision.number).toBe(2);
  });

  test("a note stays with its corner as long as that is given up", async () => {
    const first = await shared(sender, to(partner));
    const claims = ["ACCURACY", "COVERAGE"];
    expect(await errorOf(sender, "publishRevision", { ...at(first), claims })).toMatchObject({
      code: "LIMITATION_MISSING",
      details: { missing: ["SPEED"] },
    });
    await next(sender, "publishRevision", first, {
      claims: ["ACCURACY"],
      limitations: [
        { corner: "COVERAGE", note: "One of several." },
        { corner: "SPEED", note: "Late." },
      ],
    });
  });
});

describe("the life of a share", () => {
  test("it becomes final, then closed; and it can be taken back as a whole at any time", async () => {
    const share = await shared(sender, to(partner));
    expect(await errorOf(sender, "closeShare", { shareId: share.id, expectedVersion: 1 })).toMatchObject({
      code: "STATE_CONFLICT",
    });
    const final = await next(sender, "finalizeShare", share);
    expect(await errorOf(sender, "publishRevision", { shareId: share.id, expectedVersion: 2 })).toMatchObject({
      code: "STATE_CONFLICT",
    });
    const closed = await next(sender, "closeShare", final);
    await next(sender, "retractShare", closed, { reason: "All of it was wrong." });
    const selection =
      "state retractionReason revisions { edges { node { state } } } items { edges { node { state retracted } } }";
    expect(await shareFor(partner, share, selection)).toMatchObject({
      state: "RETRACTED",
      retractionReason: "All of it was wrong.",
      revisions: { edges: [{ node: { state: "RETRACTED" } }] },
      items: { edges: [{ node: { state: "RETRACTED", retracted: true } }] },
    });
  });

  test("a draft is its sender's until it is published, and may be incomplete until then", async () => {
    const { share: draft } = await sender.act<{ share: { id: string; version: number } }>(
      "draftShare",
      { subject: "Beacon", tlp: "AMBER", ...to(partner) },
      "share { id version }",
    );
    expect(await partner.ask(`{ share(id: "${draft.id}") { id } }`)).toMatchObject({
      errors: [{ extensions: { code: "NOT_FOUND" } }],
    });
    expect(await errorOf(sender, "publishRevision", { shareId: draft.id, expectedVersion: 1 })).toMatchObject({
      code: "TRIANGLE_VIOLATION",
    });
    const complete = await next(sender, "updateDraft", draft, findings(to(partner)));
    const out = await next(sender, "publishRevision", complete);
    expect(out).toMatchObject({ state: "ACTIVE", latestRevision: { number: 1 } });
    expect(valuesOf(await shareFor(partner, out))).toEqual(["203.0.113.7"]);
  });

  test("more recipients get what is out, and are told so; those of before are not told who", async () => {
    const share = await shared(sender, to(partner));
    const later = await world.party({ name: "Rail CSIRT" });
    const args = "types: [RECEIPT_DELIVERED, SHARE_RECIPIENTS_ADDED, SHARE_FINALIZED]";
    const [asPartner, asLater] = [await partner.follow({ args }), await later.follow({ args })];
    const same = await next(sender, "addRecipients", share, to(later, partner));
    await next(sender, "finalizeShare", same);

    expect(same.version).toBe(share.version);
    expect(valuesOf(await shareFor(later, share))).toEqual(valuesOf(share));
    const last = (message: Message) => message["type"] === "SHARE_FINALIZED";
    const typesOf = (messages: readonly Message[]) => messages.map(({ type }) => type);
    expect(typesOf(await asLater.until(last))).toEqual([undefined, "RECEIPT_DELIVERED", "SHARE_FINALIZED"]);
    expect(typesOf(await asPartner.until(last))).toEqual([undefined, "SHARE_FINALIZED"]);
    await Promise.all([asPartner.end(), asLater.end()]);
  });

  test("a draft whose time is over meanwhile is not published, and what is over is not passed on", async () => {
    const validUntil = new Date(Date.now() + 3_600_000).toISOString();
    const given = { ...to(partner), fiveW: { why: ["WARN"], validUntil }, tlp: "GREEN", forwarding: "ALLOWED" };
    const { share: draft } = await sender.act<{ share: ShownShare }>(
      "draftShare",
      findings(given),
      "share { id version }",
    );
    const out = await shared(sender, given);
    await world.shiftTime("2 hours");
    expect(await errorOf(sender, "publishRevision", { shareId: draft.id, expectedVersion: 1 })).toMatchObject({
      code: "INVALID_INPUT",
      field: "input.shareId",
    });
    const passing = { shareId: out.id, recipientIds: idsOf(sender), fiveW: { why: ["WARN"] } };
    expect(await partner.refused("forwardShare", passing)).toBe("STATE_CONFLICT");
    await world.shiftTime("-2 hours");
  });

  test("what it says is of use until a time, and everybody is told when that is over", async () => {
    const validUntil = new Date(Date.now() + 3_600_000).toISOString();
    const share = await shared(sender, { ...to(partner), fiveW: { why: ["WARN"], validUntil } });
    const stream = await partner.follow({ args: "types: [SHARE_EXPIRED]" });
    expect(await stream.next()).toMatchObject({ __typename: "StreamStarted" });
    await world.shiftTime("2 hours");
    await world.app.jobs.runDue();
    expect(await stream.next()).toMatchObject({
      type: "SHARE_EXPIRED",
      changed: ["expired"],
      subject: { id: share.id },
    });
    expect(await shareFor(partner, share, "expired")).toEqual({ expired: true });
    await world.shiftTime("-2 hours");
    await stream.end();
  });
});
