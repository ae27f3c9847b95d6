import type { MigrationInterface, QueryRunner } from "typeorm";

export class RequestsAbout1700000000014 implements MigrationInterface {
  name = "RequestsAbout1700000000014";

  async up(runner: QueryRunner): Promise<void> {
    // What was asked before is about cases and handoffs: about no share, and of nobody masked.
    await runner.query(`
      alter table information_requests
        add column share_id text,
        add column named_only boolean not null default false,
        add column addressee_masked boolean not null default false,
        add constraint information_requests_share foreign key (share_id) references shares (id);
      alter table information_requests
        alter column named_only drop default,
        alter column addressee_masked drop default;
      create index information_requests_of_share on information_requests (share_id, asked_at, id);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index information_requests_of_share;
      alter table information_requests
        drop constraint information_requests_share,
        drop column share_id, drop column named_only, drop column addressee_masked`);
  }
}
