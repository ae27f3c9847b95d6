import type { ViewerChange } from "../../platform/change";
import { DomainError, invalid } from "../../platform/errors";
import { newId } from "../../platform/ids";
import { tableOf } from "../../platform/read/compile";
import { scopeOf, visibleRows } from "../../platform/read/model";
import { bind, run, sql } from "../../platform/sql";
import { In } from "typeorm";
import { type Actor, findActing } from "../accounts/account.find";
import { type Case, isNarrow } from "../cases/case";
import type { CaseService } from "../cases/case.service";
import type { ParticipantRole } from "../cases/participant";
import { findParticipant } from "../cases/within";
import type { Organization } from "../organizations/organization";
import { organizationModel } from "../organizations/organization.read";
import { type Handoff, type HandoffKind, MOVING, movesOwnership, receiverRoleOf } from "./handoff";
import { recordOffers } from "./handoff.record";
import { HandoffTable } from "./handoff.table";
import type { Agreed } from "./agreed";
import { type GivenPackage, type HandoffPackage, type PackageFacts, packageOf } from "./package";

export type OfferFacts = {
  readonly kind: HandoffKind;
  /** To whom. A RETURN goes back by itself. */
  readonly receiverId?: string | null;
  readonly receiverRole?: ParticipantRole | null;
  readonly reason?: string | null;
  readonly package: GivenPackage;
  readonly receivingAccountIds?: readonly string[] | null;
};
type Receiver = Pick<Organization, "id" | "kinds">;
/** What is known of a new handoff beside its package. */
export type NewHandoff = Pick<
  Handoff,
  "caseId" | "kind" | "receiverId" | "receiverRole" | "invited" | "receivingAccountIds" | "reason" | "acknowledgeBy"
>;

/** Offers a case to another organisation, inside a change that has locked the case. */
export class Offers {
  constructor(
    private readonly cases: CaseService,
    private readonly agreed?: Agreed,
  ) {}

  /** `path` is where in the input the offer stands: errors name their fields by it. */
  async offer(change: ViewerChange, incident: Case, given: OfferFacts, path = "input"): Promise<Handoff> {
    assertOpen(incident);
    await this.assertMayGive(change, incident, given.kind, path);
    const facts = packageOf(given.package, {}, change.now, `${path}.package`);
    const receiver = await this.receiverOf(change, incident, given, path);
    const { role, invited } = await this.invite(change, incident, receiver, given, path);
    const offer = newOffer(change, facts, {
      caseId: incident.id,
      kind: given.kind,
      receiverId: receiver.id,
      receiverRole: role,
      invited,
      receivingAccountIds: given.receivingAccountIds ?? [],
      reason: given.reason ?? null,
      acknowledgeBy: await this.acknowledgeBy(change, receiver.id, incident),
    });
    await recordOffers(change, [offer]);
    return offer.handoff;
  }

  private async assertMayGive(
    { tx, viewer }: ViewerChange,
    { id, ownerId }: Case,
    kind: HandoffKind,
    path: string,
  ): Promise<void> {
    if (kind === "SHIFT_CHANGE") throw invalid(`${path}.kind`, "A shift is handed over by handOverShift.");
    if (ownerId === viewer.organizationId) return;
    const part = movesOwnership(kind) ? null : await findParticipant(tx, id, viewer.organizationId);
    if (part?.role === "CSIRT") return;
    const sides = movesOwnership(kind) ? ["OWNER"] : ["OWNER", "CSIRT"];
    const message = `${kind} is for: ${sides.join(", ")}.`;
    throw new DomainError("FORBIDDEN", message, { field: `${path}.kind`, details: { sides } });
  }

  private async receiverOf(
    change: ViewerChange,
    incident: Case,
    { kind, receiverId, reason }: OfferFacts,
    path: string,
  ): Promise<Receiver> {
    const { organizationId } = change.viewer;
    const back = kind === "RETURN" ? await lastGiver(change, incident) : undefined;
    if (back && !reason?.trim()) throw invalid(`${path}.reason`, "A case is sent back with a reason.");
    if (back && receiverId && receiverId !== back) {
      throw invalid(`${path}.receiverId`, "A case is sent back to the organisation that handed it over.");
    }
    const id = back ?? receiverId;
    if (!id) throw invalid(`${path}.receiverId`, "Say to which organisation.");
    if (id === organizationId) throw invalid(`${path}.receiverId`, "Inside an organisation, use handOverShift.");
    const { alias, column } = tableOf(organizationModel);
    const found = visibleRows(
      organizationModel,
      alias,
      scopeOf(change.viewer),
      (o) => sql`${o("id")} = ${bind(id, "text")}`,
    );
    const [receiver] = await run<Receiver>(
      change.tx,
      "handoff.receiver",
      sql`select ${column("id")} as id, ${column("kinds")} as kinds from ${found}`,
    );
    if (receiver) return receiver;
    throw new DomainError("NOT_FOUND", "Organization was not found.", { field: `${path}.receiverId` });
  }

