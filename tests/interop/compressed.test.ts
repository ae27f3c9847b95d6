import { gzipSync } from "node:zlib";
import { FileReader } from "../../src/interop/apart/reader";
import { readIntel } from "../../src/interop/read";
import type { ReadResult } from "../../src/interop/statement";
import { readIntelStream } from "../../src/interop/stream/stream";

const reader = new FileReader();
const list = (count: number) => Array.from({ length: count }, (_, i) => `host${i}.evil.example`).join("\n");

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  await Promise.resolve();
}

async function streamed(bytes: Uint8Array, maxBytes = 1e9, size = 65_536): Promise<readonly ReadResult[]> {
  const portions: ReadResult[] = [];
  for await (const each of readIntelStream(pieces(bytes, size), { filename: "", maxBytes }, reader))
    portions.push(each);
  return portions;
}
const countOf = (portions: readonly ReadResult[]) =>
  portions.reduce((sum, { statements }) => sum + statements.length, 0);

describe("A file that is gzip", () => {
  test("says what is in it, short and long, at once and in pieces", async () => {
    for (const count of [3, 40_000]) {
      const [plain, packed] = [Buffer.from(list(count)), gzipSync(list(count))];
      expect((await reader.read(packed)).statements).toEqual(readIntel(plain).statements);
      for (const size of [100, 65_536]) expect(countOf(await streamed(packed, 1e9, size))).toBe(count);
    }
  });

  test("may be one of several members", async () => {
    const packed = Buffer.concat([gzipSync(list(2)), gzipSync("\nlast.evil.example\n")]);
    expect(countOf(await streamed(packed))).toBe(3);
  });

  test("that was made to grow ends at the limit of what is inflated, whatever is in it", async () => {
    const zeros = gzipSync(Buffer.alloc(200_000_000));
    const lines = gzipSync(Buffer.from("evil.example\n".repeat(1_000_000)));
    expect(zeros.length + lines.length).toBeLessThan(1_000_000);
    await expect(streamed(zeros)).rejects.toMatchObject({ code: "PAYLOAD_TOO_LARGE" });
    await expect(streamed(lines, 5_000_000)).rejects.toMatchObject({
      code: "PAYLOAD_TOO_LARGE",
      details: { limit: 5e6 },
    });
    await expect(reader.read(zeros)).rejects.toMatchObject({
      code: "PAYLOAD_TOO_LARGE",
      details: { limit: 8_388_608 },
    });
  });

  test("that is cut or damaged is refused as such", async () => {
    const packed = gzipSync(list(50_000));
    const damaged = Buffer.from(packed);
    damaged.fill(0xff, 20, 60);
    for (const bytes of [packed.subarray(0, packed.length / 2), damaged]) {
      const refusal = {
        code: "INVALID_INPUT",
        message: expect.stringContaining("gzip, but damaged or cut") as unknown,
      };
      await expect(streamed(bytes)).rejects.toMatchObject(refusal);
      await expect(reader.read(bytes)).rejects.toMatchObject(refusal);
    }
  });

  test("is inflated once: gzip in gzip is refused", async () => {
    await expect(streamed(gzipSync(gzipSync(list(3))))).rejects.toMatchObject({ code: "UNSUPPORTED" });
    await expect(reader.read(gzipSync(gzipSync(list(3))))).rejects.toMatchObject({ code: "UNSUPPORTED" });
  });
});

describe("What is no text", () => {
  test.each([
    ["a zip archive", [0x50, 0x4b, 0x03, 0x04, 0x14, 0x00]],
    ["a 7z archive", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
    ["a RAR archive", [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
    ["compressed with xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
    ["compressed with Zstandard", [0x28, 0xb5, 0x2f, 0xfd]],
    ["compressed with bzip2", [0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59]],
    ["a PDF document", [0x25, 0x50, 0x44, 0x46, 0x2d, 0x31]],
  ])("is refused by name: %s", async (what, magic) => {
    const bytes = Buffer.concat([Buffer.from(magic), Buffer.from("\u0001\u0002 and so on")]);
    const refusal = { code: "UNSUPPORTED", message: expect.stringContaining(what) as unknown };
    await expect(streamed(bytes)).rejects.toMatchObject(refusal);
    await expect(reader.read(bytes)).rejects.toMatchObject(refusal);
  });

  test("is not seen in a list that begins with the same letters", () => {
    expect(readIntel(Buffer.from("bzh.example.com\nBZh9.example.com\n")).statements).toHaveLength(2);
    expect(readIntel(Buffer.from("BZh9.example.com\nPK.example.com\n")).statements).toHaveLength(2);
  });
});
