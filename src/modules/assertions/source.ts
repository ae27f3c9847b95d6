import { DomainError } from "../../platform/errors";

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

/** What the hub keeps of an object that an organisation has imported. */
export type KnownSource = {
  readonly organizationId: string;
  readonly format: string;
  readonly sourceId: string;
  readonly creator: string | null;
  readonly created: string | null;
  readonly modified: string | null;
  readonly revoked: boolean;
  readonly hash: string;
};

/** NEW: never seen. SAME: the same content. NEWER: its creator's next version. OUTDATED: a newer one is known. */
export type Verdict = "NEW" | "SAME" | "NEWER" | "OUTDATED";

/**
 * What an object that comes again is, by the rules of STIX 2.1, section 3.6, which hold for every format here: only the
 * creator makes versions, a revocation is final, and one version has one content.
 */
export function verdictOn(known: KnownSource | undefined, given: SourceObject): Verdict | DomainError {
  if (!known) return "NEW";
  if (known.hash === given.hash) return "SAME";
  if (known.creator !== (given.creator ?? null)) {
    const message = "Another creator than the first changes this object; only its creator may (STIX 2.1, section 3.6).";
    return new DomainError("FORBIDDEN", message, { field: "created_by_ref" });
  }
  const modified = given.modified ?? null;
  if (known.modified !== null && modified !== null) {
    if (modified < known.modified) return "OUTDATED";
    if (modified === known.modified) {
      const message = "Another content with this id and modified is known; this one is not taken.";
      return new DomainError("INVALID_INPUT", message, { field: "modified" });
    }
  }
  if (known.revoked) {
    const message = "This version follows a revocation, which is final (STIX 2.1, section 3.6).";
    return new DomainError("STATE_CONFLICT", message, { field: "revoked" });
  }
  return "NEWER";
}
