import type { Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { DomainError, invalid } from "../../platform/errors";
import { newId } from "../../platform/ids";
import type { Access } from "../../platform/read/model";
import { lockRow } from "../../platform/read/reader";
import { sql } from "../../platform/sql";
import { assertRole, assertSide, assertVersion } from "../../platform/verbs";
import type { Case } from "../cases/case";
import { caseModel } from "../cases/case.read";
import { existingOrganizations } from "../organizations/organization.find";
import type { DisclosureConsent, VictimSideKind } from "./consent";
import { consentTold } from "./consent.events";
import { consentModel } from "./consent.read";
import { ConsentTable } from "./consent.table";
import { consentVerbs } from "./consent.verbs";

type Input = { readonly idempotencyKey: string };
export type RecordConsent = Input & {
  readonly caseId: string;
  readonly kinds: readonly VictimSideKind[];
  readonly recipientIds?: readonly string[] | null;
  readonly givenBy?: string | null;
  readonly note?: string | null;
  readonly validUntil?: Date | null;
};
export type WithdrawConsent = Input & { readonly consentId: string; readonly expectedVersion: number };
export type ConsentOutcome = { readonly consentId: string };

/** Whose word it is: the affected organisation's; the owner's while that is unknown, or has nobody on this hub. */
const sides = {
  AFFECTED: ((c, me) => sql`${c("affectedId")} = ${me.organization}`) as Access<Case>,
  STAND_IN: ((c, me) => sql`${c("ownerId")} = ${me.organization} and not exists (
    select from accounts a where a.organization_id = ${c("affectedId")} and a.active)`) as Access<Case>,
};

/** The affected organisation's consent to what leaves a case of its own side (開示同意). */
export class ConsentService {
  constructor(private readonly writer: Writer) {}

  record(viewer: Viewer, input: RecordConsent): Promise<Outcome<ConsentOutcome>> {
    return this.writer.mutate(viewer, "recordConsent", input, async (change) => {
      const incident = await lockCase(change, "recordConsent", input.caseId, "input.caseId");
      const organizationId = incident.affectedId ?? incident.ownerId;
      await assertGiven(change, organizationId, input);
      const consent: DisclosureConsent = {
        id: newId("consent"),
        version: 1,
        caseId: incident.id,
        organizationId,
        kinds: [...new Set(input.kinds)],
        recipientIds: input.recipientIds ? [...new Set(input.recipientIds)] : null,
        givenBy: input.givenBy ?? null,
        note: input.note ?? null,
        validUntil: input.validUntil ?? null,
        recordedById: viewer.accountId,
        recordedAt: change.now,
        withdrawnAt: null,
      };
      await change.tx.insert(ConsentTable, consent);
      change.tell(consentTold("CONSENT_RECORDED", consent, ["kinds", "recipients", "inForce"]));
      return { consentId: consent.id };
    });
  }

  /** From now on it allows nothing more. What has gone out under it has gone out. */
  withdraw(viewer: Viewer, input: WithdrawConsent): Promise<Outcome<ConsentOutcome>> {
    return this.writer.mutate(viewer, "withdrawConsent", input, async (change) => {
      assertRole(viewer, "withdrawConsent", consentVerbs.withdrawConsent);
      const { tx } = change;
      const caseId = (await tx.findOneBy(ConsentTable, { id: input.consentId }))?.caseId ?? "";
      await lockCase(change, "withdrawConsent", caseId, "input.consentId");
      const { row } = await lockRow(tx, viewer, consentModel, input.consentId, {}, "input.consentId");
      assertVersion(input.expectedVersion, row.version);
      if (row.withdrawnAt) throw new DomainError("STATE_CONFLICT", "It has been withdrawn already.");
      const consent: DisclosureConsent = { ...row, version: row.version + 1, withdrawnAt: change.now };
      await tx.update(ConsentTable, { id: row.id }, { version: consent.version, withdrawnAt: consent.withdrawnAt });
      change.tell(consentTold("CONSENT_WITHDRAWN", consent, ["withdrawnAt", "inForce"]));
      return { consentId: consent.id };
    });
  }
}

async function lockCase(
  change: ViewerChange,
  name: keyof typeof consentVerbs,
  caseId: string,
  field: string,
): Promise<Case> {
  assertRole(change.viewer, name, consentVerbs[name]);
  const locked = await lockRow(change.tx, change.viewer, caseModel, caseId, sides, field);
  assertSide(name, consentVerbs[name], locked.sides);
  return locked.row;
}

async function assertGiven(
  { tx, viewer, now }: ViewerChange,
  organizationId: string,
  { kinds, recipientIds, givenBy, validUntil }: RecordConsent,
): Promise<void> {
  if (kinds.length === 0) throw invalid("input.kinds", "Say what may be disclosed.");
  if (viewer.organizationId !== organizationId && !givenBy?.trim())
    throw invalid("input.givenBy", "Say whose word you record, and how it was given.");
  if (validUntil && validUntil <= now) throw invalid("input.validUntil", "validUntil is over.");
  if (!recipientIds) return;
  if (recipientIds.length === 0)
    throw invalid("input.recipientIds", "Name the recipients, or leave them out: to whomever the marking allows.");
  const known = await existingOrganizations(tx, recipientIds);
  if (recipientIds.some((id) => !known.has(id)))
    throw new DomainError("NOT_FOUND", "Organization was not found.", { field: "input.recipientIds" });
}
