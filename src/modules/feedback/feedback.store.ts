import { type Change, json } from "../../platform/change";
import { bind, run, sql } from "../../platform/sql";
import { type Feedback, type PendingFeedback, disputing } from "./feedback";

/** All rows in one statement. */
export async function insertFeedback({ tx }: Change, rows: readonly Feedback[]): Promise<void> {
  await run(
    tx,
    "feedback.insert",
    sql`
    insert into feedback (id, outcome_id, version, target, target_id, share_id, line_share_id, case_id, verdict, observation, effect, proposal,
      question, lineage_ids, root_ids, author_id, author_organization_id, anonymous, anonymity_set, receipt_hash, addressee_id, via_id,
      addressee_masked, named_only, state, filed_at)
    select id, "outcomeId", version, target, "targetId", "shareId", "lineShareId", "caseId", verdict, observation, effect, proposal,
      question, "lineageIds", "rootIds", "authorId", "authorOrganizationId", anonymous, "anonymitySet", "receiptHash", "addresseeId",
      "viaId", "addresseeMasked", "namedOnly", state, "filedAt"
    from jsonb_to_recordset(${json(rows)}) as f (id text, "outcomeId" text, version integer, target text, "targetId" text,
      "shareId" text, "lineShareId" text, "caseId" text, verdict text, observation text, effect text, proposal text, question text,
      "lineageIds" text[], "rootIds" text[], "authorId" text, "authorOrganizationId" text, anonymous boolean, "anonymitySet" integer,
      "receiptHash" text, "addresseeId" text, "viaId" text, "addresseeMasked" boolean, "namedOnly" boolean, state text, "filedAt" timestamptz)`,
  );
}

export async function insertPending({ tx }: Change, rows: readonly PendingFeedback[]): Promise<void> {
  await run(
    tx,
    "feedback.wait",
    sql`
    insert into pending_feedback (id, act, receipt_hash, content, due_at)
    select id, act, "receiptHash", content, "dueAt"
    from jsonb_to_recordset(${json(rows)}) as p (id text, act text, "receiptHash" text, content jsonb, "dueAt" timestamptz)
    where p.act = 'FILE' or not exists (
      select from pending_feedback w where w.receipt_hash = p."receiptHash" and w.act = p.act)`,
  );
}

/** Which of these items other feedback, not answered yet, speaks against: on the share, or on any copy of it. */
export async function doubtedElsewhere(
  { tx }: Change,
  settled: readonly Pick<Feedback, "id" | "lineShareId">[],
  rootIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const ids = settled.map(({ id }) => id);
  const lines = [...new Set(settled.map(({ lineShareId }) => lineShareId))];
  const rows = await run<{ root: string }>(
    tx,
    "feedback.doubted",
    sql`
    select distinct r as root from feedback f, unnest(f.root_ids) r
    where f.line_share_id = any(${bind(lines, "text[]")}) and f.id <> all(${bind(ids, "text[]")})
      and f.state in ('OPEN', 'ACKNOWLEDGED', 'UNDER_REVIEW') and f.verdict = any(${bind(disputing, "text[]")})
      and r = any(${bind(rootIds, "text[]")})`,
  );
  return new Set(rows.map(({ root }) => root));
}

/** Writes what became of feedback, however much of it, in one statement. */
export async function saveResolutions({ tx }: Change, rows: readonly Feedback[]): Promise<void> {
  await run(
    tx,
    "feedback.resolve",
    sql`
    update feedback f set state = g.state, resolution = g.resolution, reason = g.reason, revision_id = g."revisionId",
      resolved_at = g."resolvedAt", acknowledged_at = g."acknowledgedAt", outcome_at = g."outcomeAt", version = g.version
    from jsonb_to_recordset(${json(rows)}) as g (id text, state text, resolution text, reason text, "revisionId" text,
      "resolvedAt" timestamptz, "acknowledgedAt" timestamptz, "outcomeAt" timestamptz, version integer)
    where f.id = g.id`,
  );
}

/** Takes what waits and is due, the oldest ids first, so that a flood of it is carried out in portions. */
export function takePending(
  { tx, now }: Change,
  acts: readonly PendingFeedback["act"][],
  most: number,
): Promise<readonly PendingFeedback[]> {
  return run<PendingFeedback>(
    tx,
    "feedback.take",
    sql`
    delete from pending_feedback where id in (
      select id from pending_feedback where due_at <= ${bind(now, "timestamptz")} and act = any(${bind(acts, "text[]")})
      order by id limit ${bind(most, "integer")} for update)
    returning id, act, receipt_hash as "receiptHash", content, due_at as "dueAt"`,
  );
}
