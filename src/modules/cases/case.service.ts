import { type Outcome, type ViewerChange, type Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { DomainError } from "../../platform/errors";
import { newId, newReference } from "../../platform/ids";
import { assertVisible, lockRow } from "../../platform/read/reader";
import { type Sql, bind, run } from "../../platform/sql";
import { type Verb, assertRole, assertSide, assertVersion } from "../../platform/verbs";
import { type Case, type Move, isNarrow, movedCase } from "./case";
import { type CaseSide, caseSides } from "./case.access";
import { caseTold, memberTold, participantTold } from "./case.events";
import { caseModel } from "./case.read";
import { CaseTable, MemberTable, ParticipantTable } from "./case.table";
import { caseVerbs } from "./case.verbs";
import type { CaseParticipant, ParticipantRole } from "./participant";

export type MoveCase = Move & {
  readonly idempotencyKey: string;
  readonly caseId: string;
  readonly expectedVersion: number;
  /** What is outstanding, carried over in words: V19. */
  readonly carriedOver?: readonly { readonly id: string; readonly note: string }[] | null;
};
export type CaseOutcome = { readonly caseId: string };
type NewCase = Omit<
  Case,
  | "id"
  | "version"
  | "reference"
  | "narrowedAt"
  | "state"
  | "disposition"
  | "closingReason"
  | "reopeningReason"
  | "duplicateOfId"
  | "closedAt"
  | "openedAt"
  | "ownerId"
>;

type Outstanding = { readonly id: string; readonly what: string };
const closingChecks: ((caseId: Sql) => Sql)[] = [];

/** Adds what must not be outstanding when a case closes: a SELECT of id and what, in words. */
export function mustBeDoneToClose(check: (caseId: Sql) => Sql): void {
  closingChecks.push(check);
}

export class CaseService {
  constructor(private readonly writer: Writer) {}

  /** Moves a case to another state: key, lock, rule, write, record. */
  move(viewer: Viewer, input: MoveCase): Promise<Outcome<CaseOutcome>> {
    return this.writer.mutate(viewer, "moveCase", input, async (change) => {
      const current = await this.lock(change, "moveCase", caseVerbs.moveCase, input.caseId, input.expectedVersion);
      const moved = movedCase(current, input, change.now);
      if (moved.state === "CLOSED") await this.assertClosable(change, moved, input.carriedOver ?? []);
      if (moved.duplicateOfId)
        await assertVisible(change.tx, viewer, caseModel, [moved.duplicateOfId], "input.duplicateOfId");
      await this.write(change, moved);
      const closing = current.state === "CLOSED" || moved.state === "CLOSED";
      change.tell(
        caseTold(
          "CASE_MOVED",
          moved,
          closing ? ["state", "disposition", "closingReason", "reopeningReason", "closedAt"] : ["state"],
        ),
      );
      return { caseId: moved.id };
    });
  }

  /** Opens a case that its opener's organisation owns. */
  async open(change: ViewerChange, facts: NewCase, role: ParticipantRole): Promise<Case> {
    const { organizationId, accountId } = change.viewer;
    const one: Case = {
      ...facts,
      id: newId("case"),
      version: 1,
      reference: newReference("SAN"),
      ownerId: organizationId,
      state: "RECEIVED",
      narrowedAt: isNarrow(facts) ? change.now : null,
      openedAt: change.now,
      disposition: null,
      closingReason: null,
      reopeningReason: null,
      duplicateOfId: null,
      closedAt: null,
    };
    await change.tx.insert(CaseTable, one);
    change.tell(caseTold("CASE_OPENED", one, ["state", "owner"]));
    await this.join(change, one.id, organizationId, role, "ACTIVE");
    if (isNarrow(one)) await this.addMember(change, one.id, accountId);
    return one;
  }

  /** Makes an organisation a participant, or changes in what state it is one. */
  async join(
    change: ViewerChange,
    caseId: string,
    organizationId: string,
    role: ParticipantRole,
    state: "INVITED" | "ACTIVE",
  ): Promise<void> {
    const { tx, now } = change;
    const known = await tx.findOneBy(ParticipantTable, { caseId, organizationId });
    if (known && (known.state === "ACTIVE" || known.state === state)) return;
    const one: CaseParticipant = known
      ? { ...known, state, leftAt: null, joinedAt: known.leftAt ? now : known.joinedAt }
      : { id: newId("part"), caseId, organizationId, role, state, trackingId: null, joinedAt: now, leftAt: null };
    await tx.upsert(ParticipantTable, one, ["id"]);
    change.tell(
      participantTold(state === "ACTIVE" ? "PARTICIPANT_JOINED" : "PARTICIPANT_INVITED", one, ["state", "role"]),
    );
  }

  async addMember(change: ViewerChange, caseId: string, accountId: string, assigned = false): Promise<void> {
    const { tx, now } = change;
    const known = await tx.findOneBy(MemberTable, { caseId, accountId });
    const one = known
      ? { ...known, removedAt: null, assigned: known.assigned || assigned }
      : { id: newId("member"), caseId, accountId, assigned, addedAt: now, removedAt: null };
    await tx.upsert(MemberTable, one, ["id"]);
    change.tell(memberTold("MEMBER_ADDED", one, ["assigned"]));
  }

  /** Makes another organisation the owner, inside a change that has locked the case. */
  async changeOwner(change: ViewerChange, current: Case, ownerId: string): Promise<Case> {
    const owned = { ...current, ownerId, version: current.version + 1 };
    await this.write(change, owned);
    change.tell(caseTold("CASE_OWNER_CHANGED", owned, ["owner"]));
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

  async write({ tx }: ViewerChange, { id, ...facts }: Case): Promise<void> {
    await tx.update(CaseTable, { id }, facts);
  }

  private async assertClosable(
    { tx }: ViewerChange,
    { id }: Case,
    carriedOver: NonNullable<MoveCase["carriedOver"]>,
  ): Promise<void> {
    const carried = new Set(carriedOver.map((one) => one.id));
    const lists = await Promise.all(
      closingChecks.map((check) => run<Outstanding>(tx, "case.outstanding", check(bind(id, "text")))),
    );
    const outstanding = lists.flat().filter((one) => !carried.has(one.id));
    if (outstanding.length === 0) return;
    const message = "Something is outstanding: settle it, or carry it over in words.";
    throw new DomainError("CASE_NOT_CLOSABLE", message, { field: "input.carriedOver", details: { outstanding } });
  }
}
