import { FileReader } from "../../src/interop/apart/reader";
import { readIntel } from "../../src/interop/read";
import type { ReadResult } from "../../src/interop/statement";
import { readIntelStream } from "../../src/interop/stream/stream";
import { encoders, type EncodingName } from "./encoders";

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  await Promise.resolve();
}

async function streamed(bytes: Uint8Array, size: number): Promise<readonly ReadResult[]> {
  const portions: ReadResult[] = [];
  const given = { filename: "", maxBytes: 1e9 };
  for await (const one of readIntelStream(pieces(bytes, size), given, new FileReader())) portions.push(one);
  return portions;
}

const said = (results: readonly ReadResult[]) =>
  results.flatMap(({ statements }) =>
    statements.map(({ at, type, value, description }) => ({ at, type, value, description })),
  );

/** What partners write beside their values: full-width and half-width, and characters with a zero for a byte. */
const notes = [
  "マルウェアの通信先",
  "ﾄﾞﾒｲﾝ",
  "ﾏﾙｳｪｱ配布",
  "一次検体　確認済み",
  "ﾌｧｲﾙ名ﾌﾟﾛｸﾞﾗﾑ",
  "攻撃元",
  "ＩＰ：送信・受信",
];
const lineOf = (index: number) => `host${index}[.]evil.example # ${notes[index % notes.length] ?? ""}`;
const list = (lines: number) =>
  ["# 通信先の一覧（ﾄﾞﾒｲﾝ）", ...Array.from({ length: lines }, (_, index) => lineOf(index))].join("\r\n");
const names = Object.keys(encoders) as readonly EncodingName[];

describe("A Japanese list says the same", () => {
  test.each(names)("in %s", (name) => {
    const expected = said([readIntel(Buffer.from(list(21)))]);
    const result = readIntel(encoders[name](list(21)));
    expect(expected).toHaveLength(21);
    expect(expected.slice(0, 2)).toMatchObject([{ description: notes[0] }, { description: notes[1] }]);
    expect([result.encoding, said([result])]).toEqual([name.replace(" without BOM", ""), expected]);
  });

  test.each(names)("in %s, when it comes in pieces", async (name) => {
    const text = list(12_000);
    const expected = said([readIntel(Buffer.from(text))]);
    const portions = await streamed(encoders[name](text), 60_001);
    expect(portions.length).toBeGreaterThan(1);
    expect(said(portions)).toEqual(expected);
  });

  test.each(["UTF-8", "Shift_JIS", "EUC-JP", "ISO-2022-JP"] as const)(
    "in %s, when its beginning is plain ASCII",
    async (name) => {
      const text = `${Array.from({ length: 20_000 }, (_, index) => `plain${index}.evil.example`).join("\n")}\n${list(50)}`;
      const expected = said([readIntel(Buffer.from(text))]);
      for (const size of [997, 65_536]) expect(said(await streamed(encoders[name](text), size))).toEqual(expected);
    },
  );
});

describe("UTF-16 without a mark", () => {
  test.each([
    ["一", "# 一\nevil.example\n"],
    ["an ideographic space", "#　通信先\nevil.example\n"],
    ["Ā", "# Āda\nevil.example\n"],
    ["a long comment in kana", `# ${"あいうえお一　".repeat(100)}\nevil.example\n192.0.2.1\n`],
  ])("is known with %s in it", (_, text) => {
    for (const name of ["UTF-16LE without BOM", "UTF-16BE without BOM"] as const) {
      const result = readIntel(encoders[name](text));
      expect([result.encoding, result.statements[0]?.value]).toEqual([name.slice(0, 8), "evil.example"]);
    }
  });

  test("is not seen in a list that holds a zero by mistake", () => {
    const result = readIntel(Buffer.from("192.0.2.1\nevil.example a\u0000b\nabcd.example\nsome.example\n"));
    expect([result.encoding, result.statements.length, result.refused.length]).toEqual(["UTF-8", 3, 1]);
  });
});

describe("One word", () => {
  test.each([
    "ﾄﾞﾒｲﾝ",
    "ﾏﾙｳｪｱ",
    "ﾌｧｲﾙ",
    "ｺﾒﾝﾄ",
    "ﾊﾟｽﾜｰﾄﾞ",
    "指標",
    "通信先",
    "不審なメール",
    "アイウ",
    "A社",
    "会社",
    "髙橋",
  ])("%s tells Shift_JIS from EUC-JP", (word) => {
    for (const name of ["Shift_JIS", "EUC-JP"] as const) {
      if (word === "髙橋" && name === "EUC-JP") continue; // EUC-JP has no such character.
      const result = readIntel(encoders[name](`evil.example # ${word}\n`));
      expect([result.encoding, result.statements[0]?.description]).toEqual([name, word]);
    }
  });
});

test("Bytes of no encoding are refused with the place of the first", () => {
  const bytes = Uint8Array.from([...Buffer.from("evil.ru\n"), 0xff, 0xfe, 0xff]);
  expect(() => readIntel(bytes)).toThrow(/not valid UTF-8: byte 8 /);
});
