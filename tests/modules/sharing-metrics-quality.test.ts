import { type Shared, fileOne, onItems, revise, shareOf } from "../support/feedback";
import { metricsFor } from "../support/metrics";
import { type Party, type World, openWorld } from "../support/world";

/* What turned out of items: what a revision once said against one is not undone by the next. */
let world: World;
let sender: Party;
let receiver: Party;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  [sender, receiver] = (await Promise.all(["ACME CSIRT", "Bank CSIRT"].map((name) => world.party({ name })))) as [
    Party,
    Party,
  ];
});

const QUALITY = "firstShare { accuracy coverage finalShares } claimHonesty";
const RATE = "falsePositives { adjudicated rate }";
const values = (count: number) => Array.from({ length: count }, (_, i) => `host${i}.example.com`);
const lineages = ({ items }: Shared) => items.map(({ lineageId }) => lineageId);
const finalize = ({ id, version }: Shared) => sender.act("finalizeShare", { shareId: id, expectedVersion: version });
const retract = ({ id, version }: Shared, reason: string) =>
  sender.act("retractShare", { shareId: id, expectedVersion: version, reason });
/** Somebody finds that these items are wrong, and the sender takes it up. */
const foundWrong = async (shared: Shared, items = shared.items) => {
  const feedbackId = await fileOne(receiver, onItems(shared, "FALSE_POSITIVE", items, { effect: "They are ours." }));
  await sender.act("resolveFeedback", { feedbackId, expectedVersion: 1, resolution: "ADOPTED" });
};

describe("accuracy and honesty", () => {
  test("an item that was corrected stays a mistake of the first revision when a later one confirms it", async () => {
    const first = await shareOf(sender, [receiver], values(4));
    const [one] = lineages(first);
    const second = await revise(sender, first, { correct: [{ lineageId: one, text: "Port 8443 alone." }] });
    await finalize(await revise(sender, second, { confirm: lineages(first) }));

    // Nothing was added: coverage was borne out, accuracy was not.
    expect(await metricsFor(sender, QUALITY)).toEqual({
      firstShare: { accuracy: 0.75, coverage: 1, finalShares: 1 },
      claimHonesty: 0.5,
    });
  });

  test("what was confirmed or carried on unchanged was right", async () => {
    const first = await shareOf(sender, [receiver], values(4));
    await finalize(await revise(sender, first, { confirm: lineages(first).slice(0, 2) }));

    expect(await metricsFor(sender, QUALITY)).toEqual({
      firstShare: { accuracy: 1, coverage: 1, finalShares: 1 },
      claimHonesty: 1,
    });
  });

  test("a mistake of a later revision is none of the first", async () => {
    const first = await shareOf(sender, [receiver], values(2));
    const second = await revise(sender, first, { add: [{ indicator: { value: "late.example.com" } }] });
    const added = second.items.find(({ indicator }) => indicator.value === "late.example.com");
    await finalize(await revise(sender, second, { retract: [{ lineageId: added?.lineageId, note: "A CDN." }] }));

    expect(await metricsFor(sender, QUALITY)).toEqual({
      firstShare: { accuracy: 1, coverage: 1, finalShares: 1 },
      claimHonesty: 1,
    });
  });

  test("of a share that was retracted as a whole nothing stands, and what a revision had added it had lacked", async () => {
    const first = await shareOf(sender, [receiver], values(3));
    const second = await revise(sender, first, { add: [{ indicator: { value: "more.example.com" } }] });
    await retract(second, "It was all wrong.");

    expect(await metricsFor(sender, QUALITY)).toEqual({
      firstShare: { accuracy: 0, coverage: 0.75, finalShares: 1 },
      claimHonesty: 0,
    });
  });

  test("a share that still goes on is not judged", async () => {
    const first = await shareOf(sender, [receiver], values(2));
    await revise(sender, first, { retract: [{ lineageId: lineages(first)[0], note: "A CDN." }] });

    expect(await metricsFor(sender, QUALITY)).toEqual({
      firstShare: { accuracy: null, coverage: null, finalShares: 0 },
      claimHonesty: null,
    });
  });
});

describe("false positives", () => {
  test("feedback that is adopted after an item was confirmed makes it wrong", async () => {
    const first = await shareOf(sender, [receiver], values(5));
    const second = await revise(sender, first, { confirm: lineages(first) });
    expect(await metricsFor(sender, RATE)).toEqual({ falsePositives: { adjudicated: 5, rate: 0 } });

    await foundWrong(second, first.items.slice(0, 2));

    expect(await metricsFor(sender, RATE)).toEqual({ falsePositives: { adjudicated: 5, rate: 0.4 } });
  });

  test("an item that is confirmed after feedback was adopted is right again", async () => {
    const first = await shareOf(sender, [receiver], values(5));
    await foundWrong(first);
    expect(await metricsFor(sender, RATE)).toEqual({ falsePositives: { adjudicated: 5, rate: 1 } });

    await revise(sender, first, { confirm: lineages(first).slice(0, 4) });

    expect(await metricsFor(sender, RATE)).toEqual({ falsePositives: { adjudicated: 5, rate: 0.2 } });
  });

  test("a correction decides on an item without making it wrong, unless feedback had said so", async () => {
    const first = await shareOf(sender, [receiver], values(5));
    await foundWrong(first, first.items.slice(0, 1));
    const correct = lineages(first).map((lineageId) => ({ lineageId, text: "Port 8443 alone." }));
    await revise(sender, first, { correct });

    expect(await metricsFor(sender, RATE)).toEqual({ falsePositives: { adjudicated: 5, rate: 0.2 } });
  });

  test("to retract a share as a whole says nothing of items on which nobody had decided", async () => {
    const first = await shareOf(sender, [receiver], values(8));
    await foundWrong(first, first.items.slice(0, 1));
    const second = await revise(sender, first, {
      confirm: lineages(first).slice(1, 4),
      retract: [{ lineageId: lineages(first)[4], note: "A CDN." }],
    });
    await retract(second, "It went to the wrong audience.");

    // One by feedback and one by a revision are wrong, three were confirmed; the other three nobody has judged.
    expect(await metricsFor(receiver, RATE)).toEqual({ falsePositives: { adjudicated: 5, rate: 0.4 } });
  });
});

test("an item that is marked stricter counts for those alone who see it, and one that became so for nobody else", async () => {
  const part = await world.party({ organization: await world.organization({ parentId: receiver.organization.id }) });
  const first = await shareOf(sender, [receiver], values(2), {
    tlp: "AMBER",
    items: [...values(2), "strict.example.com"].map((value, i) => ({
      indicator: { value },
      tlp: i === 2 ? "AMBER_STRICT" : "AMBER",
    })),
  });
  const [, narrowed, strict] = lineages(first);
  const second = await revise(sender, first, {
    correct: [{ lineageId: narrowed, tlp: "AMBER_STRICT" }],
    retract: [{ lineageId: strict, note: "A CDN." }],
  });
  await finalize(second);

  const asked = "firstShare { accuracy } falsePositives { adjudicated }";
  expect(await metricsFor(receiver, asked)).toEqual({
    firstShare: { accuracy: 0.3333 },
    falsePositives: { adjudicated: 2 },
  });
  expect(await metricsFor(part, asked)).toEqual({ firstShare: { accuracy: 1 }, falsePositives: { adjudicated: 0 } });
});
