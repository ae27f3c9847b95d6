import { decode } from "../encoding";
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

/** No encoding of these has a line end inside a character of several bytes, but for UTF-16, which shows by its zeros. */
function wholeLines(bytes: Uint8Array): Uint8Array {
  if (bytes.subarray(0, 512).includes(0)) {
    // Four bytes before the end there may stand the first half of a character outside the basic plane.
    const even = bytes.length - (bytes.length % 2);
    const last = bytes.subarray(even - 2, even).some((byte) => byte >= 0xd8 && byte <= 0xdb);
    return bytes.subarray(0, last ? even - 2 : even);
  }
  const end = Math.max(bytes.lastIndexOf(0x0a), bytes.lastIndexOf(0x0d));
  return end < 0 ? bytes : bytes.subarray(0, end + 1);
}

/**
 * Decodes a stream strictly, as `encoding` names it. A text that begins in plain ASCII shows its encoding only later:
 * it is then told by what comes. Bytes that fit no character refuse the rest, with the place before which all was read.
 */
export async function* decoded(body: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<string> {
  let name = encoding;
  let decoder = decoderOf(name);
  let plain = name === "UTF-8";
  let before = 0;
  for await (const bytes of body) {
    const isPlain = plain && bytes.every((byte) => byte < 0x80);
    if (plain && !isPlain) {
      name = encodingOf(bytes, before);
      decoder = decoderOf(name);
    }
    plain = isPlain;
    yield strictly(name, before, () => decoder.decode(bytes, { stream: true }));
    before += bytes.length;
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
