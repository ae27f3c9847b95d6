import { DomainError, invalid } from "../../platform/errors";
import { type ValueOf, vocabulary } from "../../platform/vocabulary";
import { keyOf, keysOf } from "../indicators/indicator";
import { type IndicatorType, guess, normalise } from "../indicators/indicator.value";

export const sightingResults = vocabulary("SightingResult", "What came of looking for an indicator.", {
  HIT: ["該当あり", "Hit", "It was seen.", "見つかった。"],
  NO_HIT: ["該当なし", "No hit", "It was looked for, and not seen.", "調べたが見つからなかった。"],
  FALSE_POSITIVE: ["誤検知", "False positive", "It was seen, and is harmless here.", "見つかったが無害だった。"],
});
export type SightingResult = ValueOf<typeof sightingResults>;

/** What an organisation found where it looked for an indicator. */
export type Sighting = {
  readonly id: string;
  readonly indicatorId: string;
  readonly organizationId: string;
  readonly accountId: string;
  readonly caseId: string | null;
  readonly result: SightingResult;
  /** How often it was seen; 0 for NO_HIT. */
  readonly count: number;
  readonly firstSeen: Date | null;
  readonly lastSeen: Date | null;
  readonly note: string | null;
  readonly reportedAt: Date;
};

/** A sighting as a person or a tool sends it: of an indicator by its id, or by its value. */
export type GivenSighting = {
  readonly indicatorId?: string | null;
  readonly value?: string | null;
  readonly type?: IndicatorType | null;
  readonly result: SightingResult;
  readonly count?: number | null;
  readonly firstSeen?: Date | null;
  readonly lastSeen?: Date | null;
  readonly note?: string | null;
};

export const LIMITS = { count: 1_000_000_000, note: 2_000 } as const;

/** By what an indicator is looked up: its id, or the keys of what its value could be, the likeliest first. */
export type Wanted = { readonly id: string } | { readonly keys: readonly string[] };

/** What is looked for, or a refusal that names the field below `path`. */
export function wantedBy({ indicatorId, value, type }: GivenSighting, path: string): Wanted | DomainError {
  if ((indicatorId == null) === (value == null))
    return invalid(`${path}.indicatorId`, "Name the indicator by its id, or else by its value.");
  if (indicatorId != null) return { id: indicatorId };
  const raw = value ?? "";
  if (type == null) {
    const likely = guess(raw);
    return { keys: [...new Set([...(likely ? [keyOf(likely.type, likely.value)] : []), ...keysOf(raw)])] };
  }
  const read = normalise(type, raw);
  return read.ok ? { keys: [keyOf(type, read.value)] } : invalid(`${path}.value`, `The value ${read.reason}.`);
}

/** The facts of a sighting, or a refusal that names the field below `path`. */
export function sightingOf(
  { result, count, firstSeen = null, lastSeen = null, note = null }: GivenSighting,
  path: string,
): Pick<Sighting, "result" | "count" | "firstSeen" | "lastSeen" | "note"> | DomainError {
  const least = result === "NO_HIT" ? 0 : 1;
  const times = count ?? least;
  if (times < least || times > (result === "NO_HIT" ? 0 : LIMITS.count)) {
    const range = result === "NO_HIT" ? "0, because nothing was seen" : `1 to ${LIMITS.count}`;
    return invalid(`${path}.count`, `The count of ${result} is ${range}.`);
  }
  if (firstSeen && lastSeen && lastSeen < firstSeen)
    return invalid(`${path}.lastSeen`, "lastSeen is not before firstSeen.");
  if ((note?.length ?? 0) > LIMITS.note)
    return invalid(`${path}.note`, `A note has at most ${LIMITS.note} characters.`);
  return { result, count: times, firstSeen, lastSeen, note };
}
