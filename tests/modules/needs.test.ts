import type { Message } from "../support/asker";
import { errorOf, idsOf } from "../support/sharing";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let owner: Party;
let partner: Party;
let stranger: Party;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  [owner, partner, stranger] = (await Promise.all(
    ["Night SOC", "ACME CSIRT", "Nobody"].map((name) => world.party({ name })),
  )) as [Party, Party, Party];
});

const need = (given: object = {}) => ({
  title: "Command servers of ransomware crews",
  what: ["DESTINATION", "MALWARE"],
  why: ["DETECT"],
  how: "AUTO_DETECT",
  tags: ["ransomware"],
  ...given,
});
type Shown = { readonly id: string; readonly version: number };
const stated = async (given: object = {}) =>
  (await owner.act<{ need: Shown }>("stateNeed", need(given), "need { id version }")).need;
const shown = (given: object = {}) => stated({ partnerIds: idsOf(partner), ...given });
const of = ({ id, version }: Shown, more: object = {}) => ({ needId: id, expectedVersion: version, ...more });
type Needs = { readonly list: { readonly edges: readonly { readonly node: { readonly id: string } }[] } };
const list = async (who: Party, query: string) =>
  (await who.get<Needs>(`{ list: ${query} { edges { node { id } } } }`)).list.edges.map(({ node }) => node.id);

test("a need is seen by its owner and by the partners that it chose, who do not see each other", async () => {
  const { id } = await shown();
  const read = `{ need(id: "${id}") { title what why how organization { id } partners { edges { node { organization { id } } } } } }`;
  const same = { ...need(), organization: { id: owner.organization.id } };
  const { tags: _, ...facts } = same;
  const partners = { edges: [{ node: { organization: { id: partner.organization.id } } }] };
  expect(await owner.get(read)).toEqual({ need: { ...facts, partners } });
  expect(await partner.get(read)).toEqual({ need: { ...facts, partners: null } });
  expect(await stranger.ask(read)).toMatchObject({ errors: [{ extensions: { code: "NOT_FOUND" } }] });
});

test("who would want what one has is found by kind, partner and words", async () => {
  const { id } = await shown();
  expect(await list(owner, "needs")).toEqual([id]);
  expect(await list(owner, "needsOfPartners")).toEqual([]);
  expect(await list(partner, "needsOfPartners(what: [MALWARE, DAMAGE])")).toEqual([id]);
  expect(await list(partner, "needsOfPartners(what: [DAMAGE])")).toEqual([]);
  expect(await list(partner, `needsOfPartners(organizationId: "${owner.organization.id}", text: "RANSOM")`)).toEqual([
    id,
  ]);
  expect(await list(stranger, "needsOfPartners")).toEqual([]);
});

test("a change is told to whoever sees the need; whom it is shown to, to its owner alone", async () => {
  const first = await shown();
  const args = "types: [NEED_UPDATED, NEED_CLOSED]";
  const [asOwner, asPartner] = [await owner.follow({ args }), await partner.follow({ args })];
  await owner.act("updateNeed", of(first, { title: "Command servers", partnerIds: idsOf(partner, stranger) }));
  await owner.act("updateNeed", of({ ...first, version: 2 }, { partnerIds: idsOf(partner) }));
  await owner.act("updateNeed", of({ ...first, version: 2 }, { title: "Command servers" }));
  await owner.act("closeNeed", of({ ...first, version: 2 }));

  const last = (message: Message) => message["type"] === "NEED_CLOSED";
  const told = (messages: readonly Message[]) => messages.slice(1).map(({ changed, version }) => [changed, version]);
  expect(told(await asOwner.until(last))).toEqual([
    [["title", "partners"], 2],
    [["partners"], null],
    [["state"], 3],
  ]);
  expect(told(await asPartner.until(last))).toEqual([
    [["title"], 2],
    [["state"], 3],
  ]);
  await Promise.all([asOwner.end(), asPartner.end()]);
});

test("a need says what and why, is shown to organisations that are there, and changes on its present version", async () => {
  expect(await errorOf(owner, "stateNeed", need({ what: [] }))).toMatchObject({
    code: "INVALID_INPUT",
    field: "input.what",
  });
  expect(await errorOf(owner, "stateNeed", need({ why: [] }))).toMatchObject({ field: "input.why" });
  expect(await errorOf(owner, "stateNeed", need({ partnerIds: ["org_nowhere"] }))).toMatchObject({
    code: "NOT_FOUND",
    field: "input.partnerIds",
  });
  const first = await shown();
  expect(await errorOf(owner, "updateNeed", of({ ...first, version: 7 }))).toMatchObject({ code: "VERSION_CONFLICT" });
  await owner.act("closeNeed", of(first));
  expect(await errorOf(owner, "updateNeed", of({ ...first, version: 2 }))).toMatchObject({ code: "STATE_CONFLICT" });
});

test("what is wanted is needed by a time that lies ahead; one that has passed since may stand", async () => {
  const [past, ahead] = ["2001-01-01T00:00:00.000Z", new Date(Date.now() + 3_600_000).toISOString()];
  const refused = { code: "INVALID_INPUT", field: "input.neededBy" };
  expect(await errorOf(owner, "stateNeed", need({ neededBy: past }))).toMatchObject(refused);
  const first = await stated({ neededBy: ahead });
  expect(await errorOf(owner, "updateNeed", of(first, { neededBy: past }))).toMatchObject(refused);
  await world.shiftTime("2 hours");
  await owner.act("updateNeed", of(first, { neededBy: ahead, title: "Command servers" }));
  await owner.act("updateNeed", of({ ...first, version: 2 }, { neededBy: null }));
  await world.shiftTime("-2 hours");
});
