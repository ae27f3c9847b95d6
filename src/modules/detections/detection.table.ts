import { EntitySchema } from "typeorm";
import type { Detection } from "./detection";

export const DetectionTable = new EntitySchema<Detection>({
  name: "Detection",
  tableName: "detections",
  columns: {
    id: { type: "text", primary: true },
    version: { type: "integer" },
    organizationId: { name: "organization_id", type: "text" },
    accountId: { name: "account_id", type: "text" },
    caseId: { name: "case_id", type: "text", nullable: true },
    vantage: { type: "text", nullable: true },
    tool: { type: "text", nullable: true },
    rule: { type: "text", nullable: true },
    title: { type: "text", nullable: true },
    firstSeen: { name: "first_seen", type: "timestamptz", nullable: true },
    detectedAt: { name: "detected_at", type: "timestamptz" },
    rawAlert: { name: "raw_alert", type: "jsonb", nullable: true },
    sourceId: { name: "source_id", type: "text", nullable: true },
    recordedAt: { name: "recorded_at", type: "timestamptz" },
    updatedAt: { name: "updated_at", type: "timestamptz" },
  },
  indices: [
    { name: "detections_once", synchronize: false },
    { name: "detections_own", columns: ["organizationId", "recordedAt", "id"] },
    { name: "detections_in_case", synchronize: false },
  ],
  foreignKeys: [
    {
      name: "detections_organization",
      target: "Organization",
      columnNames: ["organizationId"],
      referencedColumnNames: ["id"],
    },
    { name: "detections_account", target: "Account", columnNames: ["accountId"], referencedColumnNames: ["id"] },
    { name: "detections_case", target: "Case", columnNames: ["caseId"], referencedColumnNames: ["id"] },
  ],
});

/** Which indicators a detection matched. */
export const MatchTable = new EntitySchema<{ readonly detectionId: string; readonly indicatorId: string }>({
  name: "DetectionIndicator",
  tableName: "detection_indicators",
  columns: {
    detectionId: { name: "detection_id", type: "text", primary: true },
    indicatorId: { name: "indicator_id", type: "text", primary: true },
  },
  indices: [{ name: "detection_indicators_of", columns: ["indicatorId"] }],
  foreignKeys: [
    {
      name: "detection_indicators_detection",
      target: "Detection",
      columnNames: ["detectionId"],
      referencedColumnNames: ["id"],
    },
    {
      name: "detection_indicators_indicator",
      target: "Indicator",
      columnNames: ["indicatorId"],
      referencedColumnNames: ["id"],
    },
  ],
});
