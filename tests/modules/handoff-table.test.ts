import { roles } from "../../src/modules/accounts/account";
import type { Case } from "../../src/modules/cases/case";
import { type HandoffState, handoffStates } from "../../src/modules/handoffs/handoff";
import { handoffVerbs } from "../../src/modules/handoffs/handoff.verbs";
import { mutationText } from "../support/asker";
import { type ShownHandoff, firstNotice, inState, offer, stepOf } from "../support/handoffs";
import { type Party, type World, openWorld } from "../support/world";

// Every row of the table of verbs, each with its allowed and its refused side.

const inputs = {
  updateHandoffPackage: { package: { summary: "Two servers by now." } },
  acknowledgeHandoff: {},
  requestHandoffInfo: { purpose: "To decide", questions: ["Which servers?"] },
  acceptHandoff: {},
  declineHandoff: { reason: "Nobody is free." },
  withdrawHandoff: {},
  completeHandoff: { outcome: "The image was analysed." },
} as const satisfies Partial<Record<keyof typeof handoffVerbs, object>>;
type Step = keyof typeof inputs;
const steps = Object.keys(inputs) as Step[];
const firstState = (step: Step): HandoffState => handoffVerbs[step].from[0] ?? "OFFERED";

let world: World;
let csirt: Party;
let vendor: Party;
let observer: Party;
let incident: Case;
let handoff: ShownHandoff;

beforeAll(async () => {
  world = await openWorld();
  csirt = await world.party();
  vendor = await world.party({ name: "Forensics Inc", kinds: ["VENDOR"] });
  observer = await world.party({ name: "Ministry" });
});
afterAll(() => world.close());
beforeEach(async () => {
  incident = await world.openCase(csirt);
  await world.join(incident, observer, "LEGAL");
  handoff = await offered();
});

const offered = () => offer(csirt, vendor, incident, "ENGAGEMENT");
const attempt = (step: Step, of: ShownHandoff) =>
  sideOf(step).ask(mutationText(step, "position"), {
    input: { idempotencyKey: `${of.id}-${of.state}`, ...stepOf(of, inputs[step]) },
  });
const sideOf = (step: Step): Party => (handoffVerbs[step].sides[0] === "GIVER" ? csirt : vendor);

test("every step of a handoff is in the table of verbs", () => {
  expect(new Set([...steps, "offerHandoff", "handOverShift"])).toEqual(new Set(Object.keys(handoffVerbs)));
});

test.each(steps)("%s is possible in the states of its row, and in no other", async (step) => {
  const allowed: readonly HandoffState[] = handoffVerbs[step].from;
  for (const state of handoffStates.values.filter((one) => !allowed.includes(one))) {
    const { errors } = await attempt(step, await inState(world, handoff, state));
    const details = { from: state, allowed: [...allowed] };
    expect(errors?.[0]?.extensions).toMatchObject({ code: "STATE_CONFLICT", details });
  }
  for (const state of allowed) {
    const { errors } = await attempt(step, await inState(world, await offered(), state));
    expect(errors).toBeUndefined();
  }
});

test.each(steps)("%s is for its side, and for nobody else", async (step) => {
  const input = stepOf(await inState(world, handoff, firstState(step)), inputs[step]);
  const stranger = await world.party();
  const [side, other] = sideOf(step) === csirt ? [csirt, vendor] : [vendor, csirt];

  expect(await stranger.refused(step, input)).toBe("NOT_FOUND");
  expect(await observer.refused(step, input)).toBe("FORBIDDEN");
  expect(await other.refused(step, input)).toBe("FORBIDDEN");
  await side.act(step, input);
});

test.each(steps)("%s is for accounts with the roles of its row, and for no others", async (step) => {
  const { organization } = sideOf(step);
  const allowed: readonly string[] = handoffVerbs[step].roles;
  for (const role of roles.values) {
    const account = await world.party({ organization, roles: [role] });
    const of = allowed.includes(role) ? await offered() : handoff;
    const input = stepOf(await inState(world, of, firstState(step)), inputs[step]);
    if (allowed.includes(role)) await account.act(step, input);
    else expect(await account.refused(step, input)).toBe("FORBIDDEN");
  }
});

test.each(steps)("%s on another version than the present one is refused", async (step) => {
  const input = stepOf(await inState(world, handoff, firstState(step)), inputs[step]);
  expect(await sideOf(step).refused(step, { ...input, expectedVersion: handoff.version + 1 })).toBe("VERSION_CONFLICT");
});

test("offering is for accounts with the roles of its row, and for no others", async () => {
  const allowed: readonly string[] = handoffVerbs.offerHandoff.roles;
  for (const role of roles.values) {
    const account = await world.party({ organization: csirt.organization, roles: [role] });
    const input = { caseId: incident.id, kind: "ENGAGEMENT", receiverId: vendor.organization.id };
    const { errors } = await account.ask(mutationText("offerHandoff", "position"), {
      input: { idempotencyKey: role, ...input, package: firstNotice() },
    });
    expect(errors?.[0]?.extensions?.["code"]).toBe(allowed.includes(role) ? undefined : "FORBIDDEN");
  }
});
