import { In, IsNull } from "typeorm";
import type { ViewerChange } from "../../platform/change";
import { DomainError, invalid } from "../../platform/errors";
import { newId } from "../../platform/ids";
import { type Actor, findActing, unknownAccount } from "../accounts/account.find";
import { admit, speaksForAffected } from "./admission.store";
import { type Case, isNarrow } from "./case";
import { memberTold, participantTold } from "./case.events";
import { CaseTable, MemberTable, ParticipantTable } from "./case.table";
import { type CaseMember, namedMember } from "./member";
import type { CaseParticipant, ParticipantRole } from "./participant";

type Departure = (change: ViewerChange, current: Case, organizationId: string) => Promise<void>;
const departures: Departure[] = [];

/** Adds what a module does when an organisation leaves a case, in the same change: what it owed needs somebody else. */
export function whenLeaving(departure: Departure): void {
  departures.push(departure);
}

/** Who takes part in a case and who is named for it: what other verbs do to that, inside a change that has locked it. */
export abstract class Participation {
  /**
   * Makes an organisation a participant, or changes in what state it is one. Who comes back may have another role. Whom
   * the affected organisation brings in, or gives something to do, it admits by that: V6.
   */
  async join(
    change: ViewerChange,
    caseId: string,
    organizationId: string,
    role: ParticipantRole,
    state: "INVITED" | "ACTIVE",
  ): Promise<void> {
    const { tx, now } = change;
    const by = change.viewer.organizationId;
    const known = await tx.findOneBy(ParticipantTable, { caseId, organizationId });
    if (known && (known.state === "ACTIVE" || known.state === state)) {
      const another = by !== organizationId;
      if (another && (await speaksForAffected(change, caseId, by)))
        await admit(change, caseId, { by, only: organizationId });
      return;
    }
    const narrow = isNarrow(
      await tx.findOneOrFail(CaseTable, { where: { id: caseId }, select: { restricted: true, tlp: true } }),
    );
    const fresh = { id: newId("part"), caseId, organizationId, trackingId: null, seenByAll: false };
    const since = known && !known.leftAt ? known : { role, joinedAt: now, admittedById: by, admittedAt: now };
    const one: CaseParticipant = {
      ...(known ?? fresh),
      role: since.role,
      joinedAt: since.joinedAt,
      admittedById: since.admittedById,
      admittedAt: since.admittedAt,
      state,
      leftAt: null,
      leavingReason: null,
      seenByAll: !narrow || (known?.seenByAll ?? false),
    };
    await tx.upsert(ParticipantTable, one, ["id"]);
    const type = state === "ACTIVE" ? "PARTICIPANT_JOINED" : "PARTICIPANT_INVITED";
    change.tell(participantTold(type, one, ["state", "role"]));
  }

  /** Ends an organisation's part in a case: it and its people see the case no longer. The owner cannot leave it (V8). */
  async leave(
    change: ViewerChange,
    current: Case,
    organizationId: string,
    state: "DECLINED" | "LEFT",
    reason: string | null = null,
  ): Promise<void> {
    const { tx, now } = change;
    if (organizationId === current.ownerId) {
      throw new DomainError("STATE_CONFLICT", "The owner answers for the case: hand it over first.");
    }
    const known = await tx.findOneBy(ParticipantTable, { caseId: current.id, organizationId });
    if (!known || known.leftAt) return;
    const left: CaseParticipant = { ...known, state, leftAt: now, leavingReason: reason };
    await tx.update(ParticipantTable, { id: left.id }, left);
    change.tell(participantTold("PARTICIPANT_LEFT", left, ["state", "leftAt", "leavingReason"]));
    await this.removeMembers(
      change,
      await tx.findBy(MemberTable, { caseId: current.id, organizationId, removedAt: IsNull() }),
    );
    for (const departure of departures) await departure(change, current, organizationId);
  }

  /** Names accounts of participants for a case. Gives each one's membership, and whether that is new or changed. */
  async addMembers(
    change: ViewerChange,
    caseId: string,
    accounts: readonly (Actor & { readonly assigned?: boolean })[],
  ): Promise<readonly { readonly member: CaseMember; readonly changed: boolean }[]> {
    const { tx, now } = change;
    const known = await tx.findBy(MemberTable, { caseId, accountId: In(accounts.map(({ id }) => id)) });
    const knownOf = new Map(known.map((one) => [one.accountId, one]));
    const named = accounts.map(({ id: accountId, organizationId, assigned }) => {
      const before = knownOf.get(accountId);
      const member = namedMember({ caseId, accountId, organizationId }, before, now, assigned);
      return { member, before, changed: member !== before };
    });
    const changed = named.filter((one) => one.changed);
    if (changed.length > 0) {
      await tx.upsert(
        MemberTable,
        changed.map(({ member }) => member),
        ["id"],
      );
    }
    for (const { member, before } of changed) {
      if (before && !before.removedAt) change.tell(memberTold("MEMBER_ASSIGNED", member, ["assigned"]));
      else change.tell(memberTold("MEMBER_ADDED", member, ["user", "organization", "assigned", "addedAt"]));
    }
    return named;
  }

  /** Who is no longer named sees a restricted or RED case no longer. */
  async removeMembers(change: ViewerChange, members: readonly CaseMember[]): Promise<void> {
    if (members.length === 0) return;
    const ids = members.map(({ id }) => id);
    await change.tx.update(MemberTable, { id: In(ids) }, { removedAt: change.now, assigned: false });
    change.tell(...members.map((member) => memberTold("MEMBER_REMOVED", member, ["assigned", "removedAt"])));
  }

  /** Refuses to give work in a case to an organisation, or to one of its accounts, that cannot do it there. */
  async assertCanWork(
    { tx }: ViewerChange,
    current: Case,
    { organizationId, accountId }: { readonly organizationId: string; readonly accountId: string | null },
    path = "input",
  ): Promise<void> {
    const { id: caseId } = current;
    const part = await tx.findOneBy(ParticipantTable, { caseId, organizationId, leftAt: IsNull() });
    if (!part || part.role === "OBSERVER") {
      throw invalid(`${path}.organizationId`, "This organisation does not work in the case.");
    }
    if (accountId === null) return;
    const field = `${path}.accountId`;
    const [account] = await findActing(tx, [accountId], [organizationId]);
    if (!account) throw unknownAccount(field);
    if (!isNarrow(current)) return;
    const member = await tx.findOneBy(MemberTable, { caseId, accountId, removedAt: IsNull() });
    if (!member) throw invalid(field, "The case is for its members only, and this account is none.");
  }

  /** Whoever makes a case for its members only is one of them: nobody locks the owner out of its own case. */
  protected async nameActor(change: ViewerChange, caseId: string): Promise<void> {
    const { accountId: id, organizationId } = change.viewer;
    await this.addMembers(change, caseId, [{ id, organizationId }]);
  }

  /** Remembers that from now on everybody in the participating organisations could see the case. */
  protected async openToAll({ tx }: ViewerChange, caseId: string): Promise<void> {
    await tx.update(ParticipantTable, { caseId, state: In(["INVITED", "ACTIVE"]) }, { seenByAll: true });
  }
}
