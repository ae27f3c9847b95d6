import { json } from "../../platform/change";
import type { Tx } from "../../platform/db";
import { inPortions } from "../../platform/portions";
import { bind, run, sql } from "../../platform/sql";
import type { Detection } from "./detection";

/** Adds detections; of an alert that is known here by its id, nothing. The ids of those that were added. */
export async function insertDetections(tx: Tx, rows: readonly Detection[]): Promise<ReadonlySet<string>> {
  const added = await inPortions(rows, (portion) =>
    run<{ id: string }>(
      tx,
      "detections.add",
      sql`
      insert into detections (id, version, organization_id, account_id, case_id, vantage, tool, rule, title, first_seen,
        detected_at, raw_alert, source_id, recorded_at)
      select id, version, "organizationId", "accountId", "caseId", vantage, tool, rule, title, "firstSeen", "detectedAt",
        "rawAlert", "sourceId", "recordedAt"
      from jsonb_to_recordset(${json(portion)}) as d (id text, version integer, "organizationId" text, "accountId" text,
        "caseId" text, vantage text, tool text, rule text, title text, "firstSeen" timestamptz, "detectedAt" timestamptz,
        "rawAlert" jsonb, "sourceId" text, "recordedAt" timestamptz)
      on conflict do nothing returning id`,
    ),
  );
  return new Set(added.map(({ id }) => id));
}

/** The detections of an organisation in a case, or in none, by their alerts' ids. */
export async function knownDetections(
  tx: Tx,
  organizationId: string,
  caseId: string | null,
  sourceIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const known = await inPortions(sourceIds, (portion) =>
    run<{ id: string; sourceId: string }>(
      tx,
      "detections.find",
      sql`
      select id, source_id as "sourceId" from detections where organization_id = ${bind(organizationId, "text")}
        and source_id = any(${bind(portion, "text[]")}) and case_id is not distinct from ${bind(caseId, "text")}`,
    ),
  );
  return new Map(known.map(({ id, sourceId }) => [sourceId, id]));
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
