import { agree, venueOf } from "../support/parties";
import { domains, errorOf, idsOf, itemsOf, sees, shareFor, shared, valuesOf } from "../support/sharing";
import type { ShownShare } from "../support/sharing";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let origin: Party;
let cert: Party;
let client: Party;
let stranger: Party;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  [origin, cert, client, stranger] = (await Promise.all(
    ["ACME CSIRT", "National CERT", "Rail CSIRT", "Nobody"].map((name) => world.party({ name, kind: "USER" })),
  )) as [Party, Party, Party, Party];
  // The client is the CERT's: what is AMBER for the CERT reaches it.
  await world.asOwner(
    `insert into organization_clients values ('${cert.organization.id}', '${client.organization.id}')`,
  );
});

const toCert = (given: object = {}) => shared(origin, { recipientIds: idsOf(cert), items: domains(3), ...given });
const passing = (share: ShownShare, given: object = {}) => ({
  shareId: share.id,
  recipientIds: idsOf(client),
  fiveW: { why: ["PREVENT_SPREAD"] },
  ...given,
});
type Passed = { forward: { id: string; version: number; state: string }; share: ShownShare };
const SHARE =
  "id version state items { edges { node { id lineageId state change disputed retracted text indicator { value } } } }";
const pass = (who: Party, input: object) =>
  who.act<Passed>("forwardShare", input, `forward { id version state } share { ${SHARE} }`);
const asked = async (share: ShownShare, given: object = {}) => {
  const input = { shareId: share.id, recipientIds: idsOf(client), purpose: "Our members are next.", ...given };
  return (await cert.act<Passed>("requestForwarding", input, "forward { id version state }")).forward;
};

