import { EntitySchema } from "typeorm";
import type { ContactAttempt } from "./contact";

export const ContactTable = new EntitySchema<ContactAttempt>({
  name: "ContactAttempt",
  tableName: "contact_attempts",
  columns: {
    id: { type: "text", primary: true },
    version: { type: "integer" },
    caseId: { name: "case_id", type: "text" },
    organizationId: { name: "organization_id", type: "text", nullable: true },
    person: { type: "text", nullable: true },
    address: { type: "text", nullable: true },
    channel: { type: "text" },
    at: { type: "timestamptz" },
    clock: { type: "text", nullable: true },
    result: { type: "text" },
    note: { type: "text", nullable: true },
    decision: { type: "text", nullable: true },
    decidedBy: { name: "decided_by", type: "text", nullable: true },
    deciderId: { name: "decider_id", type: "text", nullable: true },
    confirmedAt: { name: "confirmed_at", type: "timestamptz", nullable: true },
    confirmedById: { name: "confirmed_by_id", type: "text", nullable: true },
    confirmedByOrganizationId: { name: "confirmed_by_organization_id", type: "text", nullable: true },
    loggedAt: { name: "logged_at", type: "timestamptz" },
    loggedById: { name: "logged_by_id", type: "text" },
    loggedByOrganizationId: { name: "logged_by_organization_id", type: "text" },
  },
  indices: [{ name: "contact_attempts_newest", columns: ["caseId", "at", "id"] }],
  foreignKeys: [
    { name: "contact_attempts_case", target: "Case", columnNames: ["caseId"], referencedColumnNames: ["id"] },
    {
      name: "contact_attempts_organization",
      target: "Organization",
      columnNames: ["organizationId"],
      referencedColumnNames: ["id"],
    },
    {
      name: "contact_attempts_decider",
      target: "Organization",
      columnNames: ["deciderId"],
      referencedColumnNames: ["id"],
    },
    {
      name: "contact_attempts_logged_by",
      target: "Organization",
      columnNames: ["loggedByOrganizationId"],
      referencedColumnNames: ["id"],
    },
  ],
});
