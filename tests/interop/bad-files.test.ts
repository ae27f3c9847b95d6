import { describeData, outcomeOfFile, sharedFiles, type Outcome } from "./shared-data";

/** What must come of a file: how many statements and remarks, and which refusals, or the refusal of the whole. */
type Expected =
  | { readonly stored: number; readonly refused?: readonly string[]; readonly remarks?: number; readonly has?: object }
  | { readonly whole: "INVALID_INPUT" | "UNSUPPORTED" | "PAYLOAD_TOO_LARGE"; readonly because: RegExp };

const poisonIvy = "indicator--e8094b09-7df4-4b13-b207-1e27af3c4bde";

/** Each file of `bad/`, by what its manifest says is wrong with it. A refusal is written "field" or "field CODE". */
const table: Readonly<Record<string, Expected>> = {
  "csv-cr-only-and-quotes.csv": { stored: 3, refused: ["value"] },
  "csv-eucjp.csv": { whole: "UNSUPPORTED", because: /レベル, 日付と時刻, ソース/ },
  "csv-shift_jis.csv": { whole: "UNSUPPORTED", because: /レベル, 日付と時刻, ソース/ },
  "csv-utf16le.csv": { whole: "UNSUPPORTED", because: /レベル, 日付と時刻, ソース/ },
  "empty.json": { whole: "INVALID_INPUT", because: /empty/ },
  // 16 lines are not comments; 999.1.1.1 is none, and evil.example and 198.51.100.1 stand there six times.
  "ioc-list-mixed.txt": { stored: 11, refused: ["value"] },
  // Nobody flagged them for detection; the label "to_ids:false" says so.
  "misp-2000-attributes.json": {
    stored: 2_000,
    has: { type: "DOMAIN", labels: expect.arrayContaining(["to_ids:false"]) as unknown },
  },
  // One comment and four links, each twice: none of them is an indicator.
  "misp-dup-attribute-uuid.json": { stored: 0 },
  // Sightings are of type 0, 1 or 2; the three that are stand beside the others as ignored.
  "misp-feedback-mixed.json": { stored: 0, refused: ["old_id", "type", "type"] },
  "misp-sharinggroup-missing-and-tlp-conflict.json": { stored: 78, remarks: 1, has: { tlp: "RED", pap: "RED" } },
  "misp-truncated.json": { whole: "INVALID_INPUT", because: /ends before it is complete/ },
  "misp-wrong-values.json": {
    stored: 0,
    refused: ["value", "value", "value", "to_ids", "distribution", "category", "uuid", "timestamp", "value"],
  },
  "ocsf-wrong.json": { stored: 0, refused: ["type_uid", "class_uid UNSUPPORTED", "class_uid"] },
  "openc2-hostile.json": { whole: "UNSUPPORTED", because: /OpenC2/ },
  "stix-20-vs-21-mixed.json": { stored: 7 },
  "stix-20000-or-pattern.json": { stored: 0, refused: ["pattern PAYLOAD_TOO_LARGE"] },
  "stix-2MB-name.json": { stored: 0, refused: ["name PAYLOAD_TOO_LARGE"] },
  "stix-3000-parens-pattern.json": { stored: 0, refused: ["pattern PAYLOAD_TOO_LARGE"] },
  "stix-50-versions-shuffled.json": { stored: 1, has: { at: poisonIvy, name: "v49" } },
  "stix-big-numbers.json": { stored: 0, refused: ["confidence"] },
  "stix-conflicting-tlp.json": { stored: 14, remarks: 1, has: { value: "219.76.208.163", tlp: "RED" } },
  "stix-dangling-and-self-refs.json": { stored: 1 },
  "stix-deep-nesting.json": { stored: 0, refused: ["extensions.a.a.a.a.a.a.a.a.a.a.a.a.a PAYLOAD_TOO_LARGE"] },
  // A leading zero and an MD5 that is none are refused; loopback, 8.8.8.8 and google.com are for lists of the benign.
  "stix-defang-normalise-fp.json": { stored: 14, refused: ["pattern", "pattern"] },
  "stix-dup-id-same-modified.json": { stored: 14, refused: ["modified"] },
  "stix-dup-keys.json": { stored: 0, refused: ["type"] },
  "stix-forged-tlp.json": { stored: 1, refused: ["definition"], has: { tlp: "RED" } },
  "stix-future-revive.json": { stored: 1, refused: ["revoked"], has: { revoked: true } },
  "stix-invalid-utf8.json": { whole: "INVALID_INPUT", because: /byte 100/ },
  "stix-lone-surrogate.json": { stored: 0, refused: ["content"] },
  "stix-many-scos.json": { stored: 0 },
  "stix-marking-cycle.json": { stored: 1 },
  "stix-nul-and-controls.json": { stored: 0, refused: ["name"] },
  "stix-proto-pollution.json": { stored: 0, refused: ["constructor"] },
  "stix-shift_jis.json": { stored: 7, has: { name: "日本語の指標名 標的型メール" } },
  // Whether the id is known and whose it is, only the hub can say; the file alone is sound.
  "stix-takeover.json": { stored: 1, has: { revoked: true } },
  "stix-time-and-range.json": { stored: 0, refused: ["modified", "valid_until", "confidence"] },
  "stix-timestamps.json": {
    stored: 1,
    refused: ["valid_from", "created"],
    has: { validFrom: "2024-01-01T00:00:00.000000Z" },
  },
  "stix-trailing-garbage.json": { whole: "INVALID_INPUT", because: /line 2016, column 1: .* after the end/ },
  "stix-truncated.json": { whole: "INVALID_INPUT", because: /ends before it is complete/ },
  "stix-utf16le.json": { stored: 30 },
  "stix-utf8-bom.json": { stored: 66, refused: ["pattern"] },
  "stix-wrong-types.json": {
    stored: 0,
    refused: [
      ...["id", "id", "id", "type", "type", "pattern", "pattern", "name", "indicator_types", "labels", "revoked"],
      ...["object_marking_refs", "kill_chain_phases", "valid_from", "external_references"],
    ],
  },
};

