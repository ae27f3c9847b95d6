/** Kana and kanji. They may be letters of an internationalised name, but mostly they are the sentence around a value. */
const letters =
  "\\u3005-\\u3007\\u3041-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\uff66-\\uff9f";

/** Brackets, stops, bullets and numbers in circles: they stand beside a value and never in it. */
const marks =
  "\\u2022-\\u2027\\u203b\\u2190-\\u21ff\\u2460-\\u249b\\u24ea-\\u24ff\\u25a0-\\u27bf\\u3001-\\u3004\\u3008-\\u3020\\u30fb" +
  "\\uff01\\uff08\\uff09\\uff0c\\uff1a-\\uff1f\\uff5e\\uff61-\\uff65";

const japanese = new RegExp(`[${letters}${marks}]`);
const betweenMarks = new RegExp(`[${marks}]+`);
const betweenLetters = new RegExp(`([${letters}]+)`);

/** A bullet needs no space behind it where words need none. */
const bullet = /^(?:[-*+]\s+|[\u2022\u2023\u25E6\u30FB\uFF65\u203B\u25A0-\u25FF\u2605\u2606\u2190-\u21ff]\s*)/;
const number =
  /^(?:\d{1,3}[.)]\s+|[\uFF10-\uFF19]{1,2}[\uFF0E\uFF09](?![\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A])\s*|[\u2460-\u249b\u24ea-\u24ff]\s*|[(\uFF08]\d{1,3}[)\uFF09]\s*)/;
export const withoutBullet = (text: string): string => text.replace(bullet, "").replace(number, "");

const pairs = new Map(
  [...["「」", "『』", "【】", "〈〉", "《》", "（）", "“”"]].map(([open = "", close]) => [open, close]),
);

/** A text without the Japanese brackets and the stop around it, if it stands in one pair of them. */
export function withoutBrackets(text: string): string {
  const close = pairs.get(text[0] ?? "");
  if (close === undefined) return text;
  const end = /[、。，．]$/.test(text) ? text.length - 2 : text.length - 1;
  return text.indexOf(close) === end ? text.slice(1, end) : text;
}

/**
 * The parts of a word that a Japanese sentence runs into: "通信先はevil[.]exampleです" has one, "evil[.]example". Where
 * the dot itself touches kana or kanji ("日本語[.]jp") these are letters of the name, and the word stays whole.
 */
export function separated(word: string): readonly string[] {
  if (!/[^\x00-\x7f]/.test(word)) return [word];
  const text = word.replace(number, "");
  if (!japanese.test(text)) return [text];
  return text.split(betweenMarks).flatMap((part) => (part === "" ? [] : apart(part)));
}

/** True for a word that no Japanese sentence runs into. */
export const isSeparate = (word: string): boolean => {
  const parts = separated(word);
  return parts.length === 1 && parts[0] === word;
};

function apart(part: string): readonly string[] {
  const pieces = withPaths(part.split(betweenLetters));
  if (pieces.length === 1) return [part];
  const last = pieces.length - 1;
  const inName = pieces.some(
    (piece, index) =>
      index % 2 === 0 &&
      ((index > 0 && /^[[({]*(?:\.|dot[\])}])/i.test(piece)) ||
        (index < last && /(?:\.|[[({]dot)[\])}]*$/i.test(piece))),
  );
  if (inName) return [part];
  // "アドレス:192[.]0.2.1": the colon belongs to the label.
  return pieces.flatMap((piece, index) => (index % 2 === 0 ? piece.replace(/^[:=]+(?!\/\/)/, "") || [] : []));
}

const particle = /^(?:[にをへがはとでもやの]|から|まで|など|より|および)/;

/**
 * Joins what goes on in the path of a URL: "hxxp://evil[.]example/資料.zip" is one. A particle there begins the sentence
 * again ("…/を開く"), and so does whatever follows a letter or digit ("…/gate.php接続").
 */
function withPaths(pieces: readonly string[]): readonly string[] {
  const joined: string[][] = [];
  let [last = "", isUrl] = ["", false];
  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at] ?? "";
    const goesOn = at % 2 === 1 && isUrl && /[/=?&_-]$/.test(last.slice(-1)) && !particle.test(piece);
    if (goesOn) joined.at(-1)?.push(piece, (last = pieces[++at] ?? ""));
    else {
      joined.push([piece]);
      [last, isUrl] = [piece, piece.includes("://") && !piece.endsWith("://")];
    }
  }
  return joined.map((each) => each.join(""));
}
