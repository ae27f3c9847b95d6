/**
 * How much bytes look like Japanese when they are read as Shift_JIS or as EUC-JP. The two share most of their bytes, and
 * a text in one is often a sound text in the other: of half-width katakana in an order that nobody writes, or of kanji
 * that nobody knows. So each character counts for or against its reading.
 */
const weights = { kana: 2, commonKanji: 1.5, punctuation: 1, symbol: 0.5, rareKanji: -0.5, unlikely: -1 } as const;

const sampleBytes = 400_000;

export function likenessToShiftJis(bytes: Uint8Array): number {
  const kana = new HalfWidthKana();
  let likeness = 0;
  for (let at = 0; at < Math.min(bytes.length, sampleBytes); at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) kana.end();
    else if (byte >= 0xa1 && byte <= 0xdf) likeness += kana.next(byte);
    else {
      likeness += weights[shiftJisKind(byte, bytes[++at] ?? 0)];
      kana.end();
    }
  }
  return likeness;
}

export function likenessToEucJp(bytes: Uint8Array): number {
  const kana = new HalfWidthKana();
  let likeness = 0;
  for (let at = 0; at < Math.min(bytes.length, sampleBytes); at++) {
    const byte = bytes[at] ?? 0;
    // In Shift_JIS the byte before each leads kanji of daily use too, but hardly ever three in a row.
    if (byte === 0x8e) likeness += (kana.goesOn ? 1.2 : 0) + kana.next(bytes[++at] ?? 0);
    else {
      if (byte >= 0x80) likeness += weights[eucJpKind(byte)];
      at += byte < 0x80 ? 0 : byte === 0x8f ? 2 : 1;
      kana.end();
    }
  }
  return likeness;
}

/** The kinds of characters by the rows of JIS X 0208: 1 and 2 symbols, 3 to 5 letters, 16 to 47 the kanji of daily use. */
function kindOfRow(row: number): keyof typeof weights {
  if (row === 1) return "punctuation";
  if (row === 2 || row === 3 || row === 13) return "symbol";
  if (row === 4 || row === 5) return "kana";
  if (row >= 16 && row <= 47) return "commonKanji";
  return row >= 48 && row <= 84 ? "rareKanji" : "unlikely";
}

const eucJpKind = (lead: number) => kindOfRow(lead - 0xa0);

/** Each lead byte of Shift_JIS holds two rows. */
function shiftJisKind(lead: number, trail: number): keyof typeof weights {
  if (lead > 0xef || lead < 0x81) return "unlikely";
  const pair = lead < 0xa0 ? lead - 0x81 : lead - 0xc1;
  return kindOfRow(pair * 2 + (trail >= 0x9f ? 2 : 1));
}

/** Bytes of half-width katakana, by what may stand behind them. */
const voiced = bytesOf("ｳｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎ");
const halfVoiced = bytesOf("ﾊﾋﾌﾍﾎ");
const beforeSmallVowel = bytesOf("ｳｼﾁﾂﾃﾄﾌﾞ");
const beforeSmallY = bytesOf("ｷｼﾁﾆﾋﾐﾘﾃﾌﾞﾟ");

function bytesOf(letters: string): ReadonlySet<number> {
  return new Set([...letters].map((letter) => letter.charCodeAt(0) - 0xff61 + 0xa1));
}

/** Judges half-width katakana one after the other: marks of voice and small letters have their places. */
class HalfWidthKana {
  private last = 0;

  get goesOn(): boolean {
    return this.last !== 0;
  }

  end(): void {
    this.last = 0;
  }

  next(byte: number): number {
    const before = this.last;
    this.last = byte;
    if (byte === 0xde) return voiced.has(before) ? 2 : -3;
    if (byte === 0xdf) return halfVoiced.has(before) ? 2 : -3;
    if (byte >= 0xa7 && byte <= 0xab) return beforeSmallVowel.has(before) ? 1.7 : -1;
    if (byte >= 0xac && byte <= 0xae) return beforeSmallY.has(before) ? 1.7 : -1;
    if (byte === 0xa5 && before >= 0xb1) return 0.5;
    return byte < 0xa6 ? -1.5 : 0.7;
  }
}
