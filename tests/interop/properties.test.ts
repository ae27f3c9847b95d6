import fc from "fast-check";
import { parseJson } from "../../src/interop/json";
import { csvRows } from "../../src/interop/list/csv.parse";
import { parseXml } from "../../src/interop/openioc/xml";
import { readPattern } from "../../src/interop/stix/pattern";
import { defaultLimits, IntelRefused } from "../../src/interop/statement";
import { describeData, sharedFile } from "./shared-data";
import { expectSound, filename } from "./sound";

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
