import { fileFeedback, onItems, shareOf } from "../support/feedback";
import { type World, openWorld } from "../support/world";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** Ten thousand are told of, and a few items besides; events go out in portions of 5,000. */
const MORE_PORTIONS = 2;

test("10,000 verdicts in one call: a result for each, and as many statements as for ten", async () => {
  const [sender, receiver] = [await world.party(), await world.party({ name: "Bank CSIRT" })];
  const values = Array.from({ length: 100 }, (_, i) => `host${i}.example.com`);
  const shared = await shareOf(sender, [receiver], values);
  const verdicts = ["HIT", "NO_HIT", "FALSE_POSITIVE", "TOO_BROAD"];
  const entries = Array.from({ length: 10_000 }, (_, i) =>
    onItems(shared, verdicts[i % 4] ?? "HIT", shared.items.slice(i % 100, (i % 100) + 1)),
  );
  const wrong = { ...onItems(shared, "HIT", []), targetId: shared.revisionId };
  const count = async (given: readonly object[]) => {
    world.statements.length = 0;
    const { results } = await fileFeedback(receiver, given);
    // Streams read the log whenever it grows, beside whatever else goes on.
    return { results, statements: world.statements.filter((text) => !text.includes("events.read")).length };
  };

  const few = await count(entries.slice(0, 10));
  const many = await count([...entries.slice(0, 5_000), wrong, ...entries.slice(5_001)]);

  expect(many.statements).toBeLessThanOrEqual(few.statements + MORE_PORTIONS);
  expect(many.results.map(({ index }) => index)).toEqual(entries.map((_, i) => i));
  const refused = many.results.filter(({ outcome }) => outcome !== "OK");
  expect(refused).toMatchObject([
    { index: 5_000, code: "FEEDBACK_INCOMPLETE", field: "input.entries[5000].lineageIds" },
  ]);
  expect(new Set(many.results.map(({ id }) => id)).size).toBe(10_000);
}, 120_000);
