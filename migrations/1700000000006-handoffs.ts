import type { MigrationInterface, QueryRunner } from "typeorm";

export class Handoffs1700000000006 implements MigrationInterface {
  name = "Handoffs1700000000006";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table information_requests (
        id text primary key,
        version integer not null,
        case_id text,
        subject_type text,
        subject_id text,
        asker_id text not null,
        asked_by_id text not null,
        addressee_id text not null,
        purpose text not null,
        questions jsonb not null,
        due_at timestamptz,
        state text not null,
        reason text,
        asked_at timestamptz not null,
        settled_at timestamptz,
        settled_by_id text,
        settled_by_organization_id text,
        constraint information_requests_case foreign key (case_id) references cases (id),
        constraint information_requests_asker foreign key (asker_id) references organizations (id),
        constraint information_requests_addressee foreign key (addressee_id) references organizations (id));
      create index information_requests_newest on information_requests (asked_at, id);
      create index information_requests_of_case on information_requests (case_id, asked_at, id);
      create index information_requests_about on information_requests (subject_id, asked_at, id);
      create index information_requests_by_addressee on information_requests (addressee_id, state);
      create index information_requests_by_asker on information_requests (asker_id);

      create table handoffs (
        id text primary key,
        version integer not null,
        case_id text not null,
        kind text not null,
        state text not null,
        giver_id text not null,
        receiver_id text not null,
        receiver_role text,
        invited boolean not null,
        receiving_account_ids text[] not null,
        package_id text not null,
        reason text,
        end_reason text,
        outcome text,
        offered_by_id text not null,
        offered_at timestamptz not null,
        acknowledged_at timestamptz,
        accepted_at timestamptz,
        completed_at timestamptz,
        declined_at timestamptz,
        withdrawn_at timestamptz,
        state_since timestamptz not null,
        acknowledge_by timestamptz,
        due_at timestamptz not null,
        paused_since timestamptz,
        paused_seconds integer not null,
        ladder_level integer not null,
        constraint handoffs_case foreign key (case_id) references cases (id),
        constraint handoffs_giver foreign key (giver_id) references organizations (id),
        constraint handoffs_receiver foreign key (receiver_id) references organizations (id));
      create index handoffs_newest on handoffs (offered_at, id);
      create index handoffs_of_case on handoffs (case_id, offered_at, id);
      create index handoffs_by_giver on handoffs (giver_id, state);
      create index handoffs_by_receiver on handoffs (receiver_id, state);

      create table handoff_packages (
        id text primary key,
        handoff_id text not null,
        number integer not null,
        summary text not null,
        severity text not null,
        expectation text not null,
        contact text not null,
        due_at timestamptz not null,
        confidence integer,
        rationale text,
        actions_taken text,
        evidence_state text not null,
        known_unknowns text[] not null,
        author_id text not null,
        author_organization_id text not null,
        at timestamptz not null,
        constraint handoff_packages_handoff foreign key (handoff_id) references handoffs (id),
        constraint handoff_packages_author foreign key (author_organization_id) references organizations (id));
      create unique index handoff_packages_once on handoff_packages (handoff_id, number);

      -- A handoff and its first package name each other.
      alter table handoffs add constraint handoffs_package
        foreign key (package_id) references handoff_packages (id) deferrable initially deferred;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table handoffs drop constraint handoffs_package;
      drop table handoff_packages, handoffs, information_requests`);
  }
}
