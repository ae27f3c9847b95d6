import type { Case } from "../../src/modules/cases/case";
import type { HandoffKind, HandoffState } from "../../src/modules/handoffs/handoff";
import type { Party, World } from "./world";

/** What a test of handoffs reads again and again. */
export type ShownHandoff = { readonly id: string; readonly version: number; readonly state: HandoffState };
export const HANDOFF = "handoff { id version state }";

/** A first notice with everything that it needs. Due in a hundred years, unless the test is about time. */
export const firstNotice = (given: object = {}) => ({
  summary: "A file server sends a beacon every 60 seconds.",
  severity: "LEVEL_3",
  expectation: "INVESTIGATE",
  contact: "SOC desk, +81 3 5555 0100",
  dueAt: "2126-01-01T00:00:00Z",
  ...given,
});

export async function offer(
  giver: Party,
  receiver: Pick<Party, "organization">,
  incident: Pick<Case, "id">,
  kind: HandoffKind = "ESCALATION",
  given: object = {},
): Promise<ShownHandoff> {
  const input = { caseId: incident.id, kind, receiverId: receiver.organization.id, package: firstNotice(), ...given };
  const { handoff } = await giver.act<{ handoff: ShownHandoff }>("offerHandoff", input, HANDOFF);
  return handoff;
}

/** Does one step of a handoff, and gives the handoff after it. */
export async function step(who: Party, name: string, of: ShownHandoff, more: object = {}): Promise<ShownHandoff> {
  const { handoff } = await who.act<{ handoff: ShownHandoff }>(name, stepOf(of, more), HANDOFF);
  return handoff;
}

export const stepOf = ({ id, version }: ShownHandoff, more: object = {}) => ({
  handoffId: id,
  expectedVersion: version,
  ...more,
});

/** Puts a handoff into a state, whatever leads there. */
export async function inState(world: World, of: ShownHandoff, state: HandoffState): Promise<ShownHandoff> {
  const paused = state === "INFO_REQUESTED" ? "hub_now()" : "null";
  await world.asOwner(`update handoffs set state = '${state}', paused_since = ${paused} where id = '${of.id}'`);
  return { ...of, state };
}
