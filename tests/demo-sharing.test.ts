import { buildDemo } from "../src/demo";
import { askerFor } from "./support/asker";
import { type World, openWorld } from "./support/world";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const SHOWN = `{
  shares { edges { node { state revisions { edges { node { number state feedbackOutcomes { edges { node { verdict resolution } } } } } } } } }
  feedback { edges { node { verdict state closedBy } } }
}`;

test("the demo world shows a share with two revisions, a dispute that was settled, and feedback answered", async () => {
  const operator = await world.party({ name: "Hub", roles: ["OPERATOR", "ADMIN"] });
  const { keys } = await buildDemo(world.app, operator.key);
  const csirt = await world.app.authenticator.viewerOf(`Bearer ${keys.csirt}`);
  if (!csirt) throw new Error("The key of the demo world does not open.");

  const shown = await askerFor(world.app, csirt).get(SHOWN);

  const outcome = { node: { verdict: "TOO_BROAD", resolution: "ADOPTED" } };
  expect(shown).toEqual({
    shares: {
      edges: [
        {
          node: {
            state: "ACTIVE",
            revisions: {
              edges: [
                { node: { number: 2, state: "PUBLISHED", feedbackOutcomes: { edges: [] } } },
                { node: { number: 1, state: "SUPERSEDED", feedbackOutcomes: { edges: [outcome] } } },
              ],
            },
          },
        },
      ],
    },
    feedback: { edges: [{ node: { verdict: "TOO_BROAD", state: "CLOSED", closedBy: "AUTHOR" } }] },
  });
});
