import { guess, isDefanged, normalise, type IndicatorType } from "../modules/indicators/indicator.value";
import { isSeparate } from "./list/japanese";

/** Types that sources mix up: an address in the column of domains is still an address. */
const families: readonly (readonly IndicatorType[])[] = [
  ["IPV4", "IPV6", "CIDR", "DOMAIN", "URL", "EMAIL"],
  ["FILE_MD5", "FILE_SHA1", "FILE_SHA256"],
];

/** True for two types that sources mix up, and so list together. */
export const areNear = (one: IndicatorType, other: IndicatorType): boolean =>
  one === other || families.some((family) => family.includes(one) && family.includes(other));

export type TypedValue =
  | { readonly type: IndicatorType; readonly value: string; readonly labels: readonly string[] }
  | { readonly reason: string };

/**
 * The indicator that a source means by a type and a value. Where the value is not of that type but plainly of a near
 * one (a network given as an IPv4 address, a SHA-1 given as MD5), it becomes that one; nothing else is bent.
 */
export function typedValue(type: IndicatorType, raw: string): TypedValue {
  const given = normalise(type, raw);
  if (given.ok) return { type, value: given.value, labels: extraLabels(given) };
  const family = families.find((each) => each.includes(type));
  const near = family === undefined ? undefined : guess(raw);
  if (near === undefined || !family?.includes(near.type)) return { reason: given.reason };
  return { type: near.type, value: near.value, labels: extraLabels(near) };
}

/**
 * The indicator that a value without a type shows by itself. What is defanged and has a Japanese sentence or its
 * punctuation around it is not one value, though it would pass for an internationalised name.
 */
export function guessedValue(raw: string): Exclude<TypedValue, { reason: string }> | undefined {
  if (/[^\x00-\x7f]/.test(raw) && isDefanged(raw) && !isSeparate(raw.trim())) return undefined;
  const guessed = guess(raw);
  return guessed && { type: guessed.type, value: guessed.value, labels: extraLabels(guessed) };
}

const extraLabels = ({ port, assumedScheme }: { readonly port?: number; readonly assumedScheme?: true }) => [
  ...(port === undefined ? [] : [`port:${port}`]),
  ...(assumedScheme ? ["scheme:assumed"] : []),
];
