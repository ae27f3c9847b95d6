import { papLevels, strictestPap, strictestTlp, tlpLevels } from "../platform/marking";
import { charactersOf } from "./parts";
import type { Report } from "./report";
import type { IndicatorStatement, SourceObject } from "./statement";

/** One object of a source with its id and version, checked, before it becomes statements. */
export type SourcedObject = {
  readonly at: string;
  readonly revoked: boolean;
  /** Nothing for what has no id: each time it comes it is something new to say. */
  readonly source?: SourceObject & { readonly modified: string };
  readonly statements: readonly IndicatorStatement[];
  /** Values of the object that are none, with the reason; the others stand. */
  readonly rejected: readonly { readonly value: string; readonly reason: string }[];
};

/** What one object says is stored at once, so it may not say much. */
const maxCharacters = 8 * 1024 * 1024;

/**
 * States what the objects of a file say, after several versions of one id are settled by STIX 2.1, section 3.6. The
 * result does not depend on the order in which they stand: the latest `modified` wins; only the creator makes versions;
 * a revoked object stays revoked; of two contents with the same `modified`, which the standard leaves undefined, the
 * one stands that is marked more strictly, and else the one with the smaller hash.
 */
export function stateObjects(objects: readonly SourcedObject[], field: string, report: Report): void {
  for (const { at, revoked, source, statements, rejected } of settleVersions(objects, report)) {
    if (revoked && source && statements.length === 0) report.withdraw({ at, source });
    if (statements.reduce((sum, statement) => sum + charactersOf(statement), 0) > maxCharacters) {
      const message = `The object says a long thing of very many values: more than ${maxCharacters} characters in all.`;
      report.refuse(at, message, { code: "PAYLOAD_TOO_LARGE", field });
      continue;
    }
    statements.forEach((statement) => report.state(statement));
    for (const { value, reason } of rejected) {
      report.refuse(at, `One value of "${field}" ${reason}; the others are taken.`, { field, value });
    }
  }
}

type Version = SourcedObject & Required<Pick<SourcedObject, "source">>;
const hasSource = (object: SourcedObject): object is Version => object.source !== undefined;

function settleVersions(objects: readonly SourcedObject[], report: Report): readonly SourcedObject[] {
  const byId = new Map<string, Version[]>();
  for (const object of objects.filter(hasSource)) {
    const versions = byId.get(object.source.id);
    if (versions === undefined) byId.set(object.source.id, [object]);
    else versions.push(object);
  }
  const settled = [...byId.values()].flatMap((versions) =>
    versions.length === 1 ? versions : [settle(versions, report)].flat(),
  );
  return [...settled, ...objects.filter((object) => !hasSource(object))];
}

const inOrder = (a: Version, b: Version) =>
  compare(a.source.modified, b.source.modified) ||
  strictnessOf(b) - strictnessOf(a) ||
  compare(a.source.hash, b.source.hash);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The strictest TLP first, then the strictest PAP. What revokes tells nothing to anybody, and comes before all. */
const strictnessOf = ({ statements, revoked }: Version): number => {
  const tlp = strictestTlp(statements.map((statement) => statement.tlp));
  const pap = strictestPap(statements.map((statement) => statement.pap));
  const rank = <L>(levels: readonly L[], level: L | undefined) => (level === undefined ? 0 : levels.indexOf(level) + 1);
  return revoked ? Infinity : rank(tlpLevels, tlp) * 10 + rank(papLevels, pap);
};

function settle(versions: readonly Version[], report: Report): Version | readonly [] {
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

function problemOf(current: Version, next: Version) {
  if (next.source.hash === current.source.hash) return undefined;
  if (next.source.creator !== current.source.creator) {
    const message = "Another creator than the first changes this object; only its creator may (STIX 2.1, 3.6).";
    return { field: "created_by_ref", message };
  }
  if (next.source.modified === current.source.modified) {
    const message = "The file holds another content with the same id and modified; this one is not taken.";
    return { field: "modified", message };
  }
  if (current.revoked && !next.revoked) {
    const message = "This version follows a revocation, which is final (STIX 2.1, 3.6).";
    return { field: "revoked", message };
  }
  return undefined;
}
