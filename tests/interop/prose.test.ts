import { readIntel } from "../../src/interop/read";

const read = (lines: readonly string[]) => readIntel(Buffer.from(lines.join("\n")), { filename: "a.md" });
/** What a text gives beside the one value that makes it a text with indicators. */
const valuesOf = (...lines: readonly string[]) =>
  read(["1.1.1[.]1", "", ...lines])
    .statements.map(({ type, value }) => `${type} ${value}`)
    .slice(1);

describe("A text for people", () => {
  test("has blocks of code that are indented, and their bare values are taken", () => {
    expect(valuesOf("== Servers", "", "    evil.ru", "    192.0.2.7", "", "    evil2.ru, evil3.ru", "Text.")).toEqual([
      "DOMAIN evil.ru",
      "IPV4 192.0.2.7",
      "DOMAIN evil2.ru",
      "DOMAIN evil3.ru",
    ]);
  });

  test("goes on indented behind a line of its own, and is no code there", () => {
    expect(valuesOf("WARNING: for questions see our site, which is at", "         vendor.ru")).toEqual([]);
  });

  test.each([
    ["- evil.ru - 192.0.2[.]7", ["DOMAIN evil.ru", "IPV4 192.0.2.7"]],
    ["- port 443 - facebook.com", []],
    ["- evil.ru, evil2.ru", ["DOMAIN evil.ru", "DOMAIN evil2.ru"]],
    [`md5:${"a".repeat(32)} sha1=${"b".repeat(40)}`, [`FILE_MD5 ${"a".repeat(32)}`, `FILE_SHA1 ${"b".repeat(40)}`]],
    [`imphash:${"a".repeat(32)}`, []],
    [`see https://vendor.ru/file/${"a".repeat(32)}?id=${"b".repeat(32)}`, []],
    ["CVE-2021-44228/CVE-2021-45046", ["CVE CVE-2021-44228", "CVE CVE-2021-45046"]],
    ["C2:evil[.]ru, then evil2[.]ru(down)", ["DOMAIN evil.ru", "DOMAIN evil2.ru"]],
    ["a[.]ru/b[.]ru", ["DOMAIN a.ru", "DOMAIN b.ru"]],
    ["hxxp://a[.]ru/a,hxxp://b[.]ru/b", ["URL http://a.ru/a", "URL http://b.ru/b"]],
    ["| it connects to 192.0.2.7:7070 |", ["IPV4 192.0.2.7"]],
  ])("gives what is unmistakable in %s", (line, expected) => {
    expect(valuesOf(line)).toEqual(expected);
  });

  test.each([
    ["The site runs `asp.net` with `socket.io` and version `7.0.4.3`.", []],
    ["- We use `socket.io` for it", []],
    ["- `evil.ru` (IP: `192.0.2.7`)", ["DOMAIN evil.ru", "IPV4 192.0.2.7"]],
    ["- `evil.ru`, `evil2.ru` and `evil3.ru`", ["DOMAIN evil.ru", "DOMAIN evil2.ru", "DOMAIN evil3.ru"]],
    ["C&C server: `evil.ru`", ["DOMAIN evil.ru"]],
    ["`evil.ru`", ["DOMAIN evil.ru"]],
    ["It calls `evil[.]ru`.", ["DOMAIN evil.ru"]],
  ])("takes a bare name in a code span only where it is said to be one: %s", (line, expected) => {
    expect(valuesOf(line)).toEqual(expected);
  });

  test("calls a defanged name with the ending of a file a file", () => {
    expect(valuesOf("It drops update[.]exe, invoice[.]pdf and config[.]ini from evil[.]com.")).toEqual([
      "FILE_NAME update.exe",
      "FILE_NAME invoice.pdf",
      "FILE_NAME config.ini",
      "DOMAIN evil.com",
    ]);
  });

  test("makes no file of a cell that has nothing to say, and no address of a version", () => {
    const hash = (digit: string) => digit.repeat(40);
    const table = [
      "| SHA-1 | Filename | Version |",
      "| --- | --- | --- |",
      `| ${hash("a")} | N/A | 7.0.4.3 |`,
      `| ${hash("b")} | <Unknown> | \`7.0.4.4\` |`,
      `| ${hash("c")} | \`2022-01-06T22:39:14Z\` | - |`,
      `| ${hash("d")} | evil.exe | 7.0.4.5 |`,
    ];
    expect(valuesOf(...table)).toEqual([
      ...["a", "b", "c", "d"].map((digit) => `FILE_SHA1 ${hash(digit)}`),
      "FILE_NAME evil.exe",
    ]);
    expect(valuesOf("| Item | Content |", "| --- | --- |", "| Version | 7.0.4.3 |", "| Server | 192.0.2.7 |")).toEqual([
      "IPV4 192.0.2.7",
    ]);
    expect(valuesOf("== Affected versions", "", "- 7.0.4.3")).toEqual([]);
  });

  test("counts the bare values that it leaves alone, each once, and not what it takes elsewhere", () => {
    const { ignored } = read([
      "See https://vendor.ru/blog and https://vendor.ru/blog on 10.0.0.1, evil.ru or README.md (me@vendor.ru).",
      "- evil[.]ru",
    ]);
    expect(ignored.map(({ what, count }) => `${count} ${what}`)).toEqual([
      "1 a link that nobody defanged: left alone",
      "1 an address that nobody defanged: left alone",
      "1 a mail address that nobody defanged: left alone",
    ]);
  });
});
