import fc from "fast-check";
import { Report } from "../../src/interop/report";
import { defaultLimits, IntelRefused } from "../../src/interop/statement";
import { outcomeOf } from "./shared-data";
import { expectSound, filename } from "./sound";

const runPieces = [
  ...[
    "(",
    ")",
    "[",
    "]",
    "{",
    "<",
    ">",
    "[.]",
    ".",
    "a",
    "1",
    ":",
    "/",
    "\\",
    " ",
    "\t",
    ",",
    ";",
    "|",
    "`",
    "*",
    "_",
    "-",
  ],
  ...[
    "=",
    "#",
    '"',
    "'",
    "@",
    "%",
    "&",
    "é",
    "\u3000",
    "\u0301",
    "\u0323",
    "e[.]",
    "ab.",
    " dot ",
    "http://",
    "hxxp://",
  ],
  ...["<!--", "-->", "<a ", "</", "0x", "CVE-", "HKLM\\", "-----BEGIN ", "MD5 (", "sha256: ", '{"a":', "\\u0000"],
];
const repeated = (text: string, length: number) => text.repeat(Math.max(1, Math.floor(length / text.length)));
/** Combining marks of two classes, in the wrong order: normalising puts each before all others. */
const marks = (length: number) => `a${"\u0301".repeat(length / 2)}${"\u0323".repeat(length / 2)}`;
const letters = (length: number) => Array.from({ length }, (_, i) => String.fromCharCode(0x4e00 + i)).join("");

