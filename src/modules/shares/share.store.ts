import type { Tx } from "../../platform/db";
import { newId } from "../../platform/ids";
import { bind, run, sql } from "../../platform/sql";
import type { Share } from "./share";
import { PersonTable, RecipientTable, ShareTable } from "./share.table";

/** Whom a share is sent to, by organisation and by name. */
export type Addressees = { readonly recipientIds: readonly string[]; readonly personIds: readonly string[] };

export async function insertShare(tx: Tx, share: Share): Promise<void> {
  await tx.insert(ShareTable, share);
}

export async function saveShare(tx: Tx, { id, ...facts }: Share): Promise<void> {
  await tx.update(ShareTable, { id }, facts);
}

/** Adds recipients and named persons, whoever is not there yet: two statements, however many. */
export async function addAddressees(tx: Tx, shareId: string, { recipientIds, personIds }: Addressees): Promise<void> {
  const share = bind(shareId, "text");
  if (recipientIds.length > 0) {
    const ids = recipientIds.map(() => newId("srec"));
    await run(
      tx,
      "share.recipients",
      sql`
      insert into share_recipients (id, share_id, organization_id, added_at)
      select r.id, ${share}, r.organization_id, hub_now()
      from unnest(${bind(ids, "text[]")}, ${bind(recipientIds, "text[]")}) as r (id, organization_id)
      on conflict (share_id, organization_id) do nothing`,
    );
  }
  if (personIds.length > 0) {
    await run(
      tx,
      "share.persons",
      sql`
      insert into share_persons (share_id, account_id) select ${share}, unnest(${bind(personIds, "text[]")})
      on conflict do nothing`,
    );
  }
}

export async function addresseesOf(tx: Tx, shareId: string): Promise<Addressees> {
  const recipients = await tx.find(RecipientTable, { select: { organizationId: true }, where: { shareId } });
  const persons = await tx.find(PersonTable, { select: { accountId: true }, where: { shareId } });
  return {
    recipientIds: recipients.map(({ organizationId }) => organizationId),
    personIds: persons.map(({ accountId }) => accountId),
  };
}

/** Of a draft, which may still be addressed to others. */
export async function dropAddressees(tx: Tx, shareId: string): Promise<void> {
  await tx.delete(RecipientTable, { shareId });
  await tx.delete(PersonTable, { shareId });
}

/** Locks a share for what the hub does by itself. */
export async function lockShare(tx: Tx, id: string): Promise<Share | null> {
  return tx.findOne(ShareTable, { where: { id }, lock: { mode: "pessimistic_write" } });
}

/** A share that a rule looks at, whether or not the viewer sees it: the first of a line of forwards. */
export const findShare = (tx: Tx, id: string): Promise<Share> => tx.findOneByOrFail(ShareTable, { id });

/** Of a copy: keeps what it was copied from from being taken back meanwhile, up to where its line begins. */
export async function holdLine(tx: Tx, id: string): Promise<void> {
  await run(
    tx,
    "share.hold line",
    sql`
    select id from shares where id in (
      with recursive line as (
        select derived_from_id as id from shares where id = ${bind(id, "text")}
        union select s.derived_from_id from shares s join line l on s.id = l.id)
      select id from line) order by id for share`,
  );
}

/** Takes back every copy of a share, and theirs, with the reason of whoever took the share back. */
export function retractCopies(
  tx: Tx,
  { id, retractedAt, retractionReason }: Share,
): Promise<readonly Pick<Share, "id" | "caseId" | "version" | "senderMasked">[]> {
  return run(
    tx,
    "share.retract copies",
    sql`
    with recursive copy as (
      select id from shares where derived_from_id = ${bind(id, "text")}
      union select s.id from shares s join copy c on s.derived_from_id = c.id),
    taken as (
      update shares set state = 'RETRACTED', retracted_at = ${bind(retractedAt, "timestamptz")},
        retraction_reason = ${bind(retractionReason, "text")}, version = version + 1
      where id in (select id from copy) and state in ('ACTIVE', 'FINAL', 'CLOSED')
      returning id, case_id, version, sender_masked, current_revision_id),
    revisions as (
      update share_revisions set state = 'RETRACTED' where id in (select current_revision_id from taken))
    select id, case_id as "caseId", version, sender_masked as "senderMasked" from taken order by id`,
  );
}
