import { EntitySchema } from "typeorm";
import type { Obstacle } from "./obstacle";

export const ObstacleTable = new EntitySchema<Obstacle>({
  name: "Obstacle",
  tableName: "obstacles",
  columns: {
    id: { type: "text", primary: true },
    version: { type: "integer" },
    caseId: { name: "case_id", type: "text" },
    kind: { type: "text" },
    note: { type: "text" },
    raisedAt: { name: "raised_at", type: "timestamptz" },
    raisedById: { name: "raised_by_id", type: "text" },
    raisedByOrganizationId: { name: "raised_by_organization_id", type: "text" },
    resolvedAt: { name: "resolved_at", type: "timestamptz", nullable: true },
    resolvedById: { name: "resolved_by_id", type: "text", nullable: true },
    resolvedByOrganizationId: { name: "resolved_by_organization_id", type: "text", nullable: true },
    how: { type: "text", nullable: true },
  },
  indices: [{ name: "obstacles_newest", columns: ["caseId", "raisedAt", "id"] }],
  foreignKeys: [
    { name: "obstacles_case", target: "Case", columnNames: ["caseId"], referencedColumnNames: ["id"] },
    {
      name: "obstacles_raised_by",
      target: "Organization",
      columnNames: ["raisedByOrganizationId"],
      referencedColumnNames: ["id"],
    },
    {
      name: "obstacles_resolved_by",
      target: "Organization",
      columnNames: ["resolvedByOrganizationId"],
      referencedColumnNames: ["id"],
    },
  ],
});
