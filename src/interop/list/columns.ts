import { guessedValue } from "../value";
import { hintOf, plainWords, type Hint } from "./words";

export const meanings = [
  "VALUE",
  "TYPE",
  "DESCRIPTION",
  "NAME",
  "CONFIDENCE",
  "VALID_FROM",
  "VALID_UNTIL",
  "TLP",
  "PAP",
  "LABEL",
  "TO_IDS",
  /** Addresses of the victim's own side, links to reports: they are no indicators, whatever they look like. */
  "NOT_OF_ATTACKER",
  "IGNORED",
] as const;
export type Meaning = (typeof meanings)[number];

/** The meaning that a word names ("value", "valid-from", "-" for a column to leave out), or undefined. */
export function meaningOf(word: string): Meaning | undefined {
  const name = word.trim().toUpperCase().replace(/[ -]/g, "_");
  return name === "_" || name === "" ? "IGNORED" : meanings.find((meaning) => meaning === name);
}

/** Columns as somebody said what they hold, from the first on; what is behind them is left out. */
export function statedColumns(
  header: readonly string[] | undefined,
  stated: readonly Meaning[],
): readonly ColumnGuess[] {
  return stated.map((meaning, index) => {
    const name = header?.[index]?.trim();
    const { meaning: named, hint } = name ? meaningOfHeader(name) : {};
    // A header that names a type of values still does so.
    const isTyped = meaning === "VALUE" && named === "VALUE" && hint !== undefined;
    return { index, ...(name === undefined ? {} : { header: name }), meaning, ...(isTyped ? { hint } : {}) };
  });
}

/** What a column was taken for. A VALUE column with a hint holds values of that type; without, each shows its own. */
export type ColumnGuess = {
  readonly index: number;
  readonly header?: string;
  readonly meaning: Meaning;
  readonly hint?: Hint;
};

const headers: readonly (readonly [RegExp, Meaning])[] = [
  [/^tlp|traffic ?light/, "TLP"],
  [/^pap$/, "PAP"],
  [/^(?:ioc|indicator|entity|value|data|observable|attribute|指標|ioc)? ?types?$|種別|種類|タイプ/, "TYPE"],
  [/^(?:ioc|indicator|observable|artifact)s?(?: ?value)?s?$|^value$|^data$|^値$|指標|インジケーター?$/, "VALUE"],
  [/confidence|信頼度|確度|確信度/, "CONFIDENCE"],
  [/expir|valid ?(?:until|to)|有効期限/, "VALID_UNTIL"],
  [/valid ?from|first ?seen|time ?generated|初認|初回|検知日時|観測日時?/, "VALID_FROM"],
  [/desc|note|comment|remark|context|detail|説明|備考|コメント|概要|補足/, "DESCRIPTION"],
  [/^(?:name|title|malware|family|campaign|threat)(?: name)?$|名称|マルウェア/, "NAME"],
  [/^(?:(?:attribute|event) ?)?tags?$|^(?:labels?|threat ?types?)$|タグ/, "LABEL"],
  [/^to ids$/, "TO_IDS"],
];

/**
 * Words for the side that was attacked. A sender's mail address is the attacker's all the same, and "ip-src" is the name
 * that MISP gives to an address that attacks.
 */
const ofVictim = /victim|\btargets?\b|internal|\bsource\b|^src\b|\bsrc$|\bclient\b|被害|標的|内部|社内|自組織|送信元/;
const ofAttacker = /mail|メール|url|^ip-src|hash|file/;
/** Where the information comes from: links to reports, which are no indicators. */
const ofReport = /^(?:source|reference|report|ref)s? ?(?:urls?|links?|uris?)?$|参考|出典|情報源/;
const isNotOfAttacker = (word: string) => ofReport.test(word) || (ofVictim.test(word) && !ofAttacker.test(word));

const meaningOfHeader = (header: string): Omit<ColumnGuess, "index" | "header"> => {
  const word = plainWords(header);
  const meaning = headers.find(([pattern]) => pattern.test(word))?.[1];
  if (meaning !== undefined) return { meaning };
  if (isNotOfAttacker(word)) return { meaning: "NOT_OF_ATTACKER" };
  const hint = hintOf(header);
  return hint === undefined || hint === "OTHER" ? { meaning: "IGNORED" } : { meaning: "VALUE", hint };
};

/** True for a first row of names: none of them is a value, and one of them at least is known. */
export const isHeader = (cells: readonly string[]): boolean =>
  cells.every((cell) => guessedValue(cell) === undefined) &&
  cells.some((cell) => meaningOfHeader(cell).meaning !== "IGNORED");

/**
 * Guesses what each column holds, by its header where there is one, else by what most of its cells are. Without a
 * single column of values by name, all are judged by their cells.
 */
export function guessColumns(
  header: readonly string[] | undefined,
  sample: readonly (readonly string[])[],
): readonly ColumnGuess[] {
  const width = Math.max(header?.length ?? 0, ...sample.map((cells) => cells.length));
  const guesses = Array.from({ length: width }, (_, index) => {
    const name = header === undefined ? undefined : (header[index]?.trim() ?? "");
    const named = name === undefined || name === "" ? { meaning: "IGNORED" as const } : meaningOfHeader(name);
    return { index, ...(name === undefined ? {} : { header: name }), ...named };
  });
  const settled = settleTypes(guesses, sample);
  // A column without a name may hold values all the same: a comma too many shifts whole rows.
  const known = settled.some(({ meaning }) => meaning === "VALUE");
  return settled.map((guess) =>
    (known && guess.header !== "") || guess.meaning === "NOT_OF_ATTACKER"
      ? guess
      : { ...guess, meaning: meaningOfCells(guess, header !== undefined, sample) },
  );
}

/** Of several columns called a type, the one whose words name indicator types is it. */
function settleTypes(guesses: readonly ColumnGuess[], sample: readonly (readonly string[])[]): readonly ColumnGuess[] {
  const known = (index: number) => sample.filter((cells) => hintOf(cells[index] ?? "") !== undefined).length;
  const types = guesses
    .filter(({ meaning }) => meaning === "TYPE")
    .map(({ index }) => ({ index, known: known(index) }));
  const best = types.sort((a, b) => b.known - a.known)[0];
  return guesses.map((guess) =>
    guess.meaning === "TYPE" && (guess.index !== best?.index || best.known === 0)
      ? { ...guess, meaning: "IGNORED" }
      : guess,
  );
}

function meaningOfCells(guess: ColumnGuess, hasHeader: boolean, sample: readonly (readonly string[])[]): Meaning {
  const cells = sample.map((row) => row[guess.index]?.trim() ?? "").filter((cell) => cell !== "");
  const values = cells.filter((cell) => guessedValue(cell) !== undefined).length;
  if (cells.length > 0 && values / cells.length >= 0.5) return "VALUE";
  return hasHeader ? guess.meaning : "DESCRIPTION";
}
