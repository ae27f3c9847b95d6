import type { MigrationInterface, QueryRunner } from "typeorm";

export class Admission1700000000017 implements MigrationInterface {
  name = "Admission1700000000017";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table case_participants add column admitted_by_id text, add column admitted_at timestamptz;
      -- Whoever takes part already has been told everything: it counts as who opened the case does.
      update case_participants set admitted_by_id = organization_id, admitted_at = joined_at;
      alter table case_participants
        alter column admitted_by_id set not null,
        alter column admitted_at set not null,
        add constraint case_participants_admitted_by foreign key (admitted_by_id) references organizations (id);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table case_participants drop column admitted_by_id, drop column admitted_at`);
  }
}
