import { decode } from "../../src/interop/encoding";
import { linesOf } from "../../src/interop/list/lines";
import {
  describeData,
  hasSharedData,
  outcomeOfFile,
  resultOfFile,
  sharedFile,
  sharedFiles,
  sharedJson,
} from "./shared-data";

/** What somebody else counted in a file, by other means. */
type Independent = {
  readonly kind: string;
  readonly encoding: string;
  readonly lines?: number;
  readonly objects?: number;
  readonly attributes?: number;
  readonly to_ids?: number;
  readonly distinct_id_modified?: number;
  readonly dangling_refs?: number;
  readonly distinct_md5?: number;
  readonly distinct_sha1?: number;
  readonly distinct_sha256?: number;
  readonly types?: Readonly<Record<string, number>>;
};

describeData("Against the independent counts of EXPECTED.json", () => {
  const expected = (hasSharedData ? sharedJson("EXPECTED.json") : {}) as Readonly<Record<string, Independent>>;
  const ofKind = (kind: string) => Object.entries(expected).filter(([, each]) => each.kind === kind);

  test("every object of every STIX bundle is stated, refused or ignored, and every indicator is accounted for", () => {
    for (const [name, { objects = 0, types = {} }] of ofKind("stix")) {
      const result = resultOfFile(name);
      const stated = new Set(result?.statements.map(({ at }) => at)).size;
      const alone = new Set(
        result?.refused.filter(({ message }) => !message.includes("others are taken")).map(({ at }) => at),
      ).size;
      const ignored = result?.ignored ?? [];
      const sum = (pick: RegExp) =>
        ignored.filter(({ what }) => pick.test(what)).reduce((all, { count }) => all + count, 0);
      expect([name, stated + alone + sum(/./)]).toEqual([name, objects]);
      expect([name, stated + alone + sum(/older version|same object/)]).toEqual([name, types["indicator"] ?? 0]);
    }
  });

  const sumOf = (name: string, pick: RegExp) =>
    (resultOfFile(name)?.ignored ?? []).reduce((sum, { what, count }) => sum + (pick.test(what) ? count : 0), 0);

  test("every file is in the encoding, and has the lines, that were counted", () => {
    const encodings: Readonly<Record<string, string>> = { "UTF-8": "utf-8", "UTF-8 with BOM": "utf-8-bom" };
    for (const [name, { encoding, lines }] of Object.entries(expected)) {
      const read = decode(sharedFile(name));
      expect([name, encodings[read.encoding]]).toEqual([name, encoding]);
      if (lines !== undefined) expect([name, [...linesOf(read.text)].length]).toEqual([name, lines]);
    }
  });

  test("an object that a STIX bundle holds twice is stated once", () => {
    /** Where objects stand twice: observables without versions, ignored by their type, and one indicator each. */
    const twice: Readonly<
      Record<string, { readonly refused?: number; readonly same?: number; readonly other?: number }>
    > = {
      "2024-04-12-MidnightEclipse.json": { refused: 1 },
      "2025-08-11-rise-in-AI-summary-browser-extensions.json": { refused: 1 },
      "duplicate-objects-all-properties-same.json": { same: 1, other: 1 },
      "sco-examples-bundle.json": { other: 12 },
    };
    for (const [name, { objects = 0, distinct_id_modified: distinct = 0 }] of ofKind("stix")) {
      const {
        refused = 0,
        same = 0,
        other = 0,
      } = twice[Object.keys(twice).find((end) => name.endsWith(end)) ?? ""] ?? {};
      expect([name, objects - distinct]).toEqual([name, refused + same + other]);
      expect([name, sumOf(name, /same object/)]).toEqual([name, same]);
      const again = (resultOfFile(name)?.refused ?? []).filter(({ message }) => message.includes("same"));
      expect([name, again.length]).toEqual([name, refused]);
    }
  });

  test("references that lead nowhere cost no indicator: all of them are taken or named, and none for its references", () => {
    const dangling = ofKind("stix").filter(([, { dangling_refs: count = 0 }]) => count > 0);
    for (const [name] of dangling) {
      const refused = resultOfFile(name)?.refused;
      expect([name, refused?.filter(({ field = "" }) => field.endsWith("_ref") || field.endsWith("_refs"))]).toEqual([
        name,
        [],
      ]);
    }
    expect(dangling.length).toBe(28);
  });

  /** Answers of the REST API hold bare attributes or objects; the independent count looked into events only. */
  const bare = /tests__test_(?:attributes|objects)_collection_[12]\.json$|event_obj_attr_tag|malware_exist/;
  const attributesIn = (value: unknown): number => {
    if (typeof value !== "object" || value === null) return 0;
    const isAttribute = "type" in value && "value" in value && typeof value.value === "string";
    return Object.values(value).reduce<number>((sum, each) => sum + attributesIn(each), isAttribute ? 1 : 0);
  };

  test("every attribute of every MISP event is stated, refused or ignored", () => {
    for (const [name, { attributes = 0 }] of ofKind("misp")) {
      const result = resultOfFile(name);
      const stated = new Set(result?.statements.map(({ at }) => at)).size;
      const refused = result?.refused.filter(({ message }) => !message.includes("others are taken")).length ?? 0;
      const ignored = sumOf(name, /^attribute|same object|older version/);
      const all = bare.test(name) ? attributesIn(sharedJson(name)) : attributes;
      expect([name, stated + refused + ignored]).toEqual([name, all]);
    }
  });

  test("what MISP means for detection is stated so, or refused for its type", () => {
    for (const [name, { to_ids: flagged = 0 }] of ofKind("misp")) {
      if (bare.test(name)) continue; // They leave the flag out: it is then MISP's default for the type.
      const { statements = [], refused = [] } = resultOfFile(name) ?? {};
      const stated = statements.filter(({ labels = [] }) => !labels.includes("to_ids:false"));
      const unkept = refused.filter(({ message }) => message.startsWith("This hub keeps no indicators of the type"));
      expect([name, new Set(stated.map(({ at }) => at)).size + unkept.length]).toEqual([name, flagged]);
    }
  });

  test("other JSON comes to what it is, with every hash that was counted in it", () => {
    /** What each is read or refused as, and how many values are stored: parts of events, answers of an API, schemas. */
    const others: Readonly<Record<string, readonly [what: string, stored: number]>> = {
      "manifest.json": ["MISP_FEED_MANIFEST", 0],
      "pymisp__data__describeTypes.json": ["the attribute types of MISP", 0],
      "pymisp__data__schema-lax.json": ["a JSON schema", 0],
      "pymisp__data__schema.json": ["a JSON schema", 0],
      "tests__misp_event.json": ["MISP_EVENT", 1],
      "tests__mispevent_testfiles__attribute.json": ["MISP_EVENT", 1],
      // Deleted, and without a uuid: nothing tells what it takes back.
      "tests__mispevent_testfiles__attribute_del.json": ["MISP_EVENT", 0],
      "tests__mispevent_testfiles__event_obj_attr_tag.json": ["MISP_EVENT", 2],
      "tests__mispevent_testfiles__event_tags.json": ["MISP_EVENT", 0],
      "tests__mispevent_testfiles__existing_event.json": ["MISP_EVENT", 83],
      "tests__mispevent_testfiles__existing_event_edited.json": ["MISP_EVENT", 83],
      "tests__mispevent_testfiles__galaxy.json": ["a galaxy of MISP", 0],
      "tests__mispevent_testfiles__misp_custom_obj.json": ["MISP_EVENT", 0],
      "tests__mispevent_testfiles__proposals.json": ["MISP_EVENT", 1],
      "tests__mispevent_testfiles__shadow.json": ["MISP_EVENT", 2],
      "tests__mispevent_testfiles__sighting.json": ["sightings of MISP", 0],
      "tests__mispevent_testfiles__simple.json": ["an empty JSON object", 0],
      "tests__search_index_result.json": ["MISP_EVENT", 0],
      "tests__sharing_groups.json": ["sharing groups of MISP", 0],
      "examples__interop-objectmarking-test.json": ["STIX_2_1", 0],
    };
    const found = ofKind("json-other").map(([name]) => {
      const outcome = outcomeOfFile(name);
      const [, refused = ""] =
        outcome.kind === "REFUSED" ? (/^The file is (.+), which this hub/.exec(outcome.refusal.message) ?? []) : [];
      const read = outcome.kind === "READ" ? outcome.result : undefined;
      return [name.split("/").at(-1) ?? "", [read?.format ?? refused, read?.statements.length ?? 0]];
    });
    expect(Object.fromEntries(found)).toEqual(others);
    for (const [name, { distinct_sha1: sha1 = 0 }] of ofKind("json-other")) {
      const hashes = resultOfFile(name)?.statements.filter(({ type }) => type === "FILE_SHA1");
      expect([name, hashes?.length ?? 0]).toEqual([name, sha1]);
    }
  });

  /**
   * The independent count took every run of 32, 40 or 64 digits, wherever it stood. What it counted and is not stored
   * stands in a comment line, is a part of a URL, a host or a file name, or is said to be something else than a file's
   * hash: a certificate, a key, a serial number.
   */
  const explained = (line: string, hash: string, at: number): boolean => {
    const before = /\S*$/.exec(line.slice(0, at))?.[0] ?? "";
    const after = line.slice(at + hash.length, at + hash.length + 3);
    const inName = /[/=.-][^,]*$/.test(before) || /^\.\w/.test(after) || /^\w/.test(after);
    return /^\s*#/.test(line) || inName || /cert_sha1|public key|signing cert/i.test(line);
  };
  /** The log of one's own machine, and the index of a feed. */
  const refusedWhole = /Handson1__Sysmon\.csv$|misp-feed\/hashes\.csv$/;

  /** A cell in a column that is said to hold something else. */
  const inOtherColumn = (header: string, line: string, at: number) =>
    /thumbprint|serial/i.test(header.split(",")[line.slice(0, at).split(",").length - 1] ?? "");

  test("every hash of every list is stored, but for those that are none", () => {
    const runs = /(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-f])/gi;
    const unexplained: string[] = [];
    for (const [name] of ofKind("text")) {
      if (refusedWhole.test(name)) continue;
      const stored = new Set(resultOfFile(name)?.statements.map(({ value }) => value));
      const lines = sharedFile(name)
        .toString("utf8")
        .split(/\r?\n|\r/);
      for (const line of lines) {
        for (const run of line.matchAll(runs)) {
          if (stored.has(run[0].toLowerCase()) || explained(line, run[0], run.index)) continue;
          if (inOtherColumn(lines[0] ?? "", line, run.index)) continue;
          unexplained.push(`${name}: ${line.slice(0, 200)}`);
        }
      }
    }
    expect(unexplained).toEqual([]);
  });

  test("lists with hashes that are refused whole say why", () => {
    const refused = ofKind("text").flatMap(([name, { distinct_md5, distinct_sha1, distinct_sha256 }]) => {
      const outcome = outcomeOfFile(name);
      const hasHashes = [distinct_md5, distinct_sha1, distinct_sha256].some((count) => count !== undefined);
      return outcome.kind === "REFUSED" && hasHashes
        ? [[name.split("/").at(-1), outcome.refusal.message] as const]
        : [];
    });
    expect(refused).toEqual([
      ["Hands-on__Handson1__Sysmon.csv", expect.stringMatching(/^No column of the table holds indicators/)],
      ["hashes.csv", expect.stringMatching(/its hashes are of values, not of files/)],
    ]);
  });

  test("no hash is stored that the independent count did not find", () => {
    for (const [name, counts] of ofKind("text")) {
      const statements = resultOfFile(name)?.statements ?? [];
      const found = (type: string) => statements.filter((statement) => statement.type === type).length;
      expect([name, found("FILE_MD5") <= (counts.distinct_md5 ?? 0)]).toEqual([name, true]);
      expect([name, found("FILE_SHA1") <= (counts.distinct_sha1 ?? 0)]).toEqual([name, true]);
      expect([name, found("FILE_SHA256") <= (counts.distinct_sha256 ?? 0)]).toEqual([name, true]);
    }
  });

  test("what an author defanged is stored, but for what is none or is said not to be meant", () => {
    const tokens = /(?<!\])(?:[\w-]+\[\.\])+[\w-]+/g;
    // "b[org_name].dnslookup[.]services": the host has a blank to fill in.
    const blank = /^(?:dnslookup|livehost)\[/;
    const missing: string[] = [];
    for (const name of sharedFiles("ioc")) {
      const stored = (resultOfFile(name)?.statements ?? []).map(({ value }) => value.toLowerCase()).join("\n");
      for (const [token] of sharedFile(name).toString("utf8").matchAll(tokens)) {
        const plain = token.replaceAll("[.]", ".").toLowerCase();
        if (!stored.includes(plain) && !blank.test(token)) missing.push(`${name}: ${token}`);
      }
    }
    expect(missing).toEqual([]);
  });
});
