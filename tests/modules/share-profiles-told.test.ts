import { randomUUID } from "node:crypto";
import { Client } from "pg";
import type { Message } from "../support/asker";
import { codeOf, mutationText } from "../support/asker";
import { automatic, receiptOf, setProfile } from "../support/receipts";
import { idsOf, next, shared, statementsOf } from "../support/sharing";
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
const revised = (share: { readonly id: string; readonly version: number }) =>
  next(sender, "publishRevision", share, { add: [{ kind: "TTP", text: "At night." }] });

describe("what a profile says is told", () => {
  const args = "types: [RECEIPT_CHANGED, SHARE_FINALIZED]";
  const selection =
    "__typename position ... on Event { type changed version actor { __typename } ... on ShareReceiptEvent { receipt { state organization { id } } } }";
  const upToEnd = (message: Message) => message["type"] === "SHARE_FINALIZED";
  const toldOf = (messages: readonly Message[]) =>
    messages
      .filter(({ type }) => type === "RECEIPT_CHANGED")
      .map(({ changed, version, actor }) => [version, changed, actor]);

  test("to the receiver and the sender, with the version that it made, and as nobody's act", async () => {
    await setProfile(soc);
    const [asSender, asSoc, asOther] = [
      await sender.follow({ args, selection }),
      await soc.follow({ args, selection }),
      await other.follow({ args, selection }),
    ];
    const share = await revised(await toBoth({ recipientIds: idsOf(soc) }));
    await next(sender, "finalizeShare", share);
    await next(sender, "finalizeShare", await toBoth());
    const first = [1, ["receiverFiveW", "state", "uses"], null];
    const second = [2, ["revisionNumber", "uses"], null];
    expect(toldOf(await asSender.until(upToEnd))).toEqual([first, second]);
    expect(toldOf(await asSoc.until(upToEnd))).toEqual([first, second]);
    expect(toldOf(await asOther.until(upToEnd))).toEqual([]);
    expect(await receiptOf(soc, share)).toMatchObject({ version: 2 });
    await Promise.all([asSender, asSoc, asOther].map((stream) => stream.end()));
  });

  test("also when the share is sent to one more", async () => {
    const share = await toBoth({ recipientIds: idsOf(other) });
    await setProfile(soc);
    const stream = await soc.follow({ args: "types: [RECEIPT_CHANGED, RECEIPT_DELIVERED]" });
    await next(sender, "addRecipients", share, { recipientIds: idsOf(soc) });
    const told = await stream.until(({ type }) => type === "RECEIPT_CHANGED");
    expect(told.map(({ type }) => type)).toEqual([undefined, "RECEIPT_DELIVERED", "RECEIPT_CHANGED"]);
    await stream.end();
  });

  test("in as many statements however many have one", async () => {
    await setProfile(soc);
    const costOf = async (recipientIds: readonly string[]) => {
      let share = { id: "", version: 0 };
      const first = await statementsOf(world, async () => {
        share = await shared(sender, { recipientIds });
      });
      return [first, await statementsOf(world, () => revised(share))];
    };
    const few = await costOf(idsOf(soc));
    await setProfile(other);
    expect(await costOf(idsOf(soc, other))).toEqual(few);
  });
});

test("of two who set the first profile at once, one decided on an older version", async () => {
  const blocker = new Client({ connectionString: world.url });
  await blocker.connect();
  // Both have read that there is none when the first may write.
  await blocker.query("begin; lock table standing_profiles in share mode");
  const set = () =>
    soc.ask(mutationText("setStandingProfile", "position"), { input: { ...automatic, idempotencyKey: randomUUID() } });
  const both = [set(), set()];
  const waiting = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  while (((await blocker.query(waiting)).rowCount ?? 0) < 2) continue;
  await blocker.end();
  const [refused, ...more] = (await Promise.all(both)).filter(({ errors }) => errors);
  expect(more).toEqual([]);
  expect(codeOf(refused ?? {})).toBe("VERSION_CONFLICT");
});
