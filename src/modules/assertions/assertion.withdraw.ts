import type { ViewerChange } from "../../platform/change";
import { DomainError } from "../../platform/errors";
import { sourceKeyOf } from "./assertion";
import { assertionTold } from "./assertion.events";
import { UNSAID, assertionsOfSources, revoke } from "./assertion.store";
import type { SourceObject } from "./source";
import { judgeSources } from "./source.judge";

/** What became of a withdrawal. CHANGED: something stood on the word of its source, and does no longer. */
export type Withdrawn =
  { readonly fate: "CHANGED" | "UNCHANGED" | "OUTDATED" } | { readonly fate: "REFUSED"; readonly error: DomainError };

/**
 * Takes back, in every case, what was said on the word of source objects that their creators revoke: by their ids alone,
 * whatever the revoked version says. What was never taken is remembered, so that no older version of it is.
 */
export async function withdraw(change: ViewerChange, sources: readonly SourceObject[]): Promise<readonly Withdrawn[]> {
  const { tx, viewer } = change;
  const given = new Map(sources.map((source) => [sourceKeyOf(source), { source, revoked: true }]));
  const judged = await judgeSources(tx, viewer.organizationId, given);
  const newer = [...judged].flatMap(([key, { verdict }]) => (verdict === "NEWER" ? [key] : []));
  const standing = await assertionsOfSources(tx, viewer.organizationId, newer);
  const revoked = await revoke(
    tx,
    standing.map(({ id }) => id),
    { reason: UNSAID, unsaid: true },
  );
  for (const one of revoked) change.tell(assertionTold("ASSERTION_REVOKED", one, ["revoked", "revokedReason"]));
  const changed = new Set(standing.map(({ sourceKey }) => sourceKey));
  return sources.map((source): Withdrawn => {
    const key = sourceKeyOf(source);
    const verdict = judged.get(key)?.verdict;
    if (verdict instanceof DomainError) return { fate: "REFUSED", error: verdict };
    if (verdict === "OUTDATED") return { fate: "OUTDATED" };
    return { fate: changed.has(key) ? "CHANGED" : "UNCHANGED" };
  });
}
