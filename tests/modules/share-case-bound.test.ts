import type { Case } from "../../src/modules/cases/case";
import { agree } from "../support/parties";
import { idsOf, itemsOf, next, sees, shareFor, shared } from "../support/sharing";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let victim: Party;
let vendor: Party;
let soc: Party;
/** A customer of the SOC's, and a part of it; neither has to do with the case. */
let client: Party;
let part: Party;
let incident: Case;

const party = (name: string, given: object = {}) =>
  world.party({ name, kind: "USER", roles: ["LIAISON", "RESPONDER", "APPROVER"], ...given });

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  [victim, vendor, soc, client] = (await Promise.all(
    ["ACME CSIRT", "Dig Forensics", "Night SOC", "Rail CSIRT"].map((name) => party(name)),
  )) as [Party, Party, Party, Party];
  part = await party("SOC lab", { organization: await world.organization({ parentId: soc.organization.id }) });
  await serves(soc, client);
  incident = await world.openCase(victim, { affectedId: victim.organization.id, detectedAt: new Date() });
  await world.join(incident, vendor, "VENDOR");
  await world.join(incident, soc);
});

const serves = (provider: Party, of: Party) =>
  world.asOwner(`insert into organization_clients values ('${provider.organization.id}', '${of.organization.id}')`);
const clause = { disclosureClauses: ["TECHNICAL_ITEMS_OUTSIDE_CASE"] };
const destination = { indicator: { value: "c2.evil.example" }, deIdentified: true };
const raw = { indicator: { value: "acme.evil.example" } };
const damage = { kind: "DAMAGE", text: "4,000 customer records left." };
const toSoc = (by: Party, items: readonly object[], given: object = {}) =>
  shared(by, { caseId: incident.id, recipientIds: idsOf(soc), items, ...given });
const consent = (given: object = {}) =>
  victim.act("recordConsent", { caseId: incident.id, kinds: ["DAMAGE"], ...given });
/** Whether the SOC reads a share, its customer does, and its part does. */
const readers = async (share: { readonly id: string }) => {
  const seen: boolean[] = [];
  for (const who of [soc, client, part]) seen.push(await sees(who, share));
  return seen;
};
const RECIPIENT_ALONE = [true, false, false];
const ALL = [true, true, true];

