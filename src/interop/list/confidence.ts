/** What a column of confidences counts in: all of its cells show it together. */
export type ConfidenceScale = "OF_100" | "OF_1" | "UNKNOWN";

const numberOf = (cell: string): number | undefined => {
  const text = cell.trim().replace(/^(-?\d+),(\d+)$/, "$1.$2");
  return /^-?(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : undefined;
};

/** A number over 1 shows a scale to 100, and a fraction where none is over 1 shows one to 1; 0 and 1 alone show neither. */
export function confidenceScaleOf(cells: Iterable<string>): ConfidenceScale {
  let scale: ConfidenceScale = "UNKNOWN";
  for (const cell of cells) {
    const number = cell.includes("%") ? 100 : numberOf(cell);
    if (number !== undefined && number > 1) return "OF_100";
    if (number !== undefined && number > 0 && number < 1) scale = "OF_1";
  }
  return scale;
}

/** The middles of the ranges that STIX 2.1 gives to such words (appendix A, "None / Low / Med / High"). */
const words: ReadonlyMap<string, number> = new Map([
  ...(["low", "低", "低い"] as const).map((word) => [word, 15] as const),
  ...(["med", "medium", "moderate", "中", "中程度"] as const).map((word) => [word, 50] as const),
  ...(["high", "高", "高い"] as const).map((word) => [word, 85] as const),
]);

/** A confidence from 0 to 100, with a remark where it is not what was written; a remark alone; or that it is none. */
export type Confidence = { readonly confidence?: number; readonly remark?: string } | { readonly refused: string };

export function readConfidence(cell: string, scale: ConfidenceScale): Confidence {
  const percent = /^(.*\d) ?[%％]$/.exec(cell)?.[1];
  const number = numberOf(percent ?? cell);
  if (number === undefined) return ofWord(cell);
  if (percent === undefined && scale === "UNKNOWN" && number === 1) {
    return { remark: "The confidence 1 may be all of 1 or one of 100: it is left out." };
  }
  const most = percent === undefined && scale === "OF_1" ? 1 : 100;
  if (number < 0 || number > most) return { refused: `The row's confidence is not between 0 and ${most}.` };
  return { confidence: Math.round((number / most) * 100) };
}

function ofWord(cell: string): Confidence {
  const word = cell.normalize("NFKC").toLowerCase().trim();
  const confidence = words.get(word);
  const shown = cell.slice(0, 40);
  if (confidence === undefined) return { remark: `The confidence "${shown}" is no number: it is left out.` };
  return { confidence, remark: `The confidence "${shown}" is kept as ${confidence} of 100 (STIX 2.1, appendix A).` };
}
