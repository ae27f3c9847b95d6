import { isDefanged } from "../../modules/indicators/indicator.value";
import { guessedValue, type TypedValue } from "../value";
import { separated } from "./japanese";
import { hintOf, hintedValue, isLikeFile } from "./words";

type Value = Exclude<TypedValue, { reason: string }>;

const bareHash = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|CVE-\d{4}-\d{4,})$/i;

export type Unmistakable = {
  readonly values: readonly Value[];
  /** Words that were defanged, and are no value all the same. */
  readonly failed: readonly string[];
  /** Values that nobody defanged: they may as well be a source, a victim's machine or a program. */
  readonly bare: readonly Value[];
};

/**
 * The values in a running text that nobody could mean otherwise: what was defanged, hashes, CVE numbers. Bare names,
 * addresses and links are left alone, for a text also names its sources and the victim's own machines.
 */
export function unmistakableValues(text: string): Unmistakable {
  const values: Value[] = [];
  const failed: string[] = [];
  const bare: Value[] = [];
  for (const [word] of text.matchAll(/[^\s|`"'<>，、；;]+/g)) {
    for (const part of partsOf(word)) {
      const plain = unwrapped(part);
      const defanged = isDefanged(part);
      const value = defanged || bareHash.test(plain) ? guessedValue(plain) : undefined;
      const within = value === undefined ? valueWithin(plain, defanged) : undefined;
      if (value !== undefined) values.push(value);
      else if (within !== undefined) values.push(within);
      else if (defanged && /\w.*\w/.test(plain)) failed.push(plain);
      else bare.push(...bareValues(plain));
    }
  }
  return { values, failed, bare };
}

/** The parts of a word that may each be a value: divided by commas, by "/", and by the Japanese around them. */
const partsOf = (word: string): readonly string[] =>
  /^[\w.-]*$/.test(word) ? [word] : commaParts(word).flatMap(separated).flatMap(slashParts);

/** A comma may stand in the path of a URL, but not before the next scheme or the next defanged host. */
export const commaParts = (word: string): readonly string[] =>
  word.split(word.includes("://") ? /,(?=[a-z*]{3,7}\[?:|[\w-]+[[(]\.)/i : ",");

/** "CVE-2024-0001/CVE-2024-0002" and "a[.]example/b[.]example" are two each; what has another path is one URL. */
function slashParts(word: string): readonly string[] {
  if (word.includes("://")) return [word];
  const parts = word.split(/[/\uFF0F]/);
  const each = (part: string) =>
    bareHash.test(unwrapped(part)) || (isDefanged(part) && guessedValue(part) !== undefined);
  return parts.length > 1 && parts.length <= 50 && parts.every(each) ? parts : [word];
}

/** The value behind a label without a space ("md5:…", "sha1=…", "C2:evil[.]example"), or before a bracket. */
function valueWithin(word: string, defanged: boolean): Value | undefined {
  if (!/[:=(]/.test(word)) return undefined;
  const [, label = "", labelled = ""] = /^([\p{L}][\p{L}\p{N}_-]{1,20})[:=](?!\/\/)(.+)$/u.exec(word) ?? [];
  const hint = label === "" ? undefined : hintOf(label);
  if (hint !== undefined && (defanged || bareHash.test(labelled))) {
    const value = hintedValue(hint, labelled);
    return "reason" in value ? undefined : value;
  }
  if (!defanged) return bareHash.test(labelled) && word.includes(":") ? guessedValue(labelled) : undefined;
  const [before = ""] = word.split("(", 1);
  return before === word || !isDefanged(before) ? undefined : guessedValue(unwrapped(before));
}

const hosts: ReadonlySet<string> = new Set(["IPV4", "IPV6", "CIDR", "DOMAIN", "URL", "EMAIL"]);

/** What a word that nobody defanged would be if it stood alone. */
function bareValues(word: string): readonly Value[] {
  const value = /[.:]/.test(word) && !isLikeFile(word) ? guessedValue(word) : undefined;
  return value !== undefined && hosts.has(value.type) ? [value] : [];
}

const opening = "([{";
const closing = ")]}";
const punctuation = "*_+.,:!?";

/** A word without the punctuation of its sentence. Brackets that belong to it ("evil[.]example", "[::1]") stay. */
function unwrapped(word: string): string {
  const text = word.replace(/^[*_+({[]+(?=\w)/, "");
  let end = text.length;
  while (end > 0 && punctuation.includes(text.charAt(end - 1))) end--;
  return text.slice(0, endWithoutBrackets(text, end));
}

/** Drops closing brackets at the end, as long as no opening one stands before the last of them alone. */
function endWithoutBrackets(text: string, end: number): number {
  if (end === 0 || !closing.includes(text.charAt(end - 1))) return end;
  let first = end;
  while (first > 0 && closing.includes(text.charAt(first - 1))) first--;
  // The bracket before the run belongs to its first member, whatever stands between them.
  for (let at = first - 1; at >= 0 && !closing.includes(text.charAt(at)); at--) {
    if (opening.includes(text.charAt(at))) return first + 1;
  }
  return first;
}
