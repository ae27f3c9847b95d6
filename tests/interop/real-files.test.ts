import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { ReadResult } from "../../src/interop/statement";
import {
  describeData,
  hasSharedData,
  outcomeOfFile,
  sharedFile,
  sharedFiles,
  sharedJson,
  type Outcome,
} from "./shared-data";

/**
 * What becomes of every real file, one line each, reviewed like code: what is stored by type, what is refused by code,
 * or the refusal of the whole. `UPDATE_GOLDEN=1` writes it anew.
 */
const golden = path.join(__dirname, "outcomes.json");

const folders = [
  ...["stix21", "stix20", "misp-stix-pairs", "misp", "misp-feed", "openioc", "ioc", "ja", "ocsf", "warninglists"],
  ...["taxonomies", "galaxies", "decaying-models", "openc2", "edr"],
];

const counted = (words: readonly string[]) => {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort().map(([word, count]) => `${word} ${count}`);
};

/** "CSV UTF-8: stored DOMAIN 3, URL 1; refused INVALID_INPUT 1; ignored 2". */
function lineOf(outcome: Outcome): string {
  if (outcome.kind === "REFUSED") return `refused ${outcome.refusal.code}: ${outcome.refusal.message}`;
  const { format, encoding, statements, refused, ignored, remarks, detections, benignLists } = outcome.result;
  const parts = [
    ["stored", counted(statements.map(({ type }) => type)).join(", ")],
    ["detections", String(detections?.length ?? "")],
    ["benign entries", String(benignLists?.[0]?.entries.length ?? "")],
    ["refused", counted(refused.map(({ code }) => code)).join(", ")],
    ["ignored", String(ignored.reduce((sum, { count }) => sum + count, 0) || "")],
    ["remarks", String(remarks.length || "")],
  ];
  const said = parts.filter(([, text]) => text !== "").map(([name, text]) => `${name} ${text}`);
  return `${format} ${encoding}: ${said.join("; ") || "nothing"}`;
}

const outcomes = new Map<string, Outcome>();
const outcomeOf = (name: string): Outcome => {
  const known = outcomes.get(name) ?? outcomeOfFile(name);
  outcomes.set(name, known);
  return known;
};
const resultOf = (name: string): ReadResult | undefined => {
  const outcome = outcomeOf(name);
  return outcome.kind === "READ" ? outcome.result : undefined;
};

describeData("The real files that partners publish", () => {
  const names = hasSharedData ? folders.flatMap((folder) => sharedFiles(folder)) : [];

  test("each comes to its expected outcome", () => {
    const lines: Record<string, string> = {};
    for (const name of names) lines[name] = lineOf(outcomeOf(name));
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(golden, `${JSON.stringify(lines, undefined, 2)}\n`);
    expect(existsSync(golden)).toBe(true);
    expect(lines).toEqual(JSON.parse(readFileSync(golden, "utf8")));
  });

  test("folders that are no input of this hub are refused by what they are", () => {
    const others = names.filter((name) => /^(?:taxonomies|galaxies|decaying-models|openc2|edr)\//.test(name));
    const read = others.filter((name) => outcomeOf(name).kind === "READ");
    expect(read.map((name) => path.basename(name))).toEqual(["PAP__machinetag.json", "tlp__machinetag.json"]);
  });

  test("no file of theirs is refused as something unknown", () => {
    const others = names.filter((name) => /^(?:taxonomies|galaxies|decaying-models|openc2|edr)\//.test(name));
    const unknown = others.filter((name) => {
      const outcome = outcomeOf(name);
      return (
        outcome.kind === "REFUSED" &&
        !/which this hub does not read|this hub reads only|is empty/.test(outcome.refusal.message)
      );
    });
    expect(unknown).toEqual([]);
  });

  test("what is stored is normalised, and nothing holds a character that the database refuses", () => {
    for (const name of names) {
      for (const { value, name: title = "", description = "" } of resultOf(name)?.statements ?? []) {
        expect(/\u0000|\p{Cs}/u.test(`${value}${title}${description}`)).toBe(false);
      }
    }
  });
});

type Independent = {
  readonly kind: string;
  readonly objects?: number;
  readonly attributes?: number;
  readonly events?: number;
  readonly to_ids?: number;
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
      const result = resultOf(name);
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

  /** The independent count looked into events only; these answers of the REST API hold bare attributes or objects. */
  const bare = /tests__test_(?:attributes|objects)_collection_[12]\.json$|event_obj_attr_tag|malware_exist/;

  test("every attribute of every MISP event is stated, refused or ignored", () => {
    for (const [name, { attributes = 0 }] of ofKind("misp")) {
      const result = resultOf(name);
      const stated = new Set(result?.statements.map(({ at }) => at)).size;
      const refused = result?.refused.filter(({ message }) => !message.includes("others are taken")).length ?? 0;
      const ignored = (result?.ignored ?? []).filter(({ what }) => /^attribute|same object|older version/.test(what));
      const sum = ignored.reduce((all, { count }) => all + count, 0);
      if (!bare.test(name)) expect([name, stated + refused + sum]).toEqual([name, attributes]);
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
  /** Columns of thumbprints and serial numbers, and files that are refused whole (a log, the index of a feed). */
  const otherwise = /TangleCrypt_IOC|TamperedChef_IOC|Handson1__Sysmon|misp-feed\/hashes/;

  test("every hash of every list is stored, but for those that are none", () => {
    const runs = /(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-f])/gi;
    const unexplained: string[] = [];
    for (const [name] of ofKind("text")) {
      const stored = new Set(resultOf(name)?.statements.map(({ value }) => value));
      for (const line of sharedFile(name)
        .toString("utf8")
        .split(/\r?\n|\r/)) {
        for (const run of line.matchAll(runs)) {
          if (stored.has(run[0].toLowerCase()) || explained(line, run[0], run.index) || otherwise.test(name)) continue;
          unexplained.push(`${name}: ${line.slice(0, 200)}`);
        }
      }
    }
    expect(unexplained).toEqual([]);
  });

  test("no hash is stored that the independent count did not find", () => {
    for (const [name, counts] of ofKind("text")) {
      const statements = resultOf(name)?.statements ?? [];
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
      const stored = (resultOf(name)?.statements ?? []).map(({ value }) => value.toLowerCase()).join("\n");
      for (const [token] of sharedFile(name).toString("utf8").matchAll(tokens)) {
        const plain = token.replaceAll("[.]", ".").toLowerCase();
        if (!stored.includes(plain) && !blank.test(token)) missing.push(`${name}: ${token}`);
      }
    }
    expect(missing).toEqual([]);
  });
});
