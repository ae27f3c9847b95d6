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

type Marks = readonly (readonly [RegExp, string])[];

const brackets: Marks = [
  [/\.?[[({<]{1,3} ?(?:\.|dot|punkt) ?[\])}>]{1,3}/gi, "."],
  [/\[\.|\.\]/g, "."],
  [/[[({<]{1,3} ?(?:@|at) ?[\])}>]{1,3}/gi, "@"],
  [/[[({]{1,3}(:?\/\/|:\/?|\/)[\])}]{1,3}/g, "$1"],
];
const schemes: Marks = [
  [/^(https?):\\\\/i, "$1://"],
  [/^h(?:xx|\*\*|tx|xt|zz|__)p([\w[\]]{0,3}):/i, "http$1:"],
  [/^http\[s\]:/i, "https:"],
  [/^f(?:x|\*)p(s?):/i, "ftp$1:"],
  [/^(?:meow|mxxw):\/\//i, "http://"],
];

const apply = (marks: Marks, text: string) => marks.reduce((value, [mark, plain]) => value.replace(mark, plain), text);

// Most values are plain, and a file has hundreds of thousands: each step first looks for a sign that it is needed.
const onePass = (text: string) => {
  const unmarked = /[[({<\]]/.test(text) ? apply(brackets, text) : text;
  const schemed = /^[hfm][^:]{2,8}:/i.test(unmarked) ? apply(schemes, unmarked) : unmarked;
  const spoken =
    / dot /i.test(schemed) && /^\S+(?: dot \S+)+$/i.test(schemed) ? schemed.replace(/ dot /gi, ".") : schemed;
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
  if (/^[\w.-]*$/.test(raw)) return raw;
  let value = /[^\x00-\x7f]/.test(raw) ? fold(raw) : raw.trim();
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
