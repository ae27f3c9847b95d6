import type { Case } from "../../src/modules/cases/case";
import { agree } from "../support/parties";
import { errorOf, findings, idsOf, next, shareFor, shared } from "../support/sharing";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let victim: Party;
let vendor: Party;
let specialist: Party;
let incident: Case;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  [victim, vendor, specialist] = (await Promise.all(
    ["ACME CSIRT", "Dig Forensics", "Reverse Works"].map((name) =>
      world.party({ name, kind: "USER", roles: ["LIAISON", "RESPONDER", "APPROVER"] }),
    ),
  )) as [Party, Party, Party];
  incident = await world.openCase(victim, { affectedId: victim.organization.id, detectedAt: new Date() });
  await world.join(incident, vendor, "VENDOR");
});

const clause = { disclosureClauses: ["TECHNICAL_ITEMS_OUTSIDE_CASE"] };
const destination = (given: object = {}) => ({ indicator: { value: "203.0.113.7" }, deIdentified: true, ...given });
const damage = { kind: "DAMAGE", text: "4,000 customer records left." };
const toSpecialist = (given: object = {}) =>
  findings({ caseId: incident.id, recipientIds: idsOf(specialist), items: [destination()], ...given });

describe("what is learned in a case leaves it on conditions: V6", () => {
  test("within the case participants exchange freely, the victim's side too", async () => {
    const share = await shared(vendor, {
      caseId: incident.id,
      recipientIds: idsOf(victim),
      items: [destination({ deIdentified: false }), damage],
    });
    expect(share).toMatchObject({ state: "ACTIVE" });
  });

  test("outside it a technical item needs the agreement's clause", async () => {
    expect(await errorOf(vendor, "share", toSpecialist())).toMatchObject({
      code: "DISCLOSURE_FORBIDDEN",
      field: "input.items[0]",
      details: { refused: [{ kind: "DESTINATION", needs: "CLAUSE" }] },
    });
    await agree([victim, vendor], clause);
    expect(await vendor.act("share", toSpecialist())).toMatchObject({ position: expect.any(String) as string });
  });

  test("and a person's confirmation that it is de-identified, for each item", async () => {
    await agree([victim, vendor], clause);
    const items = [destination(), { indicator: { value: "198.51.100.9" } }];
    expect(await errorOf(vendor, "share", toSpecialist({ items }))).toMatchObject({
      code: "DISCLOSURE_FORBIDDEN",
      field: "input.items[1]",
      details: { refused: [{ needs: "DE_IDENTIFICATION" }] },
    });
  });

  test("a tool cannot confirm that; a person can, of what the tool has drafted", async () => {
    await agree([victim, vendor], clause);
    const tool = await world.party({ organization: vendor.organization });
    expect(await errorOf(tool, "share", toSpecialist())).toMatchObject({
      code: "DISCLOSURE_FORBIDDEN",
      field: "input.items[0].deIdentified",
    });
    const input = toSpecialist({ items: [destination({ deIdentified: false })] });
    type Draft = { share: { id: string; version: number; items: { edges: { node: { id: string } }[] } } };
    const selection = "share { id version items { edges { node { id } } } }";
    const { share: draft } = await tool.act<Draft>("draftShare", input, selection);
    const itemIds = draft.items.edges.map(({ node }) => node.id);
    const of = { shareId: draft.id, expectedVersion: draft.version, itemIds };
    expect(await tool.refused("confirmDeIdentified", of)).toBe("DISCLOSURE_FORBIDDEN");
    const confirmed = await next(vendor, "confirmDeIdentified", draft, { itemIds });
    await next(tool, "publishRevision", confirmed);
    const read = "deIdentified items { edges { node { deIdentified deIdentifiedBy { id } } } }";
    expect(await shareFor(vendor, draft, read)).toMatchObject({
      deIdentified: true,
      items: { edges: [{ node: { deIdentified: true, deIdentifiedBy: { id: vendor.account.id } } }] },
    });
    expect(await shareFor(specialist, draft, read)).toMatchObject({
      deIdentified: true,
      items: { edges: [{ node: { deIdentified: true, deIdentifiedBy: null } }] },
    });
  });

  test("what tells of the victim needs the recorded consent of the affected organisation", async () => {
    await agree([victim, vendor], clause);
    const withDamage = toSpecialist({ items: [destination(), damage] });
    expect(await errorOf(vendor, "share", withDamage)).toMatchObject({
      code: "DISCLOSURE_FORBIDDEN",
      field: "input.items[1]",
      details: { refused: [{ kind: "DAMAGE", needs: "CONSENT" }] },
    });
    expect(await vendor.refused("recordConsent", { caseId: incident.id, kinds: ["DAMAGE"] })).toBe("FORBIDDEN");
    expect(await victim.refused("recordConsent", { caseId: incident.id, kinds: ["DESTINATION"] })).toBe(
      "INVALID_INPUT",
    );
    const given = { caseId: incident.id, kinds: ["DAMAGE"], recipientIds: idsOf(specialist) };
    const { consent } = await victim.act<{ consent: object }>("recordConsent", given, "consent { id version inForce }");
    expect(consent).toMatchObject({ version: 1, inForce: true });
    // It is no freer than the case: not every item is de-identified.
    expect(await vendor.act("share", withDamage)).toMatchObject({ position: expect.any(String) as string });
  });

  test("a consent holds for whom it names, until it is withdrawn or its time is over", async () => {
    const status = { kind: "STATUS_REPORT", text: "Servers are rebuilt.", items: [], claims: [], limitations: [] };
    const consented = async (given: object) => {
      const input = { caseId: incident.id, kinds: ["RESPONSE_STATUS"], ...given };
      return (await victim.act<{ consent: { id: string } }>("recordConsent", input, "consent { id }")).consent;
    };
    await consented({ recipientIds: idsOf(victim) });
    expect(await vendor.refused("share", toSpecialist(status))).toBe("DISCLOSURE_FORBIDDEN");
    await consented({ validUntil: new Date(Date.now() + 3_600_000).toISOString() });
    await vendor.act("share", toSpecialist(status));
    await world.shiftTime("2 hours");
    expect(await vendor.refused("share", toSpecialist(status))).toBe("DISCLOSURE_FORBIDDEN");
    await world.shiftTime("-2 hours");
    const { id } = await consented({});
    await victim.act("withdrawConsent", { consentId: id, expectedVersion: 1 });
    const stillThere = await vendor.get<{ case: { consents: { edges: { node: { inForce: boolean } }[] } } }>(
      `{ case(id: "${incident.id}") { consents { edges { node { inForce } } } } }`,
    );
    expect(stillThere.case.consents.edges.map(({ node }) => node.inForce)).toEqual([false, true, true]);
  });

  test("the affected organisation speaks for itself", async () => {
    expect(await victim.act("share", toSpecialist({ items: [damage] }))).toMatchObject({
      position: expect.any(String) as string,
    });
  });

  test("while the victim has nobody here, the owner records whose word it was", async () => {
    const absent = await world.organization({ name: "Gamma Works" });
    const other = await world.openCase(victim, { affectedId: absent.id });
    const given = { caseId: other.id, kinds: ["DAMAGE"] };
    expect(await errorOf(victim, "recordConsent", given)).toMatchObject({ field: "input.givenBy" });
    await victim.act("recordConsent", { ...given, givenBy: "Head of IT, by phone" });
  });

  test("a later revision and later recipients obey the same rule", async () => {
    await agree([victim, vendor], clause);
    const { share } = await vendor.act<{ share: { id: string } }>("share", toSpecialist(), "share { id }");
    const of = { shareId: share.id, expectedVersion: 1 };
    expect(await vendor.refused("publishRevision", { ...of, add: [damage] })).toBe("DISCLOSURE_FORBIDDEN");
    const { share: inside } = await vendor.act<{ share: { id: string } }>(
      "share",
      findings({ caseId: incident.id, recipientIds: idsOf(victim), items: [damage] }),
      "share { id }",
    );
    expect(
      await vendor.refused("addRecipients", {
        shareId: inside.id,
        expectedVersion: 1,
        recipientIds: idsOf(specialist),
      }),
    ).toBe("DISCLOSURE_FORBIDDEN");
  });
});

