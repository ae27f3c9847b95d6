import { type FindOptionsWhere, In, Not } from "typeorm";
import type { Change, ViewerChange } from "../../platform/change";
import type { Case } from "../cases/case";
import type { CaseService } from "../cases/case.service";
import { whenLeaving } from "../cases/participation";
import { findParticipant } from "../cases/within";
import type { InformationRequest } from "../requests/request";
import { endQuestionsAbout, whenSettled } from "../requests/request.record";
import { type Handoff, MOVING, UNANSWERED, isUnanswered, stepped } from "./handoff";
import { recordHandoff } from "./handoff.record";
import { HandoffTable } from "./handoff.table";

// How a handoff goes on or ends without being accepted, inside a change that has locked its case.

export async function decline(change: Change, current: Handoff, endReason: string): Promise<void> {
  await endQuestionsAbout(change, current.id);
  const next = stepped(current, "DECLINED", change.now, { declinedAt: change.now, endReason });
  await recordHandoff(change, "HANDOFF_DECLINED", current, next);
}

export async function withdraw(change: Change, current: Handoff, endReason: string | null): Promise<void> {
  await endQuestionsAbout(change, current.id);
  const next = stepped(current, "WITHDRAWN", change.now, { withdrawnAt: change.now, endReason });
  await recordHandoff(change, "HANDOFF_WITHDRAWN", current, next);
}

/**
 * One offer was accepted and the owner is another: what the old owner offered to others is void (V8). They stay
 * invited: whether they are needed still is for the new owner to say.
 */
export async function withdrawRivals(change: Change, { id, caseId, giverId }: Handoff): Promise<void> {
  const rivals = await unanswered(change, { id: Not(id), caseId, giverId, kind: In([...MOVING]) });
  for (const rival of rivals) await withdraw(change, rival, "Another organisation accepted the case.");
}

/** Ends the part of a receiver that is in the case by nothing but an offer. */
export async function dismiss(
  change: ViewerChange,
  cases: CaseService,
  incident: Case,
  { receiverId, state, endReason }: Pick<Handoff, "receiverId" | "endReason"> & { state: "DECLINED" | "LEFT" },
): Promise<void> {
  const part = await findParticipant(change.tx, incident.id, receiverId);
  if (part?.state !== "INVITED") return;
  const offers = await change.tx.findBy(HandoffTable, { caseId: incident.id, receiverId });
  const isByOffer = offers.some(({ invited, offeredAt }) => invited && offeredAt >= part.joinedAt);
  if (isByOffer && !offers.some(isUnanswered)) await cases.leave(change, incident, receiverId, state, endReason);
}

/** The giver owes no answer any more: the receiver is to decide, and the clock goes on. */
async function resume(change: Change, { subjectId }: InformationRequest): Promise<void> {
  const current = await change.tx.findOneByOrFail(HandoffTable, { id: subjectId ?? "" });
  if (current.state !== "INFO_REQUESTED") return;
  await recordHandoff(change, "HANDOFF_RESUMED", current, stepped(current, "ACKNOWLEDGED", change.now));
}

const unanswered = ({ tx }: Change, where: FindOptionsWhere<Handoff>): Promise<Handoff[]> =>
  tx.findBy(HandoffTable, { ...where, state: In([...UNANSWERED]) });

whenSettled("Handoff", resume);

// Who leaves a case takes nothing over in it and hands nothing over. What was accepted stays on record: V19 asks for it.
whenLeaving(async (change, { id: caseId }, organizationId) => {
  for (const one of await unanswered(change, { caseId, receiverId: organizationId })) {
    await decline(change, one, "The receiver left the case.");
  }
  for (const one of await unanswered(change, { caseId, giverId: organizationId })) {
    await withdraw(change, one, "The giver left the case.");
  }
});
