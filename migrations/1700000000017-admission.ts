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
        add constraint case_participants_admitted_by foreign key (admitted_by_id) references organizations (id);

      -- What went out of a case before this was asked stays bound where a person has not confirmed all of it, or it
      -- tells of the victim. A copy is bound as the first of its line.
      alter table shares add column case_bound boolean not null default false;
      update shares set case_bound = true where case_id is not null and (kind = 'STATUS_REPORT' or exists (
        select from share_items i where i.share_id = shares.id
          and (i.de_identified_at is null or i.kind in ('DAMAGE', 'RESPONSE_STATUS', 'DEVICE'))));
      update shares set case_bound = true from shares origin where origin.id = shares.origin_id and origin.case_bound;
      alter table shares alter column case_bound drop default;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table shares drop column case_bound;
      alter table case_participants drop column admitted_by_id, drop column admitted_at`);
  }
}