  /** The receiver sees the case from now on; of a narrow one, those of its people and tools who are named. */
  private async invite(
    change: ViewerChange,
    incident: Case,
    receiver: Receiver,
    { kind, receiverRole, receivingAccountIds }: OfferFacts,
    path: string,
  ): Promise<{ readonly role: ParticipantRole; readonly invited: boolean }> {
    const part = await findParticipant(change.tx, incident.id, receiver.id);
    const known = part && (part.state === "INVITED" || part.state === "ACTIVE") ? part : undefined;
    const role = known?.role ?? receiverRole ?? receiverRoleOf(kind, receiver.kinds);
    if (role === "OBSERVER") {
      throw invalid(
        `${path}.${known ? "receiverId" : "receiverRole"}`,
        "An observer looks on, and takes nothing over.",
      );
    }
    const field = `${path}.receivingAccountIds`;
    const named = await receivers(change, receivingAccountIds ?? [], receiver.id, field);
    if (isNarrow(incident) && !known && named.length === 0) {
      throw invalid(field, "The case is for its named members only: say who in the organisation receives it.");
    }
    await this.cases.join(change, incident.id, receiver.id, role, "INVITED");
    if (isNarrow(incident) && named.length > 0) await this.cases.addMembers(change, incident.id, named);
    return { role, invited: !known };
  }

  private async acknowledgeBy(change: ViewerChange, receiverId: string, { severity }: Case): Promise<Date | null> {
    const giverId = change.viewer.organizationId;
    const targets = await this.agreed?.targetsFor(change, giverId, receiverId, severity);
    return targets ? new Date(change.now.getTime() + targets.acknowledgeWithinMinutes * 60_000) : null;
  }
}

/** A handoff by the viewer's organisation, with the first version of its package. */
export function newOffer(
  { now, viewer }: ViewerChange,
  facts: PackageFacts,
  given: NewHandoff,
): { readonly handoff: Handoff; readonly first: HandoffPackage } {
  const first: HandoffPackage = {
    ...facts,
    id: newId("package"),
    handoffId: newId("handoff"),
    number: 1,
    authorId: viewer.accountId,
    authorOrganizationId: viewer.organizationId,
    at: now,
  };
  const handoff: Handoff = {
    ...given,
    id: first.handoffId,
    version: 1,
    state: "OFFERED",
    giverId: viewer.organizationId,
    packageId: first.id,
    endReason: null,
    outcome: null,
    offeredById: viewer.accountId,
    offeredAt: now,
    acknowledgedAt: null,
    acceptedAt: null,
    completedAt: null,
    declinedAt: null,
    withdrawnAt: null,
    stateSince: now,
    dueAt: facts.dueAt,
    pausedSince: null,
    pausedSeconds: 0,
    ladderLevel: 0,
  };
  return { handoff, first };
}

/** A closed case has nobody to hand it to. */
export function assertOpen({ state }: Case): void {
  if (state !== "CLOSED") return;
  const details = { from: state, to: null, allowed: [] };
  throw new DomainError("STATE_CONFLICT", "The case is closed: reopen it first.", { details });
}

/** Who in the receiving organisation a handoff is for: people and tools that can act for it. */
export async function receivers(
  { tx }: ViewerChange,
  ids: readonly string[],
  organizationId: string,
  field: string,
): Promise<readonly Actor[]> {
  if (ids.length === 0) return [];
  const found = await findActing(tx, ids, [organizationId]);
  if (ids.every((id) => found.some((account) => account.id === id))) return found;
  throw new DomainError("NOT_FOUND", "An account that receives it was not found.", { field });
}

/** Who handed the case to its present owner. */
async function lastGiver({ tx }: ViewerChange, { id: caseId, ownerId: receiverId }: Case): Promise<string> {
  const last = await tx.findOne(HandoffTable, {
    where: { caseId, receiverId, state: "ACCEPTED", kind: In([...MOVING]) },
    order: { acceptedAt: "DESC", id: "DESC" },
  });
  if (last) return last.giverId;
  throw new DomainError("STATE_CONFLICT", "Nobody handed this case over, so it cannot be sent back.");
}
