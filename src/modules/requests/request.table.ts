import { EntitySchema } from "typeorm";
import type { InformationRequest } from "./request";

export const RequestTable = new EntitySchema<InformationRequest>({
  name: "InformationRequest",
  tableName: "information_requests",
  columns: {
    id: { type: "text", primary: true },
    version: { type: "integer" },
    caseId: { name: "case_id", type: "text", nullable: true },
    subjectType: { name: "subject_type", type: "text", nullable: true },
    subjectId: { name: "subject_id", type: "text", nullable: true },
    shareId: { name: "share_id", type: "text", nullable: true },
    namedOnly: { name: "named_only", type: "boolean" },
    askerId: { name: "asker_id", type: "text" },
    askedById: { name: "asked_by_id", type: "text" },
    addresseeId: { name: "addressee_id", type: "text" },
    addresseeMasked: { name: "addressee_masked", type: "boolean" },
    purpose: { type: "text" },
    questions: { type: "jsonb" },
    dueAt: { name: "due_at", type: "timestamptz", nullable: true },
    state: { type: "text" },
    reason: { type: "text", nullable: true },
    askedAt: { name: "asked_at", type: "timestamptz" },
    settledAt: { name: "settled_at", type: "timestamptz", nullable: true },
    settledById: { name: "settled_by_id", type: "text", nullable: true },
    settledByOrganizationId: { name: "settled_by_organization_id", type: "text", nullable: true },
  },
  indices: [
    { name: "information_requests_newest", columns: ["askedAt", "id"] },
    { name: "information_requests_of_case", columns: ["caseId", "askedAt", "id"] },
    { name: "information_requests_about", columns: ["subjectId", "askedAt", "id"] },
    { name: "information_requests_of_share", columns: ["shareId", "askedAt", "id"] },
    { name: "information_requests_by_addressee", columns: ["addresseeId", "state"] },
    { name: "information_requests_by_asker", columns: ["askerId"] },
  ],
  foreignKeys: [
    { name: "information_requests_case", target: "Case", columnNames: ["caseId"], referencedColumnNames: ["id"] },
    { name: "information_requests_share", target: "Share", columnNames: ["shareId"], referencedColumnNames: ["id"] },
    {
      name: "information_requests_asker",
      target: "Organization",
      columnNames: ["askerId"],
      referencedColumnNames: ["id"],
    },
    {
      name: "information_requests_addressee",
      target: "Organization",
      columnNames: ["addresseeId"],
      referencedColumnNames: ["id"],
    },
  ],
});
