import { DomainError, invalid } from "../../platform/errors";
import { type Pap, type Tlp, strictestPap, strictestTlp } from "../../platform/marking";
import { type IndicatorType, guess, normalise } from "../indicators/indicator.value";
import { type SourceObject, familyOf } from "./source";

/** What an organisation says of an indicator: that it is bad, how sure it is, until when, and who may know. */
export type Assertion = {
  readonly id: string;
  readonly version: number;
  readonly indicatorId: string;
  readonly organizationId: string;
  /** Who said it: for RED, this account is named. */
  readonly accountId: string;
  /** The case that it is said in: it is then an indicator of that case, and keeps the case's rule. */
  readonly caseId: string | null;
  readonly tlp: Tlp;
  readonly pap: Pap | null;
  readonly confidence: number | null;
  readonly validFrom: Date | null;
  readonly validUntil: Date | null;
  readonly name: string | null;
  readonly description: string | null;
  readonly killChainPhases: readonly string[];
  readonly labels: readonly string[];
  readonly revoked: boolean;
  readonly revokedReason: string | null;
  /** Revoked only because its source says it no longer: a later version of that source may say it again. */
  readonly unsaid: boolean;
  /** What it came from, where it was imported as an object with an id of its own. */
  readonly source: AssertionSource | null;
  /** By which a later import knows it again. */
  readonly sourceKey: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** The object that an assertion was imported from; times as that object gives them. */
export type AssertionSource = {
  readonly format: string;
  readonly id: string;
  readonly creator: string | null;
  readonly creatorName: string | null;
  readonly created: string | null;
  readonly modified: string | null;
};

/** What somebody says of a value. What is left out is not said. Times are UTC with six digits of fraction. */
export type Statement = {
  readonly type: IndicatorType;
  readonly value: string;
  readonly name?: string;
  readonly description?: string;
  readonly confidence?: number;
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly tlp?: Tlp;
  readonly pap?: Pap;
  readonly killChainPhases?: readonly string[];
  readonly labels?: readonly string[];
  readonly revoked?: boolean;
  readonly source?: SourceObject;
};

/** A statement as a person or a tool sends it: the value raw, the type perhaps left to the hub. */
export type GivenStatement = {
  readonly value: string;
  readonly type?: IndicatorType | null;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly confidence?: number | null;
  readonly validFrom?: Date | null;
  readonly validUntil?: Date | null;
  readonly tlp?: Tlp | null;
  readonly pap?: Pap | null;
  readonly killChainPhases?: readonly string[] | null;
  readonly labels?: readonly string[] | null;
};

export const LIMITS = { name: 1_000, description: 10_000, words: 50, word: 200 } as const;

/** The statement that somebody means, or a refusal that names the field below `path`. */
export function statementOf(given: GivenStatement, path: string): Statement | DomainError {
  const value = valueOf(given, path);
  if (value instanceof DomainError) return value;
  const problem = problemOf(given, path);
  if (problem) return problem;
  const { name, description, confidence, validFrom, validUntil, tlp, pap, killChainPhases, labels } = given;
  return {
    ...value,
    ...(name == null ? {} : { name }),
    ...(description == null ? {} : { description }),
    ...(confidence == null ? {} : { confidence }),
    ...(validFrom == null ? {} : { validFrom: microseconds(validFrom) }),
    ...(validUntil == null ? {} : { validUntil: microseconds(validUntil) }),
    ...(tlp == null ? {} : { tlp }),
    ...(pap == null ? {} : { pap }),
    ...(killChainPhases == null ? {} : { killChainPhases: united(killChainPhases, []) }),
    ...(labels == null ? {} : { labels: united(labels, []) }),
  };
}

const microseconds = (time: Date): string => time.toISOString().replace("Z", "000Z");

/** A raw value in its one form: of the type that is named, or else of the type that it shows by itself. */
export function valueOf(
  { value, type }: Pick<GivenStatement, "value" | "type">,
  path: string,
): Pick<Statement, "type" | "value"> | DomainError {
  const field = `${path}.value`;
  if (type == null) {
    const guessed = guess(value);
    if (guessed) return { type: guessed.type, value: guessed.value };
    return invalid(field, "The value does not show of which type it is: name the type.");
  }
  const read = normalise(type, value);
  return read.ok ? { type, value: read.value } : invalid(field, `The value ${read.reason}.`);
}

function problemOf(given: GivenStatement, path: string): DomainError | undefined {
  const { confidence, validFrom, validUntil } = given;
  if (confidence != null && (confidence < 0 || confidence > 100))
    return invalid(`${path}.confidence`, "A confidence is 0 to 100.");
  if (validFrom && validUntil && validUntil <= validFrom)
    return invalid(`${path}.validUntil`, "validUntil is after validFrom.");
  for (const field of ["name", "description"] as const) {
    if ((given[field]?.length ?? 0) > LIMITS[field])
      return invalid(`${path}.${field}`, `${field} has at most ${LIMITS[field]} characters.`);
  }
  for (const field of ["killChainPhases", "labels"] as const) {
    const words = given[field] ?? [];
    if (words.length > LIMITS.words) return invalid(`${path}.${field}`, `At most ${LIMITS.words} of ${field}.`);
    const wrong = words.findIndex((word) => word.trim() === "" || word.length > LIMITS.word);
    if (wrong >= 0) return invalid(`${path}.${field}[${wrong}]`, `This has 1 to ${LIMITS.word} characters.`);
  }
  return undefined;
}

/** By which a later import knows an object again: in STIX 2.0 and in 2.1 it is the same. */
export const sourceKeyOf = ({ format, id }: Pick<SourceObject, "format" | "id">): string => `${familyOf(format)} ${id}`;

/** Two statements of one thing in one call: the stricter marking, the words of both, else what was said last. */
export function together(first: Statement, second: Statement): Statement {
  const tlp = strictestTlp([first.tlp, second.tlp]);
  const pap = strictestPap([first.pap, second.pap]);
  const killChainPhases = united(first.killChainPhases ?? [], second.killChainPhases ?? []);
  const labels = united(first.labels ?? [], second.labels ?? []);
  return {
    ...first,
    ...second,
    ...(tlp ? { tlp } : {}),
    ...(pap ? { pap } : {}),
    ...(killChainPhases.length > 0 ? { killChainPhases } : {}),
    ...(labels.length > 0 ? { labels } : {}),
  };
}

const united = (some: readonly string[], more: readonly string[]) => [...new Set([...some, ...more])];

const UNSTORABLE = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Every text of a statement. */
export const textsOf = (statement: Statement): readonly string[] => {
  const { value, name, description, killChainPhases = [], labels = [], source } = statement;
  const texts = [
    value,
    name,
    description,
    ...killChainPhases,
    ...labels,
    source?.id,
    source?.creator,
    source?.creatorName,
  ];
  return texts.filter((text) => text !== undefined);
};

/** Why a statement cannot be stored at all, whatever it says. */
export const unstorable = (statement: Statement): DomainError | undefined =>
  textsOf(statement).some((text) => UNSTORABLE.test(text))
    ? new DomainError("INVALID_INPUT", "It holds U+0000 or half of a surrogate pair, which no text may.")
    : undefined;
