import type { MigrationInterface, QueryRunner } from "typeorm";

export class Feedback1700000000009 implements MigrationInterface {
  name = "Feedback1700000000009";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table feedback (
        id text primary key,
        outcome_id text not null,
        version integer not null,
        target text not null,
        target_id text not null,
        share_id text,
        line_share_id text,
        case_id text,
        verdict text not null,
        observation text,
        effect text,
        proposal text,
        question text,
        lineage_ids text[] not null,
        root_ids text[] not null,
        author_id text,
        author_organization_id text,
        anonymous boolean not null,
        anonymity_set integer,
        receipt_hash text,
        addressee_id text not null,
        via_id text,
        addressee_masked boolean not null,
        state text not null,
        resolution text,
        reason text,
        revision_id text,
        filed_at timestamptz not null,
        acknowledged_at timestamptz,
        resolved_at timestamptz,
        closed_at timestamptz,
        closed_by text);
      create unique index feedback_outcome on feedback (outcome_id);
      create index feedback_newest on feedback (filed_at, id);
      create index feedback_addressee on feedback (addressee_id, state);
      create index feedback_author on feedback (author_organization_id);
      create index feedback_target on feedback (target_id);
      create index feedback_share on feedback (share_id);
      create index feedback_line_share on feedback (line_share_id);
      create index feedback_case on feedback (case_id);
      create unique index feedback_receipt on feedback (receipt_hash);

      -- What anonymous authors did, until it goes out together with whatever else waits. It names no author.
      create table pending_feedback (
        id text primary key,
        act text not null,
        receipt_hash text not null,
        content jsonb not null,
        due_at timestamptz not null);
      create index pending_feedback_due on pending_feedback (due_at);
      create index pending_feedback_receipt on pending_feedback (receipt_hash);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table pending_feedback, feedback`);
  }
}