describe("Large and hostile input", () => {
  const million = (pattern: string) => Buffer.from(pattern.repeat(Math.ceil(400_000 / Buffer.byteLength(pattern))));

  test.each([
    ',"a',
    '"',
    '"a,b\n',
    ",",
    "[.",
    "a\n",
    "a.",
    "1.2.3.4\n",
    '192.0.2.1,"x\n',
    "[",
    '{"a":',
    "\\",
    "|a|b\n",
    "`a` ",
    "<a>",
    "/*",
    "(",
    " dot ",
    "hxxp://a/資/",
    "資[.]",
    "（",
    "a[.]b(",
  ])("400,000 bytes of %j take time in proportion", (pattern) => {
    for (const name of ["a.csv", "a.md", ""]) expectSound(million(pattern), name);
  });

  // Two or three runs of pieces, in one long line or in lines as long as a value may be: what looks at a run again from
  // each of its places, or divides it in each way, never ends here.
  const run = fc.array(fc.constantFrom(...runPieces), { minLength: 1, maxLength: 2 });
  const runs = fc.array(run, { minLength: 2, maxLength: 3 });
  const lineLength = fc.constantFrom(8_000, 60_000, 400_000);

  test("runs of pieces take time in proportion", () => {
    fc.assert(
      fc.property(runs, lineLength, filename, (parts, length, name) => {
        const share = Math.floor(length / parts.length);
        const line = parts.map((each) => repeated(each.join(""), share)).join("");
        expectSound(Buffer.from(`ioc,labels\n${repeated(`x${line}x\n`, 100_000)}`), name);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ["brackets around brackets", "a.md", `a${"(".repeat(4_000)}[.]${")".repeat(4_000)}`],
    ["punctuation behind a word", "a.md", `evil[.]example${"!".repeat(60_000)}x`],
    ["comments before what may be OpenIOC", "", `${"<!---->".repeat(31)}x`],
    ["dots inside a name", "a.csv", `ioc\n${`a${".".repeat(8_000)}x\n`.repeat(100)}`],
    ["spaces inside a label", "a.csv", `ioc,labels\nevil.example,a${" ".repeat(400_000)}b`],
    ["marks on a letter, in a cell that may name a type", "a.csv", `ioc,type\nevil.example,${marks(400_000)}`],
    ["marks on a letter, in a cell that may be a date", "a.csv", `ioc,first seen\nevil.example,${marks(400_000)}`],
    ["marks on a letter, in a cell that may name a level", "a.csv", `ioc,tlp\nevil.example,${marks(400_000)}`],
    ["characters of a name, each another", "a.txt", `${letters(7_900)}[.]example\n`.repeat(60)],
    ["answers in answers", "a.json", `${'{"response":'.repeat(60_000)}{}${"}".repeat(60_000)}`],
    ["line breaks before an error", "a.json", `[${"\n".repeat(8_000_000)}x`],
    [
      "wrong values below a long key",
      "a.json",
      `{"type":"bundle","objects":[{"${"k".repeat(4_000_000)}":[${"1e999,".repeat(9_000)}1]}]}`,
    ],
  ])("%s take time in proportion", (_, name, text) => {
    expectSound(Buffer.from(text), name);
  });

  test("memory stays in proportion to the file", () => {
    const lines = Array.from({ length: 100_000 }, (_, index) => `host${index}.evil[.]example`).join("\n");
    const before = process.memoryUsage().heapUsed;
    const outcome = outcomeOf(Buffer.from(lines));
    expect(outcome.kind === "READ" && outcome.result.statements.length).toBe(100_000);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(300 * 1024 * 1024);
  });

  const indicator = (i: number, values: number) => ({
    ...{ type: "indicator", spec_version: "2.1", pattern_type: "stix", description: "d".repeat(60_000) },
    id: `indicator--00000000-0000-4000-8000-${String(i).padStart(12, "0")}`,
    ...{ created: "2026-01-01T00:00:00Z", modified: "2026-01-01T00:00:00Z", valid_from: "2026-01-01T00:00:00Z" },
    pattern: Array.from({ length: values }, (_, n) => `[domain-name:value = 'h${n}.k${i}.ru']`).join(" OR "),
  });

  test("an object that says a long thing of very many values is refused by name, and the others stand", () => {
    const objects = [indicator(1, 1_000), indicator(2, 2)];
    const outcome = outcomeOf(Buffer.from(JSON.stringify({ type: "bundle", objects })));
    expect(outcome).toMatchObject({
      kind: "READ",
      result: { refused: [{ at: objects[0]?.id, code: "PAYLOAD_TOO_LARGE", field: "pattern" }] },
    });
    expect(outcome.kind === "READ" && outcome.result.statements.length).toBe(2);
  });

  test("a row that is very long is refused by its line, and the others stand", () => {
    const row = (length: number) => `evil${length}.example,${"192.0.2.1 ".repeat(length / 10)}`;
    const outcome = outcomeOf(Buffer.from(`domain,ip\n${row(300_000)}\n${row(100)}\n`), { filename: "a.csv" });
    expect(outcome).toMatchObject({
      kind: "READ",
      result: {
        refused: [{ at: "line 2", code: "PAYLOAD_TOO_LARGE" }],
        statements: [{ at: "line 3" }, { at: "line 3" }],
      },
    });
  });

  test("a file of such objects is refused where they come to more than a file may say", () => {
    const objects = Array.from({ length: 20 }, (_, i) => indicator(i, 100));
    const bytes = Buffer.from(JSON.stringify({ type: "bundle", objects }));
    expect(outcomeOf(bytes).kind).toBe("READ");
    const outcome = outcomeOf(bytes, { limits: { characters: 50_000_000 } });
    expect(outcome).toMatchObject({ kind: "REFUSED", refusal: { code: "PAYLOAD_TOO_LARGE" } });
  });

  test("things that are no indicators are told apart up to a number of kinds", () => {
    const objects = Array.from({ length: 3_000 }, (_, i) => ({
      type: `x-${i}`,
      id: `x-${i}--00000000-0000-4000-8000-000000000000`,
    }));
    const outcome = outcomeOf(Buffer.from(JSON.stringify({ type: "bundle", objects })));
    const ignored = outcome.kind === "READ" ? outcome.result.ignored : [];
    expect(ignored).toHaveLength(1_001);
    expect(ignored.reduce((sum, { count }) => sum + count, 0)).toBe(3_000);
  });

  test("a file over the limit of bytes is not even decoded", () => {
    const outcome = outcomeOf(new Uint8Array(11), { limits: { bytes: 10 } });
    expect(outcome).toMatchObject({ kind: "REFUSED", refusal: { code: "PAYLOAD_TOO_LARGE", details: { limit: 10 } } });
  });

  test("a report stops at its limit of items", () => {
    const report = new Report({ ...defaultLimits, items: 2 });
    report.refuse("a", "no");
    report.refuse("b", "no");
    expect(() => report.refuse("c", "no")).toThrow(IntelRefused);
  });
});