describe("what comes from a case keeps the case's rule: V6, whatever AMBER and GREEN let through", () => {
  test.each(["AMBER", "GREEN"])("a customer of a SOC in the case reads nothing of the damage, TLP:%s", async (tlp) => {
    await world.asOwner(`update cases set tlp = 'GREEN' where id = '${incident.id}'`);
    for (const sender of [vendor, victim]) {
      const share = await toSoc(sender, [raw, damage], { tlp });
      expect(await readers(share)).toEqual(RECIPIENT_ALONE);
      expect(itemsOf(await shareFor(soc, share)).map(({ text }) => text)).toContain(damage.text);
      const { nodes } = await client.get<{ nodes: readonly unknown[] }>(
        "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }",
        { ids: itemsOf(share).map(({ id }) => id) },
      );
      expect(nodes).toEqual([null, null]);
    }
    const known = '{ indicators(value: "acme.evil.example") { edges { node { value } } } }';
    expect(await client.get(known)).toEqual({ indicators: { edges: [] } });
  });

  test("what is de-identified reaches it where an agreement has the clause, as it does a recipient outside", async () => {
    expect(await readers(await toSoc(vendor, [destination]))).toEqual(RECIPIENT_ALONE);
    await agree([victim, vendor], clause);
    const free = await toSoc(vendor, [destination]);
    expect(await readers(free)).toEqual(ALL);
    const known = [vendor, soc, client].map((who) => shareFor<{ caseBound: boolean | null }>(who, free, "caseBound"));
    expect((await Promise.all(known)).map(({ caseBound }) => caseBound)).toEqual([false, false, null]);
    expect(await readers(await toSoc(vendor, [destination, raw]))).toEqual(RECIPIENT_ALONE);
    expect(await readers(await toSoc(victim, [destination]))).toEqual(ALL);
  });

  test("damage does on the affected organisation's consent that names no recipients, and on nothing else", async () => {
    await agree([victim, vendor], clause);
    const confirmed = { ...damage, deIdentified: true };
    expect(await readers(await toSoc(vendor, [confirmed]))).toEqual(RECIPIENT_ALONE);
    await consent({ recipientIds: idsOf(client) });
    expect(await readers(await toSoc(vendor, [damage]))).toEqual(RECIPIENT_ALONE);
    await consent();
    expect(await readers(await toSoc(vendor, [damage]))).toEqual(ALL);
  });

  test("a status report tells of the response by itself", async () => {
    const report = { kind: "STATUS_REPORT", text: "Servers are rebuilt.", claims: [], limitations: [] };
    expect(await readers(await toSoc(victim, [], report))).toEqual(RECIPIENT_ALONE);
    await consent({ kinds: ["RESPONSE_STATUS"] });
    expect(await readers(await toSoc(victim, [], report))).toEqual(ALL);
  });

  test("taking back what bound a share opens nothing of what went out before", async () => {
    await agree([victim, vendor], clause);
    const share = await toSoc(vendor, [destination, raw]);
    const [, bound] = itemsOf(share);
    const freed = await next(vendor, "publishRevision", share, { retract: [{ lineageId: bound?.lineageId }] });
    expect(await shareFor(vendor, freed, "deIdentified caseBound")).toEqual({ deIdentified: true, caseBound: true });
    expect(await readers(share)).toEqual(RECIPIENT_ALONE);
  });

  test("a revision that adds what may not leave closes it to those who had it by the marking alone", async () => {
    await agree([victim, vendor], clause);
    const share = await toSoc(vendor, [destination]);
    await next(vendor, "publishRevision", share, { add: [raw] });
    expect(await readers(share)).toEqual(RECIPIENT_ALONE);
  });

  test("a draft is judged when it goes out, not when it was begun", async () => {
    type Draft = { share: { id: string; version: number } };
    const facts = { subject: "Beacon", tlp: "AMBER", claims: ["ACCURACY", "COVERAGE"], fiveW: { why: ["WARN"] } };
    const limitations = [{ corner: "SPEED", note: "Late." }];
    const input = { ...facts, limitations, caseId: incident.id, recipientIds: idsOf(soc), items: [destination] };
    const { share } = await vendor.act<Draft>("draftShare", input, "share { id version }");
    await agree([victim, vendor], clause);
    expect(await readers(await next(vendor, "publishRevision", share))).toEqual(ALL);
  });

  test("a copy that is passed on is bound as what it was copied from", async () => {
    await consent({ recipientIds: idsOf(client) });
    const desk = await party("Rail desk", {
      organization: await world.organization({ parentId: client.organization.id }),
    });
    const share = await toSoc(vendor, [damage], { forwarding: "ALLOWED" });
    type Passed = { share: { id: string } };
    const passed = { shareId: share.id, recipientIds: idsOf(client), fiveW: { why: ["WARN"] } };
    const { share: copy } = await soc.act<Passed>("forwardShare", passed, "share { id }");
    expect([await sees(client, copy), await sees(desk, copy)]).toEqual([true, false]);
  });
});

describe("the preview", () => {
  const reasons = async (items: readonly object[], given: object = {}) => {
    type Lines = { shareAudience: { edges: { node: { reason: string } }[] } };
    const input = { caseId: incident.id, tlp: "AMBER", recipientIds: idsOf(soc), items, ...given };
    const query = "query ($input: ShareAudienceInput!) { shareAudience(input: $input) { edges { node { reason } } } }";
    const { shareAudience } = await vendor.get<Lines>(query, { input });
    return shareAudience.edges.map(({ node }) => node.reason);
  };

  test("names the recipients' parts and clients only where it reaches them", async () => {
    const free = { kind: "DESTINATION", deIdentified: true };
    expect(await reasons([free])).toEqual(["RECIPIENT"]);
    await agree([victim, vendor], clause);
    expect(await reasons([free])).toEqual(["RECIPIENT", "PART_OF", "CLIENT_OF"]);
    expect(await reasons([free, { kind: "DAMAGE" }])).toEqual(["RECIPIENT"]);
    expect(await reasons([{ kind: "DAMAGE" }], { caseId: null })).toEqual(["RECIPIENT", "PART_OF", "CLIENT_OF"]);
  });
});
