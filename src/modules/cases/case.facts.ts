import { isDeepStrictEqual } from "node:util";
import { DomainError, invalid } from "../../platform/errors";
import type { Case, ExternalReference } from "./case";
import { timeFlagsOf } from "./times";

/** What people and tools state about a case. */
export type CaseFacts = Pick<
  Case,
  | "title"
  | "summary"
  | "severity"
  | "category"
  | "tlp"
  | "pap"
  | "restricted"
  | "affectedId"
  | "occurredAt"
  | "occurredClock"
  | "detectedAt"
  | "awareAt"
  | "containedAt"
  | "tags"
  | "techniques"
  | "externalReferences"
>;

/** What is stated anew. Left out: it stays. Null: it is removed, where it may be. */
export type RestatedFacts = {
  readonly [Fact in Exclude<keyof CaseFacts, "affectedId" | "externalReferences">]?: CaseFacts[Fact] | null;
} & {
  readonly affectedOrganizationId?: string | null;
  readonly externalReferences?: readonly GivenReference[] | null;
};
export type GivenReference = Pick<ExternalReference, "source"> & {
  readonly id?: string | null;
  readonly url?: string | null;
};

/** Who sees the case, what may be done with it, and whom it concerns: its owner alone decides on these. */
const ownersFacts = {
  tlp: "tlp",
  pap: "pap",
  restricted: "restricted",
  affectedId: "affectedOrganizationId",
} as const satisfies Partial<Record<keyof CaseFacts, string>>;

/** The case with what is stated anew. Its version counts only when something has changed. */
export function restatedCase(current: Case, restated: RestatedFacts, byOwner: boolean, now: Date): Case {
  const facts = factsAfter(current, restated);
  assertFacts(facts);
  const next = { ...current, ...facts, timeFlags: timeFlagsOf(facts, now, current) };
  for (const [fact, field] of Object.entries(ownersFacts)) {
    const name = fact as keyof typeof ownersFacts;
    if (byOwner || current[name] === next[name]) continue;
    throw new DomainError("FORBIDDEN", `Only the owner of the case changes ${field}.`, { field: `input.${field}` });
  }
  return isDeepStrictEqual(current, next) ? current : { ...next, version: current.version + 1 };
}

function factsAfter(current: Case, given: RestatedFacts): CaseFacts {
  const references = stays("externalReferences", given.externalReferences, current.externalReferences);
  return {
    title: stays("title", given.title, current.title),
    summary: stays("summary", given.summary, current.summary),
    severity: stays("severity", given.severity, current.severity),
    category: orNothing(given.category, current.category),
    tlp: stays("tlp", given.tlp, current.tlp),
    pap: stays("pap", given.pap, current.pap),
    restricted: stays("restricted", given.restricted, current.restricted),
    affectedId: orNothing(given.affectedOrganizationId, current.affectedId),
    occurredAt: orNothing(given.occurredAt, current.occurredAt),
    occurredClock: orNothing(given.occurredClock, current.occurredClock),
    detectedAt: orNothing(given.detectedAt, current.detectedAt),
    awareAt: orNothing(given.awareAt, current.awareAt),
    containedAt: orNothing(given.containedAt, current.containedAt),
    tags: each(stays("tags", given.tags, current.tags)),
    techniques: each(stays("techniques", given.techniques, current.techniques)),
    externalReferences: references.map(({ source, id, url }) => ({ source, id: id ?? null, url: url ?? null })),
  };
}

function stays<T>(field: string, given: T | null | undefined, current: T): T {
  if (given === null) throw invalid(`input.${field}`, `A case always has ${field}: leave it out, and it stays.`);
  return given === undefined ? current : given;
}

const orNothing = <T>(given: T | null | undefined, current: T | null): T | null =>
  given === undefined ? current : given;

/** A word that is given twice is one. */
const each = (words: readonly string[]): readonly string[] => [...new Set(words)];

/** Refuses, by its path, a fact that no case can have. */
export function assertFacts({ title, techniques, externalReferences }: CaseFacts, path = "input"): void {
  if (title.trim() === "") throw invalid(`${path}.title`, "A title says something.");
  techniques.forEach((technique, i) => {
    if (/^T\d{4}(\.\d{3})?$/.test(technique)) return;
    throw invalid(`${path}.techniques[${i}]`, "A technique is an ATT&CK id, as T1566 or T1566.001.");
  });
  externalReferences.forEach(({ url }, i) => {
    if (url === null || isWebAddress(url)) return;
    throw invalid(`${path}.externalReferences[${i}].url`, "A url begins with https:// or http://, and is whole.");
  });
}

function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}

const apiNames: Partial<Record<keyof Case, string>> = {
  ownerId: "owner",
  affectedId: "affectedOrganization",
  duplicateOfId: "duplicateOf",
};

/** What has changed of a case, as the API names it. */
export function changedFields(before: Case, after: Case): readonly string[] {
  const fields = Object.keys(after) as (keyof Case)[];
  return fields
    .filter((field) => field !== "version" && !isDeepStrictEqual(before[field], after[field]))
    .map((field) => apiNames[field] ?? field);
}
