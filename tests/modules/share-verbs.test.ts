import { type Role, roles } from "../../src/modules/accounts/account";
import { consentVerbs } from "../../src/modules/consents/consent.verbs";
import { forwardVerbs } from "../../src/modules/forwards/forward.verbs";
import { needVerbs } from "../../src/modules/needs/need.verbs";
import { profileVerbs } from "../../src/modules/profiles/profile.verbs";
import { responseVerbs } from "../../src/modules/responses/response.verbs";
import { shareStates } from "../../src/modules/shares/share";
import { shareVerbs } from "../../src/modules/shares/share.verbs";
import type { Verb } from "../../src/platform/verbs";
import { outcomeOf } from "../support/casework";
import { domains, findings, idsOf, itemsOf, shareFor, shared } from "../support/sharing";
import type { ShownShare } from "../support/sharing";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let sender: Party;
let recipient: Party;
let client: Party;

beforeAll(async () => {
  world = await openWorld();
  sender = await world.party({ name: "ACME CSIRT", kind: "USER", roles: [...roles.values] });
  recipient = await world.party({ name: "Night SOC", kind: "USER", roles: [...roles.values] });
  client = await world.party({ name: "Shop CSIRT" });
  const served = `'${recipient.organization.id}', '${client.organization.id}'`;
  await world.asOwner(`insert into organization_clients values (${served})`);
});
afterAll(() => world.close());

type Tables = Readonly<Record<string, Verb>>;
const tables: Tables = {
  ...shareVerbs,
  ...responseVerbs,
  ...profileVerbs,
  ...needVerbs,
  ...consentVerbs,
  ...forwardVerbs,
};
const all = Object.entries(tables).map(([name, verb]) => ({ name, verb }));
const sideOf = (sides: readonly string[]) => all.filter(({ verb }) => verb.sides.some((side) => sides.includes(side)));

const facts = () => findings({ recipientIds: idsOf(recipient), forwarding: "ASK", items: domains(2) });
const draft = async () =>
  (
    await sender.act<{ share: ShownShare }>(
      "draftShare",
      facts(),
      "share { id version items { edges { node { id lineageId } } } }",
    )
  ).share;
const out = () => shared(sender, facts());
const of = ({ id, version }: Pick<ShownShare, "id" | "version">) => ({ shareId: id, expectedVersion: version });
const incident = async () => {
  const one = await world.openCase(sender, { affectedId: sender.organization.id });
  await world.join(one, recipient);
  return one.id;
};
const need = { title: "Command servers", what: ["DESTINATION"], why: ["DETECT"], how: "AUTO_DETECT" };
const stated = async () => {
  const { need: made } = await sender.act<{ need: { id: string } }>(
    "stateNeed",
    { ...need, partnerIds: idsOf(recipient) },
    "need { id }",
  );
  return { needId: made.id, expectedVersion: 1 };
};
const consented = async () => {
  const input = { caseId: await incident(), kinds: ["DAMAGE"] };
  const { consent } = await sender.act<{ consent: { id: string } }>("recordConsent", input, "consent { id }");
  return { consentId: consent.id, expectedVersion: 1 };
};
const asked = async () => {
  const input = { shareId: (await out()).id, purpose: "For our clients.", recipientIds: idsOf(client) };
  const { forward } = await recipient.act<{ forward: { id: string } }>("requestForwarding", input, "forward { id }");
  return { forwardId: forward.id, expectedVersion: 1, granted: true, shareId: input.shareId };
};
const granted = async () => {
  const { shareId, ...answer } = await asked();
  await sender.act("answerForwarding", answer);
  return { shareId, forwardId: answer.forwardId, fiveW: { why: ["WARN"] } };
};

