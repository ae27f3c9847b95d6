import { onItems, revise, shareOf } from "../support/feedback";
import { venueOf } from "../support/parties";
import { type ServedWorld, serve } from "../support/served";
import { type Party, type World, openWorld } from "../support/world";

/*
 * A phishing wave: one member of a community shares thirty domains in one call. Four members respond in bulk; two
 * domains are benign. A national CERT has passed it on meanwhile, and what becomes of the two reaches its copy too.
 */
let world: World;
let hub: ServedWorld;
let parties: readonly Party[];

beforeAll(async () => {
  world = await openWorld();
  hub = await serve(world);
  parties = await Promise.all(
    ["ACME CSIRT", "Bank CSIRT", "Rail CSIRT", "Port CSIRT", "Gas CSIRT", "National CERT", "City CSIRT"].map(
      async (name) => {
        const party = await world.party({ name });
        return { ...party, ...hub.client(party) };
      },
    ),
  );
});
afterAll(async () => {
  await hub.close();
  await world.close();
});

type Item = { readonly state: string; readonly disputed: boolean; readonly indicator: { readonly value: string } };
type Read = { readonly share: { readonly items: { readonly edges: readonly { readonly node: Item }[] } } };
const itemsFor = async (who: Party, id: string): Promise<readonly Item[]> => {
  const query =
    "query ($id: ID!) { share(id: $id) { items(first: 100) { edges { node { state disputed indicator { value } } } } } }";
  return (await who.get<Read>(query, { id })).share.items.edges.map(({ node }) => node);
};
type Responded = {
  readonly results: readonly { readonly outcome: string; readonly parts: readonly { readonly outcome: string }[] }[];
};

test("thirty domains, bulk answers, a forward, and a retraction that reaches the forwarded copy", async () => {
  const [sender, , , , , cert, city] = parties as [Party, Party, Party, Party, Party, Party, Party];
  const members = parties.slice(1, 5);
  // The city is served by the CERT: what is AMBER for the CERT may reach it.
  await world.asOwner(`insert into organization_clients values ('${cert.organization.id}', '${city.organization.id}')`);
  const venueId = await venueOf([sender, ...members, cert]);
  const domains = Array.from({ length: 30 }, (_, i) => `login${i}.example.net`);
  const wave = await shareOf(sender, [...members, cert], domains, { tlp: "AMBER", venueId, forwarding: "ALLOWED" });
  const benign = wave.items.slice(0, 2);
  const names = benign.map(({ indicator }) => indicator.value);

  const passed = await cert.act<{ share: { id: string } }>(
    "forwardShare",
    { shareId: wave.id, recipientIds: [city.organization.id], fiveW: { why: ["WARN"] } },
    "share { id }",
  );
  for (const member of members) {
    const verdicts = wave.items.map((item) => {
      const isBenign = benign.includes(item);
      const { verdict, lineageIds } = onItems(wave, isBenign ? "FALSE_POSITIVE" : "HIT", [item]);
      return { verdict, lineageIds };
    });
    const used = { state: "USED", fiveW: { why: ["DETECT"], how: "AUTO_DETECT" } };
    const { results } = await member.act<Responded>(
      "respondToShare",
      { responses: [{ shareId: wave.id, ...used, verdicts }] },
      "results { outcome parts { outcome } }",
    );
    expect(
      results.map(({ outcome, parts }) => [outcome, parts.length, new Set(parts.map((part) => part.outcome))]),
    ).toEqual([["OK", 30, new Set(["OK"])]]);
  }
  for (const [who, id] of [
    [members[0] ?? sender, wave.id],
    [city, passed.share.id],
  ] as const) {
    const doubted = (await itemsFor(who, id)).filter(({ disputed }) => disputed);
    expect(doubted.map(({ indicator }) => indicator.value)).toEqual(names);
  }

  await revise(sender, wave, {
    retract: benign.map(({ lineageId }) => ({ lineageId, note: "A legitimate sign-in service." })),
    confirm: wave.items.slice(2).map(({ lineageId }) => lineageId),
  });

  const atCity = await itemsFor(city, passed.share.id);
  expect(atCity.filter(({ state }) => state === "RETRACTED").map(({ indicator }) => indicator.value)).toEqual(names);
  expect(atCity.filter(({ disputed }) => disputed)).toEqual([]);
});
