import { FileReader } from "../../src/interop/apart/reader";
import { readIntel } from "../../src/interop/read";
import type { ReadResult } from "../../src/interop/statement";

const event = (count: number, info = "an event") => ({
  Event: {
    info,
    Attribute: Array.from({ length: count }, (_, i) => ({
      type: i % 7 === 0 ? "md5" : "domain",
      value: `host${i}.evil.example`,
      to_ids: true,
      comment: "指標",
    })),
  },
});
const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value));
const long = bytesOf(event(12_000));
const prose = Buffer.from(
  Array.from({ length: 20_000 }, (_, i) => `Paragraph ${i} names evil${i}[.]example and 999[.]1.1.1 too.`).join("\n"),
);
const finding = (i: number) => ({
  ...{ class_uid: 2004, activity_id: 1, type_uid: 200_401, time: 1_700_000_000_000, severity_id: 4 },
  finding_info: { uid: `finding-${i}`, title: "Something was found" },
  metadata: { product: { name: "a tool" }, version: "1.3.0" },
});
const findings = bytesOf(Array.from({ length: 2_000 }, (_, i) => finding(i)));

async function all(portions: AsyncIterable<ReadResult>): Promise<readonly ReadResult[]> {
  const taken: ReadResult[] = [];
  for await (const portion of portions) taken.push(portion);
  return taken;
}
const given = (bytes: Uint8Array) => () => Promise.resolve(bytes);

describe("A long file, read by a process of its own", () => {
  test.each([
    ["an event", long, ""],
    ["a text", prose, "a.md"],
    ["findings", findings, "a.json"],
  ])("says what it says on the spot: %s", async (_, bytes, filename) => {
    expect(await new FileReader().read(bytes, { filename })).toEqual(readIntel(bytes, { filename }));
  });

  test("comes in portions", async () => {
    const portions = await all(new FileReader().portions(given(long)));
    expect(portions.length).toBeGreaterThanOrEqual(4);
    expect(Math.max(...portions.map(({ statements }) => statements.length))).toBe(5_000);
    expect(portions[0]).toMatchObject({ format: "MISP_EVENT", title: "an event", encoding: "UTF-8" });
  });

  test("is refused by the same code, with the same sentence and details", async () => {
    const broken = long.subarray(0, long.length - 2);
    const reading = new FileReader().read(broken);
    expect(() => readIntel(broken)).toThrow(/ends before it is complete/);
    await expect(reading).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringMatching(/ends before it is complete/) as unknown,
      details: { line: 1 },
    });
  });

  test("is refused when it takes more memory than it may, and the next is read", async () => {
    const reader = new FileReader({ heapMiB: 100 });
    const heavy = Buffer.from(`{"type":"bundle","objects":[${'{"a":[]},'.repeat(450_000)}{}]}`);
    const refusal = { code: "PAYLOAD_TOO_LARGE", message: expect.stringContaining("100 MiB of memory") as unknown };
    await expect(reader.read(heavy)).rejects.toMatchObject(refusal);
    expect((await reader.read(bytesOf(event(4_000)))).format).toBe("MISP_EVENT");
  });

  test("is refused when it takes longer than it may", async () => {
    const reading = new FileReader({ timeMs: 1 }).read(long);
    const message = expect.stringContaining("takes longer than 0.001 s") as unknown;
    await expect(reading).rejects.toMatchObject({ code: "PAYLOAD_TOO_LARGE", message, details: { limit: 1 } });
  });

  test("leaves this process free to do other things", async () => {
    let over = false;
    const reading = new FileReader().read(long).finally(() => (over = true));
    let turns = 0;
    while (!over) {
      await new Promise(setImmediate);
      turns++;
    }
    await reading;
    expect(turns).toBeGreaterThan(10); // Read on the spot, it would have been one.
  });
});

describe("Files that are read at once", () => {
  test("wait for a place, and only then for their bodies", async () => {
    const reader = new FileReader({ atOnce: 1 });
    const first = reader.portions(given(long));
    await first.next();
    let asked = false;
    const second = all(
      reader.portions(() => {
        asked = true;
        return Promise.resolve(long);
      }),
    );
    await first.next();
    expect(asked).toBe(false);
    await first.return(undefined); // Whoever goes away gives its place back.
    await second;
    expect(asked).toBe(true);
  });

  test("that do not arrive in time give their places back", async () => {
    const reader = new FileReader({ atOnce: 1, arrivalMs: 1 });
    const never = () => new Promise<Uint8Array>(() => undefined);
    await expect(all(reader.portions(never))).rejects.toMatchObject({ code: "TIMEOUT" });
    expect((await all(reader.portions(given(long)))).length).toBeGreaterThan(1);
  });

  test("that cannot be read give their places back", async () => {
    const reader = new FileReader({ atOnce: 1 });
    await expect(all(reader.portions(() => Promise.reject(new Error("gone"))))).rejects.toThrow("gone");
    await expect(reader.read(prose.subarray(0, 300_000), { limits: { items: 5 } })).rejects.toThrow(
      /more than 5 items/,
    );
    expect((await reader.read(long)).statements.length).toBeGreaterThan(10_000);
  });
});
