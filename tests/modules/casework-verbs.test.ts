import { randomUUID } from "node:crypto";
import { type Role, roles } from "../../src/modules/accounts/account";
import { type Case, caseStates } from "../../src/modules/cases/case";
import { caseVerbs, memberVerbs, participantVerbs } from "../../src/modules/cases/case.verbs";
import { participantStates } from "../../src/modules/cases/participant";
import { contactVerbs } from "../../src/modules/contacts/contact.verbs";
import { noteVerbs } from "../../src/modules/notes/note.verbs";
import { obstacleVerbs } from "../../src/modules/obstacles/obstacle.verbs";
import type { Organization } from "../../src/modules/organizations/organization";
import { taskStates } from "../../src/modules/tasks/task";
import { taskVerbs } from "../../src/modules/tasks/task.verbs";
import { timelineVerbs } from "../../src/modules/timeline/timeline.verbs";
import type { Verb } from "../../src/platform/verbs";
import { type Cast, castOf, listOf, outcomeOf, staged } from "../support/casework";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let cast: Cast;
let one: Case;

beforeAll(async () => {
  world = await openWorld();
  cast = await castOf(world);
});
afterAll(() => world.close());
beforeEach(async () => {
  one = await staged(world, cast, { affectedId: cast.owner.organization.id });
});

type Tables = Readonly<Record<string, Verb>>;
const verbs: Tables = {
  ...caseVerbs,
  ...participantVerbs,
  ...memberVerbs,
  ...obstacleVerbs,
  ...contactVerbs,
  ...taskVerbs,
  ...noteVerbs,
  ...timelineVerbs,
};

/** What each of the cast is to the case, which concerns the owner itself, to a task that the SOC gave the vendor, and to a decision of the vendor's. */
const sidesOf: Readonly<Record<keyof Cast, readonly string[]>> = {
  owner: ["OWNER", "PARTICIPANT", "JOINED", "FOR_AFFECTED"],
  soc: ["PARTICIPANT", "JOINED", "ADDER"],
  vendor: ["PARTICIPANT", "JOINED", "ASSIGNEE", "DECIDER"],
  observer: ["JOINED"],
  invited: ["INVITED"],
  stranger: [],
};

const task = async () => {
  const input = { caseId: one.id, title: "Image the disk", organizationId: cast.vendor.organization.id };
  const { task } = await cast.soc.act<{ task: { id: string } }>("addTask", input, "task { id }");
  return { taskId: task.id, expectedVersion: 1 };
};
const obstacle = async () => {
  const input = { caseId: one.id, kind: "SITUATION_UNCLEAR", note: "Nobody knows what it does." };
  const { obstacle } = await cast.soc.act<{ obstacle: { id: string } }>("raiseObstacle", input, "obstacle { id }");
  return { obstacleId: obstacle.id, expectedVersion: 1 };
};
const call = { person: "Duty manager", channel: "PHONE", result: "REACHED" };
const decision = async () => {
  const by = { text: "Isolate it.", decidedBy: "Duty manager", organizationId: cast.vendor.organization.id };
  const input = { caseId: one.id, ...call, decision: by };
  const { contactAttempt } = await cast.owner.act<{ contactAttempt: { id: string } }>(
    "logContact",
    input,
    "contactAttempt { id }",
  );
  return { contactAttemptId: contactAttempt.id, expectedVersion: 1 };
};
const ownMember = async (who: Party) => {
  const accountIds = Object.values(cast).map(({ account }) => account.id);
  await cast.owner.act("addCaseMembers", { caseId: one.id, accountIds });
  const args = `(organizationId: "${who.organization.id}")`;
  const [member] = await listOf<{ id: string }>(cast.owner, one, "members", "id", args);
  return { caseId: one.id, memberId: member?.id ?? "member_00000000000000000000000000" };
};

const known = new Map<string, Party>();
/** Somebody of an organisation who has this role only. */
const withRole = async (organization: Organization, role: Role) => {
  const who = known.get(`${organization.id} ${role}`) ?? (await world.party({ organization, roles: [role] }));
  known.set(`${organization.id} ${role}`, who);
  return who;
};

/** What each verb needs, when this party uses it. */
const inputs: Readonly<Record<string, (who: Party) => object | Promise<object>>> = {
  moveCase: () => ({ caseId: one.id, expectedVersion: one.version, to: "TRIAGE" }),
  updateCase: () => ({ caseId: one.id, expectedVersion: one.version, title: "Beacons from two servers" }),
  inviteParticipant: () => ({ caseId: one.id, organizationId: cast.stranger.organization.id, role: "LEGAL" }),
  admitParticipant: () => ({ caseId: one.id, organizationId: cast.soc.organization.id }),
  respondToInvitation: () => ({ caseId: one.id, accept: true }),
  leaveCase: () => ({ caseId: one.id }),
  removeParticipant: () => ({ caseId: one.id, organizationId: cast.soc.organization.id }),
  setTrackingId: () => ({ caseId: one.id, trackingId: "INC-1" }),
  addCaseMembers: () => ({ caseId: one.id, accountIds: [cast.soc.account.id] }),
  removeCaseMember: ownMember,
  assignCase: (who) => ({ caseId: one.id, accounts: [{ accountId: who.account.id, assigned: true }] }),
  raiseObstacle: () => ({ caseId: one.id, kind: "OUT_OF_WATCH", note: "It is at home." }),
  resolveObstacle: async () => ({ ...(await obstacle()), how: "EDR reaches it." }),
  logContact: () => ({ caseId: one.id, ...call }),
  confirmDecision: decision,
  addTask: () => ({ caseId: one.id, title: "Find the device" }),
  assignTask: async () => ({ ...(await task()), organizationId: cast.vendor.organization.id }),
  completeTask: task,
  cancelTask: task,
  addNote: () => ({ caseId: one.id, audience: "PARTICIPANTS", text: "Seen before." }),
  addTimelineEntries: () => ({
    caseId: one.id,
    entries: [{ occurredAt: "2025-07-01T05:26:00Z", text: "DHCP gave 10.0.3.21 to the laptop." }],
  }),
};

