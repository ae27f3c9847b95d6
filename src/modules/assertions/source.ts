import { DomainError } from "../../platform/errors";
import { type Pap, type Tlp, papLevels, tlpLevels } from "../../platform/marking";

/** An object of somebody else's that a statement came from: a STIX indicator, a MISP attribute. */
export type SourceObject = {
  readonly format: string;
  readonly id: string;
  /** Its creator in its own terms: a STIX identity, the UUID of a MISP organisation. */
  readonly creator?: string;
  readonly creatorName?: string;
  /** UTC with six digits of fraction, so that text sorts as time does. */
  readonly created?: string;
  readonly modified?: string;
  /** SHA-256 of the object as canonical JSON: equal content has an equal hash. */
  readonly hash: string;
};

/** The formats that name one object by one id: whoever revokes in STIX 2.1 means what was said in 2.0. */
export const familyOf = (format: string): string => (format.startsWith("STIX_2_") ? "STIX" : format);

/** What the hub keeps of an object that an organisation has imported. */
export type KnownSource = {
  readonly organizationId: string;
  /** The family of its formats. */
  readonly format: string;
  readonly sourceId: string;
  readonly creator: string | null;
  readonly created: string | null;
  readonly modified: string | null;
  readonly revoked: boolean;
  readonly hash: string;
};

/** An object as it comes: whether it revokes what it says, and how strictly it marks it. */
export type GivenSource = {
  readonly source: SourceObject;
  readonly revoked: boolean;
  readonly tlp?: Tlp | undefined;
  readonly pap?: Pap | undefined;
};

/** NEW: never seen. SAME: the same content. NEWER: its creator's next version. OUTDATED: a newer one is known. */
export type Verdict = "NEW" | "SAME" | "NEWER" | "OUTDATED";

/**
 * What an object that comes again is, by the rules of STIX 2.1, section 3.6, which hold for every format here: only the
 * creator makes versions, a revocation is final, and one version has one content. TWIN: another content of the version
 * that is known, of which the standard says nothing.
 */
export function verdictOn(
  known: KnownSource | undefined,
  { source: given, revoked }: GivenSource,
): Verdict | "TWIN" | DomainError {
  if (!known) return "NEW";
  if (known.hash === given.hash) return "SAME";
  if (known.creator !== (given.creator ?? null)) {
    const message = "Another creator than the first changes this object; only its creator may (STIX 2.1, section 3.6).";
    return new DomainError("FORBIDDEN", message, { field: "created_by_ref" });
  }
  const modified = given.modified ?? null;
  if (known.modified !== null && modified !== null && modified < known.modified) return "OUTDATED";
  if (known.revoked && !revoked) {
    const message = "This version follows a revocation, which is final (STIX 2.1, section 3.6).";
    return new DomainError("STATE_CONFLICT", message, { field: "revoked" });
  }
  return known.modified !== null && known.modified === modified ? "TWIN" : "NEWER";
}

/** A twin is taken where it revokes, or marks more strictly than what is known: neither is to be lost by coming late. */
export const verdictOnTwin = ({ revoked, tlp, pap }: GivenSource, known: readonly Marked[]): Verdict | DomainError => {
  if (revoked) return "NEWER";
  const [tlps, paps] = [known.map((one) => rank(tlpLevels, one.tlp)), known.map((one) => rank(papLevels, one.pap))];
  const [tlpNow, papNow] = [rank(tlpLevels, tlp), rank(papLevels, pap)];
  const widens = tlps.some((before) => tlpNow < before) || paps.some((before) => papNow < before);
  const narrows = tlps.some((before) => tlpNow > before) || paps.some((before) => papNow > before);
  if (narrows && !widens) return "NEWER";
  const message = "Another content with this id and modified is known; this one is not taken.";
  return new DomainError("INVALID_INPUT", message, { field: "modified" });
};

export type Marked = { readonly tlp: Tlp; readonly pap: Pap | null };
const rank = <L>(levels: readonly L[], level: L | null | undefined): number =>
  level == null ? -1 : levels.indexOf(level);
