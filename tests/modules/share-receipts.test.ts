import { transact } from "../../src/platform/db";
import type { Message } from "../support/asker";
import { respond } from "../support/receipts";
import { domains, idsOf, next, shareFor, shared, statementsOf } from "../support/sharing";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let sender: Party;
let soc: Party;
let other: Party;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  [sender, soc, other] = (await Promise.all(
    ["ACME CSIRT", "Night SOC", "Beta CSIRT"].map((name) => world.party({ name, kind: "USER" })),
  )) as [Party, Party, Party];
});

const toBoth = (given: object = {}) => shared(sender, { recipientIds: idsOf(soc, other), ...given });
const using = { why: ["DETECT"], how: "AUTO_DETECT" };

describe("what a recipient does with a share", () => {
  test("each recipient has a receipt from the moment of the publication", async () => {
    const share = await toBoth();
    const selection = "receipts { edges { node { state organization { id } } } }";
    expect(await shareFor(sender, share, selection)).toMatchObject({
      receipts: { edges: [{ node: { state: "DELIVERED" } }, { node: { state: "DELIVERED" } }] },
    });
    expect(await shareFor(soc, share, selection)).toEqual({
      receipts: { edges: [{ node: { state: "DELIVERED", organization: { id: soc.organization.id } } }] },
    });
  });

  test("acknowledged, planned, used: forward, and any step may be skipped", async () => {
    const share = await toBoth();
    for (const state of ["ACKNOWLEDGED", "PLANNED"])
      expect((await respond(soc, { shareId: share.id, state })).results).toMatchObject([{ outcome: "OK" }]);
    const { receipts } = await respond(soc, { shareId: share.id, state: "USED", fiveW: using });
    expect(receipts).toMatchObject([{ state: "USED", version: 4, revisionNumber: 1 }]);
    const skipped = await respond(other, { shareId: share.id, state: "DECLINED" });
    expect(skipped.receipts).toMatchObject([{ state: "DECLINED" }]);
  });

  test("never backward", async () => {
    const share = await toBoth();
    await respond(soc, { shareId: share.id, state: "USED", fiveW: using });
    for (const state of ["PLANNED", "ACKNOWLEDGED", "DECLINED"])
      expect((await respond(soc, { shareId: share.id, state })).results).toMatchObject([
        { outcome: "REFUSED", code: "STATE_CONFLICT", field: "input.responses[0].state" },
      ]);
    expect((await respond(soc, { shareId: share.id, state: "USED" })).results).toMatchObject([
      { outcome: "UNCHANGED" },
    ]);
  });

  test("what is not used needs a reason, and nothing else has one", async () => {
    const share = await toBoth();
    const fiveW = { why: ["PREVENT"] };
    expect((await respond(soc, { shareId: share.id, state: "NOT_USED", fiveW })).results).toMatchObject([
      { code: "INVALID_INPUT", field: "input.responses[0].reason" },
    ]);
    expect(
      (await respond(soc, { shareId: share.id, state: "ACKNOWLEDGED", reason: "TOO_LATE" })).results,
    ).toMatchObject([{ code: "INVALID_INPUT" }]);
    const { receipts } = await respond(soc, { shareId: share.id, state: "NOT_USED", reason: "TOO_LATE", fiveW });
    expect(receipts).toMatchObject([{ state: "NOT_USED", reason: "TOO_LATE", receiverFiveW: { how: "NOT_USABLE" } }]);
  });

  test("use is said per revision: the next one is delivered anew, what was said of the first stays", async () => {
    const first = await toBoth();
    await respond(soc, { shareId: first.id, state: "USED", fiveW: using });
    await respond(other, { shareId: first.id, state: "DECLINED" });
    await next(sender, "publishRevision", first, { add: [{ indicator: { value: "198.51.100.9" } }] });

    const { receipts } = await respond(soc, { shareId: first.id, state: "ACKNOWLEDGED" });
    expect(receipts).toMatchObject([
      {
        state: "ACKNOWLEDGED",
        revisionNumber: 2,
        uses: [
          { number: 1, state: "USED" },
          { number: 2, state: "ACKNOWLEDGED" },
        ],
      },
    ]);
    // Who declined the share is not asked again.
    expect(await shareFor(other, first, "receipts { edges { node { state revisionNumber } } }")).toEqual({
      receipts: { edges: [{ node: { state: "DECLINED", revisionNumber: 2 } }] },
    });
    expect((await respond(other, { shareId: first.id, revisionNumber: 3, state: "USED" })).results).toMatchObject([
      { code: "NOT_FOUND", field: "input.responses[0].revisionNumber" },
    ]);
  });

  test("many shares in one call: one that is refused holds no other back, and each has its result", async () => {
    const [first, second] = [await toBoth(), await toBoth()];
    const own = await shared(soc, { recipientIds: idsOf(other) });
    const { results } = await respond(
      soc,
      { shareId: first.id, state: "ACKNOWLEDGED" },
      { shareId: own.id, state: "ACKNOWLEDGED" },
      { shareId: "share_nowhere", state: "ACKNOWLEDGED" },
      { shareId: first.id, state: "PLANNED" },
      { shareId: second.id, state: "USED", fiveW: using },
      { shareId: second.id, revisionNumber: 1 },
    );
    expect(results.map(({ outcome, code }) => code ?? outcome)).toEqual([
      "OK",
      "FORBIDDEN",
      "NOT_FOUND",
      "INVALID_INPUT",
      "OK",
      "INVALID_INPUT",
    ]);
  });

  test("each answer is told to the sender and the recipient, and to nobody else", async () => {
    const share = await toBoth();
    const args = "types: [RECEIPT_CHANGED, SHARE_FINALIZED]";
    const [asSender, asOther] = [await sender.follow({ args }), await other.follow({ args })];
    await respond(soc, { shareId: share.id, state: "USED", fiveW: using });
    await next(sender, "finalizeShare", share);
    const changed = { type: "RECEIPT_CHANGED", changed: ["receiverFiveW", "state", "uses"], version: 2 };
    const upToEnd = (message: Message) => message["type"] === "SHARE_FINALIZED";
    expect(await asSender.until(upToEnd)).toMatchObject([{}, changed, {}]);
    expect(await asOther.until(upToEnd)).toMatchObject([{}, { type: "SHARE_FINALIZED" }]);
    await Promise.all([asSender.end(), asOther.end()]);
  });
});

