import type { MigrationInterface, QueryRunner } from "typeorm";

export class Organizations1700000000002 implements MigrationInterface {
  name = "Organizations1700000000002";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table organizations (
        id text primary key,
        version integer not null,
        name text not null,
        name_ja text,
        short_code text not null,
        kinds text[] not null,
        sector text,
        country text,
        time_zone text not null,
        contacts jsonb not null,
        coverage_windows jsonb not null,
        parent_id text,
        created_at timestamptz not null,
        constraint organizations_parent foreign key (parent_id) references organizations (id));
      create unique index organizations_short_code on organizations (short_code);
      create index organizations_parent_id on organizations (parent_id);
      create index organizations_newest on organizations (created_at, id);

      -- An outsourced SOC's customers: what is AMBER for the provider may reach them.
      create table organization_clients (
        provider_id text not null,
        client_id text not null,
        primary key (provider_id, client_id),
        constraint organization_clients_provider foreign key (provider_id) references organizations (id),
        constraint organization_clients_client foreign key (client_id) references organizations (id));
      create index organization_clients_client_id on organization_clients (client_id);

      -- A person or a tool. Both act for one organisation.
      create table accounts (
        id text primary key,
        version integer not null,
        kind text not null,
        organization_id text not null,
        name text not null,
        email text,
        roles text[] not null,
        active boolean not null,
        created_at timestamptz not null,
        constraint accounts_kind check (kind in ('USER', 'SERVICE_ACCOUNT')),
        constraint accounts_organization foreign key (organization_id) references organizations (id));
      create index accounts_newest on accounts (organization_id, created_at, id);

      create table api_keys (
        id text primary key,
        account_id text not null,
        label text not null,
        secret_hash text not null,
        created_at timestamptz not null,
        expires_at timestamptz,
        revoked_at timestamptz,
        last_used_at timestamptz,
        constraint api_keys_account foreign key (account_id) references accounts (id));
      create index api_keys_account_id on api_keys (account_id);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table api_keys, accounts, organization_clients, organizations`);
  }
}
