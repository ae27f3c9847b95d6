import { type Role, roles } from "../../src/modules/accounts/account";
import { accountVerbs, apiKeyVerbs } from "../../src/modules/accounts/account.verbs";
import { agreementVerbs } from "../../src/modules/agreements/agreement.verbs";
import { organizationVerbs } from "../../src/modules/organizations/organization.verbs";
import { venueVerbs } from "../../src/modules/venues/venue.verbs";
import type { Verb } from "../../src/platform/verbs";
import { agree, venueOf } from "../support/parties";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let own: Party;
let partner: Party;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  own = await world.party({ name: "ACME CSIRT", roles: ["ADMIN", "LIAISON", "OPERATOR"] });
  partner = await world.party({ name: "Night SOC" });
});

type Inputs<Table> = { readonly [Name in keyof Table]: () => Promise<object> };
const proposal = () => ({ title: "Monitoring contract", partyIds: [partner.organization.id] });
const proposed = async (by: Party, partyIds: readonly string[]) => {
  type Made = { readonly agreement: { readonly id: string } };
  const { agreement } = await by.act<Made>("createAgreement", { ...proposal(), partyIds }, "agreement { id }");
  return { agreementId: agreement.id, expectedVersion: 1 };
};
const organization = () => ({ organizationId: own.organization.id, expectedVersion: 1 });
const community = async () => ({ venueId: await venueOf([own, partner]), expectedVersion: 1 });

/** For each verb, what somebody of the organisation `own` may ask for who has its roles. */
const inputs = {
  createOrganization: async () => ({ name: "New", shortCode: `NEW-${++entered}`, kinds: [], timeZone: "UTC" }),
  updateOrganization: async () => ({ ...organization(), sector: "Finance" }),
  setClients: async () => ({ ...organization(), add: [partner.organization.id] }),
  createUser: async () => ({ name: "Hanako", roles: ["RESPONDER"] }),
  createServiceAccount: async () => ({ name: "SIEM", roles: ["RESPONDER"] }),
  updateAccount: async () => ({ accountId: (await colleague()).account.id, expectedVersion: 1, active: false }),
  createApiKey: async () => ({ accountId: (await colleague()).account.id, label: "next" }),
  revokeApiKey: async () => ({ apiKeyId: (await colleague()).viewer.credentialId }),
  createVenue: async () => ({ kind: "CONTRACT_CHANNEL", name: "Night watch" }),
  updateVenue: async () => ({ ...(await community()), name: "Renamed" }),
  addVenueMembers: async () => ({ ...(await community()), organizationIds: [partner.organization.id] }),
  joinVenue: async () => {
    const memberIds = [own.organization.id];
    const venue = { kind: "CLOSED_COMMUNITY", name: "ISAC", memberIds };
    const made = await partner.act<{ venue: { id: string } }>("createVenue", venue, "venue { id }");
    return { venueId: made.venue.id, expectedVersion: 1 };
  },
  removeVenueMember: async () => ({ ...(await community()), organizationId: partner.organization.id }),
  createAgreement: async () => proposal(),
  acceptAgreement: () => proposed(partner, [own.organization.id]),
  endAgreement: async () => ({ agreementId: await agree([own, partner]), expectedVersion: 2, reason: "It is over." }),
} satisfies Inputs<
  typeof organizationVerbs & typeof accountVerbs & typeof apiKeyVerbs & typeof venueVerbs & typeof agreementVerbs
>;
let entered = 0;
const colleague = () => world.party({ organization: own.organization, roles: ["RESPONDER"], kind: "USER" });

const tables = { ...organizationVerbs, ...accountVerbs, ...apiKeyVerbs, ...venueVerbs, ...agreementVerbs };
const rows = Object.entries<Verb>(tables).map(([name, verb]) => ({
  name: name as keyof typeof inputs,
  allowed: roles.values.filter((role) => verb.roles.includes(role)),
  refused: roles.values.filter((role) => !verb.roles.includes(role)),
}));
const withRoles = (given: readonly Role[]) => world.party({ organization: own.organization, roles: given });
/** An operator administers the hub, and speaks for no organisation: what it may do to a venue is tested with venues. */
const speaks = (name: string, role: Role) =>
  !(name.endsWith("Venue") || name.includes("VenueMember")) || role !== "OPERATOR";

test.each(rows)("$name is refused to whoever has none of its roles, however many others", async ({ name, refused }) => {
  const asker = await withRoles(refused);
  expect(await asker.refused(name, await inputs[name]())).toBe("FORBIDDEN");
});

test.each(rows)("$name is possible with each of its roles alone", async ({ name, allowed }) => {
  for (const role of allowed.filter((one) => speaks(name, one))) {
    own = await world.party({ name: "ACME CSIRT", roles: ["ADMIN", "LIAISON", "OPERATOR"] });
    const asker = await withRoles([role]);
    expect(await asker.act(name, await inputs[name]())).toEqual({ position: expect.any(String) as unknown });
  }
});
