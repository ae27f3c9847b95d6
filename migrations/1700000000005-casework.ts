import type { MigrationInterface, QueryRunner } from "typeorm";

/** The work inside a case: who takes part, what is in the way, who was called, what is to be done, what was said. */
export class Casework1700000000005 implements MigrationInterface {
  name = "Casework1700000000005";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table cases add column time_flags text[] not null default '{}';
      alter table cases alter column time_flags drop default;
      alter table cases add column carried_over jsonb not null default '[]';
      alter table cases alter column carried_over drop default;

      alter table case_participants add column leaving_reason text;
      -- Who could see a case before is told by each participation, not by when the case was narrowed the last time.
      alter table case_participants add column seen_by_all boolean;
      update case_participants p set seen_by_all =
        coalesce((select not (c.restricted or c.tlp = 'RED') or p.joined_at < c.narrowed_at from cases c where c.id = p.case_id), false);
      alter table case_participants alter column seen_by_all set not null;
      alter table cases drop column narrowed_at;
      create index case_participants_tracking_id on case_participants (organization_id, tracking_id);

      alter table case_members add column organization_id text;
      update case_members m set organization_id = (select a.organization_id from accounts a where a.id = m.account_id);
      alter table case_members alter column organization_id set not null;
      alter table case_members add constraint case_members_organization
        foreign key (organization_id) references organizations (id);

      create table obstacles (
        id text primary key,
        version integer not null,
        case_id text not null,
        kind text not null,
        note text not null,
        raised_at timestamptz not null,
        raised_by_id text not null,
        raised_by_organization_id text not null,
        resolved_at timestamptz,
        resolved_by_id text,
        resolved_by_organization_id text,
        how text,
        constraint obstacles_case foreign key (case_id) references cases (id),
        constraint obstacles_raised_by foreign key (raised_by_organization_id) references organizations (id),
        constraint obstacles_resolved_by foreign key (resolved_by_organization_id) references organizations (id));
      create index obstacles_newest on obstacles (case_id, raised_at, id);

      create table contact_attempts (
        id text primary key,
        version integer not null,
        case_id text not null,
        organization_id text,
        person text,
        address text,
        channel text not null,
        at timestamptz not null,
        clock text,
        result text not null,
        note text,
        decision text,
        decided_by text,
        decider_id text,
        confirmed_at timestamptz,
        confirmed_by_id text,
        confirmed_by_organization_id text,
        logged_at timestamptz not null,
        logged_by_id text not null,
        logged_by_organization_id text not null,
        constraint contact_attempts_case foreign key (case_id) references cases (id),
        constraint contact_attempts_organization foreign key (organization_id) references organizations (id),
        constraint contact_attempts_decider foreign key (decider_id) references organizations (id),
        constraint contact_attempts_logged_by foreign key (logged_by_organization_id) references organizations (id));
      create index contact_attempts_newest on contact_attempts (case_id, at, id);

      create table tasks (
        id text primary key,
        version integer not null,
        case_id text not null,
        title text not null,
        detail text,
        state text not null,
        organization_id text not null,
        account_id text,
        assigned_at timestamptz not null,
        due_at timestamptz,
        added_at timestamptz not null,
        added_by_id text not null,
        added_by_organization_id text not null,
        ended_at timestamptz,
        ended_by_id text,
        ended_by_organization_id text,
        outcome text,
        constraint tasks_case foreign key (case_id) references cases (id),
        constraint tasks_organization foreign key (organization_id) references organizations (id),
        constraint tasks_account foreign key (account_id) references accounts (id),
        constraint tasks_added_by foreign key (added_by_organization_id) references organizations (id));
      create index tasks_newest on tasks (case_id, added_at, id);
      create index tasks_of on tasks (organization_id, state, case_id);

      create table notes (
        id text primary key,
        case_id text not null,
        audience text not null,
        text text not null,
        added_at timestamptz not null,
        author_id text not null,
        author_organization_id text not null,
        constraint notes_case foreign key (case_id) references cases (id),
        constraint notes_author foreign key (author_organization_id) references organizations (id));
      create index notes_newest on notes (case_id, added_at, id);

      create table timeline_entries (
        id text primary key,
        case_id text not null,
        occurred_at timestamptz not null,
        clock text,
        text text not null,
        recorded_at timestamptz not null,
        recorded_by_id text not null,
        recorded_by_organization_id text not null,
        constraint timeline_entries_case foreign key (case_id) references cases (id),
        constraint timeline_entries_recorded_by foreign key (recorded_by_organization_id) references organizations (id));
      create index timeline_entries_order on timeline_entries (case_id, occurred_at, id);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table timeline_entries, notes, tasks, contact_attempts, obstacles;
      alter table case_members drop column organization_id;
      alter table cases add column narrowed_at timestamptz;
      drop index case_participants_tracking_id;
      alter table case_participants drop column leaving_reason, drop column seen_by_all;
      alter table cases drop column time_flags, drop column carried_over;`);
  }
}
