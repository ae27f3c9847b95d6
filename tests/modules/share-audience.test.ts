import { randomUUID } from "node:crypto";
import type { Case } from "../../src/modules/cases/case";
import { venueOf } from "../support/parties";
import { idsOf } from "../support/sharing";
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

describe("before it is sent", () => {
  type Lines = { shareAudience: { edges: { node: Record<string, unknown> }[] } };
  const preview = async (who: Party, input: object) => {
    const selection = "organization { id } reason through { id } allowed code needs { edges { node { title } } }";
    const answer = await who.get<Lines>(
      `query ($input: ShareAudienceInput!) { shareAudience(input: $input, first: 500) { edges { node { ${selection} } } } }`,
      { input },
    );
    return answer.shareAudience.edges.map(({ node }) => node);
  };

  test("the preview names whom it reaches and why, and who is refused with the code", async () => {
    const member = await world.party({ name: "Beta CSIRT" });
    const [part, quiet] = [
      await world.organization({ name: "Beta Plant", parentId: member.organization.id }),
      await world.party(),
    ];
    const venueId = await venueOf([vendor, member, quiet], { showsMembers: true });
    await member.act("stateNeed", {
      title: "Command servers",
      what: ["DESTINATION"],
      why: ["DETECT"],
      how: "AUTO_DETECT",
      partnerIds: idsOf(vendor),
    });
    const items = [{ kind: "DESTINATION" }];
    const lines = await preview(vendor, { venueId, tlp: "GREEN", items, recipientIds: idsOf(member, specialist) });
    expect(lines).toMatchObject(
      [
        { organization: { id: member.organization.id }, reason: "RECIPIENT", allowed: true, needs: { edges: [{}] } },
        { organization: { id: specialist.organization.id }, allowed: false, code: "AUDIENCE_TOO_WIDE" },
      ]
        .sort((a, b) => lines.findIndex(idIs(a)) - lines.findIndex(idIs(b)))
        .concat([
          { organization: { id: part.id }, reason: "PART_OF", through: { id: member.organization.id } },
          { organization: null, reason: "CLIENT_OF" },
          { organization: { id: quiet.organization.id }, reason: "COMMUNITY" },
          { organization: null, reason: "COMMUNITY" },
        ] as never[]),
    );
  });
  const idIs = (line: { organization: { id: string } }) => (other: Record<string, unknown>) =>
    (other["organization"] as { id?: string } | null)?.id === line.organization.id;

  test("it refuses by the same rules as publishing", async () => {
    const asked = { caseId: incident.id, tlp: "AMBER", recipientIds: idsOf(specialist) };
    expect(await preview(vendor, { ...asked, items: [{ kind: "DAMAGE" }] })).toMatchObject([
      { reason: "RECIPIENT", allowed: false, code: "DISCLOSURE_FORBIDDEN" },
    ]);
    expect(await preview(vendor, { ...asked, tlp: "CLEAR", recipientIds: idsOf(victim) })).toMatchObject([
      { organization: null, reason: null, allowed: false, code: "AUDIENCE_TOO_WIDE" },
      { reason: "RECIPIENT", allowed: true },
      { reason: "EVERYBODY" },
    ]);
  });

  test("nothing can be asked of what one does not see", async () => {
    const ask = (input: object) =>
      specialist.ask("query ($input: ShareAudienceInput!) { shareAudience(input: $input) { edges { cursor } } }", {
        input,
      });
    const missing = { errors: [{ extensions: { code: "NOT_FOUND" } }] };
    expect(await ask({ tlp: "AMBER", caseId: incident.id, recipientIds: idsOf(victim) })).toMatchObject(missing);
    expect(await ask({ tlp: "AMBER", recipientIds: [`org_${randomUUID()}`] })).toMatchObject(missing);
    const venueId = await venueOf([vendor, victim]);
    expect(await ask({ tlp: "AMBER", venueId })).toMatchObject(missing);
  });
});