test("every verb of casework is tried here", () => {
  expect(Object.keys(inputs).sort()).toEqual(Object.keys(verbs).sort());
});

describe.each(Object.entries(verbs))("%s", (name, verb) => {
  const inputOf = (who: Party) => Promise.resolve(inputs[name]?.(who) ?? {});

  test.each(Object.entries(sidesOf))("is for its sides, tried by the %s", async (part, held) => {
    const who = cast[part as keyof Cast];
    const [code] = await outcomeOf(who, name, await inputOf(who));
    if (part === "stranger") expect(code).toBe("NOT_FOUND");
    else if (verb.sides.some((side) => held.includes(side))) expect(["OK", "STATE_CONFLICT"]).toContain(code);
    else expect(code).toBe("FORBIDDEN");
  });

  test("is for its roles", async () => {
    const [part] = Object.entries(sidesOf).find(([, held]) => verb.sides.some((s) => held.includes(s))) ?? ["owner"];
    const { organization } = cast[part as keyof Cast];
    for (const role of roles.values) {
      const who = await withRole(organization, role);
      const [code] = await outcomeOf(who, name, await inputOf(who));
      if (verb.roles.includes(role)) expect(["OK", "STATE_CONFLICT", "VERSION_CONFLICT"]).toContain(code);
      else expect([role, code]).toEqual([role, "FORBIDDEN"]);
    }
  });
});

const setCase = (state: string) => world.asOwner(`update cases set state = '${state}' where id = '${one.id}'`);
const setPart = (of: () => Party) => (state: string) =>
  world.asOwner(`update case_participants set state = '${state}', left_at = ${/LEFT|DECL/.test(state) ? "now()" : "null"}
    where case_id = '${one.id}' and organization_id = '${of().organization.id}'`);
const setTask = (state: string) => world.asOwner(`update tasks set state = '${state}' where case_id = '${one.id}'`);
const set = (table: string, values: Readonly<Record<string, string>>) => (state: string) =>
  world.asOwner(`update ${table} set ${values[state]} where case_id = '${one.id}'`);

type Staging = readonly [name: string, states: readonly string[], by: keyof Cast, set: (state: string) => unknown];
const obstacleStates = { OPEN: "resolved_at = null", RESOLVED: "resolved_at = now()" };
const decisionStates = {
  NONE: "decision = null",
  UNCONFIRMED: "confirmed_at = null",
  CONFIRMED: "confirmed_at = now()",
};
const stagings: readonly Staging[] = [
  ["raiseObstacle", caseStates.values, "soc", setCase],
  ["addTask", caseStates.values, "soc", setCase],
  ["removeParticipant", participantStates.values, "owner", setPart(() => cast.soc)],
  ["inviteParticipant", participantStates.values, "owner", setPart(() => cast.soc)],
  ["admitParticipant", participantStates.values, "owner", setPart(() => cast.soc)],
  ["respondToInvitation", ["INVITED", "ACTIVE"], "invited", setPart(() => cast.invited)],
  ["leaveCase", ["INVITED", "ACTIVE"], "soc", setPart(() => cast.soc)],
  ["resolveObstacle", Object.keys(obstacleStates), "soc", set("obstacles", obstacleStates)],
  ["confirmDecision", Object.keys(decisionStates), "vendor", set("contact_attempts", decisionStates)],
  ["assignTask", taskStates.values, "owner", setTask],
  ["completeTask", taskStates.values, "vendor", setTask],
  ["cancelTask", taskStates.values, "soc", setTask],
];

test("every verb with states is tried in each of them", () => {
  const withStates = Object.entries(verbs).filter(([, { from }]) => from);
  expect(stagings.map(([name]) => name).sort()).toEqual(withStates.map(([name]) => name).sort());
});

test.each(stagings.flatMap(([name, states, by, set]) => states.map((state) => [name, state, by, set] as const)))(
  "%s in %s",
  async (name, state, by, set) => {
    const verb = verbs[name];
    const asked = (await inputs[name]?.(cast[by])) ?? {};
    const input = name === "inviteParticipant" ? { ...asked, organizationId: cast.soc.organization.id } : asked;
    await set(state);
    const [code] = await outcomeOf(cast[by], name, { idempotencyKey: randomUUID(), ...input });
    expect(code).toBe(verb?.from?.includes(state) ? "OK" : "STATE_CONFLICT");
  },
);
