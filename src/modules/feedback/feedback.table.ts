import { EntitySchema } from "typeorm";
import type { Feedback, PendingFeedback } from "./feedback";

const columns = {
  version: { type: "integer" },
  target: { type: "text" },
  targetId: { name: "target_id", type: "text" },
  shareId: { name: "share_id", type: "text", nullable: true },
  lineShareId: { name: "line_share_id", type: "text", nullable: true },
  caseId: { name: "case_id", type: "text", nullable: true },
  verdict: { type: "text" },
  observation: { type: "text", nullable: true },
  effect: { type: "text", nullable: true },
  proposal: { type: "text", nullable: true },
  question: { type: "text", nullable: true },
  lineageIds: { name: "lineage_ids", type: "text", array: true },
  rootIds: { name: "root_ids", type: "text", array: true },
  authorId: { name: "author_id", type: "text", nullable: true },
  authorOrganizationId: { name: "author_organization_id", type: "text", nullable: true },
  anonymous: { type: "boolean" },
  anonymitySet: { name: "anonymity_set", type: "integer", nullable: true },
  receiptHash: { name: "receipt_hash", type: "text", nullable: true },
  addresseeId: { name: "addressee_id", type: "text" },
  viaId: { name: "via_id", type: "text", nullable: true },
  addresseeMasked: { name: "addressee_masked", type: "boolean" },
  state: { type: "text" },
  resolution: { type: "text", nullable: true },
  reason: { type: "text", nullable: true },
  revisionId: { name: "revision_id", type: "text", nullable: true },
  filedAt: { name: "filed_at", type: "timestamptz" },
  acknowledgedAt: { name: "acknowledged_at", type: "timestamptz", nullable: true },
  resolvedAt: { name: "resolved_at", type: "timestamptz", nullable: true },
  closedAt: { name: "closed_at", type: "timestamptz", nullable: true },
  closedBy: { name: "closed_by", type: "text", nullable: true },
  namedOnly: { name: "named_only", type: "boolean" },
  outcomeAt: { name: "outcome_at", type: "timestamptz", nullable: true },
} as const;

export const FeedbackTable = new EntitySchema<Feedback>({
  name: "Feedback",
  tableName: "feedback",
  columns: { id: { type: "text", primary: true }, outcomeId: { name: "outcome_id", type: "text" }, ...columns },
  indices: [
    { name: "feedback_outcome", columns: ["outcomeId"], unique: true },
    { name: "feedback_newest", columns: ["filedAt", "id"] },
    { name: "feedback_addressee", columns: ["addresseeId", "state"] },
    { name: "feedback_author", columns: ["authorOrganizationId"] },
    { name: "feedback_target", columns: ["targetId"] },
    { name: "feedback_share", columns: ["shareId"] },
    { name: "feedback_line_share", columns: ["lineShareId"] },
    { name: "feedback_case", columns: ["caseId"] },
    { name: "feedback_receipt", columns: ["receiptHash"], unique: true },
  ],
});

/** The same rows by their outcome's id. For the names of the columns alone. */
export const OutcomeColumns = new EntitySchema<Feedback>({
  name: "FeedbackOutcome",
  tableName: "feedback",
  columns: {
    id: { name: "outcome_id", type: "text", primary: true },
    outcomeId: { name: "outcome_id", type: "text" },
    ...columns,
  },
});

export const PendingTable = new EntitySchema<PendingFeedback>({
  name: "PendingFeedback",
  tableName: "pending_feedback",
  columns: {
    id: { type: "text", primary: true },
    act: { type: "text" },
    receiptHash: { name: "receipt_hash", type: "text" },
    content: { type: "jsonb" },
    dueAt: { name: "due_at", type: "timestamptz" },
  },
  indices: [
    { name: "pending_feedback_due", columns: ["dueAt"] },
    { name: "pending_feedback_receipt", columns: ["receiptHash"] },
  ],
});
