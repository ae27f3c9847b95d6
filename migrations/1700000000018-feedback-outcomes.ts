import type { MigrationInterface, QueryRunner } from "typeorm";

export class FeedbackOutcomes1700000000018 implements MigrationInterface {
  name = "FeedbackOutcomes1700000000018";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Since when there is an outcome to read. It stays when the author reopens what was resolved.
      alter table feedback add column outcome_at timestamptz;
      update feedback set outcome_at = resolved_at;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table feedback drop column outcome_at;`);
  }
}
