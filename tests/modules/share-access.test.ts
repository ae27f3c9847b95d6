import type { Message } from "../support/asker";
import { venueOf } from "../support/parties";
import { domains, idsOf, itemsOf, next, sees, shareFor, shared } from "../support/sharing";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let sender: Party;
let colleague: Party;
let recipient: Party;
let client: Party;
let part: Party;
let member: Party;
let stranger: Party;
let venueId: string;
const party = (name: string, more: object = {}) => world.party({ name, kind: "USER", ...more });

beforeAll(async () => {
  world = await openWorld();
  sender = await party("ACME CSIRT");
  colleague = await party("ACME analyst", { organization: sender.organization });
  recipient = await party("Night SOC");
  client = await party("Shop CSIRT");
  part = await party("Night SOC lab", {
    organization: await world.organization({ parentId: recipient.organization.id }),
  });
  member = await party("Beta CSIRT");
  stranger = await party("Nobody");
  await world.asOwner(
    `insert into organization_clients values ('${recipient.organization.id}', '${client.organization.id}')`,
  );
  venueId = await venueOf([sender, recipient, member], { showsMembers: true });
});
afterAll(() => world.close());

const everybody = () => ({ sender, colleague, recipient, client, part, member, stranger });
/** Who of them sees a share. */
const audienceOf = async (share: { readonly id: string }) => {
  const seen: string[] = [];
  for (const [name, who] of Object.entries(everybody())) if (await sees(who, share)) seen.push(name);
  return seen;
};
const inVenue = (given: object) => shared(sender, { venueId, recipientIds: idsOf(recipient), ...given });

describe("who sees a share", () => {
  const own = ["sender", "colleague"];
  test.each([
    ["AMBER_STRICT", [...own, "recipient"]],
    ["AMBER", [...own, "recipient", "client", "part"]],
    ["GREEN", [...own, "recipient", "client", "part", "member"]],
    ["CLEAR", [...own, "recipient", "client", "part", "member", "stranger"]],
  ])("TLP:%s", async (tlp, audience) => {
    expect(await audienceOf(await inVenue({ tlp }))).toEqual(audience);
  });

  test("RED: the persons that are named, and nobody else of any organisation", async () => {
    const other = await party("Night analyst", { organization: recipient.organization });
    const share = await inVenue({ tlp: "RED", personIds: [recipient.account.id] });
    expect(await audienceOf(share)).toEqual(["sender", "recipient"]);
    expect(await sees(other, share)).toBe(false);
    await next(sender, "addRecipients", share, { personIds: [other.account.id, colleague.account.id] });
    expect(await audienceOf(share)).toEqual(["sender", "colleague", "recipient"]);
    expect(await sees(other, share)).toBe(true);
  });

  test("RED reaches a tool only when it is named", async () => {
    const tool = await world.party({ organization: recipient.organization });
    expect(await sees(tool, await inVenue({ tlp: "RED", personIds: [recipient.account.id] }))).toBe(false);
    expect(await sees(tool, await inVenue({ tlp: "RED", personIds: [tool.account.id] }))).toBe(true);
  });

  test("RED without a named person of a recipient is refused", async () => {
    const given = { venueId, recipientIds: idsOf(recipient), tlp: "RED", subject: "x", fiveW: { why: ["WARN"] } };
    const triangle = { claims: ["ACCURACY", "COVERAGE"], limitations: [{ corner: "SPEED", note: "Late." }] };
    const input = { ...given, ...triangle, items: domains(1), personIds: [sender.account.id] };
    expect(await sender.refused("share", input)).toBe("AUDIENCE_TOO_WIDE");
  });

  test("naming persons narrows a share of any marking to them", async () => {
    const share = await inVenue({ tlp: "AMBER", personIds: [recipient.account.id] });
    expect(await audienceOf(share)).toEqual(["sender", "recipient"]);
  });

  test("a draft is its sender's, whatever its marking", async () => {
    const draft = { subject: "Beacon", tlp: "CLEAR", venueId };
    const { share } = await sender.act<{ share: { id: string } }>("draftShare", draft, "share { id }");
    expect(await audienceOf(share)).toEqual(["sender", "colleague"]);
  });

  test("taking part in its case opens no share", async () => {
    const incident = await world.openCase(sender, { tlp: "AMBER", detectedAt: new Date() });
    await world.join(incident, recipient);
    await world.join(incident, member);
    const share = await shared(sender, { caseId: incident.id, recipientIds: idsOf(recipient) });
    expect(await sees(member, share)).toBe(false);
    const ofCase = `{ case(id: "${incident.id}") { shares { edges { node { id } } totalCount { value } } } }`;
    expect(await recipient.get(ofCase)).toMatchObject({ case: { shares: { totalCount: { value: 1 } } } });
    expect(await member.get(ofCase)).toEqual({ case: { shares: { edges: [], totalCount: { value: 0 } } } });
  });

  test("whoever leaves the community sees its GREEN shares no longer", async () => {
    const guest = await party("Gamma CSIRT");
    const circle = await venueOf([sender, guest]);
    const share = await shared(sender, { venueId: circle, recipientIds: [], tlp: "GREEN" });
    expect(await sees(guest, share)).toBe(true);
    const removal = { venueId: circle, expectedVersion: 1, organizationId: guest.organization.id };
    await guest.act("removeVenueMember", removal);
    expect(await sees(guest, share)).toBe(false);
  });
});

