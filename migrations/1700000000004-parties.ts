import type { MigrationInterface, QueryRunner } from "typeorm";
import { newId } from "../src/platform/ids";

export class Parties1700000000004 implements MigrationInterface {
  name = "Parties1700000000004";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table venues (
        id text primary key,
        version integer not null,
        kind text not null,
        name text not null,
        name_ja text,
        description text,
        owner_id text,
        shows_members boolean not null,
        created_at timestamptz not null,
        constraint venues_owner foreign key (owner_id) references organizations (id));
      create index venues_newest on venues (created_at, id);
      create index venues_owner_id on venues (owner_id);

      create table venue_members (
        id text primary key,
        venue_id text not null,
        organization_id text not null,
        state text not null,
        invited_at timestamptz not null,
        joined_at timestamptz,
        left_at timestamptz,
        constraint venue_members_venue foreign key (venue_id) references venues (id),
        constraint venue_members_organization foreign key (organization_id) references organizations (id));
      create unique index venue_members_once on venue_members (venue_id, organization_id);
      create index venue_members_of on venue_members (organization_id, state, venue_id);
      create index venue_members_invited on venue_members (venue_id, invited_at, id);

      create table agreements (
        id text primary key,
        version integer not null,
        title text not null,
        state text not null,
        valid_from timestamptz not null,
        valid_until timestamptz,
        targets jsonb not null,
        speed_window_minutes integer,
        disclosure_clauses text[] not null,
        proposed_by_id text not null,
        created_at timestamptz not null,
        ended_at timestamptz,
        ending_reason text,
        constraint agreements_proposed_by foreign key (proposed_by_id) references organizations (id));
      create index agreements_newest on agreements (created_at, id);

      create table agreement_parties (
        agreement_id text not null,
        organization_id text not null,
        accepted_at timestamptz,
        primary key (agreement_id, organization_id),
        constraint agreement_parties_agreement foreign key (agreement_id) references agreements (id),
        constraint agreement_parties_organization foreign key (organization_id) references organizations (id));
      create index agreement_parties_of on agreement_parties (organization_id, agreement_id);

      create table agreement_contacts (
        id text primary key,
        agreement_id text not null,
        step integer not null,
        organization_id text not null,
        name text not null,
        phone text not null,
        minutes_to_next integer not null,
        constraint agreement_contacts_agreement foreign key (agreement_id) references agreements (id),
        constraint agreement_contacts_organization foreign key (organization_id) references organizations (id));
      create unique index agreement_contacts_step on agreement_contacts (agreement_id, step);`);

    // Where everybody is: nobody owns these, the operator manages them.
    await runner.query(
      `insert into venues (id, version, kind, name, name_ja, shows_members, created_at) values
        ($1, 1, 'HUB', 'This hub', 'このハブ', false, hub_now()), ($2, 1, 'PUBLIC', 'Public', '公開', false, hub_now())`,
      [newId("venue"), newId("venue")],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table agreement_contacts, agreement_parties, agreements, venue_members, venues`);
  }
}
