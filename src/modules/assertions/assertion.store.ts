import { json } from "../../platform/change";
import type { Tx } from "../../platform/db";
import type { Pap, Tlp } from "../../platform/marking";
import { inPortions } from "../../platform/portions";
import { type Sql, bind, run, sql } from "../../platform/sql";
import type { Assertion, AssertionSource } from "./assertion";

/** Whose statements are stored, and where they are said. */
export type Place = { readonly organizationId: string; readonly accountId: string; readonly caseId: string | null };

/**
 * One writer of an organisation's assertions at a time: what is known is read, compared and written without another of
 * its imports between. Advisory, so that it draws no transaction id; taken before any row is locked.
 */
export async function lockAssertionsOf(tx: Tx, organizationId: string): Promise<void> {
  const name = bind(`assertions ${organizationId}`, "text");
  await run(tx, "assertions.lock", sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}

/** An assertion that is there already, as far as a new statement must be compared with it. */
export type KnownAssertion = {
  readonly id: string;
  readonly caseId: string | null;
  readonly indicatorId: string;
  readonly sourceKey: string | null;
  readonly sourceHash: string | null;
  readonly revoked: boolean;
  readonly unsaid: boolean;
  /** UTC with six digits of fraction, as in a statement. */
  readonly validFrom: string | null;
  readonly validUntil: string | null;
};

/** What the organisation says in this place of these indicators, and in any place on the word of these sources. */
export async function knownAssertions(
  tx: Tx,
  { organizationId, caseId }: Place,
  indicators: readonly string[],
  sourceKeys: readonly string[],
): Promise<readonly KnownAssertion[]> {
  const time = (column: Sql) => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  const columns = sql`id, case_id as "caseId", indicator_id as "indicatorId", source_key as "sourceKey", revoked, unsaid,
    source->>'hash' as "sourceHash", ${time(sql`valid_from`)} as "validFrom", ${time(sql`valid_until`)} as "validUntil"`;
  const organization = bind(organizationId, "text");
  const said = await inPortions([...new Set(indicators)], (portion) =>
    run<KnownAssertion>(
      tx,
      "assertions.find",
      sql`
      select ${columns} from assertions where organization_id = ${organization}
        and case_id is not distinct from ${bind(caseId, "text")} and indicator_id = any(${bind(portion, "text[]")})`,
    ),
  );
  const ids = new Set(said.map(({ id }) => id));
  const ofSources = await inPortions(sourceKeys, (portion) =>
    run<KnownAssertion>(
      tx,
      "assertions.find by source",
      sql`
      select ${columns} from assertions where organization_id = ${organization}
        and source_key = any(${bind(portion, "text[]")})`,
    ),
  );
  return [...said, ...ofSources.filter(({ id }) => !ids.has(id))];
}

/** What stands on the word of these sources, in whatever case. */
export const assertionsOfSources = (
  tx: Tx,
  organizationId: string,
  sourceKeys: readonly string[],
): Promise<readonly { readonly id: string; readonly sourceKey: string }[]> =>
  inPortions(sourceKeys, (portion) =>
    run<{ id: string; sourceKey: string }>(
      tx,
      "assertions.of sources",
      sql`
    select id, source_key as "sourceKey" from assertions where organization_id = ${bind(organizationId, "text")}
      and source_key = any(${bind(portion, "text[]")}) and not revoked order by id`,
    ),
  );

/** All that a statement says, as it is written; null where it says nothing. */
export type AssertionRow = {
  readonly id: string;
  readonly tlp: Tlp | null;
  readonly pap: Pap | null;
  readonly confidence: number | null;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  readonly name: string | null;
  readonly description: string | null;
  readonly killChainPhases: readonly string[] | null;
  readonly labels: readonly string[] | null;
  readonly revoked: boolean | null;
  readonly source: (AssertionSource & { readonly hash: string }) | null;
};
/** The columns of {@link AssertionRow} as a statement takes them. */
export const definition = sql`id text, tlp text, pap text, confidence integer, "validFrom" timestamptz, "validUntil" timestamptz,
  name text, description text, "killChainPhases" text[], labels text[], revoked boolean, source jsonb`;

export async function insertAssertions(
  tx: Tx,
  { organizationId, accountId, caseId }: Place,
  rows: readonly (AssertionRow & { readonly indicatorId: string; readonly sourceKey: string | null })[],
): Promise<void> {
  await inPortions(rows, (portion) =>
    run(
      tx,
      "assertions.add",
      sql`
    insert into assertions (id, version, indicator_id, organization_id, account_id, case_id, tlp, pap, confidence, valid_from,
      valid_until, name, description, kill_chain_phases, labels, revoked, unsaid, source, source_key, created_at, updated_at)
    select id, 1, "indicatorId", ${bind(organizationId, "text")}, ${bind(accountId, "text")}, ${bind(caseId, "text")}, tlp,
      pap, confidence, "validFrom", "validUntil", name, description, coalesce("killChainPhases", '{}'),
      coalesce(labels, '{}'), coalesce(revoked, false), false, source, "sourceKey", (select hub_now()), (select hub_now())
    from jsonb_to_recordset(${json(portion)}) as g (${definition}, "indicatorId" text, "sourceKey" text)`,
    ),
  );
}

export const UNSAID = "Its source says it no longer.";

/** Takes assertions back: for good, or until the source that left them out says them again (`unsaid`). */
export async function revoke(
  tx: Tx,
  ids: readonly string[],
  { reason, unsaid = false }: { readonly reason: string | null; readonly unsaid?: boolean },
): Promise<readonly Pick<Assertion, "id" | "version" | "caseId">[]> {
  return inPortions(ids, (portion) =>
    run(
      tx,
      "assertions.revoke",
      sql`
    update assertions set revoked = true, unsaid = ${bind(unsaid, "boolean")}, revoked_reason = ${bind(reason, "text")},
      version = version + 1, updated_at = (select hub_now())
    where id = any(${bind(portion, "text[]")}) and (not revoked or unsaid and not ${bind(unsaid, "boolean")})
    returning id, version, case_id as "caseId"`,
    ),
  );
}

/** Of which indicators these assertions speak. */
export async function indicatorsOf(tx: Tx, assertionIds: readonly string[]): Promise<readonly string[]> {
  const rows = await inPortions(assertionIds, (portion) =>
    run<{ id: string }>(
      tx,
      "assertions.indicators",
      sql`select distinct indicator_id as id from assertions where id = any(${bind(portion, "text[]")})`,
    ),
  );
  return rows.map(({ id }) => id);
}
