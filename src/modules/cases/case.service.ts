import { type Outcome, type ViewerChange, type Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { DomainError, invalid } from "../../platform/errors";
import { newId, newReference } from "../../platform/ids";
import { type Access, type ReadModel, type Scope, scopeOf } from "../../platform/read/model";
import { assertVisible, lockRow } from "../../platform/read/reader";
import { type Sql, bind, run } from "../../platform/sql";
import { type Verb, assertRole, assertSide, assertVersion } from "../../platform/verbs";
import { organizationModel } from "../organizations/organization.read";
import { admitUnderOwner, assertMayRename } from "./admission.store";
import { type CarriedOver, type Case, type IntakeSource, type Move, isNarrow, movedCase } from "./case";
import { type CaseSide, caseSides } from "./case.access";
import { caseTold } from "./case.events";
import { type CaseFacts, type RestatedFacts, assertFacts, changedFields, restatedCase } from "./case.facts";
import { caseModel } from "./case.read";
import { CaseTable } from "./case.table";
import { caseVerbs } from "./case.verbs";
import { Participation } from "./participation";
import type { ParticipantRole } from "./participant";
import { timeFlagsOf } from "./times";
import { caseOf } from "./within";

type OfCase = { readonly idempotencyKey: string; readonly caseId: string; readonly expectedVersion: number };
export type MoveCase = OfCase &
  Move & {
    /** What is outstanding, carried over in words: V19. */
    readonly carriedOver?: readonly { readonly id: string; readonly note: string }[] | null;
  };
export type UpdateCase = OfCase & RestatedFacts;
export type CaseOutcome = { readonly caseId: string };
export type NewCase = CaseFacts & { readonly intake: IntakeSource };

type Outstanding = { readonly id: string; readonly what: string };
type ClosingCheck = (caseId: Sql, me: Scope) => Sql;
const closingChecks: ClosingCheck[] = [];

/** Adds what must not be outstanding when a case closes: a SELECT of id and what, in words, of what the viewer sees. */
export function mustBeDoneToClose(check: ClosingCheck): void {
  closingChecks.push(check);
}

/** Something inside a case: it is changed under the lock of its case. */
type Inside = { readonly id: string; readonly caseId: string; readonly version: number };
type Asked<T, Side extends string> = {
  readonly model: ReadModel<T>;
  readonly id: string;
  readonly sides: Readonly<Record<Side, Access<T>>>;
  readonly expectedVersion: number;
  readonly field: string;
};

/** As many as one call carries over; how many there are in all is told beside them. */
const NAMED_MAX = 1_000;

export class CaseService extends Participation {
  constructor(private readonly writer: Writer) {
    super();
  }

  /** Moves a case to another state: key, lock, rule, write, record. */
  move(viewer: Viewer, input: MoveCase): Promise<Outcome<CaseOutcome>> {
    return this.writer.mutate(viewer, "moveCase", input, async (change) => {
      const current = await this.lock(change, "moveCase", caseVerbs.moveCase, input.caseId, input.expectedVersion);
      const moved = movedCase(current, input, change.now);
      if (moved.duplicateOfId) {
        await assertVisible(change.tx, viewer, caseModel, [moved.duplicateOfId], "input.duplicateOfId");
      }
      const carried = await this.carriedOver(change, moved, input.carriedOver ?? []);
      const next = { ...moved, carriedOver: [...current.carriedOver, ...carried] };
      await this.write(change, next);
      change.tell(caseTold("CASE_MOVED", next, changedFields(current, next)));
      return { caseId: next.id };
    });
  }

  /** States facts of a case anew. What is as it was before changes nothing, tells nothing and counts no version. */
  update(viewer: Viewer, input: UpdateCase): Promise<Outcome<CaseOutcome>> {
    return this.writer.mutate(viewer, "updateCase", input, async (change) => {
      const current = await this.lock(change, "updateCase", caseVerbs.updateCase, input.caseId, input.expectedVersion);
      const next = restatedCase(current, input, current.ownerId === viewer.organizationId, change.now);
      if (next === current) return { caseId: current.id };
      if (next.affectedId && next.affectedId !== current.affectedId) {
        await assertVisible(change.tx, viewer, organizationModel, [next.affectedId], "input.affectedOrganizationId");
      }
      if (next.affectedId !== current.affectedId) await assertMayRename(change, current);
      await this.write(change, next);
      if (next.affectedId !== current.affectedId) await admitUnderOwner(change, next);
      if (isNarrow(next) && !isNarrow(current)) await this.nameActor(change, next.id);
      if (isNarrow(current) && !isNarrow(next)) await this.openToAll(change, next.id);
      change.tell(caseTold("CASE_UPDATED", next, changedFields(current, next)));
      return { caseId: next.id };
    });
  }

  /** Opens a case that its opener's organisation owns. */
  async open(change: ViewerChange, facts: NewCase, role: ParticipantRole, path = "input"): Promise<Case> {
    assertFacts(facts, path);
    const one: Case = {
      ...facts,
      id: newId("case"),
      version: 1,
      reference: newReference("SAN"),
      ownerId: change.viewer.organizationId,
      state: "RECEIVED",
      timeFlags: timeFlagsOf(facts, change.now),
      carriedOver: [],
      openedAt: change.now,
      disposition: null,
      closingReason: null,
      reopeningReason: null,
      duplicateOfId: null,
      closedAt: null,
    };
    await change.tx.insert(CaseTable, one);
    change.tell(caseTold("CASE_OPENED", one, ["state", "owner"]));
    await this.join(change, one.id, one.ownerId, role, "ACTIVE");
    if (isNarrow(one)) await this.nameActor(change, one.id);
    return one;
  }

  /** Makes another organisation the owner, inside a change that has locked the case. */
  async changeOwner(change: ViewerChange, current: Case, ownerId: string): Promise<Case> {
    const owned = { ...current, ownerId, version: current.version + 1 };
    await this.write(change, owned);
    change.tell(caseTold("CASE_OWNER_CHANGED", owned, ["owner"]));
    await admitUnderOwner(change, owned);
    return owned;
  }

  /**
   * Locks a case for one of its verbs, with the rules on role, side and version. Every change inside a case starts
   * here, so that there is one order of locks.
   */
  async lock(
    change: ViewerChange,
    name: string,
    verb: Verb<CaseSide>,
    caseId: string,
    expectedVersion?: number,
    field = "input.caseId",
  ): Promise<Case> {
    assertRole(change.viewer, name, verb);
    const { row, sides } = await lockRow(change.tx, change.viewer, caseModel, caseId, caseSides, field);
    assertSide(name, verb, sides);
    if (expectedVersion !== undefined) assertVersion(expectedVersion, row.version);
    return row;
  }

  /**
   * Locks something inside a case for one of its verbs: the case first, then the thing. Whoever changes it takes part
   * in the case, and stands to the case or to the thing as the verb asks.
   */
  async lockWithin<T extends Inside, Side extends string>(
    change: ViewerChange,
    name: string,
    verb: Verb<NoInfer<Side> | "PARTICIPANT" | "OWNER">,
    { model, id, sides, expectedVersion, field }: Asked<T, Side>,
  ): Promise<{ readonly case: Case; readonly row: T; readonly sides: ReadonlySet<Side | "PARTICIPANT" | "OWNER"> }> {
    const { tx, viewer } = change;
    assertRole(viewer, name, verb);
    const caseId = await caseOf(change, model, id, field);
    const one = await this.lock(change, name, { roles: verb.roles, sides: ["PARTICIPANT"] }, caseId, undefined, field);
    const { row, sides: held } = await lockRow(tx, viewer, model, id, sides, field);
    const all = new Set<Side | "PARTICIPANT" | "OWNER">([...held, "PARTICIPANT"]);
    if (one.ownerId === viewer.organizationId) all.add("OWNER");
    assertSide(name, verb, all);
    assertVersion(expectedVersion, row.version);
    return { case: one, row, sides: all };
  }

  async write({ tx }: ViewerChange, { id, ...facts }: Case): Promise<void> {
    await tx.update(CaseTable, { id }, facts);
  }

  /** What is outstanding when a case closes, each with the words that carry it over. CASE_NOT_CLOSABLE names the rest. */
  private async carriedOver(
    { tx, now, viewer }: ViewerChange,
    { id, state }: Case,
    notes: NonNullable<MoveCase["carriedOver"]>,
  ): Promise<readonly CarriedOver[]> {
    if (state !== "CLOSED" && notes.length > 0) throw invalid("input.carriedOver", "Only closing carries over.");
    if (state !== "CLOSED") return [];
    const outstanding: Outstanding[] = [];
    for (const check of closingChecks) {
      outstanding.push(...(await run<Outstanding>(tx, "case.outstanding", check(bind(id, "text"), scopeOf(viewer)))));
    }
    const whats = new Map(outstanding.map((one) => [one.id, one.what]));
    const carried = notes.map(({ id, note }, i) => {
      const what = whats.get(id);
      if (what === undefined) throw invalid(`input.carriedOver[${i}].id`, "This is not outstanding.");
      whats.delete(id);
      return { id, what, note, at: now.toISOString() };
    });
    if (whats.size === 0) return carried;
    const message = "Something is outstanding: settle it, or carry it over in words.";
    const named = [...whats].slice(0, NAMED_MAX).map(([id, what]) => ({ id, what }));
    const details = { outstanding: named, count: whats.size };
    throw new DomainError("CASE_NOT_CLOSABLE", message, { field: "input.carriedOver", details });
  }
}
