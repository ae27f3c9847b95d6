import { firstNotice } from "../support/handoffs";
import { agree, venueOf } from "../support/parties";
import { type ServedWorld, serve } from "../support/served";
import { errorOf, idsOf, itemsOf, sees, shareFor, shared, valuesOf } from "../support/sharing";
import { type Party, type World, openWorld } from "../support/world";

/*
 * A vendor: an AMBER+STRICT case, and forensics that is called in. What the vendor finds of the attacker it may share
 * with other specialists, de-identified by a person and under a marking of its own, because the agreement with the
 * affected organisation says so. What tells of the damage stays, until that organisation consents.
 */
let world: World;
let hub: ServedWorld;
let csirt: Party;
let vendor: Party;
let specialist: Party;

beforeAll(async () => {
  world = await openWorld();
  hub = await serve(world);
  [csirt, vendor, specialist] = (await Promise.all(
    ["ACME CSIRT", "Dig Forensics", "Reverse Works"].map(async (name) => {
      const party = await world.party({ name, kind: "USER", roles: ["LIAISON", "RESPONDER", "APPROVER"] });
      return { ...party, ...hub.client(party) };
    }),
  )) as [Party, Party, Party];
});
afterAll(async () => {
  await hub.close();
  await world.close();
});

type Handoff = { readonly handoff: { readonly id: string; readonly version: number } };
const HANDOFF = "handoff { id version }";

/** The CSIRT calls the vendor in, and the vendor takes the work: the case stays the CSIRT's. */
async function engaged(): Promise<string> {
  const opened = await csirt.act<{ case: { id: string } }>(
    "openCase",
    {
      title: "Ransom note on a file server",
      summary: "Files are encrypted; the way in is not known.",
      severity: "LEVEL_4",
      tlp: "AMBER_STRICT",
      affectedOrganizationId: csirt.organization.id,
      detectedAt: new Date(Date.now() - 3_600_000).toISOString(),
    },
    "case { id }",
  );
  const offer = {
    caseId: opened.case.id,
    kind: "ENGAGEMENT",
    receiverId: vendor.organization.id,
    package: firstNotice({ expectation: "COLLECT_EVIDENCE" }),
  };
  let { handoff } = await csirt.act<Handoff>("offerHandoff", offer, HANDOFF);
  for (const name of ["acknowledgeHandoff", "acceptHandoff"]) {
    const input = { handoffId: handoff.id, expectedVersion: handoff.version };
    ({ handoff } = await vendor.act<Handoff>(name, input, HANDOFF));
  }
  return opened.case.id;
}

test("de-identified destinations leave the case under the vendor's marking; the damage does not without consent", async () => {
  const caseId = await engaged();
  const circle = await venueOf([vendor, specialist], { name: "Forensics circle" });
  const destinations = ["203.0.113.7", "c2.evil.example"].map((value) => ({
    indicator: { value },
    deIdentified: true,
  }));
  const damage = { kind: "DAMAGE", text: "A customer database of 4,000 records left.", deIdentified: true };
  const outward = {
    subject: "Command servers of a ransomware crew",
    caseId,
    venueId: circle,
    recipientIds: idsOf(specialist),
    tlp: "GREEN",
    fiveW: { why: ["PREVENT_SPREAD"] },
    claims: ["SPEED", "ACCURACY"],
    limitations: [{ corner: "COVERAGE", note: "From one server; there will be more." }],
    items: destinations,
  };

  // Inside the case the two exchange freely, marked as the case is.
  const inside = await shared(vendor, {
    caseId,
    recipientIds: idsOf(csirt),
    tlp: "AMBER_STRICT",
    items: [...destinations, damage],
  });
  expect(itemsOf(await shareFor(csirt, inside))).toHaveLength(3);

  // Outside it, nothing leaves before the agreement says that technical items may.
  expect(await errorOf(vendor, "share", outward)).toMatchObject({ code: "DISCLOSURE_FORBIDDEN" });
  await agree([csirt, vendor], {
    title: "Forensics retainer",
    disclosureClauses: ["TECHNICAL_ITEMS_OUTSIDE_CASE", "OWN_MARKING_WHEN_DEIDENTIFIED"],
  });

  // The preview says beforehand what would be refused, and to whom the rest would go.
  const asked = {
    caseId,
    venueId: circle,
    recipientIds: idsOf(specialist),
    tlp: "GREEN",
    items: [
      { kind: "DESTINATION", deIdentified: true },
      { kind: "DAMAGE", deIdentified: true },
    ],
  };
  const preview = `query ($input: ShareAudienceInput!) {
    shareAudience(input: $input) { edges { node { organization { id } reason allowed code } } } }`;
  expect(await vendor.get(preview, { input: asked })).toMatchObject({
    shareAudience: {
      edges: [
        { node: { organization: null, allowed: false, code: "DISCLOSURE_FORBIDDEN" } },
        { node: { reason: "RECIPIENT", allowed: false, code: "DISCLOSURE_FORBIDDEN" } },
        { node: { reason: "COMMUNITY", allowed: true } },
      ],
    },
  });

  // The destinations go out, freer than the case is marked, and that is recorded.
  const technical = await shared(vendor, outward);
  expect(await shareFor(vendor, technical, "tlp caseTlp deIdentified")).toEqual({
    tlp: "GREEN",
    caseTlp: "AMBER_STRICT",
    deIdentified: true,
  });
  const received = await shareFor(
    specialist,
    technical,
    "case { id } caseTlp fiveW { what when } items { edges { node { text } } }",
  );
  expect(received).toMatchObject({ case: null, caseTlp: null, fiveW: { what: ["DESTINATION"], when: "ON_DETECTION" } });
  expect(valuesOf(await shareFor(specialist, technical))).toEqual(["203.0.113.7", "c2.evil.example"]);
  expect(await sees(specialist, inside)).toBe(false);

  // The damage does not, until the affected organisation has consented.
  const withDamage = { ...outward, items: [...destinations, damage] };
  expect(await errorOf(vendor, "share", withDamage)).toMatchObject({
    code: "DISCLOSURE_FORBIDDEN",
    field: "input.items[2]",
    details: { refused: [{ kind: "DAMAGE", needs: "CONSENT" }] },
  });
  const stream = await vendor.follow({ args: "types: [CONSENT_RECORDED]" });
  await stream.next();
  await csirt.act("recordConsent", { caseId, kinds: ["DAMAGE"], note: "The number of records, nothing else." });
  expect(await stream.next()).toMatchObject({ type: "CONSENT_RECORDED", case: { id: caseId } });
  const complete = await shared(vendor, withDamage);
  expect(itemsOf(await shareFor(specialist, complete)).map(({ text }) => text)).toContain(damage.text);
  await stream.end();
});
