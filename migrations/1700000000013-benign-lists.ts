import type { MigrationInterface, QueryRunner } from "typeorm";

export class BenignLists1700000000013 implements MigrationInterface {
  name = "BenignLists1700000000013";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table benign_lists (
        id text primary key,
        name text not null,
        description text,
        list_version text not null,
        matching text not null,
        entries integer not null,
        loaded_at timestamptz not null);
      create unique index benign_lists_name on benign_lists (name);

      create table benign_entries (
        list_id text not null,
        value text not null,
        network cidr,
        primary key (list_id, value),
        constraint benign_entries_list foreign key (list_id) references benign_lists (id));
      create index benign_entries_value on benign_entries (value);
      create index benign_entries_network on benign_entries using gist (network inet_ops);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table benign_entries, benign_lists`);
  }
}
