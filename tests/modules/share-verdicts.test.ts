import { feedbackFor, onItems, shareOf } from "../support/feedback";
import { type World, openWorld } from "../support/world";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

type Part = {
  part: string;
  index: number;
  outcome: string;
  id: string | null;
  code: string | null;
  field: string | null;
};
type Responded = { readonly results: readonly { readonly outcome: string; readonly parts: readonly Part[] }[] };
const RESULTS = "results { outcome parts { part index outcome id code field } }";
const verdictOf = ({ verdict, lineageIds }: ReturnType<typeof onItems>) => ({ verdict, lineageIds });

test("verdicts come with the acknowledgement and the use, many shares in one call, each with its result", async () => {
  const [sender, receiver] = [await world.party(), await world.party({ name: "Bank CSIRT" })];
  const first = await shareOf(sender, [receiver], ["a.example.com", "b.example.com"]);
  const second = await shareOf(sender, [receiver], ["c.example.com"]);
  const used = { state: "USED", fiveW: { why: ["DETECT"], how: "AUTO_DETECT" } };

  const { results } = await receiver.act<Responded>(
    "respondToShare",
    {
      responses: [
        { shareId: first.id, ...used, verdicts: first.items.map((item) => verdictOf(onItems(first, "HIT", [item]))) },
        {
          shareId: second.id,
          state: "ACKNOWLEDGED",
          verdicts: [verdictOf(onItems(second, "FALSE_POSITIVE", first.items)), { verdict: "USEFUL" }],
        },
      ],
    },
    RESULTS,
  );

  expect(
    results.map(({ parts }) =>
      parts.map(({ part, index, outcome, code, field }) => [part, index, outcome, code, field]),
    ),
  ).toEqual([
    [
      ["verdicts", 0, "OK", null, null],
      ["verdicts", 1, "OK", null, null],
    ],
    [
      ["verdicts", 0, "REFUSED", "NOT_FOUND", "input.responses[1].verdicts[0].lineageIds"],
      ["verdicts", 1, "OK", null, null],
    ],
  ]);
  const read = await feedbackFor(sender, results[0]?.parts[1]?.id ?? "", "verdict targetId author { id } share { id }");
  expect(read).toEqual({
    verdict: "HIT",
    targetId: first.revisionId,
    author: { id: receiver.organization.id },
    share: { id: first.id },
  });
});