describe("permission", () => {
  test("given beforehand: a recipient passes on what it got, and the originator is told", async () => {
    const share = await toCert({ forwarding: "ALLOWED" });
    const stream = await origin.follow({ args: "types: [SHARE_FORWARDED]" });
    expect(await stream.next()).toMatchObject({ __typename: "StreamStarted" });
    const { share: copy } = await pass(cert, passing(share));

    expect(valuesOf(copy)).toEqual(valuesOf(share));
    const selection =
      "forwarded sender { id } fiveW { why who { id } } latestRevision { claims limitations { note } } derivedFrom { id } forwarding";
    expect(await shareFor(client, copy, selection)).toEqual({
      forwarded: true,
      sender: { id: cert.organization.id },
      fiveW: { why: ["PREVENT_SPREAD"], who: { id: cert.organization.id } },
      latestRevision: { claims: ["SPEED", "ACCURACY"], limitations: [{ note: "One server of several." }] },
      derivedFrom: { id: share.id }, // The client is AMBER's audience of the original too.
      forwarding: "ALLOWED",
    });
    expect(await stream.next()).toMatchObject({ type: "SHARE_FORWARDED", subject: { __typename: "Forward" } });
    const told = await shareFor(origin, share, "forwards { edges { node { state requester { id } copy { id } } } }");
    expect(told).toEqual({
      forwards: { edges: [{ node: { state: "FORWARDED", requester: { id: cert.organization.id }, copy: null } }] },
    });
    await stream.end();
  });

  test("asked of the originator, it covers exactly what was asked for", async () => {
    const share = await toCert({ forwarding: "ASK" });
    expect(await errorOf(cert, "forwardShare", passing(share))).toMatchObject({
      code: "FORBIDDEN",
      field: "input.forwardId",
    });
    const question = await asked(share);
    const open = await origin.get("{ forwards(toAnswer: true) { edges { node { id purpose requester { id } } } } }");
    expect(open).toMatchObject({
      forwards: { edges: [{ node: { id: question.id, purpose: "Our members are next." } }] },
    });
    const waits = "{ waitingOnUs { edges { node { id kind case { id } } } } }";
    const owed = { edges: [{ node: { id: question.id, kind: "PERMISSION", case: null } }] };
    expect([await origin.get(waits), await cert.get(waits)]).toEqual([
      { waitingOnUs: owed },
      { waitingOnUs: { edges: [] } },
    ]);
    expect(await cert.refused("answerForwarding", { forwardId: question.id, expectedVersion: 1, granted: true })).toBe(
      "FORBIDDEN",
    );
    expect(await cert.refused("forwardShare", passing(share, { forwardId: question.id }))).toBe("STATE_CONFLICT");
    await origin.act("answerForwarding", { forwardId: question.id, expectedVersion: 1, granted: true });

    const part = await world.party({
      name: "CERT lab",
      organization: await world.organization({ parentId: cert.organization.id }),
    });
    const beyond = passing(share, { forwardId: question.id, recipientIds: idsOf(client, part) });
    expect(await errorOf(cert, "forwardShare", beyond)).toMatchObject({
      code: "AUDIENCE_TOO_WIDE",
      details: { beyond: [part.organization.id] },
    });
    const { forward } = await pass(cert, passing(share, { forwardId: question.id }));
    expect(forward).toMatchObject({ id: question.id, state: "FORWARDED", version: 3 });
    expect(await cert.refused("forwardShare", passing(share, { forwardId: question.id }))).toBe("STATE_CONFLICT");
  });

  test("denied with a reason, or not answered in time, it is none", async () => {
    const share = await toCert();
    const denied = await asked(share);
    const no = { forwardId: denied.id, expectedVersion: 1, granted: false };
    expect(await errorOf(origin, "answerForwarding", no)).toMatchObject({ field: "input.reason" });
    await origin.act("answerForwarding", { ...no, reason: "Not yet." });
    expect(await cert.refused("forwardShare", passing(share, { forwardId: denied.id }))).toBe("STATE_CONFLICT");

    const late = await asked(share);
    await world.shiftTime("4 days");
    await world.app.jobs.runDue();
    expect(
      await errorOf(origin, "answerForwarding", { forwardId: late.id, expectedVersion: 2, granted: true }),
    ).toMatchObject({ code: "STATE_CONFLICT", details: { from: "EXPIRED" } });
    await world.shiftTime("-4 days");
  });

  test("NONE is none, and nobody else can ask or answer", async () => {
    const share = await toCert({ forwarding: "NONE" });
    expect(
      await cert.refused("requestForwarding", { shareId: share.id, purpose: "Please.", recipientIds: idsOf(client) }),
    ).toBe("FORBIDDEN");
    expect(await stranger.refused("forwardShare", passing(share))).toBe("NOT_FOUND");
    expect(await origin.refused("forwardShare", passing(share))).toBe("FORBIDDEN");
    const question = await asked(await toCert());
    const answer = { forwardId: question.id, expectedVersion: 1, granted: true };
    expect(await stranger.refused("answerForwarding", answer)).toBe("NOT_FOUND");
  });
});

