import { likenessToEucJp, likenessToShiftJis } from "./encoding.japanese";
import { IntelRefused } from "./statement";

export type Decoded = { readonly text: string; readonly encoding: string };

const strict = (bytes: Uint8Array, label: string): string | undefined => {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/**
 * Reads bytes as text. UTF-8 and UTF-16 with or without a byte-order mark, ISO-2022-JP, Shift_JIS and EUC-JP are told
 * apart by content; nothing is replaced and nothing guessed at: bytes that fit no encoding refuse the file, with the
 * place of the first byte that is not UTF-8.
 */
export function decode(bytes: Uint8Array): Decoded {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return decoded(bytes, "utf-8", "UTF-8 with BOM");
  if (first === 0xff && second === 0xfe) return decoded(bytes, "utf-16le", "UTF-16LE");
  if (first === 0xfe && second === 0xff) return decoded(bytes, "utf-16be", "UTF-16BE");
  const silent = utf16WithoutMark(bytes);
  if (silent !== undefined) return decoded(bytes, silent, silent.toUpperCase());
  // ISO-2022-JP is 7-bit, so it passes as UTF-8: only its escape sequences show it.
  if (hasIso2022Escape(bytes)) return decoded(bytes, "iso-2022-jp", "ISO-2022-JP");
  const utf8 = strict(bytes, "utf-8");
  if (utf8 !== undefined) return { text: utf8, encoding: "UTF-8" };
  return japanese(bytes) ?? refuse(bytes, "UTF-8");
}

function decoded(bytes: Uint8Array, label: string, encoding: string): Decoded {
  const text = strict(bytes, label);
  return text === undefined ? refuse(bytes, encoding) : { text, encoding };
}

function refuse(bytes: Uint8Array, encoding: string): never {
  const offset = encoding.startsWith("UTF-8") ? firstBadByte(bytes) : undefined;
  throw new IntelRefused(
    "INVALID_INPUT",
    `The file is not valid ${encoding}${offset === undefined ? "" : `: byte ${offset} fits no character`}.`,
    offset === undefined ? {} : { offset },
  );
}

/** The offset of the first byte that is not UTF-8: where lenient decoding puts a U+FFFD that the bytes do not hold. */
function firstBadByte(bytes: Uint8Array): number {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  let offset = 0;
  let from = 0;
  for (let at = text.indexOf("\uFFFD"); at >= 0; at = text.indexOf("\uFFFD", from)) {
    offset += Buffer.byteLength(text.slice(from, at));
    const written = bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd;
    if (!written) return offset;
    offset += 3;
    from = at + 1;
  }
  return offset;
}

/** As much of a text as tells whether it is UTF-16 without a mark. */
export const utf16SampleBytes = 8_192;

/**
 * UTF-16 without a mark: every ASCII character has a zero for its other byte. A few other characters have one too, on
 * the other side (U+4E00 一, the ideographic space), so both readings are tried, and the one that reads like a text is it.
 */
function utf16WithoutMark(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const sample = bytes.subarray(0, utf16SampleBytes);
  if (bytes.length < 4 || bytes.length % 2 !== 0 || !sample.includes(0)) return undefined;
  const likeness = { "utf-16le": likenessOfUtf16(sample, 1), "utf-16be": likenessOfUtf16(sample, 0) };
  const best = likeness["utf-16le"] > likeness["utf-16be"] ? "utf-16le" : "utf-16be";
  return likeness[best] > 0.3 ? best : undefined;
}

/** From below 0 to 1: the share of characters that texts are made of, read with the high byte first (0) or second (1). */
function likenessOfUtf16(bytes: Uint8Array, highAt: 0 | 1): number {
  let ascii = 0;
  let likeness = 0;
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    const code = (bytes[at + highAt] ?? 0) * 256 + (bytes[at + 1 - highAt] ?? 0);
    if (isPlainText(code)) ascii++;
    likeness += isPlainText(code) ? 1 : weightOf(code);
  }
  const length = bytes.length >> 1;
  // Lower-case letters in pairs pass for kanji: a list without a line end or a digit is none.
  return ascii < 2 || ascii < length * 0.02 ? 0 : likeness / length;
}

const isPlainText = (code: number) => code === 9 || code === 10 || code === 13 || (code >= 0x20 && code < 0x7f);

function weightOf(code: number): number {
  // Read with its bytes turned around, an ASCII character ends in a zero byte; few others do.
  if ((code & 0xff) === 0) return code === 0x3000 || code === 0x4e00 || code === 0x100 ? 0.5 : -2;
  if ((code > 0x3000 && code < 0x3100) || (code > 0xff00 && code < 0xffa0)) return 1;
  if (code > 0x4e00 && code < 0xa000) return 0.6;
  if (code >= 0xac00 && code < 0xd7a4) return 0.4;
  return (code >= 0xa0 && code < 0x600) || (code >= 0x2010 && code < 0x2700) ? 0.4 : -2;
}

const hasIso2022Escape = (bytes: Uint8Array) =>
  bytes.includes(0x1b) &&
  bytes.every((byte) => byte < 0x80) &&
  /\u001b(?:\$[@B]|\([BJI])/.test(new TextDecoder("latin1").decode(bytes));

/** Shift_JIS or EUC-JP, whichever the bytes are sound in and look like. */
function japanese(bytes: Uint8Array): Decoded | undefined {
  const readings = [
    { encoding: "Shift_JIS", text: strict(bytes, "shift_jis"), likenessTo: likenessToShiftJis },
    { encoding: "EUC-JP", text: strict(bytes, "euc-jp"), likenessTo: likenessToEucJp },
  ].flatMap(({ encoding, text, likenessTo }) =>
    text === undefined ? [] : [{ encoding, text, likeness: likenessTo(bytes) }],
  );
  const [best] = readings.sort((a, b) => b.likeness - a.likeness);
  return best === undefined || best.likeness <= 0 ? undefined : { text: best.text, encoding: best.encoding };
}
