import { isDefanged } from "../../modules/indicators/indicator.value";
import { guessedValue, type TypedValue } from "../value";

type Value = Exclude<TypedValue, { reason: string }>;

const bareHash = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|CVE-\d{4}-\d{4,})$/i;

export type Unmistakable = {
  readonly values: readonly Value[];
  /** Words that were defanged, and are no value all the same. */
  readonly failed: readonly string[];
};

/**
 * The values in a running text that nobody could mean otherwise: what was defanged, hashes, CVE numbers. Bare names,
 * addresses and links are left alone, for a text also names its sources and the victim's own machines.
 */
export function unmistakableValues(text: string): Unmistakable {
  const values: Value[] = [];
  const failed: string[] = [];
  for (const [word] of text.matchAll(/[^\s|`"'<>，、；;]+/g)) {
    for (const part of word.includes("://") ? [word] : word.split(",")) {
      const bare = unwrapped(part);
      const defanged = isDefanged(part);
      const value = defanged || bareHash.test(bare) ? guessedValue(bare) : undefined;
      if (value !== undefined) values.push(value);
      else if (defanged && /\w.*\w/.test(bare)) failed.push(bare);
    }
  }
  return { values, failed };
}

/** A word without the punctuation of its sentence. Brackets that belong to it ("evil[.]example", "[::1]") stay. */
function unwrapped(word: string): string {
  let text = word.replace(/^[*_+({[]+(?=\w)/, "").replace(/[*_+.,:!?]+$/, "");
  while (/[)\]}]$/.test(text) && !/[([{][^)\]}]*[)\]}]$/.test(text)) text = text.slice(0, -1);
  return text;
}
