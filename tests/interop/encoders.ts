/** The bytes of every character that a decoder of two bytes knows, turned around: Node decodes these, and encodes none. */
function tableOf(label: string, leads: readonly number[]): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder(label, { fatal: true });
  const table = new Map<string, readonly number[]>();
  const add = (bytes: readonly number[]) => {
    try {
      const char = decoder.decode(Uint8Array.from(bytes));
      if (Array.from(char).length === 1 && !table.has(char)) table.set(char, bytes);
    } catch {
      // These bytes are no character.
    }
  };
  for (let byte = 0; byte < 256; byte++) add([byte]);
  for (const lead of leads) for (let trail = 0x40; trail < 256; trail++) add([lead, trail]);
  return table;
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const shiftJis = tableOf("shift_jis", [...range(0x81, 0x9f), ...range(0xe0, 0xfc)]);
const eucJp = tableOf("euc-jp", [0x8e, ...range(0xa1, 0xfe)]);

const encodedBy = (table: ReadonlyMap<string, readonly number[]>, text: string): Uint8Array =>
  Uint8Array.from(
    Array.from(text).flatMap((char) => {
      const bytes = table.get(char);
      if (bytes === undefined) throw new Error(`${char} is in no table.`);
      return bytes;
    }),
  );

/** ISO-2022-JP is EUC-JP without its eighth bits, behind an escape for each set of characters. */
function iso2022Jp(text: string): Uint8Array {
  const escapes = { ascii: "\u001b(B", kanji: "\u001b$B", kana: "\u001b(I" };
  let set: keyof typeof escapes = "ascii";
  const bytes: number[] = [];
  for (const char of `${text}`) {
    const [first = 0, second = 0] = encodedBy(eucJp, char);
    const wanted = first < 0x80 ? "ascii" : first === 0x8e ? "kana" : "kanji";
    if (wanted !== set) bytes.push(...Buffer.from(escapes[wanted]));
    set = wanted;
    bytes.push(...(wanted === "ascii" ? [first] : wanted === "kana" ? [second & 0x7f] : [first & 0x7f, second & 0x7f]));
  }
  return Uint8Array.from([...bytes, ...(set === "ascii" ? [] : Buffer.from(escapes.ascii))]);
}

const utf16le = (text: string) => Buffer.from(text, "utf16le");
const utf16be = (text: string) => Buffer.from(text, "utf16le").swap16();

export const encoders = {
  "UTF-8": (text: string) => Buffer.from(text),
  "UTF-8 with BOM": (text: string) => Buffer.from(`\uFEFF${text}`),
  "UTF-16LE": (text: string) => utf16le(`\uFEFF${text}`),
  "UTF-16BE": (text: string) => utf16be(`\uFEFF${text}`),
  "UTF-16LE without BOM": utf16le,
  "UTF-16BE without BOM": utf16be,
  Shift_JIS: (text: string) => encodedBy(shiftJis, text),
  "EUC-JP": (text: string) => encodedBy(eucJp, text),
  "ISO-2022-JP": iso2022Jp,
} as const satisfies Readonly<Record<string, (text: string) => Uint8Array>>;
export type EncodingName = keyof typeof encoders;
