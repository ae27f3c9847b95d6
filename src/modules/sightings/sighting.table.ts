import { EntitySchema } from "typeorm";
import type { Sighting } from "./sighting";

export const SightingTable = new EntitySchema<Sighting>({
  name: "Sighting",
  tableName: "sightings",
  columns: {
    id: { type: "text", primary: true },
    indicatorId: { name: "indicator_id", type: "text" },
    organizationId: { name: "organization_id", type: "text" },
    accountId: { name: "account_id", type: "text" },
    caseId: { name: "case_id", type: "text", nullable: true },
    result: { type: "text" },
    count: { type: "integer" },
    firstSeen: { name: "first_seen", type: "timestamptz", nullable: true },
    lastSeen: { name: "last_seen", type: "timestamptz", nullable: true },
    note: { type: "text", nullable: true },
    reportedAt: { name: "reported_at", type: "timestamptz" },
  },
  indices: [
    { name: "sightings_of_indicator", columns: ["indicatorId", "reportedAt", "id"] },
    { name: "sightings_in_case", synchronize: false },
  ],
  foreignKeys: [
    { name: "sightings_indicator", target: "Indicator", columnNames: ["indicatorId"], referencedColumnNames: ["id"] },
    {
      name: "sightings_organization",
      target: "Organization",
      columnNames: ["organizationId"],
      referencedColumnNames: ["id"],
    },
    { name: "sightings_account", target: "Account", columnNames: ["accountId"], referencedColumnNames: ["id"] },
    { name: "sightings_case", target: "Case", columnNames: ["caseId"], referencedColumnNames: ["id"] },
  ],
});