describe("the case's marking binds what is in it: V7", () => {
  const ownMarking = { disclosureClauses: ["OWN_MARKING_WHEN_DEIDENTIFIED"] };
  const open = (given: object = {}) =>
    findings({ caseId: incident.id, recipientIds: idsOf(victim), tlp: "GREEN", ...given });
  const tooFree = (needs: string) => ({
    code: "AUDIENCE_TOO_WIDE",
    field: "input.tlp",
    details: { caseTlp: "AMBER", needs },
  });

  test("a share is marked no freer than its case, unless it is de-identified and an agreement has the clause", async () => {
    await agree([victim, vendor], clause);
    expect(await errorOf(vendor, "share", open())).toMatchObject(tooFree("DE_IDENTIFICATION"));
    expect(await errorOf(vendor, "share", open({ items: [destination()] }))).toMatchObject(tooFree("CLAUSE"));
    await agree([specialist, vendor], ownMarking);
    expect(await errorOf(vendor, "share", open({ items: [destination()] }))).toMatchObject(tooFree("CLAUSE"));

    await agree([victim, vendor], ownMarking);
    expect(await errorOf(vendor, "share", open())).toMatchObject(tooFree("DE_IDENTIFICATION"));
    expect(await errorOf(vendor, "share", open({ items: [destination(), damage] }))).toMatchObject(
      tooFree("DE_IDENTIFICATION"),
    );
    // Stricter is nobody's to allow.
    await vendor.act("share", open({ tlp: "AMBER_STRICT" }));
  });

  test("then it is marked otherwise, and that is recorded", async () => {
    const both = [...clause.disclosureClauses, ...ownMarking.disclosureClauses];
    await agree([victim, vendor], { disclosureClauses: both });
    const { share } = await vendor.act<{ share: { id: string } }>(
      "share",
      toSpecialist({ tlp: "GREEN" }),
      "share { id }",
    );
    expect(await shareFor(vendor, share, "tlp caseTlp deIdentified")).toEqual({
      tlp: "GREEN",
      caseTlp: "AMBER",
      deIdentified: true,
    });
    expect(await shareFor(specialist, share, "tlp caseTlp case { id }")).toEqual({
      tlp: "GREEN",
      caseTlp: null,
      case: null,
    });
  });

  test("the affected organisation marks what it de-identified itself, and needs no agreement for that", async () => {
    const own = { items: [destination()], recipientIds: idsOf(specialist) };
    await victim.act("share", open(own));
    expect(await errorOf(victim, "share", open({ ...own, items: [damage] }))).toMatchObject(
      tooFree("DE_IDENTIFICATION"),
    );
  });

  test("what comes from a case for its members only is for named persons", async () => {
    await world.asOwner(`update cases set restricted = true where id = '${incident.id}'`);
    await world.asOwner(`insert into case_members (id, case_id, account_id, organization_id, assigned, added_at)
      select 'member_' || id, '${incident.id}', id, organization_id, false, now() from accounts
      where id in ('${vendor.account.id}', '${victim.account.id}')`);
    const input = findings({ caseId: incident.id, recipientIds: idsOf(victim) });
    expect(await errorOf(vendor, "share", input)).toMatchObject({
      code: "AUDIENCE_TOO_WIDE",
      field: "input.personIds",
    });
    await vendor.act("share", { ...input, personIds: [victim.account.id] });
    // What tells nothing of the victim is not bound to the members; it is marked as the case is.
    await vendor.act("share", { ...input, items: [destination()] });
  });
});
