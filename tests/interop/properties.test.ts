import fc from "fast-check";
import { Report } from "../../src/interop/report";
import { parseJson } from "../../src/interop/json";
import { csvRows } from "../../src/interop/list/csv.parse";
import { parseXml } from "../../src/interop/openioc/xml";
import { readPattern } from "../../src/interop/stix/pattern";
import { defaultLimits, IntelRefused } from "../../src/interop/statement";
import { describeData, outcomeOf, sharedFile } from "./shared-data";

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

/** Reading never throws anything but a refusal, and nothing that comes out is unfit for the database. */
function expectSound(bytes: Uint8Array, filename?: string): void {
  const outcome = outcomeOf(bytes, filename === undefined ? {} : { filename });
  if (outcome.kind === "REFUSED") return;
  const { detections, benignLists, ...rest } = outcome.result;
  for (const text of textsIn(rest)) expect(text).not.toMatch(/\u0000|\p{Cs}/u);
  for (const { message } of outcome.result.refused) expect(message).not.toBe("");
}

const piece = fc.constantFrom(
  ...["{", "}", "[", "]", '"', ":", ",", "\\u0000", "\\ud800", "type", "bundle", "objects", "indicator", "pattern"],
  ...[
    "[a:b = 'c']",
    "\n",
    "\r",
    "|",
    "`",
    "<ioc>",
    "</ioc>",
    "<!--",
    "&",
    ";",
    "#",
    "hxxp://",
    "evil[.]ru",
    "192.0.2.1",
  ],
  ...["Event", "Attribute", "value", "sha256", "\u0000", "\ufeff", "ドメイン", "==", "----", "1e999", "true", " "],
);
const assembled = fc
  .array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 60 })
  .map((parts) => parts.join(""));
const filename = fc.constantFrom("", "a.json", "a.csv", "a.md", "a.txt", "a.ioc");

describe("Any input", () => {
  test("of random bytes is read or refused", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), filename, (bytes, name) => expectSound(bytes, name)),
      { numRuns: 1_000 },
    );
  });

  test("of pieces of real formats is read or refused", () => {
    fc.assert(
      fc.property(assembled, filename, (text, name) => expectSound(Buffer.from(text), name)),
      { numRuns: 3_000 },
    );
  });

  test("of any JSON value is read or refused", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => expectSound(Buffer.from(text))),
      { numRuns: 500 },
    );
  });
});

describe("The parsers", () => {
  test("take exactly the JSON that the engine takes", () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), assembled), (text) => {
        const ours = attempt(() => parseJson(text, defaultLimits).value);
        expect(ours).toEqual(attempt(() => JSON.parse(text) as unknown));
      }),
      { numRuns: 2_000 },
    );
  });

  test("read back the table that was written by RFC 4180", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "é", " x") });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(table, (rows) => {
        const text = rows.map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(",")).join("\r\n");
        expect([...csvRows(text, ",")].map(({ cells }) => cells)).toEqual(rows);
      }),
      { numRuns: 1_000 },
    );
  });

  test("of patterns and XML never throw anything but refusals", () => {
    const token = fc.constantFrom(
      "[",
      "]",
      "(",
      ")",
      "a:b",
      ".",
      "'x'",
      "=",
      " OR ",
      " AND ",
      "NOT ",
      "IN",
      ",",
      "5",
      "t'x'",
      "<a>",
      "</a>",
      "<![CDATA[",
    );
    const text = fc.array(token, { maxLength: 40 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (each) => {
        expect(["SIMPLE", "WHOLE", "REFUSED"]).toContain(readPattern(each, defaultLimits).kind);
        expect(attempt(() => parseXml(each, defaultLimits))).toBeDefined();
      }),
      { numRuns: 2_000 },
    );
  });
});

/** The value, or "refused"; any error that is neither a refusal nor the engine's own syntax error goes through. */
function attempt<T>(run: () => T): T | "refused" {
  try {
    return run();
  } catch (error) {
    if (error instanceof IntelRefused || error instanceof SyntaxError) return "refused";
    throw error;
  }
}

describeData("Real files with bytes changed", () => {
  const names = [
    "stix21/oasis-open__cti-documentation/examples__example_json__apt1.json",
    "misp/eset__malware-ioc/telebots__misp-telebots.json",
    "ioc/WithSecureLabs__iocs/Kapeka__iocs.csv",
    "ioc/eset__malware-ioc/king_tut__README.adoc",
    "openioc/mandiant__iocs/APT28__a438caeb-96dd-4225-853c-fc5910980961.ioc",
    "bad/csv-shift_jis.csv",
  ];
  test.each(names)("%s is still read or refused", (name) => {
    const original = sharedFile(name);
    const change = fc.tuple(fc.nat({ max: original.length - 1 }), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 5 }),
        fc.nat({ max: original.length }),
        (changes, cut) => {
          const bytes = Buffer.from(original);
          for (const [at, byte] of changes) bytes[at] = byte;
          expectSound(cut % 3 === 0 ? bytes.subarray(0, cut) : bytes, name);
        },
      ),
      { numRuns: 60 },
    );
  });
});

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
