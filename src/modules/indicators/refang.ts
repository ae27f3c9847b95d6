/** Characters that are invisible in a value and only there to break matching, or by a careless copy. */
const invisible = /[\u00AD\u200B-\u200D\u2060\uFEFF]/g;

/** The ideographic, full-width and half-width full stops, which IDNA reads as a dot. */
const wideStops = /[\u3002\uFF0E\uFF61]/g;
const wideAscii = /[\uFF01-\uFF5E]/g;

const fold = (text: string) =>
  text
    .replace(invisible, "")
    .replace(wideStops, ".")
    .replace(wideAscii, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/[\u00A0\u3000]/g, " ")
    .trim();

const marks: readonly (readonly [RegExp, string])[] = [
  [/[[({<]{1,3} ?(?:\.|dot|punkt) ?[\])}>]{1,3}/gi, "."],
  [/\[\.|\.\]/g, "."],
  [/[[({<]{1,3} ?(?:@|at) ?[\])}>]{1,3}/gi, "@"],
  [/[[({]{1,3}(:?\/\/|:\/?|\/)[\])}]{1,3}/g, "$1"],
  [/^(https?):\\\\/i, "$1://"],
  [/^h(?:xx|\*\*|tx|xt|zz|__|XX)p([\w[\]]{0,3}):/i, "http$1:"],
  [/^http\[s\]:/i, "https:"],
  [/^f(?:x|\*)p(s?):/i, "ftp$1:"],
  [/^(?:meow|mxxw):\/\//i, "http://"],
];

const onePass = (text: string) => {
  const marked = marks.reduce((value, [pattern, plain]) => value.replace(pattern, plain), text);
  const spoken = /^\S+(?: dot \S+)+$/i.test(marked) ? marked.replace(/ dot /gi, ".") : marked;
  return spoken.includes("\\.") && !/\\[^.]/.test(spoken) ? spoken.replaceAll("\\.", ".") : spoken;
};

/**
 * Brackets may hide brackets ("[[.]]"), so passes are repeated until nothing changes. What needs more passes than
 * this was made to cost time, and is left as it is.
 */
const maxPasses = 8;

/**
 * Undoes what analysts do to make a value harmless: `hxxp`, `[.]`, `(dot)`, `[:]//`, `[@]`, full-width letters, the
 * ideographic full stop, no-break spaces, zero-width characters. A value that was not defanged comes back as it is,
 * without the spaces around it.
 */
export function refang(raw: string): string {
  let value = fold(raw);
  for (let pass = 0; pass < maxPasses; pass++) {
    const next = onePass(value);
    if (next === value) break;
    value = next.trim();
  }
  return value;
}

/** True where the author wrote the value in a way that only defanging explains. */
export const isDefanged = (raw: string): boolean =>
  /[[({](?:\.|dot|@|at|:|\/\/|:\/\/)[\])}]|\[\.|\.\]|^h(?:xx|\*\*)ps?\b/i.test(raw);