describe("who sees what of it", () => {
  test("the stricter of share and item wins, for the item and for what is derived from it", async () => {
    const items = [
      { indicator: { value: "203.0.113.7" } },
      { kind: "TTP", text: "Beacons at night.", tlp: "AMBER_STRICT" },
    ];
    const share = await inVenue({ tlp: "GREEN", items });
    const selection =
      "fiveW { what } items { edges { node { text } } totalCount { value } } latestRevision { diff { totalCount { value } } }";
    expect(await shareFor(recipient, share, selection)).toMatchObject({
      fiveW: { what: ["DESTINATION", "TTP"] },
      items: { totalCount: { value: 2 } },
    });
    expect(await shareFor(member, share, selection)).toEqual({
      fiveW: { what: ["DESTINATION"] },
      items: { edges: [{ node: { text: null } }], totalCount: { value: 1 } },
      latestRevision: { diff: { totalCount: { value: 1 } } },
    });
    const hidden = itemsOf(await shareFor(recipient, share))[1]?.id ?? "";
    expect(await member.ask(`{ node(id: "${hidden}") { id } }`)).toMatchObject({
      errors: [{ extensions: { code: "NOT_FOUND" } }],
    });
  });

  test("a RED item is for the named persons, in a share that others see", async () => {
    const items = [...domains(1), { kind: "MALWARE", text: "Loader.", tlp: "RED" }];
    const share = await inVenue({ tlp: "GREEN", items, personIds: [recipient.account.id] });
    const other = await party("Night analyst", { organization: recipient.organization });
    const texts = async (who: Party) => itemsOf(await shareFor(who, share)).map(({ text }) => text);
    expect(await texts(recipient)).toEqual([null, "Loader."]);
    expect(await texts(sender)).toEqual([null, "Loader."]);
    for (const who of [other, colleague, member]) expect(await texts(who)).toEqual([null]);
  });

  test("what befalls a stricter item is told only to those who see it, and does not count the share's version", async () => {
    const items = [...domains(1), { kind: "TTP", text: "Beacons at night.", tlp: "AMBER_STRICT" }];
    const share = await inVenue({ tlp: "GREEN", items });
    const args = "types: [ITEM_DISPUTED, SHARE_FINALIZED]";
    const [asRecipient, asMember] = [await recipient.follow({ args }), await member.follow({ args })];
    const lineageIds = itemsOf(share).map(({ lineageId }) => lineageId);
    await world.app.writer.mutate(recipient.viewer, "dispute", { idempotencyKey: share.id }, async (change) => {
      await world.app.services.itemMarks.dispute(change, lineageIds);
      return {};
    });
    await next(sender, "finalizeShare", share);
    const last = (message: Message) => message["type"] === "SHARE_FINALIZED";
    expect(await asRecipient.until(last)).toHaveLength(4);
    expect(await asMember.until(last)).toMatchObject([
      {},
      { type: "ITEM_DISPUTED" },
      { type: "SHARE_FINALIZED", version: 2 },
    ]);
    await Promise.all([asRecipient.end(), asMember.end()]);
  });

  test("an indicator is known through a share that reached one", async () => {
    const value = "only-shared.evil.example";
    await inVenue({ tlp: "AMBER", items: [{ indicator: { value } }] });
    const find = `{ indicators(value: "${value}") { edges { node { value } } } }`;
    expect(await recipient.get(find)).toEqual({ indicators: { edges: [{ node: { value } }] } });
    expect(await member.get(find)).toEqual({ indicators: { edges: [] } });
  });

  test("the list of recipients is for the sender, and for members of a venue that shows its members", async () => {
    const selection = "recipients { edges { node { organization { id } } } }";
    const share = await inVenue({ tlp: "GREEN" });
    const list = { recipients: { edges: [{ node: { organization: { id: recipient.organization.id } } }] } };
    expect(await shareFor(sender, share, selection)).toEqual(list);
    expect(await shareFor(member, share, selection)).toEqual(list);
    expect(await shareFor(client, share, selection)).toEqual({ recipients: null });
    const direct = await shared(sender, { recipientIds: idsOf(recipient, member) });
    expect(await shareFor(recipient, direct, selection)).toEqual({ recipients: null });
  });

  test("a receipt is for its recipient and the sender", async () => {
    const share = await shared(sender, { recipientIds: idsOf(recipient, member) });
    const count = async (who: Party) =>
      (await shareFor<{ receipts: { totalCount: { value: number } } }>(who, share, "receipts { totalCount { value } }"))
        .receipts.totalCount.value;
    expect([await count(sender), await count(recipient), await count(member)]).toEqual([2, 1, 1]);
    type Receipts = { receipts: { edges: { node: { id: string } }[] } };
    const [own] = (await shareFor<Receipts>(recipient, share, "receipts { edges { node { id } } }")).receipts.edges;
    expect(await member.ask(`{ node(id: "${own?.node.id}") { id } }`)).toMatchObject({
      errors: [{ extensions: { code: "NOT_FOUND" } }],
    });
  });

  test("whoever it reached by its marking may respond too, and then has a receipt", async () => {
    const share = await inVenue({ tlp: "GREEN" });
    const answer = { responses: [{ shareId: share.id, state: "ACKNOWLEDGED" }] };
    expect(await member.act("respondToShare", answer, "results { outcome }")).toEqual({ results: [{ outcome: "OK" }] });
    expect(await stranger.act("respondToShare", answer, "results { code }")).toEqual({
      results: [{ code: "NOT_FOUND" }],
    });
    const seen = await shareFor(
      sender,
      share,
      "receipts(states: [ACKNOWLEDGED]) { edges { node { organization { id } } } }",
    );
    expect(seen).toEqual({ receipts: { edges: [{ node: { organization: { id: member.organization.id } } }] } });
  });
});
