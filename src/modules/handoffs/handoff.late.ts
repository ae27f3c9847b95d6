import type { Change } from "../../platform/change";
import { rowOf } from "../../platform/read/model";
import { bind, newAlias, run, sql } from "../../platform/sql";
import { lockForHub } from "../cases/within";
import { organizationModel } from "../organizations/organization.read";
import type { Case, Severity } from "../cases/case";
import { type Handoff, lateAt } from "./handoff";
import { handoffTold } from "./handoff.events";
import { writeHandoff } from "./handoff.record";
import { HandoffTable } from "./handoff.table";
import type { Agreed } from "./agreed";

/** How soon to look again at what is late in a case that is closed: it may be reopened. */
const CLOSED_CASE_MINUTES = 60;

/**
 * The receiver of a handoff is late. Each step tells it, and names the next contact on the ladder, until one answers
 * or all were named. A job; says when the next step is due.
 */
export async function climbLadder(change: Change, id: string, agreed?: Agreed): Promise<Date | void> {
  const { tx, now } = change;
  const { caseId } = await tx.findOneByOrFail(HandoffTable, { id });
  const incident = await lockForHub(change, caseId);
  const current = await tx.findOneByOrFail(HandoffTable, { id });
  if (!lateAt(current)) return;
  if (incident.state === "CLOSED") return inMinutes(now, CLOSED_CASE_MINUTES);

  const next: Handoff = { ...current, version: current.version + 1, ladderLevel: current.ladderLevel + 1 };
  await writeHandoff(change, next);
  const told = handoffTold("HANDOFF_OVERDUE", current, next);
  change.tell({ ...told, changed: [...told.changed, "overdue"] });
  const ladder = await ladderOf(change, current, incident, agreed);
  if (next.ladderLevel < ladder.length) return inMinutes(now, ladder[next.ladderLevel - 1] ?? 0);
}

/** For each contact, how many minutes to wait before the next: as agreed, or else the receiver's own contacts. */
async function ladderOf(
  change: Change,
  { giverId, receiverId }: Handoff,
  { severity }: Case,
  agreed?: Agreed,
): Promise<readonly number[]> {
  const ladder = (await agreed?.ladderFor(change, giverId, receiverId)) ?? [];
  if (ladder.length > 0) return ladder;
  const alias = newAlias();
  const row = rowOf(organizationModel, alias);
  const [found] = await run<{ contacts: number }>(
    change.tx,
    "handoff.contacts",
    sql`select jsonb_array_length(${row("contacts")}) as contacts from ${organizationModel.from()} ${alias}
      where ${row("id")} = ${bind(receiverId, "text")}`,
  );
  return Array.from({ length: found?.contacts ?? 0 }, () => STEP_MINUTES[severity]);
}

/** How long a contact has, where nothing was agreed, before the next one is called. */
const STEP_MINUTES: Readonly<Record<Severity, number>> = { LEVEL_4: 15, LEVEL_3: 30, LEVEL_2: 120, LEVEL_1: 480 };

const inMinutes = (now: Date, minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
