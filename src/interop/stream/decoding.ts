import { decode, utf16SampleBytes } from "../encoding";
import { IntelRefused } from "../statement";

const labels: Readonly<Record<string, string>> = {
  "UTF-8": "utf-8",
  "UTF-8 with BOM": "utf-8",
  "UTF-16LE": "utf-16le",
  "UTF-16BE": "utf-16be",
  "ISO-2022-JP": "iso-2022-jp",
  Shift_JIS: "shift_jis",
  "EUC-JP": "euc-jp",
};

/** Reads the beginning of a text, without the character or line that it may end in the middle of. */
export const decodeBeginning = (bytes: Uint8Array) => decode(wholeLines(bytes));

/** No encoding of these has a line end inside a character of several bytes, but for UTF-16. */
function wholeLines(bytes: Uint8Array): Uint8Array {
  if (isUtf16(bytes)) {
    // Four bytes before the end there may stand the first half of a character outside the basic plane.
    const even = bytes.length - (bytes.length % 2);
    const last = bytes.subarray(even - 2, even).some((byte) => byte >= 0xd8 && byte <= 0xdb);
    return bytes.subarray(0, last ? even - 2 : even);
  }
  return bytes.subarray(0, lineEnd(bytes) || bytes.length);
}

/** True for what has the mark of UTF-16, or its zeros. A text in kana has none, and only the mark shows it. */
const isUtf16 = (bytes: Uint8Array) =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) ||
  (bytes[0] === 0xfe && bytes[1] === 0xff) ||
  bytes.subarray(0, utf16SampleBytes).includes(0);

/** Behind the last line end, or 0 where there is none. */
const lineEnd = (bytes: Uint8Array) => Math.max(bytes.lastIndexOf(0x0a), bytes.lastIndexOf(0x0d)) + 1;

/** Plain ASCII in every encoding that is told by content: ISO-2022-JP has no other bytes, but begins with an escape. */
const isPlain = (bytes: Uint8Array) => bytes.every((byte) => byte < 0x80 && byte !== 0x1b);

/** What a piece may end in the middle of without a line end. More than this is decoded as it stands. */
const maxHeldBytes = 1024 * 1024;

/**
 * Decodes a stream strictly, as `encoding` names it. A text that begins in plain ASCII shows its encoding only later: it
 * is then told by the first whole lines that are more. Bytes that fit no character refuse the rest, with the place
 * before which all was read.
 */
export async function* decoded(body: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<string> {
  let name = encoding;
  let decoder = decoderOf(name);
  let isOpen = name === "UTF-8";
  let before = 0;
  let held: Uint8Array = new Uint8Array();
  for await (const piece of body) {
    let bytes = held.length === 0 ? piece : Buffer.concat([held, piece]);
    held = new Uint8Array();
    if (isOpen && !isPlain(bytes)) {
      const end = lineEnd(bytes);
      const lines = bytes.subarray(0, end);
      const waits = isPlain(lines) && bytes.length - end < maxHeldBytes;
      if (waits) [bytes, held] = [lines, bytes.subarray(end)];
      else {
        name = encodingOf(bytes, before);
        decoder = decoderOf(name);
        isOpen = false;
      }
    }
    yield strictly(name, before, () => decoder.decode(bytes, { stream: true }));
    before += bytes.length;
  }
  if (held.length > 0) {
    name = encodingOf(held, before);
    decoder = decoderOf(name);
    yield strictly(name, before, () => decoder.decode(held, { stream: true }));
  }
  yield strictly(name, before, () => decoder.decode());
}

const decoderOf = (encoding: string) => new TextDecoder(labels[encoding] ?? "utf-8", { fatal: true });

/** The encoding of a piece that is the first with more than ASCII in it. It may be cut inside a character. */
function encodingOf(bytes: Uint8Array, before: number): string {
  return strictly("UTF-8", before, () => {
    try {
      return decodeBeginning(bytes).encoding;
    } catch {
      return "UTF-8";
    }
  });
}

function strictly<T>(encoding: string, before: number, read: () => T): T {
  try {
    return read();
  } catch {
    const message = `The file is not valid ${encoding}: somewhere after byte ${before} a byte fits no character.`;
    throw new IntelRefused("INVALID_INPUT", message, { offset: before });
  }
}
