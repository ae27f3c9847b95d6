import { EntitySchema } from "typeorm";
import type { DisclosureConsent } from "./consent";

export const ConsentTable = new EntitySchema<DisclosureConsent>({
  name: "DisclosureConsent",
  tableName: "disclosure_consents",
  columns: {
    id: { type: "text", primary: true },
    version: { type: "integer" },
    caseId: { name: "case_id", type: "text" },
    organizationId: { name: "organization_id", type: "text" },
    kinds: { type: "text", array: true },
    recipientIds: { name: "recipient_ids", type: "text", nullable: true, array: true },
    givenBy: { name: "given_by", type: "text", nullable: true },
    note: { type: "text", nullable: true },
    validUntil: { name: "valid_until", type: "timestamptz", nullable: true },
    recordedById: { name: "recorded_by_id", type: "text" },
    recordedAt: { name: "recorded_at", type: "timestamptz" },
    withdrawnAt: { name: "withdrawn_at", type: "timestamptz", nullable: true },
  },
  indices: [{ name: "disclosure_consents_case_id", columns: ["caseId", "recordedAt", "id"] }],
  foreignKeys: [
    { name: "disclosure_consents_case", target: "Case", columnNames: ["caseId"], referencedColumnNames: ["id"] },
    {
      name: "disclosure_consents_organization",
      target: "Organization",
      columnNames: ["organizationId"],
      referencedColumnNames: ["id"],
    },
    {
      name: "disclosure_consents_recorded_by",
      target: "Account",
      columnNames: ["recordedById"],
      referencedColumnNames: ["id"],
    },
  ],
});
