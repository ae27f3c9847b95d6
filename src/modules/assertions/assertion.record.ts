import type { ViewerChange } from "../../platform/change";
import { DomainError } from "../../platform/errors";
import { newId } from "../../platform/ids";
import { strictestPap, strictestTlp } from "../../platform/marking";
import { keyOf } from "../indicators/indicator";
import { indicatorIds } from "../indicators/indicator.store";
import { type Statement, sourceKeyOf, together, unstorable } from "./assertion";
import { changeAssertions } from "./assertion.change";
import { assertionTold } from "./assertion.events";
import { type Saying, isSameVersion, problemOf, rowOf, withFallbacks } from "./assertion.row";
import { type KnownAssertion, type Place, UNSAID, insertAssertions, knownAssertions, revoke } from "./assertion.store";
import type { GivenSource, Verdict } from "./source";
import { type Judged, judgeSources } from "./source.judge";

/** What became of a statement. OUTDATED: its source is known in a newer version. */
export type Said =
  | { readonly fate: "ADDED" | "CHANGED" | "UNCHANGED"; readonly id: string }
  | { readonly fate: "OUTDATED" }
  | { readonly fate: "REFUSED"; readonly error: DomainError };

/** A statement with what makes it one assertion: its indicator, and the source object on whose word it is said. */
type Piece = {
  readonly key: string;
  readonly sourceKey: string | null;
  readonly statement: Statement;
  readonly error: DomainError | undefined;
};

const identityOf = ({ key, sourceKey }: Piece): string => `${key} ${sourceKey ?? ""}`;

/**
 * Stores statements in bulk, one result for each: the number of SQL statements does not grow with theirs, but for
 * portions of thousands. The change holds the lock on what the organisation says, so what is read here is still so when
 * it is written.
 */
export async function state(
  change: ViewerChange,
  saying: Saying,
  statements: readonly Statement[],
): Promise<readonly Said[]> {
  const { organizationId, accountId } = change.viewer;
  const place: Place = { organizationId, accountId, caseId: saying.case?.id ?? null };
  const pieces = statements.map((statement): Piece => {
    const { type, value, source } = statement;
    const error = unstorable(statement);
    return { key: keyOf(type, value), sourceKey: source ? sourceKeyOf(source) : null, statement, error };
  });
  const judged = await judgeSources(change.tx, organizationId, sourcesOf(pieces));
  const taken = folded(pieces.filter((piece) => isTaken(piece, judged)));
  const fates = await write(change, { place, saying, judged }, [...taken.values()]);
  const seen = new Set<string>();
  return pieces.map((piece): Said => {
    const verdict = verdictOf(piece, judged);
    if (verdict instanceof DomainError) return { fate: "REFUSED", error: verdict };
    if (verdict === "OUTDATED") return { fate: "OUTDATED" };
    const identity = identityOf(piece);
    const fate = fates.get(identity);
    if (!fate) throw new Error("A statement that was taken has a fate.");
    const again = seen.has(identity) && "id" in fate;
    seen.add(identity);
    return again ? { fate: "UNCHANGED", id: fate.id } : fate;
  });
}

/** What each source says in this call: of one that marks its values differently, the strictest. */
function sourcesOf(pieces: readonly Piece[]): ReadonlyMap<string, GivenSource> {
  const given = new Map<string, GivenSource>();
  for (const { sourceKey, statement, error } of pieces) {
    const { source, revoked = false, tlp, pap } = statement;
    if (error || sourceKey === null || !source) continue;
    const before = given.get(sourceKey);
    given.set(sourceKey, {
      source,
      revoked: revoked || (before?.revoked ?? false),
      tlp: strictestTlp([tlp, before?.tlp]),
      pap: strictestPap([pap, before?.pap]),
    });
  }
  return given;
}

const verdictOf = ({ sourceKey, error }: Piece, judged: Judged): Verdict | DomainError =>
  error ?? (sourceKey === null ? undefined : judged.get(sourceKey)?.verdict) ?? "NEW";

const isTaken = (piece: Piece, judged: Judged): boolean => {
  const verdict = verdictOf(piece, judged);
  return !(verdict instanceof DomainError) && verdict !== "OUTDATED";
};

/** What one call says twice is said once. */
function folded(pieces: readonly Piece[]): ReadonlyMap<string, Piece> {
  const taken = new Map<string, Piece>();
  for (const piece of pieces) {
    const identity = identityOf(piece);
    const before = taken.get(identity);
    taken.set(identity, before ? { ...piece, statement: together(before.statement, piece.statement) } : piece);
  }
  return taken;
}

type Writing = { readonly place: Place; readonly saying: Saying; readonly judged: Judged };

