import type { Report } from "../report";
import type { StixIndicator } from "./indicator";

/**
 * Settles several versions of one id in a bundle by STIX 2.1, section 3.6. The result does not depend on the order in
 * which they stand: the latest `modified` wins; only the creator makes versions; a revoked object stays revoked; of two
 * contents with the same `modified`, which the standard leaves undefined, the one with the smaller hash stands.
 */
export function settleVersions(indicators: readonly StixIndicator[], report: Report): readonly StixIndicator[] {
  const byId = new Map<string, StixIndicator[]>();
  for (const indicator of indicators) {
    const versions = byId.get(indicator.source.id);
    if (versions === undefined) byId.set(indicator.source.id, [indicator]);
    else versions.push(indicator);
  }
  return [...byId.values()].flatMap((versions) =>
    versions.length === 1 ? versions : [settle(versions, report)].flat(),
  );
}

const inOrder = (a: StixIndicator, b: StixIndicator) =>
  compare(a.source.modified, b.source.modified) || compare(a.source.hash, b.source.hash);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function settle(versions: readonly StixIndicator[], report: Report): StixIndicator | readonly [] {
  const [first, ...later] = [...versions].sort(inOrder);
  if (first === undefined) return [];
  let current = first;
  let superseded = 0;
  for (const next of later) {
    const problem = problemOf(current, next);
    if (problem !== undefined) report.refuse(next.at, problem.message, { field: problem.field });
    else {
      if (next.source.hash !== current.source.hash) superseded++;
      else report.ignore(next.at, "the same object again");
      current = next;
    }
  }
  if (superseded > 0) report.ignore(current.at, "an older version of an object in the same file", superseded);
  return current;
}

function problemOf(current: StixIndicator, next: StixIndicator) {
  if (next.source.hash === current.source.hash) return undefined;
  if (next.source.creator !== current.source.creator) {
    const message = "Another creator than the first changes this object; only its creator may (STIX 2.1, 3.6).";
    return { field: "created_by_ref", message };
  }
  if (next.source.modified === current.source.modified) {
    const message = "The file holds another content with the same id and modified; this one is not taken.";
    return { field: "modified", message };
  }
  if (current.revoked) {
    const message = "This version follows a revocation, which is final (STIX 2.1, 3.6).";
    return { field: "revoked", message };
  }
  return undefined;
}
