import type { Case } from "../../src/modules/cases/case";
import { agree, venueOf } from "../support/parties";
import { outcomeOf } from "../support/casework";
import { findings, idsOf } from "../support/sharing";
import { type Party, type World, openWorld } from "../support/world";

/* What the preview says and what publishing does are the same rules, so they agree whatever is asked. */
let world: World;
let victim: Party;
let vendor: Party;
let soc: Party;
let specialist: Party;
let member: Party;
let guest: Party;
let observer: Party;
let incident: Case;
let venueId: string;

beforeAll(async () => {
  world = await openWorld();
  const names = ["ACME CSIRT", "Dig Forensics", "Night SOC", "Reverse Works", "Beta CSIRT", "Late Forensics", "Audit"];
  const roles = ["LIAISON", "RESPONDER", "APPROVER"] as const;
  [victim, vendor, soc, specialist, member, guest, observer] = (await Promise.all(
    names.map((name) => world.party({ name, kind: "USER", roles })),
  )) as [Party, Party, Party, Party, Party, Party, Party];
  incident = await world.openCase(victim, { affectedId: victim.organization.id, detectedAt: new Date() });
  await world.join(incident, vendor, "VENDOR");
  await world.join(incident, soc);
  await world.join(incident, observer, "OBSERVER");
  await world.join(incident, guest, "VENDOR", "INVITED");
  venueId = await venueOf([vendor, member], { showsMembers: true });
  await agree([victim, vendor], { disclosureClauses: ["TECHNICAL_ITEMS_OUTSIDE_CASE"] });
  for (const who of [specialist, member]) {
    await victim.act("recordConsent", { caseId: incident.id, kinds: ["DEVICE"], recipientIds: idsOf(who) });
  }
});
afterAll(() => world.close());

type Item = { readonly kind: string; readonly tlp?: string; readonly deIdentified?: boolean };
type Asked = { readonly items?: readonly Item[]; readonly kind?: string; readonly tlp?: string } & Record<
  string,
  unknown
>;
const free = { kind: "DESTINATION", deIdentified: true };
const damage = { kind: "DAMAGE" };
const device = { kind: "DEVICE" };

/** REFUSED where a line of the preview says so, or the code with which nothing can be asked at all. */
async function previewed(who: Party, input: Asked): Promise<string> {
  type Lines = { shareAudience: { edges: { node: { allowed: boolean } }[] } };
  const query =
    "query ($input: ShareAudienceInput!) { shareAudience(input: $input, first: 500) { edges { node { allowed } } } }";
  const { data, errors } = await who.ask(query, { input });
  if (errors) return String(errors[0]?.extensions?.["code"]);
  const { edges } = (data as unknown as Lines).shareAudience;
  return edges.every(({ node }) => node.allowed) ? "OK" : "REFUSED";
}

/** What publishing the same does. */
async function published(who: Party, input: Asked): Promise<string> {
  const items = (input.items ?? []).map((item, i) => ({ ...item, text: `Item ${i}.` }));
  const report = { text: "Servers are rebuilt.", claims: [], limitations: [] };
  const [code] = await outcomeOf(who, "share", {
    ...findings(input),
    items,
    ...(input.kind === "STATUS_REPORT" ? report : {}),
  });
  return code;
}

const from = (given: Asked): Asked => ({ caseId: incident.id, tlp: "AMBER", items: [free], ...given });
const persons = (...who: readonly Party[]) => ({ personIds: who.map(({ account }) => account.id) });
const to = (...who: readonly Party[]) => ({ recipientIds: idsOf(...who) });
const red = { ...free, tlp: "RED" };

