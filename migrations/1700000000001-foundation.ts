import type { MigrationInterface, QueryRunner } from "typeorm";

/** What every module stands on, and what could not be added later without losing its promise. */
export class Foundation1700000000001 implements MigrationInterface {
  name = "Foundation1700000000001";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The hub's connections act as sansha_app, which may not change what is written once. Roles belong to the whole
      -- cluster, so another database may have made it already, or be making it at this moment.
      do $$ begin
        create role sansha_app nologin;
      exception when duplicate_object or unique_violation then null;
      end $$;
      do $$ begin
        execute format('grant sansha_app to %I', current_user);
      exception when others then
        if not pg_has_role(current_user, 'sansha_app', 'member') then raise; end if;
      end $$;
      grant usage on schema public to sansha_app;
      alter default privileges in schema public grant select, insert, update, delete on tables to sansha_app;
      alter default privileges in schema public grant usage on sequences to sansha_app;

      -- One row: the life of this database (a restore draws a new epoch), the key that seals cursors, up to where old
      -- events were removed, and by how much tests shift the time.
      create table hub (
        only_row boolean primary key default true check (only_row),
        epoch uuid not null default gen_random_uuid(),
        cursor_key text not null default replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
        clock_offset interval not null default '0',
        trimmed_xid xid8 not null default '0',
        trimmed_seq bigint not null default 0);
      insert into hub default values;
      revoke insert, update, delete on hub from sansha_app;

      create function hub_now() returns timestamptz language sql stable as 'select now() + clock_offset from hub';

      -- Ordered by transaction and number, and read behind the oldest open transaction: no event is lost between
      -- writers that commit out of order.
      create table events (
        xid xid8 not null default pg_current_xact_id(),
        seq bigint generated always as identity,
        id text not null,
        type text not null,
        subject_type text not null,
        subject_id text not null,
        case_id text,
        changed text[] not null check (cardinality(changed) > 0),
        version integer,
        actor_id text,
        actor_organization_id text,
        at timestamptz not null,
        primary key (xid, seq));
      create unique index events_id on events (id);
      revoke update, delete, truncate on events from sansha_app;

      create table audit (
        id text primary key,
        at timestamptz not null,
        actor_id text not null,
        organization_id text not null,
        operation text not null,
        subject_ids text[] not null);
      create index audit_newest on audit (organization_id, at, id);
      revoke update, delete, truncate on audit from sansha_app;

      create table idempotency_keys (
        actor_id text not null,
        operation text not null,
        key text not null,
        fingerprint text not null,
        outcome jsonb not null,
        created_at timestamptz not null,
        primary key (actor_id, operation, key));
      create index idempotency_keys_age on idempotency_keys (created_at);

      create table jobs (
        id text primary key,
        kind text not null,
        subject_id text not null,
        due_at timestamptz not null,
        attempts integer not null default 0);
      create unique index jobs_once on jobs (kind, subject_id);
      create index jobs_due on jobs (due_at);

      -- Every pair of neighbouring characters, folded: word splitting fails on Japanese, and trigrams miss words of two.
      create function bigrams(given text) returns text[] language sql immutable parallel safe as $$
        select coalesce(array_agg(distinct substr(folded, i, 2)), '{}')
        from (select lower(normalize(coalesce(given, ''), NFKC)) as folded) f, generate_series(1, length(folded) - 1) i
      $$;
      create function matches_text(haystack text, needle text) returns boolean language sql immutable parallel safe as $$
        select position(lower(normalize(needle, NFKC)) in lower(normalize(haystack, NFKC))) > 0
      $$;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function matches_text(text, text), bigrams(text);
      drop table jobs, idempotency_keys, audit, events;
      drop function hub_now();
      drop table hub;`);
  }
}