/** For each verb, what somebody on its side asks for who has its roles. */
const inputs: Readonly<Record<string, () => object | Promise<object>>> = {
  share: facts,
  draftShare: facts,
  updateDraft: async () => ({ ...of(await draft()), ...facts() }),
  confirmDeIdentified: async () => {
    const share = await draft();
    return { ...of(share), itemIds: itemsOf(share).map(({ id }) => id) };
  },
  publishRevision: async () => of(await draft()),
  retractItems: async () => {
    const share = await out();
    return { ...of(share), items: [{ lineageId: itemsOf(share)[0]?.lineageId }] };
  },
  addRecipients: async () => ({ ...of(await out()), recipientIds: idsOf(client) }),
  finalizeShare: async () => of(await out()),
  closeShare: async () => {
    const share = await out();
    await sender.act("finalizeShare", of(share));
    return of({ ...share, version: share.version + 1 });
  },
  retractShare: async () => ({ ...of(await out()), reason: "Wrong." }),
  respondToShare: async () => ({ responses: [{ shareId: (await out()).id, state: "ACKNOWLEDGED" }] }),
  setStandingProfile: async () => {
    type Profile = { standingProfile: { version: number } | null };
    const { standingProfile } = await sender.get<Profile>("{ standingProfile { version } }");
    return { active: false, why: ["DETECT"], how: "AUTO_DETECT", expectedVersion: standingProfile?.version ?? 0 };
  },
  stateNeed: () => need,
  updateNeed: async () => ({ ...(await stated()), title: "Renamed" }),
  closeNeed: stated,
  recordConsent: async () => ({ caseId: await incident(), kinds: ["DAMAGE"] }),
  withdrawConsent: consented,
  requestForwarding: async () => ({
    shareId: (await out()).id,
    purpose: "For our clients.",
    recipientIds: idsOf(client),
  }),
  answerForwarding: async () => {
    const { shareId: _, ...answer } = await asked();
    return answer;
  },
  forwardShare: granted,
};
const RECEIVERS = ["AUDIENCE"];
const isReceivers = ({ sides }: Verb) => sides.some((side) => RECEIVERS.includes(side));
const organizationOf = (verb: Verb) => (isReceivers(verb) ? recipient : sender).organization;
const inputOf = async (name: string): Promise<object> => (await inputs[name]?.()) ?? {};
const known = new Map<string, Party>();
const withRole = async (verb: Verb, role: Role) => {
  const organization = organizationOf(verb);
  const key = `${organization.id} ${role}`;
  const who = known.get(key) ?? (await world.party({ organization, roles: [role], kind: "USER" }));
  known.set(key, who);
  return who;
};

test("every verb of sharing has an input here", () => {
  expect(Object.keys(inputs).sort()).toEqual(Object.keys(tables).sort());
});

test.each(all)("$name is for its roles, and for no other", async ({ name, verb }) => {
  for (const role of roles.values) {
    const who = await withRole(verb, role);
    const allowed = verb.roles.includes(role);
    // A refused role changes nothing, so one input would do; an allowed one uses it up.
    expect([role, (await outcomeOf(who, name, await inputOf(name)))[0]]).toEqual([role, allowed ? "OK" : "FORBIDDEN"]);
  }
});

test.each(sideOf(["SENDER"]))("$name is for the sender: a recipient reads, and may not do it", async ({ name }) => {
  const input = await inputOf(name);
  const [code] = await outcomeOf(recipient, name, input);
  // A draft is not there for a recipient at all.
  const isDraft = ["updateDraft", "confirmDeIdentified", "publishRevision"].includes(name);
  expect(code).toBe(isDraft ? "NOT_FOUND" : "FORBIDDEN");
});

test.each([
  ["updateNeed", "FORBIDDEN"],
  ["closeNeed", "FORBIDDEN"],
  ["recordConsent", "FORBIDDEN"],
  ["withdrawConsent", "FORBIDDEN"],
  ["answerForwarding", "FORBIDDEN"],
])("%s is for its own side: another that sees it may not do it", async (name, code) => {
  expect((await outcomeOf(recipient, name, await inputOf(name)))[0]).toBe(code);
});

test("passing on is for those whom it reached: the sender may not", async () => {
  const { id: shareId } = await out();
  const to = { shareId, recipientIds: idsOf(client) };
  expect(await outcomeOf(sender, "requestForwarding", { ...to, purpose: "More." })).toEqual(["FORBIDDEN"]);
  expect(await outcomeOf(sender, "forwardShare", { ...to, fiveW: { why: ["WARN"] } })).toEqual(["FORBIDDEN"]);
});

const states = Object.entries<Verb>(shareVerbs).filter(([, { from }]) => from);
test.each(states)("%s is possible from its states, and from no other", async (name, { from = [] }) => {
  for (const state of shareStates.values) {
    const share = name === "retractItems" ? await out() : undefined;
    const input: { shareId?: string; expectedVersion?: number } = share
      ? { ...of(share), ...{ items: [{ lineageId: itemsOf(share)[0]?.lineageId }] } }
      : await inputOf(name);
    await world.asOwner(`update shares set state = '${state}' where id = '${input.shareId}'`);
    const { version } = await shareFor(sender, { id: input.shareId ?? "" });
    // What is out is revised by saying something new; a draft is published as it is.
    const says = name === "publishRevision" && state !== "DRAFT" ? { add: [{ kind: "TTP", text: "More." }] } : {};
    const [code] = await outcomeOf(sender, name, { ...input, ...says, expectedVersion: version });
    expect([state, code]).toEqual([state, from.includes(state) ? "OK" : "STATE_CONFLICT"]);
  }
});
