import { In, IsNull } from "typeorm";
import { json } from "../../platform/change";
import type { Tx } from "../../platform/db";
import { inPortions } from "../../platform/portions";
import { bind, run, sql } from "../../platform/sql";
import type { Detection } from "./detection";
import { DetectionTable } from "./detection.table";

/** Adds detections of alerts that are not known here. */
export async function insertDetections(tx: Tx, rows: readonly Detection[]): Promise<void> {
  await inPortions(rows, (portion) =>
    run<never>(
      tx,
      "detections.add",
      sql`
      insert into detections (id, version, organization_id, account_id, case_id, vantage, tool, rule, title, first_seen,
        detected_at, raw_alert, source_id, recorded_at, updated_at)
      select id, version, "organizationId", "accountId", "caseId", vantage, tool, rule, title, "firstSeen", "detectedAt",
        "rawAlert", "sourceId", "recordedAt", "updatedAt"
      from jsonb_to_recordset(${json(portion)}) as d (id text, version integer, "organizationId" text, "accountId" text,
        "caseId" text, vantage text, tool text, rule text, title text, "firstSeen" timestamptz, "detectedAt" timestamptz,
        "rawAlert" jsonb, "sourceId" text, "recordedAt" timestamptz,
        "updatedAt" timestamptz)
`,
    ),
  );
}

/** What the tools of detections say of them by now. */
export async function updateDetections(tx: Tx, rows: readonly Detection[]): Promise<void> {
  await inPortions(rows, (portion) =>
    run<never>(
      tx,
      "detections.update",
      sql`
      update detections d set version = g.version, tool = g.tool, rule = g.rule, title = g.title, first_seen = g."firstSeen",
        detected_at = g."detectedAt", raw_alert = g."rawAlert", updated_at = g."updatedAt"
      from jsonb_to_recordset(${json(portion)}) as g (id text, version integer, tool text, rule text, title text,
        "firstSeen" timestamptz, "detectedAt" timestamptz, "rawAlert" jsonb, "updatedAt" timestamptz)
      where d.id = g.id`,
    ),
  );
}

/** The detections of an organisation in a case, or in none, by their alerts' ids. */
export async function knownDetections(
  tx: Tx,
  organizationId: string,
  caseId: string | null,
  sourceIds: readonly string[],
): Promise<ReadonlyMap<string, Detection>> {
  const known: Detection[] = [];
  await inPortions(sourceIds, async (portion) => {
    const where = { organizationId, caseId: caseId ?? IsNull(), sourceId: In([...portion]) };
    known.push(...(await tx.find(DetectionTable, { where })));
    return [];
  });
  return new Map(known.map((one) => [one.sourceId ?? "", one]));
}

/** Notes which indicators a detection matched. */
export async function addMatches(tx: Tx, detectionId: string, indicatorIds: readonly string[]): Promise<void> {
  if (indicatorIds.length === 0) return;
  await run(
    tx,
    "detections.match",
    sql`
    insert into detection_indicators (detection_id, indicator_id)
    select ${bind(detectionId, "text")}, i from unnest(${bind(indicatorIds, "text[]")}) i on conflict do nothing`,
  );
}
