import type { MigrationInterface, QueryRunner } from "typeorm";

export class Indicators1700000000007 implements MigrationInterface {
  name = "Indicators1700000000007";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- One for each type and value. No time and no maker: they would tell of assertions that a reader may not see.
      create table indicators (
        id text primary key,
        type text not null,
        value text not null,
        key text not null);
      create unique index indicators_key on indicators (key);
      -- People look for the names in an address ("evil.ex" in http://c2.evil.example/), for any part of a sentence, and
      -- for the beginning of everything else. Words, because bigrams of a million names cost eight times as much to store.
      create function name_words(given text) returns text language sql immutable parallel safe as $$
        select translate(lower(given), './\\-_:@?&=%+#~,;()[]{}!|<>*^\`"''$', repeat(' ', 40))
      $$;
      create function names_query(given text) returns tsquery language sql immutable parallel safe as $$
        select to_tsquery('simple', nullif(regexp_replace(btrim(name_words(left(given, 500))), '\\s+', ' & ', 'g'), '') || ':*')
      $$;
      create index indicators_names on indicators using gin (to_tsvector('simple', name_words(value)))
        where type in ('DOMAIN', 'URL', 'EMAIL', 'REGISTRY_KEY');
      create index indicators_text on indicators using gin (bigrams(value))
        where type in ('EMAIL_SUBJECT', 'FILE_NAME', 'MUTEX');
      create index indicators_prefix on indicators (left(lower(value), 64) text_pattern_ops)
        where type not in ('DOMAIN', 'URL', 'EMAIL', 'REGISTRY_KEY', 'EMAIL_SUBJECT', 'FILE_NAME', 'MUTEX');

      create table assertions (
        id text primary key,
        version integer not null,
        indicator_id text not null,
        organization_id text not null,
        account_id text not null,
        case_id text,
        tlp text not null,
        pap text,
        confidence integer,
        valid_from timestamptz,
        valid_until timestamptz,
        name text,
        description text,
        kill_chain_phases text[] not null,
        labels text[] not null,
        revoked boolean not null,
        revoked_reason text,
        source jsonb,
        source_key text,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        constraint assertions_indicator foreign key (indicator_id) references indicators (id),
        constraint assertions_organization foreign key (organization_id) references organizations (id),
        constraint assertions_account foreign key (account_id) references accounts (id),
        constraint assertions_case foreign key (case_id) references cases (id));
      -- An organisation says a thing once: of an indicator, in a case or outside, from one source or from none.
      create unique index assertions_once on assertions (organization_id, indicator_id, case_id, source_key)
        nulls not distinct;
      create index assertions_of_source on assertions (organization_id, source_key) where source_key is not null;
      create index assertions_of_indicator on assertions (indicator_id, created_at, id);
      create index assertions_in_case on assertions (case_id, created_at, id) where case_id is not null;

      -- What was imported, as its source knows it: re-import, versions, takeover and revival are judged by this.
      create table source_objects (
        organization_id text not null,
        format text not null,
        source_id text not null,
        creator text,
        created text,
        modified text,
        revoked boolean not null,
        hash text not null,
        primary key (organization_id, format, source_id),
        constraint source_objects_organization foreign key (organization_id) references organizations (id));

      -- What an organisation looked for, and whether it was there.
      create table sightings (
        id text primary key,
        indicator_id text not null,
        organization_id text not null,
        account_id text not null,
        case_id text,
        result text not null,
        count integer not null,
        first_seen timestamptz,
        last_seen timestamptz,
        note text,
        reported_at timestamptz not null,
        constraint sightings_indicator foreign key (indicator_id) references indicators (id),
        constraint sightings_organization foreign key (organization_id) references organizations (id),
        constraint sightings_account foreign key (account_id) references accounts (id),
        constraint sightings_case foreign key (case_id) references cases (id));
      create index sightings_of_indicator on sightings (indicator_id, reported_at, id);
      create index sightings_in_case on sightings (case_id, reported_at, id) where case_id is not null;

      -- What a tool or a person noticed; the alert as it came is kept whole.
      create table detections (
        id text primary key,
        version integer not null,
        organization_id text not null,
        account_id text not null,
        case_id text,
        vantage text,
        tool text,
        rule text,
        title text,
        first_seen timestamptz,
        detected_at timestamptz not null,
        raw_alert jsonb,
        source_id text,
        recorded_at timestamptz not null,
        constraint detections_organization foreign key (organization_id) references organizations (id),
        constraint detections_account foreign key (account_id) references accounts (id),
        constraint detections_case foreign key (case_id) references cases (id));
      create unique index detections_once on detections (organization_id, source_id, case_id) nulls not distinct
        where source_id is not null;
      create index detections_own on detections (organization_id, recorded_at, id);
      create index detections_in_case on detections (case_id, recorded_at, id) where case_id is not null;

      create table detection_indicators (
        detection_id text not null,
        indicator_id text not null,
        primary key (detection_id, indicator_id),
        constraint detection_indicators_detection foreign key (detection_id) references detections (id),
        constraint detection_indicators_indicator foreign key (indicator_id) references indicators (id));
      create index detection_indicators_of on detection_indicators (indicator_id);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table detection_indicators, detections, sightings, source_objects, assertions, indicators;
      drop function names_query(text), name_words(text);`);
  }
}
