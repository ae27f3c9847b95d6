import type { Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { DomainError } from "../../platform/errors";
import { assertVisible, lockRow } from "../../platform/read/reader";
import { assertRole, assertSide, assertState } from "../../platform/verbs";
import { findActing, unknownAccount } from "../accounts/account.find";
import { organizationModel } from "../organizations/organization.read";
import { admit } from "./admission.store";
import type { Case } from "./case";
import { admittingSides } from "./case.access";
import { participantTold } from "./case.events";
import { caseModel } from "./case.read";
import type { CaseOutcome, CaseService } from "./case.service";
import { ParticipantTable } from "./case.table";
import { participantVerbs } from "./case.verbs";
import type { CaseParticipant, ParticipantRole } from "./participant";

type OfCase = { readonly idempotencyKey: string; readonly caseId: string };
type WithReason = { readonly reason?: string | null };
export type InviteParticipant = OfCase & {
  readonly organizationId: string;
  readonly role: ParticipantRole;
  /** Who of it sees a case that is for its members only. */
  readonly memberIds: readonly string[];
};
export type AdmitParticipant = OfCase & { readonly organizationId: string };
export type RespondToInvitation = OfCase & WithReason & { readonly accept: boolean };
export type LeaveCase = OfCase & WithReason;
export type RemoveParticipant = OfCase & WithReason & { readonly organizationId: string };
export type SetTrackingId = OfCase & { readonly trackingId?: string | null };
export type ParticipantOutcome = CaseOutcome & { readonly participantId: string };

/** Who takes part in a case. That does not count the case's version: a participant is an object of its own. */
export class ParticipantService {
  constructor(
    private readonly writer: Writer,
    private readonly cases: CaseService,
  ) {}

  invite(viewer: Viewer, input: InviteParticipant): Promise<Outcome<ParticipantOutcome>> {
    return this.change(viewer, "inviteParticipant", input, async (change, current) => {
      const { organizationId, role, memberIds } = input;
      await assertVisible(change.tx, viewer, organizationModel, [organizationId], "input.organizationId");
      const known = await this.find(change, current, organizationId);
      if (known) assertState("inviteParticipant", participantVerbs.inviteParticipant, known.state);
      await this.cases.join(change, current.id, organizationId, role, "INVITED");
      const accounts = await findActing(change.tx, memberIds, [organizationId]);
      const missing = memberIds.findIndex((id) => !accounts.some((account) => account.id === id));
      if (missing >= 0) throw unknownAccount(`input.memberIds[${missing}]`);
      await this.cases.addMembers(change, current.id, accounts);
      return organizationId;
    });
  }

  /** The affected organisation lets a participant into what is exchanged within the case: V6. */
  admit(viewer: Viewer, input: AdmitParticipant): Promise<Outcome<ParticipantOutcome>> {
    return this.writer.mutate(viewer, "admitParticipant", input, async (change) => {
      const verb = participantVerbs.admitParticipant;
      assertRole(viewer, "admitParticipant", verb);
      const locked = await lockRow(change.tx, viewer, caseModel, input.caseId, admittingSides, "input.caseId");
      assertSide("admitParticipant", verb, locked.sides);
      const { id: participantId, state } = await this.get(change, locked.row, input.organizationId);
      assertState("admitParticipant", verb, state);
      await admit(change, locked.row.id, { by: viewer.organizationId, only: input.organizationId });
      return { caseId: locked.row.id, participantId };
    });
  }

  respond(viewer: Viewer, input: RespondToInvitation): Promise<Outcome<ParticipantOutcome>> {
    return this.change(viewer, "respondToInvitation", input, async (change, current) => {
      const { role, state } = await this.get(change, current, viewer.organizationId);
      assertState("respondToInvitation", participantVerbs.respondToInvitation, state);
      if (input.accept) await this.cases.join(change, current.id, viewer.organizationId, role, "ACTIVE");
      else await this.cases.leave(change, current, viewer.organizationId, "DECLINED", input.reason);
      return viewer.organizationId;
    });
  }

  leave(viewer: Viewer, input: LeaveCase): Promise<Outcome<ParticipantOutcome>> {
    return this.change(viewer, "leaveCase", input, async (change, current) => {
      const { state } = await this.get(change, current, viewer.organizationId);
      assertState("leaveCase", participantVerbs.leaveCase, state);
      await this.cases.leave(change, current, viewer.organizationId, "LEFT", input.reason);
      return viewer.organizationId;
    });
  }

  remove(viewer: Viewer, input: RemoveParticipant): Promise<Outcome<ParticipantOutcome>> {
    return this.change(viewer, "removeParticipant", input, async (change, current) => {
      const { state } = await this.get(change, current, input.organizationId);
      assertState("removeParticipant", participantVerbs.removeParticipant, state);
      await this.cases.leave(change, current, input.organizationId, "LEFT", input.reason);
      return input.organizationId;
    });
  }

  /** Told to the organisation itself and to nobody else: for others there is no such field. */
  setTrackingId(viewer: Viewer, input: SetTrackingId): Promise<Outcome<ParticipantOutcome>> {
    return this.change(viewer, "setTrackingId", input, async (change, current) => {
      const known = await this.get(change, current, viewer.organizationId);
      const trackingId = input.trackingId ?? null;
      if (trackingId === known.trackingId) return viewer.organizationId;
      await change.tx.update(ParticipantTable, { id: known.id }, { trackingId });
      change.tell(participantTold("PARTICIPANT_UPDATED", known, ["trackingId"]));
      return viewer.organizationId;
    });
  }

  /** Locks the case for a verb, does `work`, and names the participant that it was about. */
  private change(
    viewer: Viewer,
    name: Exclude<keyof typeof participantVerbs, "admitParticipant">,
    input: OfCase,
    work: (change: ViewerChange, current: Case) => Promise<string>,
  ): Promise<Outcome<ParticipantOutcome>> {
    return this.writer.mutate(viewer, name, input, async (change) => {
      const current = await this.cases.lock(change, name, participantVerbs[name], input.caseId);
      const organizationId = await work(change, current);
      const { id } = await this.get(change, current, organizationId);
      return { caseId: current.id, participantId: id };
    });
  }

  private find({ tx }: ViewerChange, { id }: Case, organizationId: string): Promise<CaseParticipant | null> {
    return tx.findOneBy(ParticipantTable, { caseId: id, organizationId });
  }

  private async get(change: ViewerChange, current: Case, organizationId: string): Promise<CaseParticipant> {
    const known = await this.find(change, current, organizationId);
    if (known) return known;
    throw new DomainError("NOT_FOUND", "CaseParticipant was not found.", { field: "input.organizationId" });
  }
}
