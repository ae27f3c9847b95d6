import { json } from "../../platform/change";
import type { Tx } from "../../platform/db";
import { inPortions } from "../../platform/portions";
import { bind, run, sql } from "../../platform/sql";
import { type KnownSource, type Marked, type SourceObject, familyOf } from "./source";

/** What the organisation has imported before of these source objects, by the family of formats and id. */
export async function knownSources(
  tx: Tx,
  organizationId: string,
  sources: readonly SourceObject[],
): Promise<readonly KnownSource[]> {
  return inPortions(sources, (portion) =>
    run<KnownSource>(
      tx,
      "sources.find",
      sql`
    select s.organization_id as "organizationId", s.format, s.source_id as "sourceId", s.creator, s.created, s.modified,
           s.revoked, s.hash
    from source_objects s
    join jsonb_to_recordset(${json(portion.map(({ format, id }) => ({ format: familyOf(format), id })))}) as g (format text, id text)
      on s.format = g.format and s.source_id = g.id
    where s.organization_id = ${bind(organizationId, "text")}`,
    ),
  );
}

/** Keeps of each source object its newest version. */
export async function keepSources(tx: Tx, sources: readonly KnownSource[]): Promise<void> {
  await inPortions(sources, (portion) =>
    run(
      tx,
      "sources.keep",
      sql`
    insert into source_objects (organization_id, format, source_id, creator, created, modified, revoked, hash)
    select "organizationId", format, "sourceId", creator, created, modified, revoked, hash
    from jsonb_to_recordset(${json(portion)}) as s ("organizationId" text, format text, "sourceId" text, creator text,
      created text, modified text, revoked boolean, hash text)
    on conflict (organization_id, format, source_id) do update
      set modified = excluded.modified, revoked = excluded.revoked, hash = excluded.hash`,
    ),
  );
}

/** How what stands on the word of these sources is marked, by their keys. */
export async function markingsOf(
  tx: Tx,
  organizationId: string,
  sourceKeys: readonly string[],
): Promise<ReadonlyMap<string, readonly Marked[]>> {
  const rows = await inPortions(sourceKeys, (portion) =>
    run<{ sourceKey: string; marked: readonly Marked[] }>(
      tx,
      "sources.markings",
      sql`
    select source_key as "sourceKey", json_agg(distinct jsonb_build_object('tlp', tlp, 'pap', pap)) as marked
    from assertions where organization_id = ${bind(organizationId, "text")}
      and source_key = any(${bind(portion, "text[]")}) and not revoked
    group by source_key`,
    ),
  );
  return new Map(rows.map(({ sourceKey, marked }) => [sourceKey, marked]));
}
