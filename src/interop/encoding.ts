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

/** Text in a Latin or JSON frame has a zero in every other byte when it is UTF-16. */
function utf16WithoutMark(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const sample = bytes.subarray(0, 512);
  if (sample.length < 4 || bytes.length % 2 !== 0) return undefined;
  const zeros = [0, 0];
  for (const [index, byte] of sample.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const half = sample.length / 2;
  if (odd > half * 0.15 && even === 0) return "utf-16le";
  return even > half * 0.15 && odd === 0 ? "utf-16be" : undefined;
}

const hasIso2022Escape = (bytes: Uint8Array) =>
  bytes.includes(0x1b) &&
  bytes.every((byte) => byte < 0x80) &&
  /\u001b(?:\$[@B]|\([BJI])/.test(new TextDecoder("latin1").decode(bytes));

/**
 * Shift_JIS and EUC-JP share most of their bytes. Read as the wrong one, a text is full of half-width katakana and rare
 * characters; read as the right one, of kana and common kanji.
 */
function japanese(bytes: Uint8Array): Decoded | undefined {
  const readings = [
    { encoding: "Shift_JIS", text: strict(bytes, "shift_jis") },
    { encoding: "EUC-JP", text: strict(bytes, "euc-jp") },
  ].flatMap(({ encoding, text }) => (text === undefined ? [] : [{ encoding, text, likeness: likeness(text) }]));
  const [best] = readings.sort((a, b) => b.likeness - a.likeness);
  return best === undefined || best.likeness <= 0 ? undefined : { text: best.text, encoding: best.encoding };
}

/** The share of characters outside ASCII that Japanese text is made of, less those that a wrong reading makes. */
function likeness(text: string): number {
  let good = 0;
  let bad = 0;
  for (const char of text.slice(0, 200_000)) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80) continue;
    if (
      (code >= 0x3000 && code <= 0x30ff) ||
      (code >= 0x4e00 && code <= 0x9fff) ||
      (code >= 0xff01 && code <= 0xff5e)
    ) {
      good += code < 0x4e00 ? 2 : 1;
    } else bad += 2;
  }
  return good - bad;
}