describe("a further revision", () => {
  const args = "types: [RECEIPT_CHANGED, SHARE_FINALIZED]";
  const upToEnd = (message: Message) => message["type"] === "SHARE_FINALIZED";
  const revised = (share: { id: string; version: number }) =>
    next(sender, "publishRevision", share, { add: [{ indicator: { value: "198.51.100.9" } }] });

  test("changes what each recipient does with the share: its version grows, and both sides are told", async () => {
    const share = await shared(sender, { recipientIds: idsOf(soc) });
    await respond(soc, { shareId: share.id, state: "NOT_USED", reason: "NO_CONTEXT", fiveW: { why: ["DETECT"] } });
    const [asSender, asSoc, asOther] = [
      await sender.follow({ args }),
      await soc.follow({ args }),
      await other.follow({ args }),
    ];
    const second = await revised(share);
    await next(sender, "finalizeShare", second);
    await next(sender, "finalizeShare", await toBoth());

    const told = { type: "RECEIPT_CHANGED", changed: ["revisionNumber", "state", "uses"], version: 3 };
    expect(await asSender.until(upToEnd)).toMatchObject([{}, told, {}]);
    expect(await asSoc.until(upToEnd)).toMatchObject([{}, told, {}]);
    expect(await asOther.until(upToEnd)).toMatchObject([{}, { type: "SHARE_FINALIZED" }]);
    expect(await shareFor(soc, second, "receipts { edges { node { version state reason } } }")).toEqual({
      receipts: { edges: [{ node: { version: 3, state: "DELIVERED", reason: null } }] },
    });
    await Promise.all([asSender, asSoc, asOther].map((stream) => stream.end()));
  });

  test.each([
    [false, { __typename: "Organization" }],
    [true, null],
  ])("with the sender masked: %s, it is the act of %j", async (senderMasked, actor) => {
    const share = await toBoth({ senderMasked });
    const stream = await soc.follow({
      args,
      selection: "__typename position ... on Event { type actor { __typename } }",
    });
    await revised(share);
    expect(await stream.until(({ type }) => type === "RECEIPT_CHANGED")).toMatchObject([{}, { actor }]);
    await stream.end();
  });

  test("waits for who is answering the one before, and finds what it said", async () => {
    const share = await shared(sender, { recipientIds: idsOf(soc) });
    let revising: Promise<unknown> = Promise.resolve();
    await transact(world.db, async (tx) => {
      await tx.query("select from share_receipts where share_id = $1 for update", [share.id]);
      revising = revised(share);
      const isWaiting = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
      while ((await world.asOwner(isWaiting)).length === 0) continue;
      await tx.query(
        "update share_uses set state = 'DECLINED' where receipt_id in (select id from share_receipts where share_id = $1)",
        [share.id],
      );
    });
    await revising;
    expect(await shareFor(soc, share, "receipts { edges { node { state revisionNumber } } }")).toEqual({
      receipts: { edges: [{ node: { state: "DECLINED", revisionNumber: 2 } }] },
    });
  });
});