const questions: Readonly<Record<string, readonly [outcome: string, ask: () => Asked, who?: () => Party]>> = {
  "damage within the case": ["OK", () => from({ ...to(victim, soc), items: [damage] })],
  "damage outside of it": ["DISCLOSURE_FORBIDDEN", () => from({ ...to(victim, specialist), items: [free, damage] })],
  "what two consents allow together": ["OK", () => from({ ...to(specialist, member), items: [device] })],
  "what is de-identified, outside": ["OK", () => from(to(specialist))],
  "what is not, outside": ["DISCLOSURE_FORBIDDEN", () => from({ ...to(specialist), items: [free, { kind: "TTP" }] })],
  "a RED item for a person, the rest for two": [
    "OK",
    () => from({ ...to(victim, soc), ...persons(victim), items: [free, red] }),
  ],
  "a RED item for nobody": ["AUDIENCE_TOO_WIDE", () => from({ ...to(victim), items: [free, red] })],
  "persons of one of two": ["AUDIENCE_TOO_WIDE", () => from({ ...to(victim, soc), ...persons(victim) })],
  "persons of one, for all of two": ["OK", () => from({ ...to(victim, soc), ...persons(victim), namedOnly: false })],
  "persons of each": ["OK", () => from({ ...to(victim, soc), ...persons(victim, soc) })],
  "a RED item, all of it for persons": [
    "AUDIENCE_TOO_WIDE",
    () => from({ ...to(victim, soc), ...persons(victim), namedOnly: true, items: [free, red] }),
  ],
  "named persons who are not named": ["AUDIENCE_TOO_WIDE", () => from({ ...to(victim), namedOnly: true })],
  "RED for nobody": ["AUDIENCE_TOO_WIDE", () => from({ ...to(victim), tlp: "RED" })],
  "RED for a person": ["OK", () => from({ ...to(victim), ...persons(victim), tlp: "RED" })],
  "a person of somebody else": ["NOT_FOUND", () => from({ ...to(victim), ...persons(specialist) })],
  "a report within the case": ["OK", () => from({ ...to(victim), kind: "STATUS_REPORT", items: [] })],
  "a report outside of it": [
    "DISCLOSURE_FORBIDDEN",
    () => from({ ...to(specialist), kind: "STATUS_REPORT", items: [] }),
  ],
  "freer than the case": ["AUDIENCE_TOO_WIDE", () => from({ ...to(victim), tlp: "GREEN", items: [{ kind: "TTP" }] })],
  "freer than the case, de-identified": ["AUDIENCE_TOO_WIDE", () => from({ ...to(victim), tlp: "GREEN" })],
  "the same by the affected organisation": ["OK", () => from({ ...to(soc), tlp: "GREEN" }), () => victim],
  "an item that says it is freer than the share": [
    "OK",
    () => from({ ...to(victim), items: [{ ...damage, tlp: "CLEAR" }] }),
  ],
  "a stricter item in what a community reads": [
    "OK",
    () => ({ venueId, tlp: "GREEN", ...to(member), items: [{ ...damage, tlp: "AMBER" }] }),
  ],
  "a venue's members": ["OK", () => ({ venueId, tlp: "GREEN", items: [free] })],
  "somebody who is no member": ["AUDIENCE_TOO_WIDE", () => ({ venueId, tlp: "AMBER", ...to(soc), items: [free] })],
  nobody: ["INVALID_INPUT", () => ({ tlp: "AMBER", recipientIds: [], items: [free] })],
  everybody: ["OK", () => ({ tlp: "CLEAR", recipientIds: [], items: [free] })],
  oneself: ["INVALID_INPUT", () => from(to(vendor, victim))],
  "by whoever looks on": ["FORBIDDEN", () => from(to(victim)), () => observer],
  "by whoever has not accepted yet": ["FORBIDDEN", () => from(to(victim)), () => guest],
  "by whoever does not see the case": ["NOT_FOUND", () => from(to(victim)), () => specialist],
};

test.each(Object.entries(questions))(
  "the preview of %s says what publishing it does",
  async (_, [outcome, ask, who = () => vendor]) => {
    const code = await published(who(), ask());
    expect(code).toBe(outcome);
    // What is not there cannot be asked of either; all else is a line that says why.
    const said = ["OK", "NOT_FOUND"].includes(code) ? code : "REFUSED";
    expect(await previewed(who(), ask())).toBe(said);
  },
);