const refusalsOf = (outcome: Outcome & { readonly kind: "READ" }) =>
  outcome.result.refused.map(({ field, code }) => (code === "INVALID_INPUT" ? field : `${field} ${code}`));

describeData("Malformed and hostile files", () => {
  test("each has an expected outcome", () => {
    expect(Object.keys(table)).toEqual(sharedFiles("bad").map((name) => name.slice("bad/".length)));
  });

  test.each(Object.entries(table))("%s comes to what its manifest says", (name, expected) => {
    const outcome = outcomeOfFile(`bad/${name}`);

    if ("whole" in expected) {
      if (outcome.kind !== "REFUSED") throw new Error("The file was read.");
      expect(outcome.refusal.code).toBe(expected.whole);
      expect(outcome.refusal.message).toMatch(expected.because);
    } else {
      if (outcome.kind !== "READ") throw outcome.refusal;
      expect(outcome.result.statements).toHaveLength(expected.stored);
      expect(refusalsOf(outcome)).toEqual(expected.refused ?? []);
      expect(outcome.result.remarks).toHaveLength(expected.remarks ?? 0);
      if (expected.has) expect(outcome.result.statements).toContainEqual(expect.objectContaining(expected.has));
    }
  });

  test("each refused value is shown in at most 80 characters that do nothing to a terminal", () => {
    const refusals = sharedFiles("bad").flatMap((name) => {
      const outcome = outcomeOfFile(name);
      return outcome.kind === "READ" ? outcome.result.refused : [];
    });
    for (const { value = "", message } of refusals) {
      expect(value.length).toBeLessThanOrEqual(80);
      expect(`${value}${message}`).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    }
  });

  test("prototypes are as they were", () => {
    outcomeOfFile("bad/stix-proto-pollution.json");
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });
});
