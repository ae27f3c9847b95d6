import { describeData, hasSharedData, outcomeOfFile, sharedFile, sharedFiles, type Outcome } from "./shared-data";

const linesOf = (name: string) =>
  sharedFile(name)
    .toString("utf8")
    .split(/\r\n|\n|\r/);

/** Everything that a result says of a file, but for what it only counts. */
const saidOf = (outcome: Outcome): string => {
  if (outcome.kind === "REFUSED") return outcome.refusal.message;
  const { statements, refused } = outcome.result;
  const stated = statements.map(({ value, name = "", description = "" }) => `${value} ${name} ${description}`);
  return [...stated, ...refused.map(({ value = "" }) => value)].join("\n").toLowerCase();
};

/** Addresses, and names under the top-level domains that most lists are full of, that nobody defanged. */
const address = /(?<![\w./@:\\-])(?:\d{1,3}\.){3}\d{1,3}(?![\w.-])/g;
const name =
  /(?<![\w./@:\\-])(?:[a-z0-9-]+\.)+(?:com|net|org|ru|info|biz|xyz|top|club|cn|tk|site|online|in|jp)(?![\w.\\(-])/gi;

/** What looks like an address or a name in these lines, and is no indicator: where, and what it is. */
const explained: readonly (readonly [file: RegExp, line: RegExp, why: string])[] = [
  [/maltrail/, /^#/, "a comment on a reference"],
  [/nukesped_lazarus/, /^====|GoDaddy\.com/, "a harmless site that the malware pretends to visit, a registrar"],
  [/TA551/, /^- port (?:80|443) - /, "a harmless site that the malware visits too"],
  [/Emotet-thread-hijacking/, /./, "a mail with its headers: servers that carried it, the victim's among them"],
  [/stantinko/, /^ {8}var b = "mts rt/, "what a script looks for in addresses of pages"],
  [/ShadowRansom/, /wetransfer\.com/i, "where the extortionists want a file sent"],
  [/2020_Q2/, /CN = 10\.200\.206\.100/, "what a certificate calls itself"],
  [/samsa__updated_iocs/, /./, "the version of a program"],
  [/ewind__apps/, /./, "the name of an application"],
];

describeData("The addresses and names of the real lists, counted by themselves", () => {
  const names = hasSharedData ? sharedFiles("ioc") : [];

  test("are each stored, refused, kept in a description, or explained", () => {
    const unexplained: string[] = [];
    for (const file of names) {
      const said = saidOf(outcomeOfFile(file));
      for (const line of linesOf(file)) {
        if (explained.some(([where, what]) => where.test(file) && what.test(line))) continue;
        for (const [value] of [...line.matchAll(address), ...line.matchAll(name)])
          if (!said.includes(value.toLowerCase())) unexplained.push(`${file}: ${value} in ${line.slice(0, 120)}`);
      }
    }
    expect(unexplained).toEqual([]);
  });

  test("no explanation is left over", () => {
    const used = (where: RegExp, what: RegExp) =>
      names.some((file) => where.test(file) && linesOf(file).some((line) => what.test(line)));
    expect(explained.filter(([where, what]) => !used(where, what))).toEqual([]);
  });

  test("are counted by the reader where a text for people leaves them alone", () => {
    for (const file of names) {
      const outcome = outcomeOfFile(file);
      if (outcome.kind === "REFUSED" || outcome.result.format !== "PROSE") continue;
      const said = saidOf(outcome);
      const found = linesOf(file).flatMap((line) => [...line.matchAll(address), ...line.matchAll(name)]);
      const left = new Set(found.map(([value]) => value.toLowerCase()).filter((value) => !said.includes(value)));
      const alone = outcome.result.ignored.filter(({ what }) => what.endsWith("that nobody defanged: left alone"));
      const counted = alone.reduce((sum, { count }) => sum + count, 0);
      expect([file, counted >= left.size]).toEqual([file, true]);
    }
  });
});
