import type { Change, ViewerChange } from "../../platform/change";
import type { Tx } from "../../platform/db";
import { DomainError } from "../../platform/errors";
import { tableOf } from "../../platform/read/compile";
import { type Access, type ReadModel, scopeOf, visibleRows } from "../../platform/read/model";
import { type Locked, lockRows } from "../../platform/read/lock";
import { lockRow } from "../../platform/read/reader";
import { bind, run, sql } from "../../platform/sql";
import type { Case } from "./case";
import { type CaseSide, caseSides } from "./case.access";
import { caseModel } from "./case.read";
import { CaseTable, ParticipantTable } from "./case.table";
import type { CaseParticipant } from "./participant";

// What other modules ask of a case inside a change, for verbs whose sides are not those of the case: whoever is
// invited by a handoff answers it before taking part.

type Inside = { readonly id: string; readonly caseId: string };
type MayBeInside = { readonly id: string; readonly caseId: string | null };
type Sides<T, Side extends string> = Readonly<Record<Side, Access<T>>>;

/** The case that holds a row. NOT_FOUND when the viewer may not see the row. */
export async function caseOf<T extends MayBeInside>(
  { tx, viewer }: Pick<ViewerChange, "tx" | "viewer">,
  model: ReadModel<T>,
  id: string,
  field: string,
): Promise<T["caseId"]> {
  const { alias, column } = tableOf(model);
  const found = visibleRows(model, alias, scopeOf(viewer), (row) => sql`${row("id")} = ${bind(id, "text")}`);
  const statement = sql`select ${column("caseId")} as "caseId" from ${found}`;
  const [row] = await run<Pick<T, "caseId">>(tx, `case of ${model.name}`, statement);
  if (!row) throw new DomainError("NOT_FOUND", `${model.name} was not found.`, { field });
  return row.caseId;
}

/**
 * Locks the case that holds a row, where there is one, and then the row, whatever the viewer's side: every change
 * inside a case takes its locks in this order. NOT_FOUND when the viewer may not see the row.
 */
export function lockInside<T extends Inside, Side extends string>(
  change: ViewerChange,
  model: ReadModel<T>,
  id: string,
  sides: Sides<T, Side>,
  field: string,
): Promise<Locked<T, Side> & { readonly incident: Case }>;
export function lockInside<T extends MayBeInside, Side extends string>(
  change: ViewerChange,
  model: ReadModel<T>,
  id: string,
  sides: Sides<T, Side>,
  field: string,
): Promise<Locked<T, Side> & { readonly incident: Case | undefined }>;
export async function lockInside<T extends MayBeInside, Side extends string>(
  { tx, viewer }: ViewerChange,
  model: ReadModel<T>,
  id: string,
  sides: Sides<T, Side>,
  field: string,
): Promise<Locked<T, Side> & { readonly incident: Case | undefined }> {
  const caseId = await caseOf({ tx, viewer }, model, id, field);
  const holds = caseId === null ? undefined : await lockRow(tx, viewer, caseModel, caseId, {}, field);
  return { incident: holds?.row, ...(await lockRow(tx, viewer, model, id, sides, field)) };
}

/** Locks many cases at once. One that the viewer cannot read is not among them. */
export function lockCases(
  { tx, viewer }: ViewerChange,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Locked<Case, CaseSide>>> {
  return lockRows(tx, viewer, caseModel, ids, caseSides);
}

/** Locks a case for a change that nobody asked for: a due time came. */
export function lockForHub({ tx }: Change, caseId: string): Promise<Case> {
  return tx.findOneOrFail(CaseTable, { where: { id: caseId }, lock: { mode: "pessimistic_write" } });
}

/** An organisation's part in a case that is locked, also when it has ended. */
export function findParticipant(tx: Tx, caseId: string, organizationId: string): Promise<CaseParticipant | null> {
  return tx.findOneBy(ParticipantTable, { caseId, organizationId });
}
