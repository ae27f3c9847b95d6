import type { MigrationInterface, QueryRunner } from "typeorm";

export class ProfileAnswers1700000000016 implements MigrationInterface {
  name = "ProfileAnswers1700000000016";

  async up(runner: QueryRunner): Promise<void> {
    // The defaults are for the profiles that are there: until now they acknowledged, and all that arrived.
    await runner.query(`
      alter table standing_profiles
        add column state text not null default 'ACKNOWLEDGED',
        add column kinds text[] not null default '{}';
      alter table standing_profiles alter column state drop default, alter column kinds drop default;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table standing_profiles drop column state, drop column kinds`);
  }
}