test("receipts are found by recipient: of all that was sent, and of one share", async () => {
  const [first, second] = [await toBoth(), await shared(sender, { recipientIds: idsOf(other) })];
  type Found = { edges: readonly { node: { share: { id: string } } }[] };
  const found = async (who: Party) => {
    const query = `{ shareReceipts(organizationId: "${soc.organization.id}") { edges { node { share { id } } } } }`;
    return (await who.get<{ shareReceipts: Found }>(query)).shareReceipts.edges.map(({ node }) => node.share.id);
  };
  expect(await found(sender)).toEqual([first.id]);
  expect(await found(soc)).toEqual([first.id]);
  expect(await found(other)).toEqual([]);
  const of = `receipts(organizationId: "${soc.organization.id}") { edges { node { organization { id } } } }`;
  const own = { node: { organization: { id: soc.organization.id } } };
  expect(await shareFor(sender, first, of)).toEqual({ receipts: { edges: [own] } });
  expect(await shareFor(sender, second, of)).toEqual({ receipts: { edges: [] } });
});

describe("many", () => {
  const recipients = async (count: number) => {
    const made: string[] = [];
    for (let i = 0; i < count; i++) made.push((await world.organization({ name: `Member ${i}` })).id);
    return [...made, soc.organization.id];
  };

  test("500 recipients cost as many statements as one, also with the next revision", async () => {
    const costs = async (recipientIds: readonly string[]) => {
      let share = await toBoth();
      const first = await statementsOf(world, async () => {
        share = await shared(sender, { recipientIds });
      });
      const second = await statementsOf(world, () => next(sender, "publishRevision", share, { add: domains(2) }));
      return { first, second, share };
    };
    const [few, many] = [await costs(await recipients(1)), await costs(await recipients(500))];
    expect([many.first, many.second]).toEqual([few.first, few.second]);
    type Counted = { receipts: { totalCount: { value: number } } };
    const counted = await shareFor<Counted>(sender, many.share, "receipts { totalCount { value } }");
    expect(counted.receipts.totalCount.value).toBe(501);
  });

  test("a call with many responses costs as many statements as one with one", async () => {
    const shares = [];
    for (let i = 0; i < 12; i++) shares.push(await toBoth());
    const cost = (some: readonly { id: string }[]) =>
      statementsOf(world, () => respond(soc, ...some.map(({ id }) => ({ shareId: id, state: "USED", fiveW: using }))));
    expect(await cost(shares.slice(1))).toBe(await cost(shares.slice(0, 1)));
  });
});

test("unanswered lists what arrived and was not even acknowledged", async () => {
  const [first, second] = [await toBoth(), await toBoth()];
  await respond(soc, { shareId: first.id, state: "ACKNOWLEDGED" });
  const list = await soc.get<{ shares: { edges: { node: { id: string } }[] } }>(
    "{ shares(direction: RECEIVED, unanswered: true) { edges { node { id } } } }",
  );
  expect(list.shares.edges.map(({ node }) => node.id)).toEqual([second.id]);
});
