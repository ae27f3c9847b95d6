import { DomainError } from "../../platform/errors";
import { type Pap, type Tlp, unknownTlp } from "../../platform/marking";
import type { Case } from "../cases/case";
import type { Statement } from "./assertion";
import type { Manner } from "./assertion.change";
import type { AssertionRow, KnownAssertion } from "./assertion.store";
import type { SourceObject } from "./source";

/** How statements are meant: in which case, and what holds where one does not say it itself. */
export type Saying = {
  readonly case: Case | null;
  /** Of statements without a source; one with a source is a version of it. */
  readonly manner: Exclude<Manner, "VERSION">;
  readonly defaults: { readonly tlp?: Tlp; readonly pap?: Pap; readonly confidence?: number };
};

/** Whether a source is known here with this very content. */
export const isSameVersion = ({ source }: Statement, { sourceHash }: KnownAssertion): boolean =>
  source !== undefined && source.hash === sourceHash;

/**
 * A revocation is final, whoever says the value again: a list that comes every day must not bring it back. What a source
 * only left out of one version it may say again in a later one.
 */
export function problemOf(statement: Statement, before: KnownAssertion): DomainError | undefined {
  if (before.revoked && !before.unsaid && !statement.revoked && !isSameVersion(statement, before)) {
    const message = "Your organisation has revoked this assertion, and a revocation is final.";
    return new DomainError("STATE_CONFLICT", message, { field: "revoked" });
  }
  const from = statement.validFrom ?? before.validFrom;
  const until = statement.validUntil ?? before.validUntil;
  if (statement.source || from === null || until === null || from < until) return undefined;
  return new DomainError("INVALID_INPUT", "validUntil is after validFrom, also after this change.", {
    field: "validUntil",
  });
}

/** All that a statement says, with what holds where it does not say it itself. */
export function rowOf(statement: Statement, { defaults }: Saying, id: string): AssertionRow {
  const { source } = statement;
  const nothing = source ? [] : null;
  return {
    id,
    tlp: statement.tlp ?? defaults.tlp ?? null,
    pap: statement.pap ?? defaults.pap ?? null,
    confidence: statement.confidence ?? defaults.confidence ?? null,
    validFrom: statement.validFrom ?? null,
    validUntil: statement.validUntil ?? null,
    name: statement.name ?? null,
    description: statement.description ?? null,
    killChainPhases: statement.killChainPhases ?? nothing,
    labels: statement.labels ?? nothing,
    revoked: statement.revoked ?? (source ? false : null),
    source: source ? asKept(source) : null,
  };
}

const asKept = ({ format, id, creator, creatorName, created, modified, hash }: SourceObject) => ({
  format,
  id,
  creator: creator ?? null,
  creatorName: creatorName ?? null,
  created: created ?? null,
  modified: modified ?? null,
  hash,
});

/** What nobody has marked takes the marking of its case, and outside a case stays in its organisation. */
export const withFallbacks = (row: AssertionRow, { case: current }: Saying): AssertionRow => ({
  ...row,
  tlp: row.tlp ?? current?.tlp ?? unknownTlp,
  pap: row.pap ?? current?.pap ?? null,
});
