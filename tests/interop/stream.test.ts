import fc from "fast-check";
import { FileReader } from "../../src/interop/apart/reader";
import { csvRows } from "../../src/interop/list/csv.parse";
import { linesOf } from "../../src/interop/list/lines";
import { readIntel } from "../../src/interop/read";
import { IntelRefused, type ReadResult } from "../../src/interop/statement";
import { decoded } from "../../src/interop/stream/decoding";
import { linesIn, rowsIn } from "../../src/interop/stream/lines";
import { readIntelStream } from "../../src/interop/stream/stream";

const reader = new FileReader();

async function* pieces<T extends string | Uint8Array>(whole: T, size: number): AsyncGenerator<T> {
  for (let at = 0; at < whole.length; at += size) yield whole.slice(at, at + size) as T;
  await Promise.resolve();
}

async function all<T>(lists: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const list of lists) found.push(...list);
  return found;
}

async function portionsOf(bytes: Uint8Array, filename = "", size = 65_536, maxBytes = 1e9) {
  const portions: ReadResult[] = [];
  for await (const portion of readIntelStream(pieces(bytes, size), { filename, maxBytes }, reader))
    portions.push(portion);
  return portions;
}

const statementsOf = (results: readonly ReadResult[]) =>
  results.flatMap(({ statements }) => statements).map(({ at, type, value, name }) => ({ at, type, value, name }));

describe("A file that comes in pieces", () => {
  test("has the lines of the whole, wherever it is cut", async () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "\n", "\r", "\r\n", "é") });
    const property = fc.asyncProperty(text, fc.integer({ min: 1, max: 5 }), async (whole, size) => {
      expect(await all(linesIn(pieces(whole, size)))).toEqual([...linesOf(whole)]);
    });
    await fc.assert(property, { numRuns: 500 });
  });

  test("has the records of the whole, wherever it is cut", async () => {
    const text = fc.string({ unit: fc.constantFrom("a", ",", "\n", "\r\n", '"', ' "', '""') });
    const property = fc.asyncProperty(text, fc.integer({ min: 1, max: 5 }), async (whole, size) => {
      expect(await all(rowsIn(pieces(whole, size), ","))).toEqual([...csvRows(whole, ",")]);
    });
    await fc.assert(property, { numRuns: 500 });
  });

  test("has the records of a whole that is longer than what is looked ahead", async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `host${i}.example,"first\nsecond ""${i}""",x`).join("\r\n");
    expect(await all(rowsIn(pieces(rows, 70_001), ","))).toEqual([...csvRows(rows, ",")]);
  });

  test("is decoded as the whole, in encodings of several bytes too", async () => {
    // "指標\n" in Shift_JIS, behind so much ASCII that the beginning does not tell.
    const line = Buffer.from([0x8e, 0x77, 0x95, 0x57, 0x0a]);
    const bytes = Buffer.concat([Buffer.from("plain\n".repeat(50)), ...Array.from({ length: 50 }, () => line)]);
    const texts: string[] = [];
    for await (const text of decoded(pieces(bytes, 150), "UTF-8")) texts.push(text);
    expect(texts.join("")).toBe("plain\n".repeat(50) + "指標\n".repeat(50));
  });

  test("says the same as the whole, list and table", async () => {
    const list = Buffer.from(Array.from({ length: 30_000 }, (_, i) => `host${i}[.]evil.example # ${i}`).join("\r\n"));
    const table = Buffer.from(
      `name,domain\n${Array.from({ length: 30_000 }, (_, i) => `"n, ${i}",host${i}.evil.example`).join("\n")}`,
    );
    for (const bytes of [list, table]) {
      const portions = await portionsOf(bytes);
      expect(portions.length).toBeGreaterThanOrEqual(6);
      expect(statementsOf(portions)).toEqual(statementsOf([readIntel(bytes)]));
    }
  });

  test("names a refused line by its number in the whole", async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `host${i}.evil.example`);
    const bytes = Buffer.from([...lines, "300.1.2.3", "https://evil.example"].join("\n"));
    const refused = (await portionsOf(bytes)).flatMap((portion) => portion.refused);
    expect(refused).toMatchObject([{ at: "line 20001", value: "300.1.2.3" }]);
  });

  test("is refused from the byte on that fits no character, after what was good", async () => {
    const good = Buffer.from(Array.from({ length: 30_000 }, (_, i) => `hôte${i}.evil.example`).join("\n"));
    const seen: ReadResult[] = [];
    const reading = async () => {
      const body = pieces(Buffer.concat([good, Buffer.from([0x0a, 0xff, 0xff])]), 65_536);
      for await (const portion of readIntelStream(body, { filename: "", maxBytes: 1e9 }, reader)) seen.push(portion);
    };
    await expect(reading()).rejects.toThrow(/not valid UTF-8/);
    expect(seen.length).toBeGreaterThan(3);
  });

  test("says the same when it comes byte by byte", async () => {
    const list = Buffer.from(Array.from({ length: 30_000 }, (_, i) => `host${i}.evil.example,note`).join("\n"));
    expect(statementsOf(await portionsOf(list, "", 1))).toEqual(statementsOf([readIntel(list)]));
    const whole = Buffer.from(`{"type":"bundle","objects":[]${" ".repeat(600_000)}}`);
    expect(await portionsOf(whole, "", 1)).toMatchObject([{ format: "STIX_2_1" }]);
  });

  test("comes to portions that are short where its rows are long", async () => {
    const row = Array.from({ length: 400 }, (_, i) => `192.0.2.${i % 256}`).join(",");
    const portions = await portionsOf(Buffer.from(`${row}\n`.repeat(1_000)));
    expect(portions.length).toBeGreaterThanOrEqual(3);
    expect(statementsOf(portions).at(-1)).toMatchObject({ type: "IPV4" });
  });

  test("is refused when it is over its limit, whatever its format", async () => {
    const list = Buffer.from("evil.example\n".repeat(100_000));
    await expect(portionsOf(list, "", 65_536, 500_000)).rejects.toThrow(IntelRefused);
    const json = Buffer.from(`[${" ".repeat(600_000)}]`);
    await expect(portionsOf(json, "", 65_536, 500_000)).rejects.toMatchObject({ code: "PAYLOAD_TOO_LARGE" });
  });

  test("a line without an end is refused, and not held", async () => {
    const bytes = Buffer.from(`${"evil.example\n".repeat(30_000)}${"x".repeat(3_000_000)}\nlast.evil.example`);
    const portions = await portionsOf(bytes);
    expect(portions.flatMap(({ refused }) => refused)).toMatchObject([{ at: "line 30001" }]);
    expect(statementsOf(portions).at(-1)).toMatchObject({ at: "line 30002", value: "last.evil.example" });
  });
});
