import { EntitySchema } from "typeorm";
import type { TimelineEntry } from "./timeline";

export const TimelineTable = new EntitySchema<TimelineEntry>({
  name: "TimelineEntry",
  tableName: "timeline_entries",
  columns: {
    id: { type: "text", primary: true },
    caseId: { name: "case_id", type: "text" },
    occurredAt: { name: "occurred_at", type: "timestamptz" },
    clock: { type: "text", nullable: true },
    text: { type: "text" },
    recordedAt: { name: "recorded_at", type: "timestamptz" },
    recordedById: { name: "recorded_by_id", type: "text" },
    recordedByOrganizationId: { name: "recorded_by_organization_id", type: "text" },
  },
  indices: [{ name: "timeline_entries_order", columns: ["caseId", "occurredAt", "id"] }],
  foreignKeys: [
    { name: "timeline_entries_case", target: "Case", columnNames: ["caseId"], referencedColumnNames: ["id"] },
    {
      name: "timeline_entries_recorded_by",
      target: "Organization",
      columnNames: ["recordedByOrganizationId"],
      referencedColumnNames: ["id"],
    },
  ],
});
