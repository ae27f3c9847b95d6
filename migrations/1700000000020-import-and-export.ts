import type { MigrationInterface, QueryRunner } from "typeorm";

export class ImportAndExport1700000000020 implements MigrationInterface {
  name = "ImportAndExport1700000000020";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UNSAID);
    await runner.query(ONE_FAMILY);
    await runner.query(EVENTS_IN_THE_HASH);
    await runner.query(LAST_CHANGES);
    await runner.query(ALERTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger cases_updated on cases;
      drop trigger organizations_updated on organizations;
      drop function note_update();
      alter table detections drop column updated_at;
      alter table share_lineages drop column changed_at;
      alter table organizations drop column updated_at;
      alter table cases drop column updated_at;
      alter table assertions drop column unsaid;`);
  }
}

const UNSAID = `
  -- What its source left out of its last version is no revocation of one's own: the source may say it again.
  alter table assertions add column unsaid boolean not null default false;
  alter table assertions alter column unsaid drop default;
  update assertions set unsaid = true where revoked_reason = 'Its source says it no longer.';`;

// STIX 2.0 and 2.1 name one object by one id. Of two rows the one stands that came from the creator whose word was taken
// first, and of that one's the newest. What was said by the other is taken back, and no later import knows it again.
const ONE_FAMILY = `
  create temporary table ranked on commit drop as
    with taken as (
      select s.*, (select min(a.created_at) from assertions a where a.organization_id = s.organization_id
          and a.source_key = s.format || ' ' || s.source_id) as taken_at
      from source_objects s where s.format in ('STIX_2_0', 'STIX_2_1')),
    first as (
      select t.*, first_value(creator) over (partition by organization_id, source_id
          order by taken_at nulls last, modified) as first_creator from taken t)
    select organization_id, source_id, format, row_number() over (partition by organization_id, source_id
        order by (creator is not distinct from first_creator) desc, revoked desc, modified desc, format desc) as place
    from first;
  update assertions a
    set revoked = true, revoked_reason = coalesce(a.revoked_reason, 'Its source is known in another version.'),
      version = a.version + 1, updated_at = hub_now()
    from ranked r where r.place > 1 and not a.revoked and a.organization_id = r.organization_id
      and a.source_key = r.format || ' ' || r.source_id;
  delete from source_objects s using ranked r where r.place > 1 and s.organization_id = r.organization_id
    and s.source_id = r.source_id and s.format = r.format;
  update assertions a set source_key = 'STIX ' || r.source_id
    from ranked r where r.place = 1 and a.organization_id = r.organization_id
      and a.source_key = r.format || ' ' || r.source_id;
  update source_objects set format = 'STIX' where format in ('STIX_2_0', 'STIX_2_1');`;

// The hash of an attribute of MISP now covers what its event says of it, so that every hash that is kept is another one.
// A microsecond earlier, the event as it is now is the next version, and not another content of the same.
const EVENTS_IN_THE_HASH = `
  update source_objects
    set modified = to_char((modified::timestamptz - interval '1 microsecond') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    where format = 'MISP_EVENT' and modified > '1970-01-02';`;

// What is exported says when it changed last, or no importer takes the change. The version counts what everybody may see,
// so its time tells no more than it does. Written by the database: there are many ways to change a case.
const LAST_CHANGES = `
  create function note_update() returns trigger language plpgsql as $$
  begin
    if tg_op = 'UPDATE' and new.version = old.version then
      new.updated_at = old.updated_at;
    else
      new.updated_at = hub_now();
    end if;
    return new;
  end $$;
  alter table cases add column updated_at timestamptz;
  update cases set updated_at = case when version = 1 then opened_at else hub_now() end;
  alter table cases alter column updated_at set not null;
  alter table organizations add column updated_at timestamptz;
  update organizations set updated_at = case when version = 1 then created_at else hub_now() end;
  alter table organizations alter column updated_at set not null;
  create trigger cases_updated before insert or update on cases for each row execute function note_update();
  create trigger organizations_updated before insert or update on organizations
    for each row execute function note_update();

  -- When an item was disputed, settled or taken back last; a settled dispute has no other trace.
  alter table share_lineages add column changed_at timestamptz;
  update share_lineages set changed_at = greatest(disputed_at, retracted_at);`;

// Each product counts its alerts for itself: what is known by a bare number is known by its product too.
const ALERTS = `
  alter table detections add column updated_at timestamptz;
  update detections set updated_at = recorded_at;
  alter table detections alter column updated_at set not null;
  update detections d set source_id = '[' || coalesce(to_json(p.product)::text, 'null') || ','
      || to_json(d.source_id)::text || ']'
    from (select id, left(nullif(concat_ws(' ', nullif(raw_alert #>> '{metadata,product,vendor_name}', ''),
        nullif(raw_alert #>> '{metadata,product,name}', '')), ''), 1000) as product from detections) p
    where p.id = d.id and d.source_id is not null;`;
