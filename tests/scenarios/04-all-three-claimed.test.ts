import { shareOf } from "../support/feedback";
import { type ServedWorld, serve } from "../support/served";
import { type Party, type World, openWorld } from "../support/world";

/* Speed, accuracy, coverage: only two can be had at once. Whoever claims all three is told so, and nothing goes out. */
let world: World;
let hub: ServedWorld;
let sender: Party;
let receiver: Party;

beforeAll(async () => {
  world = await openWorld();
  hub = await serve(world);
  [sender, receiver] = (await Promise.all(
    ["ACME CSIRT", "Bank CSIRT"].map(async (name) => {
      const party = await world.party({ name });
      return { ...party, ...hub.client(party) };
    }),
  )) as [Party, Party];
});
afterAll(async () => {
  await hub.close();
  await world.close();
});

test("three corners are refused, and the receiver gets nothing", async () => {
  const claims = ["SPEED", "ACCURACY", "COVERAGE"];
  const all = shareOf(sender, [receiver], ["c2.example.com"], {
    claims,
    limitations: [],
    detectedAt: new Date().toISOString(),
  });
  await expect(all).rejects.toThrow("TRIANGLE_VIOLATION");
  expect(await receiver.get("{ shares { edges { node { id } } } }")).toEqual({ shares: { edges: [] } });
});
