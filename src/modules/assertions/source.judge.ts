import type { Tx } from "../../platform/db";
import { DomainError } from "../../platform/errors";
import { sourceKeyOf } from "./assertion";
import { type GivenSource, type SourceObject, type Verdict, familyOf, verdictOn, verdictOnTwin } from "./source";
import { keepSources, knownSources, markingsOf } from "./source.store";

/** What is to become of source objects, by their keys. */
export type Judged = ReadonlyMap<string, { readonly source: SourceObject; readonly verdict: Verdict | DomainError }>;

/** Judges each source object against what is known of it, and keeps the newest versions. */
export async function judgeSources(
  tx: Tx,
  organizationId: string,
  given: ReadonlyMap<string, GivenSource>,
): Promise<Judged> {
  const known = await knownSources(
    tx,
    organizationId,
    [...given.values()].map(({ source }) => source),
  );
  const knownBy = new Map(known.map((one) => [sourceKeyOf({ format: one.format, id: one.sourceId }), one]));
  const first = [...given].map(([key, one]) => ({ key, one, verdict: verdictOn(knownBy.get(key), one) }));
  const twins = first.flatMap(({ key, verdict }) => (verdict === "TWIN" ? [key] : []));
  const marked = await markingsOf(tx, organizationId, twins);
  const judged = new Map(
    first.map(({ key, one, verdict }) => [
      key,
      { source: one.source, verdict: verdict === "TWIN" ? verdictOnTwin(one, marked.get(key) ?? []) : verdict },
    ]),
  );
  await keepSources(
    tx,
    [...judged].flatMap(([key, { source, verdict }]) => {
      if (verdict !== "NEW" && verdict !== "NEWER") return [];
      const { format, id, creator = null, created = null, modified = null, hash } = source;
      const revoked = given.get(key)?.revoked ?? false;
      return [{ organizationId, format: familyOf(format), sourceId: id, creator, created, modified, revoked, hash }];
    }),
  );
  return judged;
}
