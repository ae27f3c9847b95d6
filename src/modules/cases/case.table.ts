import { EntitySchema } from "typeorm";
import type { Case } from "./case";
import type { CaseMember } from "./member";
import type { CaseParticipant } from "./participant";

/** Relations are left out on purpose: what is read together is declared in the read model. */
export const CaseTable = new EntitySchema<Case>({
  name: "Case",
  tableName: "cases",
  columns: {
    id: { type: "text", primary: true },
    version: { type: "integer" },
    reference: { type: "text" },
    title: { type: "text" },
    summary: { type: "text" },
    severity: { type: "text" },
    category: { type: "text", nullable: true },
    tlp: { type: "text" },
    pap: { type: "text" },
    restricted: { type: "boolean" },
    state: { type: "text" },
    disposition: { type: "text", nullable: true },
    closingReason: { name: "closing_reason", type: "text", nullable: true },
    reopeningReason: { name: "reopening_reason", type: "text", nullable: true },
    duplicateOfId: { name: "duplicate_of_id", type: "text", nullable: true },
    ownerId: { name: "owner_id", type: "text" },
    affectedId: { name: "affected_id", type: "text", nullable: true },
    intake: { type: "text" },
    occurredAt: { name: "occurred_at", type: "timestamptz", nullable: true },
    occurredClock: { name: "occurred_clock", type: "text", nullable: true },
    detectedAt: { name: "detected_at", type: "timestamptz", nullable: true },
    awareAt: { name: "aware_at", type: "timestamptz", nullable: true },
    containedAt: { name: "contained_at", type: "timestamptz", nullable: true },
    closedAt: { name: "closed_at", type: "timestamptz", nullable: true },
    timeFlags: { name: "time_flags", type: "text", array: true },
    carriedOver: { name: "carried_over", type: "jsonb" },
    tags: { type: "text", array: true },
    techniques: { type: "text", array: true },
    externalReferences: { name: "external_references", type: "jsonb" },
    openedAt: { name: "opened_at", type: "timestamptz" },
    updatedAt: { name: "updated_at", type: "timestamptz" },
  },
  indices: [
    { name: "cases_reference", columns: ["reference"], unique: true },
    { name: "cases_newest", columns: ["openedAt", "id"] },
    { name: "cases_owner_id", columns: ["ownerId"] },
    { name: "cases_text", synchronize: false },
  ],
  foreignKeys: [
    { name: "cases_owner", target: "Organization", columnNames: ["ownerId"], referencedColumnNames: ["id"] },
    { name: "cases_affected", target: "Organization", columnNames: ["affectedId"], referencedColumnNames: ["id"] },
    { name: "cases_duplicate_of", target: "Case", columnNames: ["duplicateOfId"], referencedColumnNames: ["id"] },
  ],
});

export const ParticipantTable = new EntitySchema<CaseParticipant>({
  name: "CaseParticipant",
  tableName: "case_participants",
  columns: {
    id: { type: "text", primary: true },
    caseId: { name: "case_id", type: "text" },
    organizationId: { name: "organization_id", type: "text" },
    role: { type: "text" },
    state: { type: "text" },
    trackingId: { name: "tracking_id", type: "text", nullable: true },
    joinedAt: { name: "joined_at", type: "timestamptz" },
    admittedById: { name: "admitted_by_id", type: "text" },
    admittedAt: { name: "admitted_at", type: "timestamptz" },
    leftAt: { name: "left_at", type: "timestamptz", nullable: true },
    leavingReason: { name: "leaving_reason", type: "text", nullable: true },
    seenByAll: { name: "seen_by_all", type: "boolean" },
  },
  indices: [
    { name: "case_participants_once", columns: ["caseId", "organizationId"], unique: true },
    { name: "case_participants_of", columns: ["organizationId", "state", "caseId"] },
    { name: "case_participants_joined", columns: ["caseId", "joinedAt", "id"] },
    { name: "case_participants_tracking_id", columns: ["organizationId", "trackingId"] },
  ],
  foreignKeys: [
    { name: "case_participants_case", target: "Case", columnNames: ["caseId"], referencedColumnNames: ["id"] },
    {
      name: "case_participants_organization",
      target: "Organization",
      columnNames: ["organizationId"],
      referencedColumnNames: ["id"],
    },
    {
      name: "case_participants_admitted_by",
      target: "Organization",
      columnNames: ["admittedById"],
      referencedColumnNames: ["id"],
    },
  ],
});

export const MemberTable = new EntitySchema<CaseMember>({
  name: "CaseMember",
  tableName: "case_members",
  columns: {
    id: { type: "text", primary: true },
    caseId: { name: "case_id", type: "text" },
    accountId: { name: "account_id", type: "text" },
    organizationId: { name: "organization_id", type: "text" },
    assigned: { type: "boolean" },
    addedAt: { name: "added_at", type: "timestamptz" },
    removedAt: { name: "removed_at", type: "timestamptz", nullable: true },
  },
  indices: [
    { name: "case_members_once", columns: ["caseId", "accountId"], unique: true },
    { name: "case_members_added", columns: ["caseId", "addedAt", "id"] },
  ],
  foreignKeys: [
    { name: "case_members_case", target: "Case", columnNames: ["caseId"], referencedColumnNames: ["id"] },
    { name: "case_members_account", target: "Account", columnNames: ["accountId"], referencedColumnNames: ["id"] },
    {
      name: "case_members_organization",
      target: "Organization",
      columnNames: ["organizationId"],
      referencedColumnNames: ["id"],
    },
  ],
});
