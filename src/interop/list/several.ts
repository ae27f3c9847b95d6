import { areNear, guessedValue, type TypedValue } from "../value";
import { commaParts } from "./unmistakable";
import { isLikeFile } from "./words";

type Value = Exclude<TypedValue, { reason: string }>;

/**
 * The values of a line that holds nothing else ("evil.example, evil2.example", "192.0.2.1 192.0.2.2 # C2"), two at least,
 * and what is said behind them. What only a space divides is of one type: behind a hash stands the name of the file,
 * behind a name its address of the day, behind an address the number of its network.
 */
export function severalValues(
  text: string,
): { readonly values: readonly Value[]; readonly comment: string } | undefined {
  if (!/[\s,;、]/.test(text) || text.length > 8_192) return undefined;
  const said = text.replace(/\s(?:#|\/\/|[-–—]\s|[(（[]).*$/s, "");
  if (!/[\s,;、]/.test(said)) return undefined;
  const areAlike = /[,;、]/.test(said) ? areNear : (one: string, other: string) => one === other;
  const values: Value[] = [];
  for (const word of said.split(/[\s;、]+/).flatMap(commaParts)) {
    if (word === "") continue;
    const value = isLikeFile(word) && values.length > 0 ? undefined : guessedValue(word);
    if (value === undefined || !areAlike(values[0]?.type ?? value.type, value.type)) return undefined;
    values.push(value);
  }
  return values.length > 1 ? { values, comment: text.slice(said.length) } : undefined;
}