describe("forwarding widens nothing: V7", () => {
  test("AMBER goes to one's clients and parts; a vendor is neither", async () => {
    const share = await toCert({ forwarding: "ALLOWED" });
    const vendor = await world.party({ name: "Dig Forensics", kinds: ["VENDOR"] });
    expect(await errorOf(cert, "forwardShare", passing(share, { recipientIds: idsOf(vendor, client) }))).toMatchObject({
      code: "AUDIENCE_TOO_WIDE",
      field: "input.recipientIds",
      details: { refused: [{ organizationId: vendor.organization.id }] },
    });
  });

  test("GREEN goes to one's communities, and not beyond", async () => {
    const share = await toCert({ forwarding: "ALLOWED", tlp: "GREEN" });
    const member = await world.party({ name: "Beta CSIRT" });
    await venueOf([cert, member]);
    await pass(cert, passing(share, { recipientIds: idsOf(member) }));
    expect(await cert.refused("forwardShare", passing(share, { recipientIds: idsOf(stranger) }))).toBe(
      "AUDIENCE_TOO_WIDE",
    );
  });

  test("AMBER stops at whom it was passed on to: neither that one's clients see it, nor may it go on", async () => {
    const far = await world.party({ name: "A client of the client" });
    await world.asOwner(
      `insert into organization_clients values ('${client.organization.id}', '${far.organization.id}')`,
    );
    const share = await toCert({ forwarding: "ALLOWED" });
    const { share: copy } = await pass(cert, passing(share));

    expect(await shareFor(client, copy, "tlp items { edges { node { tlp } } }")).toEqual({
      tlp: "AMBER_STRICT",
      items: { edges: Array(3).fill({ node: { tlp: "AMBER_STRICT" } }) },
    });
    expect(await sees(far, copy)).toBe(false);
    expect(await client.refused("forwardShare", passing(copy, { recipientIds: idsOf(far) }))).toBe("AUDIENCE_TOO_WIDE");
  });

  test("a copy gets no more recipients behind the originator's back", async () => {
    const { share: copy } = await pass(cert, passing(await toCert({ forwarding: "ALLOWED", tlp: "GREEN" })));
    const more = { shareId: copy.id, expectedVersion: copy.version, recipientIds: idsOf(stranger) };
    expect(await cert.refused("addRecipients", more)).toBe("FORBIDDEN");
  });

  test("AMBER+STRICT and RED are for their recipients alone, whatever permission says", async () => {
    const strict = await toCert({ forwarding: "ALLOWED", tlp: "AMBER_STRICT" });
    expect(await cert.refused("forwardShare", passing(strict))).toBe("AUDIENCE_TOO_WIDE");
    const red = await toCert({ forwarding: "ALLOWED", tlp: "RED", personIds: [cert.account.id] });
    expect(await cert.refused("forwardShare", passing(red))).toBe("AUDIENCE_TOO_WIDE");
  });

  test("a stricter item holds a forward back until it is left out", async () => {
    const items = [...domains(1), { indicator: { value: "198.51.100.9" }, tlp: "AMBER_STRICT" }];
    const share = await toCert({ forwarding: "ALLOWED", items });
    expect(await cert.refused("forwardShare", passing(share))).toBe("AUDIENCE_TOO_WIDE");
    const [free] = itemsOf(share);
    const { share: copy } = await pass(cert, passing(share, { lineageIds: [free?.lineageId] }));
    expect(valuesOf(copy)).toEqual(["host0.evil.example"]);
  });

  test("the marking becomes no freer, and may become stricter", async () => {
    const share = await toCert({ forwarding: "ALLOWED", pap: "AMBER" });
    expect(await errorOf(cert, "forwardShare", passing(share, { tlp: "GREEN" }))).toMatchObject({
      code: "AUDIENCE_TOO_WIDE",
      field: "input.tlp",
    });
    expect(await cert.refused("forwardShare", passing(share, { pap: "GREEN" }))).toBe("AUDIENCE_TOO_WIDE");
    const free = await toCert({ forwarding: "ALLOWED", tlp: "GREEN" });
    const { share: copy } = await pass(cert, passing(free, { tlp: "AMBER" }));
    expect(await shareFor(client, copy, "tlp")).toEqual({ tlp: "AMBER" });
  });

  test("what came from a case stays bound by it: V6", async () => {
    const incident = await world.openCase(origin, { affectedId: stranger.organization.id, detectedAt: new Date() });
    await world.join(incident, cert);
    const inside = { caseId: incident.id, forwarding: "ALLOWED" };
    const raw = await toCert(inside);
    expect(await cert.refused("forwardShare", passing(raw))).toBe("DISCLOSURE_FORBIDDEN");
    await agree([stranger, origin], { disclosureClauses: ["TECHNICAL_ITEMS_OUTSIDE_CASE"] });
    expect(await cert.refused("forwardShare", passing(raw))).toBe("DISCLOSURE_FORBIDDEN");
    const items = domains(2).map((item) => ({ ...item, deIdentified: true }));
    const { share: copy } = await pass(cert, passing(await toCert({ ...inside, items })));
    expect(await shareFor(client, copy, "case { id } deIdentified")).toEqual({ case: null, deIdentified: true });
  });

  test("the forwarder says why: V5", async () => {
    const share = await toCert({ forwarding: "ALLOWED" });
    expect(await cert.refused("forwardShare", passing(share, { fiveW: {} }))).toBe("SIX_W_INCOMPLETE");
  });
});
