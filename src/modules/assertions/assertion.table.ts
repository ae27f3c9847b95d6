import { EntitySchema } from "typeorm";
import type { Assertion } from "./assertion";
import type { KnownSource } from "./source";

export const AssertionTable = new EntitySchema<Assertion>({
  name: "Assertion",
  tableName: "assertions",
  columns: {
    id: { type: "text", primary: true },
    version: { type: "integer" },
    indicatorId: { name: "indicator_id", type: "text" },
    organizationId: { name: "organization_id", type: "text" },
    accountId: { name: "account_id", type: "text" },
    caseId: { name: "case_id", type: "text", nullable: true },
    tlp: { type: "text" },
    pap: { type: "text", nullable: true },
    confidence: { type: "integer", nullable: true },
    validFrom: { name: "valid_from", type: "timestamptz", nullable: true },
    validUntil: { name: "valid_until", type: "timestamptz", nullable: true },
    name: { type: "text", nullable: true },
    description: { type: "text", nullable: true },
    killChainPhases: { name: "kill_chain_phases", type: "text", array: true },
    labels: { type: "text", array: true },
    revoked: { type: "boolean" },
    revokedReason: { name: "revoked_reason", type: "text", nullable: true },
    unsaid: { type: "boolean" },
    source: { type: "jsonb", nullable: true },
    sourceKey: { name: "source_key", type: "text", nullable: true },
    createdAt: { name: "created_at", type: "timestamptz" },
    updatedAt: { name: "updated_at", type: "timestamptz" },
  },
  indices: [
    { name: "assertions_once", synchronize: false },
    { name: "assertions_of_source", synchronize: false },
    { name: "assertions_of_indicator", columns: ["indicatorId", "createdAt", "id"] },
    { name: "assertions_in_case", synchronize: false },
  ],
  foreignKeys: [
    { name: "assertions_indicator", target: "Indicator", columnNames: ["indicatorId"], referencedColumnNames: ["id"] },
    {
      name: "assertions_organization",
      target: "Organization",
      columnNames: ["organizationId"],
      referencedColumnNames: ["id"],
    },
    { name: "assertions_account", target: "Account", columnNames: ["accountId"], referencedColumnNames: ["id"] },
    { name: "assertions_case", target: "Case", columnNames: ["caseId"], referencedColumnNames: ["id"] },
  ],
});

export const SourceObjectTable = new EntitySchema<KnownSource>({
  name: "SourceObject",
  tableName: "source_objects",
  columns: {
    organizationId: { name: "organization_id", type: "text", primary: true },
    format: { type: "text", primary: true },
    sourceId: { name: "source_id", type: "text", primary: true },
    creator: { type: "text", nullable: true },
    created: { type: "text", nullable: true },
    modified: { type: "text", nullable: true },
    revoked: { type: "boolean" },
    hash: { type: "text" },
  },
  foreignKeys: [
    {
      name: "source_objects_organization",
      target: "Organization",
      columnNames: ["organizationId"],
      referencedColumnNames: ["id"],
    },
  ],
});