async function write(
  change: ViewerChange,
  { place, saying, judged }: Writing,
  pieces: readonly Piece[],
): Promise<ReadonlyMap<string, Said>> {
  const { tx } = change;
  const indicators = await indicatorIds(
    tx,
    new Map(pieces.map(({ key, statement: { type, value } }) => [key, { type, value }])),
  );
  const newer = new Set([...judged].flatMap(([key, { verdict }]) => (verdict === "NEWER" ? [key] : [])));
  const known = await knownAssertions(tx, place, [...indicators.values()], [...newer]);
  const { fates, inserts, restated } = planned(pieces, { place, saying, indicators, known });
  await insertAssertions(tx, place, inserts);
  for (const { id } of inserts)
    change.tell(assertionTold("ASSERTION_MADE", { id, version: 1, ...place }, ["indicator"]));
  const rows = [...restated.values()].map(({ row }) => row);
  for (const { id, version, changed, revoked } of await changeAssertions(tx, rows)) {
    fates.set(restated.get(id)?.identity ?? "", { fate: "CHANGED", id });
    const type = revoked && changed.includes("revoked") ? "ASSERTION_REVOKED" : "ASSERTION_UPDATED";
    change.tell(assertionTold(type, { id, version, ...place }, changed));
  }
  await revokeUnsaid(change, place, newer, known, pieces, indicators);
  return fates;
}

type Insert = Parameters<typeof insertAssertions>[2][number];
type Restated = Parameters<typeof changeAssertions>[1][number];
type Plan = {
  /** By identity. Every assertion that is there is unchanged until its row turns out to say something else. */
  readonly fates: Map<string, Said>;
  readonly inserts: readonly Insert[];
  /** By the id of the assertion. */
  readonly restated: ReadonlyMap<string, { readonly identity: string; readonly row: Restated }>;
};
type Present = {
  readonly place: Place;
  readonly saying: Saying;
  readonly indicators: ReadonlyMap<string, string>;
  readonly known: readonly KnownAssertion[];
};

function planned(pieces: readonly Piece[], { place, saying, indicators, known }: Present): Plan {
  const here = new Map(known.filter(({ caseId }) => caseId === place.caseId).map((one) => [spotOf(one), one]));
  const fates = new Map<string, Said>();
  const inserts: Insert[] = [];
  const restated = new Map<string, { identity: string; row: Restated }>();
  for (const piece of pieces) {
    const { sourceKey, statement } = piece;
    const indicatorId = indicators.get(piece.key) ?? "";
    const before = here.get(spotOf({ indicatorId, sourceKey }));
    const identity = identityOf(piece);
    const id = before?.id ?? newId("asrt");
    const error = before && problemOf(statement, before);
    fates.set(identity, error ? { fate: "REFUSED", error } : { fate: before ? "UNCHANGED" : "ADDED", id });
    if (!before) inserts.push({ ...withFallbacks(rowOf(statement, saying, id), saying), indicatorId, sourceKey });
    else if (!error && !isSameVersion(statement, before)) {
      const row = rowOf(statement, saying, id);
      restated.set(id, { identity, row: { ...row, manner: sourceKey === null ? saying.manner : "VERSION" } });
    }
  }
  return { fates, inserts, restated };
}

const spotOf = ({ indicatorId, sourceKey }: Pick<KnownAssertion, "indicatorId" | "sourceKey">): string =>
  `${indicatorId} ${sourceKey ?? ""}`;

/**
 * A source's next version takes back what it says no longer. When it revokes, it does so wherever its word was taken,
 * in other cases too.
 */
async function revokeUnsaid(
  change: ViewerChange,
  place: Place,
  newer: ReadonlySet<string>,
  known: readonly KnownAssertion[],
  pieces: readonly Piece[],
  indicators: ReadonlyMap<string, string>,
): Promise<void> {
  const said = new Set(
    pieces.map(({ key, sourceKey }) => spotOf({ indicatorId: indicators.get(key) ?? "", sourceKey })),
  );
  const withdrawn = new Set(pieces.flatMap(({ sourceKey, statement }) => (statement.revoked ? [sourceKey] : [])));
  const unsaid = known.filter(({ caseId, sourceKey, indicatorId, revoked: is }) => {
    if (is || sourceKey === null || !newer.has(sourceKey)) return false;
    return caseId === place.caseId ? !said.has(spotOf({ indicatorId, sourceKey })) : withdrawn.has(sourceKey);
  });
  const ids = unsaid.map(({ id }) => id);
  const revoked = await revoke(change.tx, ids, { reason: UNSAID, unsaid: true });
  for (const one of revoked) change.tell(assertionTold("ASSERTION_REVOKED", one, ["revoked", "revokedReason"]));
}
