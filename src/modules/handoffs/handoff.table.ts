import { EntitySchema } from "typeorm";
import type { Handoff } from "./handoff";
import type { HandoffPackage } from "./package";

export const HandoffTable = new EntitySchema<Handoff>({
  name: "Handoff",
  tableName: "handoffs",
  columns: {
    id: { type: "text", primary: true },
    version: { type: "integer" },
    caseId: { name: "case_id", type: "text" },
    kind: { type: "text" },
    state: { type: "text" },
    giverId: { name: "giver_id", type: "text" },
    receiverId: { name: "receiver_id", type: "text" },
    receiverRole: { name: "receiver_role", type: "text", nullable: true },
    invited: { type: "boolean" },
    receivingAccountIds: { name: "receiving_account_ids", type: "text", array: true },
    packageId: { name: "package_id", type: "text" },
    reason: { type: "text", nullable: true },
    endReason: { name: "end_reason", type: "text", nullable: true },
    outcome: { type: "text", nullable: true },
    offeredById: { name: "offered_by_id", type: "text" },
    offeredAt: { name: "offered_at", type: "timestamptz" },
    acknowledgedAt: { name: "acknowledged_at", type: "timestamptz", nullable: true },
    acceptedAt: { name: "accepted_at", type: "timestamptz", nullable: true },
    completedAt: { name: "completed_at", type: "timestamptz", nullable: true },
    declinedAt: { name: "declined_at", type: "timestamptz", nullable: true },
    withdrawnAt: { name: "withdrawn_at", type: "timestamptz", nullable: true },
    stateSince: { name: "state_since", type: "timestamptz" },
    acknowledgeBy: { name: "acknowledge_by", type: "timestamptz", nullable: true },
    dueAt: { name: "due_at", type: "timestamptz" },
    pausedSince: { name: "paused_since", type: "timestamptz", nullable: true },
    pausedSeconds: { name: "paused_seconds", type: "integer" },
    ladderLevel: { name: "ladder_level", type: "integer" },
  },
  indices: [
    { name: "handoffs_newest", columns: ["offeredAt", "id"] },
    { name: "handoffs_of_case", columns: ["caseId", "offeredAt", "id"] },
    { name: "handoffs_by_giver", columns: ["giverId", "state"] },
    { name: "handoffs_by_receiver", columns: ["receiverId", "state"] },
  ],
  foreignKeys: [
    { name: "handoffs_case", target: "Case", columnNames: ["caseId"], referencedColumnNames: ["id"] },
    { name: "handoffs_giver", target: "Organization", columnNames: ["giverId"], referencedColumnNames: ["id"] },
    { name: "handoffs_receiver", target: "Organization", columnNames: ["receiverId"], referencedColumnNames: ["id"] },
    {
      name: "handoffs_package",
      target: "HandoffPackage",
      columnNames: ["packageId"],
      referencedColumnNames: ["id"],
      deferrable: "INITIALLY DEFERRED", // A handoff and its first package name each other.
    },
  ],
});

export const PackageTable = new EntitySchema<HandoffPackage>({
  name: "HandoffPackage",
  tableName: "handoff_packages",
  columns: {
    id: { type: "text", primary: true },
    handoffId: { name: "handoff_id", type: "text" },
    number: { type: "integer" },
    summary: { type: "text" },
    severity: { type: "text" },
    expectation: { type: "text" },
    contact: { type: "text" },
    dueAt: { name: "due_at", type: "timestamptz" },
    confidence: { type: "integer", nullable: true },
    rationale: { type: "text", nullable: true },
    actionsTaken: { name: "actions_taken", type: "text", nullable: true },
    evidenceState: { name: "evidence_state", type: "text" },
    knownUnknowns: { name: "known_unknowns", type: "text", array: true },
    authorId: { name: "author_id", type: "text" },
    authorOrganizationId: { name: "author_organization_id", type: "text" },
    at: { type: "timestamptz" },
  },
  indices: [{ name: "handoff_packages_once", columns: ["handoffId", "number"], unique: true }],
  foreignKeys: [
    { name: "handoff_packages_handoff", target: "Handoff", columnNames: ["handoffId"], referencedColumnNames: ["id"] },
    {
      name: "handoff_packages_author",
      target: "Organization",
      columnNames: ["authorOrganizationId"],
      referencedColumnNames: ["id"],
    },
  ],
});
