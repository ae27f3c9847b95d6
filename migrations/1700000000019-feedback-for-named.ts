import type { MigrationInterface, QueryRunner } from "typeorm";

export class FeedbackForNamed1700000000019 implements MigrationInterface {
  name = "FeedbackForNamed1700000000019";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Feedback on what is for named persons alone (TLP:RED) is for these alone too.
      alter table feedback add column named_only boolean not null default false;
      alter table feedback alter column named_only drop default;
      update feedback f set named_only = true
      where exists (select from shares s where s.id = f.share_id and s.named_only)
        or exists (select from share_items i where i.lineage_id = any(f.lineage_ids) and i.tlp = 'RED');`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table feedback drop column named_only;`);
  }
}
