import type { Change, ViewerChange } from "../../platform/change";
import { newId } from "../../platform/ids";
import { type DueJob, cancel, schedule } from "../../platform/jobs";
import { type Handoff, dueAnew, lateAt } from "./handoff";
import { type handoffEvents, handoffTold } from "./handoff.events";
import { HandoffTable, PackageTable } from "./handoff.table";
import { type GivenPackage, type HandoffPackage, packageOf } from "./package";

/** The job that looks after a handoff when its receiver is late. */
export const HANDOFF_LATE = "handoff.late";

/** Stores new handoffs with their first packages, tells of them, and sees to it that nobody forgets them. */
export async function recordOffers(
  change: Change,
  offers: readonly { readonly handoff: Handoff; readonly first: HandoffPackage }[],
): Promise<void> {
  if (offers.length === 0) return;
  await change.tx.insert(
    HandoffTable,
    offers.map(({ handoff }) => handoff),
  );
  await change.tx.insert(
    PackageTable,
    offers.map(({ first }) => first),
  );
  await schedule(change, ...offers.flatMap(({ handoff }) => lateJob(handoff)));
  change.tell(...offers.map(({ handoff }) => handoffTold("HANDOFF_OFFERED", undefined, handoff)));
}

/** Stores what has changed of a handoff, tells of it, and moves the time at which its receiver will be late. */
export async function recordHandoff(
  change: Change,
  type: keyof typeof handoffEvents,
  before: Handoff,
  after: Handoff,
): Promise<Handoff> {
  await writeHandoff(change, after);
  const late = lateJob(after);
  if (late.length > 0) await schedule(change, ...late);
  else await cancel(change, { kind: HANDOFF_LATE, subjectId: after.id });
  change.tell(handoffTold(type, before, after));
  return after;
}

/** Stores the next version of a handoff's package. Another due time in it is the handoff's from now on. */
export async function addPackage(
  change: ViewerChange,
  current: Handoff,
  given: GivenPackage,
  path = "input.package",
): Promise<Handoff> {
  const { tx, now, viewer } = change;
  const before = await tx.findOneByOrFail(PackageTable, { id: current.packageId });
  const next: HandoffPackage = {
    ...packageOf(given, before, now, path),
    id: newId("package"),
    handoffId: current.id,
    number: before.number + 1,
    authorId: viewer.accountId,
    authorOrganizationId: viewer.organizationId,
    at: now,
  };
  await tx.insert(PackageTable, next);
  const due = given.dueAt ? { ...dueAnew(current, given.dueAt, now), ladderLevel: 0 } : current;
  const updated = { ...due, packageId: next.id, version: current.version + 1 };
  return recordHandoff(change, "HANDOFF_UPDATED", current, updated);
}

export async function writeHandoff({ tx }: Change, { id, ...facts }: Handoff): Promise<void> {
  await tx.update(HandoffTable, { id }, facts);
}

function lateJob(handoff: Handoff): readonly DueJob[] {
  const dueAt = lateAt(handoff);
  return dueAt ? [{ kind: HANDOFF_LATE, subjectId: handoff.id, dueAt }] : [];
}
