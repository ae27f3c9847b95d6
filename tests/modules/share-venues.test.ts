import type { Message } from "../support/asker";
import { venueOf } from "../support/parties";
import { domains, idsOf, next, sees, shareFor, shared, valuesOf } from "../support/sharing";
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

describe("where it is shared", () => {
  const refusal = (given: object, by = sender) =>
    by.refused("share", {
      subject: "x",
      fiveW: { why: ["WARN"] },
      claims: ["ACCURACY", "COVERAGE"],
      limitations: [{ corner: "SPEED", note: "Late." }],
      items: domains(1),
      ...given,
    });

  test("without names, a share goes to the venue's members that the sender may see", async () => {
    const share = await shared(sender, { venueId, tlp: "AMBER_STRICT" });
    expect(await audienceOf(share)).toEqual(["sender", "colleague", "recipient", "member"]);
    const hidden = await venueOf([sender, member], { showsMembers: false });
    const asMember = { venueId: hidden, tlp: "AMBER_STRICT" };
    expect(await refusal(asMember, member)).toBe("INVALID_INPUT");
    expect(await sees(sender, await shared(member, { ...asMember, tlp: "GREEN" }))).toBe(true);
  });

  test("only members are recipients in a closed venue, and only members share there", async () => {
    expect(await refusal({ venueId, tlp: "AMBER", recipientIds: idsOf(stranger) })).toBe("AUDIENCE_TOO_WIDE");
    expect(await refusal({ venueId, tlp: "AMBER", recipientIds: idsOf(sender) }, stranger)).toBe("NOT_FOUND");
  });

  test("only CLEAR is for the public; GREEN on the hub reaches everybody there", async () => {
    type Venues = { venues: { edges: { node: { id: string } }[] } };
    const open = async (kind: string) =>
      (await sender.get<Venues>(`{ venues(kinds: [${kind}]) { edges { node { id } } } }`)).venues.edges[0]?.node.id;
    expect(await refusal({ venueId: await open("PUBLIC"), tlp: "GREEN" })).toBe("AUDIENCE_TOO_WIDE");
    expect(await sees(stranger, await shared(sender, { venueId: await open("PUBLIC"), tlp: "CLEAR" }))).toBe(true);
    expect(await sees(stranger, await shared(sender, { venueId: await open("HUB"), tlp: "GREEN" }))).toBe(true);
    expect(await refusal({ venueId: await open("HUB"), tlp: "AMBER" })).toBe("INVALID_INPUT");
  });

  test("nobody shares with itself, or with an organisation that is not there", async () => {
    expect(await refusal({ tlp: "AMBER", recipientIds: idsOf(sender) })).toBe("INVALID_INPUT");
    expect(await refusal({ tlp: "AMBER", recipientIds: ["org_00000000000000000000000000"] })).toBe("NOT_FOUND");
  });
});

describe("a masked sender", () => {
  const WHO = "sender { id } senderMasked contact { id } fiveW { who { id } contact { id } contactText }";

  test("is null for all others, in every place, and stays known to itself", async () => {
    const fiveW = { why: ["WARN"], contactText: "ACME desk" };
    const share = await inVenue({ tlp: "GREEN", senderMasked: true, fiveW });
    const masked = {
      sender: null,
      senderMasked: true,
      contact: null,
      fiveW: { who: null, contact: null, contactText: null },
    };
    for (const who of [recipient, client, member]) expect(await shareFor(who, share, WHO)).toEqual(masked);
    expect(await shareFor(colleague, share, WHO)).toMatchObject({
      sender: { id: sender.organization.id },
      fiveW: { who: { id: sender.organization.id }, contactText: "ACME desk" },
    });
    const bySender = `{ shares(senderId: "${sender.organization.id}", first: 100) { edges { node { id senderMasked } } } }`;
    type Shares = { shares: { edges: { node: { id: string; senderMasked: boolean } }[] } };
    const found = (await recipient.get<Shares>(bySender)).shares.edges;
    expect(found.some(({ node }) => node.senderMasked)).toBe(false);
  });

  test("no event of its share names who acted; one of another share does", async () => {
    const selection = `__typename ... on Event { type actor { __typename ... on Organization { id } ... on User { id } } }`;
    const stream = await recipient.follow({
      selection,
      args: "types: [SHARE_PUBLISHED, REVISION_PUBLISHED, SHARE_RETRACTED]",
    });
    const share = await inVenue({ tlp: "GREEN", senderMasked: true });
    await next(sender, "publishRevision", share, { add: domains(1, 7) });
    await next(sender, "retractShare", { ...share, version: 2 }, { reason: "Wrong." });
    await inVenue({ tlp: "GREEN" });
    const named = (message: Message) => message["actor"] !== null && message.__typename === "ShareEvent";
    expect(await stream.until(named)).toMatchObject([
      {},
      { type: "SHARE_PUBLISHED", actor: null },
      { type: "REVISION_PUBLISHED", actor: null },
      { type: "SHARE_RETRACTED", actor: null },
      { type: "SHARE_PUBLISHED", actor: { id: expect.any(String) as string } },
    ]);
    await stream.end();
  });

  test("who is masked cannot ask to be named", async () => {
    const given = {
      subject: "x",
      tlp: "AMBER",
      recipientIds: idsOf(recipient),
      senderMasked: true,
      attribution: "MUST",
    };
    expect(await sender.refused("share", given)).toBe("INVALID_INPUT");
  });
});

describe("lists", () => {
  test("sent and received, by state, venue, case and words", async () => {
    const word = "標的型攻撃";
    const share = await inVenue({ tlp: "GREEN", subject: `${word}の感染端末` });
    const ids = async (who: Party, args: string) => {
      type Shares = { shares: { edges: { node: { id: string } }[] } };
      return (await who.get<Shares>(`{ shares(${args}) { edges { node { id } } } }`)).shares.edges.map(
        ({ node }) => node.id,
      );
    };
    expect(await ids(sender, `direction: SENT, text: "標的"`)).toEqual([share.id]);
    expect(await ids(recipient, `direction: RECEIVED, text: "感染", states: [ACTIVE]`)).toEqual([share.id]);
    expect(await ids(recipient, `direction: SENT, text: "感染"`)).toEqual([]);
    expect(await ids(member, `venueId: "${venueId}", text: "${word}"`)).toEqual([share.id]);
    expect(await ids(client, `venueId: "${venueId}", text: "${word}"`)).toEqual([]);
    expect(await ids(stranger, `text: "${word}"`)).toEqual([]);
  });

  test("which case a share comes from is found by those who see the case", async () => {
    const incident = await world.openCase(sender, { detectedAt: new Date() });
    await world.join(incident, recipient);
    const items = [{ indicator: { value: "203.0.113.7" }, deIdentified: true }];
    const share = await shared(sender, { caseId: incident.id, recipientIds: idsOf(recipient), items });
    const list = `{ shares(caseId: "${incident.id}") { edges { node { id } } } }`;
    expect(await recipient.get(list)).toEqual({ shares: { edges: [{ node: { id: share.id } }] } });
    expect(await client.get(list)).toEqual({ shares: { edges: [] } });
    expect(valuesOf(await shareFor(client, share))).toEqual(["203.0.113.7"]);
  });
});
