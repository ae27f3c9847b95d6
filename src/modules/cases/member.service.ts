import { In, IsNull } from "typeorm";
import type { Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { DomainError, invalid } from "../../platform/errors";
import { type ItemResult, itemOk, itemRefused, itemUnchanged } from "../../platform/items";
import { type Actor, findActing, unknownAccount } from "../accounts/account.find";
import { type Case, isNarrow } from "./case";
import type { CaseOutcome, CaseService } from "./case.service";
import { MemberTable, ParticipantTable } from "./case.table";
import { memberVerbs } from "./case.verbs";

type OfCase = { readonly idempotencyKey: string; readonly caseId: string };
export type AddCaseMembers = OfCase & { readonly accountIds: readonly string[] };
export type RemoveCaseMember = OfCase & { readonly memberId: string };
export type Assignment = { readonly accountId: string; readonly assigned: boolean };
export type AssignCase = OfCase & { readonly accounts: readonly Assignment[] };
export type MemberOutcome = CaseOutcome & { readonly memberId: string };
export type MembersOutcome = CaseOutcome & { readonly results: readonly ItemResult[] };

type Nominee = Actor & { readonly assigned?: boolean };
type Judged = { readonly field: string; readonly nominee: Nominee | DomainError };

/** Who is named for a case, and who works on it. That does not count the case's version. */
export class MemberService {
  constructor(
    private readonly writer: Writer,
    private readonly cases: CaseService,
  ) {}

  add(viewer: Viewer, input: AddCaseMembers): Promise<Outcome<MembersOutcome>> {
    return this.writer.mutate(viewer, "addCaseMembers", input, async (change) => {
      const current = await this.cases.lock(change, "addCaseMembers", memberVerbs.addCaseMembers, input.caseId);
      const participants = await change.tx.find(ParticipantTable, {
        select: { organizationId: true },
        where: { caseId: current.id, state: In(["INVITED", "ACTIVE"]) },
      });
      const among = participants.map(({ organizationId }) => organizationId);
      const known = byId(await findActing(change.tx, input.accountIds, among));
      return this.name(
        change,
        current,
        input.accountIds.map((id, i) => {
          const field = `input.accountIds[${i}]`;
          return { field, nominee: known.get(id) ?? unknownAccount(field) };
        }),
      );
    });
  }

  /** Its own organisation or the owner takes a member off. A case for its members only keeps one of the owner's. */
  remove(viewer: Viewer, input: RemoveCaseMember): Promise<Outcome<MemberOutcome>> {
    return this.writer.mutate(viewer, "removeCaseMember", input, async (change) => {
      const { tx } = change;
      const current = await this.cases.lock(change, "removeCaseMember", memberVerbs.removeCaseMember, input.caseId);
      const { id: caseId, ownerId } = current;
      const place = { field: "input.memberId" };
      const member = await tx.findOneBy(MemberTable, { id: input.memberId, caseId });
      if (!member) throw new DomainError("NOT_FOUND", "CaseMember was not found.", place);
      if (![member.organizationId, ownerId].includes(viewer.organizationId)) {
        throw new DomainError("FORBIDDEN", "Only its own organisation or the owner takes a member off.", place);
      }
      if (member.removedAt) throw new DomainError("STATE_CONFLICT", "It was removed before.", place);
      if (isNarrow(current) && member.organizationId === ownerId) {
        const left = await tx.countBy(MemberTable, { caseId, organizationId: ownerId, removedAt: IsNull() });
        if (left === 1) throw new DomainError("STATE_CONFLICT", "The owner would see its own case no longer.", place);
      }
      await this.cases.removeMembers(change, [member]);
      return { caseId, memberId: member.id };
    });
  }

  /** Of a case for its members only, the owner alone names more: others assign whoever is a member. */
  assign(viewer: Viewer, input: AssignCase): Promise<Outcome<MembersOutcome>> {
    return this.writer.mutate(viewer, "assignCase", input, async (change) => {
      const current = await this.cases.lock(change, "assignCase", memberVerbs.assignCase, input.caseId);
      const ids = input.accounts.map(({ accountId }) => accountId);
      const own = byId(await findActing(change.tx, ids, [viewer.organizationId]));
      const members = await change.tx.findBy(MemberTable, {
        caseId: current.id,
        accountId: In(ids),
        removedAt: IsNull(),
      });
      const named = new Set(members.map(({ accountId }) => accountId));
      const mayName = !isNarrow(current) || current.ownerId === viewer.organizationId;
      return this.name(
        change,
        current,
        input.accounts.map(({ accountId, assigned }, i) => {
          const field = `input.accounts[${i}].accountId`;
          const account = own.get(accountId);
          if (!account) return { field, nominee: unknownAccount(field) };
          if (named.has(accountId) || (assigned && mayName)) return { field, nominee: { ...account, assigned } };
          return { field, nominee: assigned ? onlyByOwner(field) : unknownAccount(field) };
        }),
      );
    });
  }

  private async name(change: ViewerChange, { id: caseId }: Case, all: readonly Judged[]): Promise<MembersOutcome> {
    const seen = new Set<string>();
    const judged = all.map(({ field, nominee }) => {
      if (nominee instanceof DomainError) return nominee;
      if (seen.has(nominee.id)) return invalid(field, "This account is in the list twice.");
      seen.add(nominee.id);
      return nominee;
    });
    const nominees = judged.flatMap((one) => (one instanceof DomainError ? [] : [one]));
    const named = new Map(
      (await this.cases.addMembers(change, caseId, nominees)).map((one) => [one.member.accountId, one]),
    );
    const results = judged.map((one, i) => {
      if (one instanceof DomainError) return itemRefused(i, one);
      const done = named.get(one.id);
      if (!done) throw new Error("Every nominee was named.");
      return done.changed ? itemOk(i, done.member.id) : itemUnchanged(i, done.member.id);
    });
    return { caseId, results };
  }
}

const byId = (accounts: readonly Actor[]): ReadonlyMap<string, Actor> => new Map(accounts.map((one) => [one.id, one]));

const onlyByOwner = (field: string) =>
  new DomainError("FORBIDDEN", "The case is for its members only: its owner names them.", { field });
