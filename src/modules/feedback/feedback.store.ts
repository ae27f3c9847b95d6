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
      addressee_masked, state, filed_at)
    select id, "outcomeId", version, target, "targetId", "shareId", "lineShareId", "caseId", verdict, observation, effect, proposal,
      question, "lineageIds", "rootIds", "authorId", "authorOrganizationId", anonymous, "anonymitySet", "receiptHash", "addresseeId",
      "viaId", "addresseeMasked", state, "filedAt"
    from jsonb_to_recordset(${json(rows)}) as f (id text, "outcomeId" text, version integer, target text, "targetId" text,
      "shareId" text, "lineShareId" text, "caseId" text, verdict text, observation text, effect text, proposal text, question text,
      "lineageIds" text[], "rootIds" text[], "authorId" text, "authorOrganizationId" text, anonymous boolean, "anonymitySet" integer,
      "receiptHash" text, "addresseeId" text, "viaId" text, "addresseeMasked" boolean, state text, "filedAt" timestamptz)`,
  );
}

export async function insertPending({ tx }: Change, rows: readonly PendingFeedback[]): Promise<void> {
  await run(
    tx,
    "feedback.wait",
    sql`
    insert into pending_feedback (id, act, receipt_hash, content, due_at)
    select id, act, "receiptHash", content, "dueAt"
    from jsonb_to_recordset(${json(rows)}) as p (id text, act text, "receiptHash" text, content jsonb, "dueAt" timestamptz)`,
  );
}

/** Which of these items other feedback, not answered yet, speaks against: on the share, or on any copy of it. */
export async function doubtedElsewhere(
  { tx }: Change,
  { id, lineShareId, rootIds }: Pick<Feedback, "id" | "lineShareId" | "rootIds">,
): Promise<ReadonlySet<string>> {
  const rows = await run<{ root: string }>(
    tx,
    "feedback.doubted",
    sql`
    select distinct r as root from feedback f, unnest(f.root_ids) r
    where f.line_share_id = ${bind(lineShareId, "text")} and f.id <> ${bind(id, "text")}
      and f.state in ('OPEN', 'ACKNOWLEDGED', 'UNDER_REVIEW') and f.verdict = any(${bind(disputing, "text[]")})
      and r = any(${bind(rootIds, "text[]")})`,
  );
  return new Set(rows.map(({ root }) => root));
}
