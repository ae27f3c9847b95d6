import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describeData, hasSharedData, outcomeOfFile, resultOfFile, sharedFiles, type Outcome } from "./shared-data";

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

describeData("The real files that partners publish", () => {
  const names = hasSharedData ? folders.flatMap((folder) => sharedFiles(folder)) : [];

  test("each comes to its expected outcome", () => {
    const lines: Record<string, string> = {};
    for (const name of names) lines[name] = lineOf(outcomeOfFile(name));
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(golden, `${JSON.stringify(lines, undefined, 2)}\n`);
    expect(existsSync(golden)).toBe(true);
    expect(lines).toEqual(JSON.parse(readFileSync(golden, "utf8")));
  });

  test("folders that are no input of this hub are refused by what they are", () => {
    const others = names.filter((name) => /^(?:taxonomies|galaxies|decaying-models|openc2|edr)\//.test(name));
    const read = others.filter((name) => outcomeOfFile(name).kind === "READ");
    expect(read.map((name) => path.basename(name))).toEqual(["PAP__machinetag.json", "tlp__machinetag.json"]);
  });

  test("no file of theirs is refused as something unknown", () => {
    const others = names.filter((name) => /^(?:taxonomies|galaxies|decaying-models|openc2|edr)\//.test(name));
    const unknown = others.filter((name) => {
      const outcome = outcomeOfFile(name);
      return (
        outcome.kind === "REFUSED" &&
        !/which this hub does not read|this hub reads only|is empty/.test(outcome.refusal.message)
      );
    });
    expect(unknown).toEqual([]);
  });

  test("what is stored is normalised, and nothing holds a character that the database refuses", () => {
    for (const name of names) {
      for (const { value, name: title = "", description = "" } of resultOfFile(name)?.statements ?? []) {
        expect(/\u0000|\p{Cs}/u.test(`${value}${title}${description}`)).toBe(false);
      }
    }
  });
});
