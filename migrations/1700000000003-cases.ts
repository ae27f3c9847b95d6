import type { MigrationInterface, QueryRunner } from "typeorm";

export class Cases1700000000003 implements MigrationInterface {
  name = "Cases1700000000003";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table cases (
        id text primary key,
        version integer not null,
        reference text not null,
        title text not null,
        summary text not null,
        severity text not null,
        category text,
        tlp text not null,
        pap text not null,
        restricted boolean not null,
        narrowed_at timestamptz,
        state text not null,
        disposition text,
        closing_reason text,
        reopening_reason text,
        duplicate_of_id text,
        owner_id text not null,
        affected_id text,
        intake text not null,
        occurred_at timestamptz,
        occurred_clock text,
        detected_at timestamptz,
        aware_at timestamptz,
        contained_at timestamptz,
        closed_at timestamptz,
        tags text[] not null,
        techniques text[] not null,
        external_references jsonb not null,
        opened_at timestamptz not null,
        constraint cases_owner foreign key (owner_id) references organizations (id),
        constraint cases_affected foreign key (affected_id) references organizations (id),
        constraint cases_duplicate_of foreign key (duplicate_of_id) references cases (id));
      create unique index cases_reference on cases (reference);
      create index cases_newest on cases (opened_at, id);
      create index cases_owner_id on cases (owner_id);
      create index cases_text on cases using gin (bigrams(title || ' ' || summary || ' ' || reference));

      create table case_participants (
        id text primary key,
        case_id text not null,
        organization_id text not null,
        role text not null,
        state text not null,
        tracking_id text,
        joined_at timestamptz not null,
        left_at timestamptz,
        constraint case_participants_case foreign key (case_id) references cases (id),
        constraint case_participants_organization foreign key (organization_id) references organizations (id));
      create unique index case_participants_once on case_participants (case_id, organization_id);
      create index case_participants_of on case_participants (organization_id, state, case_id);
      create index case_participants_joined on case_participants (case_id, joined_at, id);

      -- Named persons and tools, for restricted cases and TLP:RED.
      create table case_members (
        id text primary key,
        case_id text not null,
        account_id text not null,
        assigned boolean not null,
        added_at timestamptz not null,
        removed_at timestamptz,
        constraint case_members_case foreign key (case_id) references cases (id),
        constraint case_members_account foreign key (account_id) references accounts (id));
      create unique index case_members_once on case_members (case_id, account_id);
      create index case_members_added on case_members (case_id, added_at, id);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table case_members, case_participants, cases`);
  }
}
