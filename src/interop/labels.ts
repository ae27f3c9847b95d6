import { LIMITS } from "../modules/assertions/assertion";
import { excerpt, type Report } from "./report";

/** Two of our own, without which a value would be blocked that is not meant for it: they are never cut. */
const own: ReadonlySet<string> = new Set(["to_ids:false", "scheme:assumed"]);
const named = 3;

/**
 * The words of an object, each once, as many and as long as an assertion may have. What is left out is remarked on, so
 * that nothing is lost in silence; without a limit, a file could have each of its values carry all of its labels.
 */
export function keptWords(at: string, field: string, words: readonly string[], report: Report): readonly string[] {
  const kept = new Set<string>();
  const cut = new Set<string>();
  for (const word of words) {
    if (kept.has(word) || word.trim() === "") continue;
    if (own.has(word) || (word.length <= LIMITS.word && kept.size < LIMITS.words)) kept.add(word);
    else cut.add(word);
  }
  if (cut.size > 0) report.remark(at, leftOut(field, cut), field);
  return [...kept];
}

function leftOut(field: string, cut: ReadonlySet<string>): string {
  const first = [...cut].slice(0, named).map((word) => `"${excerpt(word)}"`);
  const more = cut.size > named ? ` and ${cut.size - named} more` : "";
  const limit = `at most ${LIMITS.words} of at most ${LIMITS.word} characters are kept`;
  return `Of "${field}" ${limit}. Left out: ${first.join(", ")}${more}.`;
}

/** The words of an object and those of one of its values. Values that add nothing share one list. */
export const withWords = (words: readonly string[], more: readonly string[]): readonly string[] =>
  more.length === 0 ? words : [...new Set([...words, ...more])];
