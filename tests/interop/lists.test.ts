import { readIntel } from "../../src/interop/read";
import { IntelRefused } from "../../src/interop/statement";

const read = (text: string, filename = "") => readIntel(Buffer.from(text), { filename });
const values = (result: ReturnType<typeof read>) => result.statements.map(({ type, value }) => `${type} ${value}`);
const refusal = (text: string | Uint8Array, filename = "") => {
  try {
    readIntel(typeof text === "string" ? Buffer.from(text) : text, { filename });
  } catch (error) {
    if (error instanceof IntelRefused) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "read";
};

describe("A plain list", () => {
  test.each([
    ["LF", "\n"],
    ["CRLF", "\r\n"],
    ["CR", "\r"],
  ])("has one value a line, with %s ends", (_, end) => {
    const result = read(["# feed", "", "evil[.]example", "192.0.2.1"].join(end));
    expect(values(result)).toEqual(["DOMAIN evil.example", "IPV4 192.0.2.1"]);
    expect(result.statements.map(({ at }) => at)).toEqual(["line 3", "line 4"]);
  });

  test.each([
    ["- evil[.]example", "DOMAIN evil.example"],
    ["* `evil[.]example`", "DOMAIN evil.example"],
    ['"evil[.]example",', "DOMAIN evil.example"],
    ["SHA256: E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", "FILE_SHA256 e3b0c4"],
    ["MD5 (empty.txt) = d41d8cd98f00b204e9800998ecf8427e", "FILE_MD5 d41d8c"],
    ["ドメイン：evil[.]example", "DOMAIN evil.example"],
    ["0.0.0.0 evil.ru", "DOMAIN evil.ru"],
    ["registry key: HKLM\\Software\\Run", "REGISTRY_KEY HKEY_LOCAL_MACHINE\\Software\\Run"],
    ["regkey = HKLM\\Software\\Run", "REGISTRY_KEY HKEY_LOCAL_MACHINE\\Software\\Run"],
    ["mutex:Global\\evil", "MUTEX Global\\evil"],
  ])("understands %s", (line, expected) => {
    expect(values(read(`${line}\n192.0.2.1\n`))[0]).toContain(expected);
  });

  test("keeps what stands beside a value as its description, and takes values from there too", () => {
    const result = read("d41d8cd98f00b204e9800998ecf8427e  empty.txt\nevil[.]example - 192.0.2[.]1\n");
    expect(result.statements).toMatchObject([
      { type: "FILE_MD5", description: "empty.txt" },
      { type: "DOMAIN", description: "192.0.2[.]1" },
      { type: "IPV4", value: "192.0.2.1" },
    ]);
  });

  test.each([
    ["evil.ru, evil2.ru", ["DOMAIN evil.ru", "DOMAIN evil2.ru"]],
    ["evil3.ru evil4.ru", ["DOMAIN evil3.ru", "DOMAIN evil4.ru"]],
    ["192.0.2.7;evil[.]ru # C2", ["IPV4 192.0.2.7", "DOMAIN evil.ru"]],
    ["hxxp://a[.]ru/a,hxxp://b[.]ru/b", ["URL http://a.ru/a", "URL http://b.ru/b"]],
    ["hxxp://a[.]ru/a,b", ["URL http://a.ru/a,b"]],
    [`${"a".repeat(32)} ${"b".repeat(40)}`, [`FILE_MD5 ${"a".repeat(32)}`, `FILE_SHA1 ${"b".repeat(40)}`]],
    [`${"a".repeat(32)}  setup.zip`, [`FILE_MD5 ${"a".repeat(32)}`]],
    ["192.0.2.7 AS64500", ["IPV4 192.0.2.7"]],
    ["evil.ru 192.0.2.7", ["DOMAIN evil.ru"]],
    ["1.2.3.0/255.255.255.0", ["CIDR 1.2.3.0/24"]],
    ["1.2.3.0/255.0.255.0", []],
  ])("takes every value of the line %s", (line, expected) => {
    expect(values(read(`x.ru\ny.ru\nz.ru\n${line}\n`)).slice(3)).toEqual(expected);
  });

  test("of a hosts file gives its names, and no address that leads nowhere", () => {
    const result = read(
      [
        "# hosts",
        "127.0.0.1 localhost localhost.localdomain",
        "::1 ip6-localhost ip6-loopback",
        "fe80::1%lo0 localhost",
        "255.255.255.255 broadcasthost",
        "0.0.0.0 0.0.0.0",
        "0.0.0.0 a.ru b.ru c.ru # phishing",
        "127.0.0.1\td.ru",
        "0.0.0.0 e.nosuchtop",
      ].join("\n"),
    );
    expect(values(result)).toEqual(["DOMAIN a.ru", "DOMAIN b.ru", "DOMAIN c.ru", "DOMAIN d.ru"]);
    expect(result.statements[2]).toMatchObject({ description: "phishing" });
    expect(result.refused).toMatchObject([{ at: "line 9", value: "e.nosuchtop" }]);
    expect(result.ignored).toMatchObject([{ what: expect.stringContaining("the machine itself") as string, count: 5 }]);
  });

  test("keeps a port as a label, and says where a URL's scheme is assumed", () => {
    const result = read("192.0.2.1:8443\nevil.ru/gate.php\n");
    expect(result.statements).toMatchObject([{ labels: ["port:8443"] }, { labels: ["scheme:assumed"] }]);
  });

  test("names each line that was meant as a value and is none, and keeps the others", () => {
    const result = read("192.0.2.1\n999.1.1.1\n/gate.php\nreadme.txt\nSome words of text\nevil.ru\n");
    expect(values(result)).toEqual(["IPV4 192.0.2.1", "DOMAIN evil.ru"]);
    expect(result.refused.map(({ at, value }) => `${at} ${value}`)).toEqual([
      "line 2 999.1.1.1",
      "line 3 /gate.php",
      "line 4 readme.txt",
    ]);
    expect(result.ignored).toEqual([{ at: "line 5", what: "a line of text", count: 1 }]);
  });

  test("states a value once, and refuses a line with U+0000", () => {
    const result = read("192.0.2.1\n192.0.2[.]1\n192.0.2.2 a\u0000b\n192.0.2.3\n");
    expect(values(result)).toEqual(["IPV4 192.0.2.1", "IPV4 192.0.2.3"]);
    expect(result.refused).toMatchObject([{ at: "line 3", field: "description" }]);
  });

  test("is refused above the limit of items, with the limit", () => {
    const read = () => readIntel(Buffer.from("192.0.2.1\n".repeat(11)), { limits: { items: 10 } });
    expect(read).toThrow(/more than 10 items/);
  });
});

describe("A table", () => {
  test("is read by its headers, in English or Japanese", () => {
    const english = read("Type,Indicator,Description,Confidence,TLP\nip,192.0.2[.]1,C2,80,Amber\n");
    const japanese = read("種別,値,説明,確度,TLP\nIPアドレス,192.0.2[.]1,C2,80,Amber\n");
    const expected = { type: "IPV4", value: "192.0.2.1", description: "C2", confidence: 80, tlp: "AMBER" };
    expect([english.statements[0], japanese.statements[0]]).toMatchObject([expected, expected]);
    expect(english.columns?.map(({ meaning }) => meaning)).toEqual([
      "TYPE",
      "VALUE",
      "DESCRIPTION",
      "CONFIDENCE",
      "TLP",
    ]);
  });

  test("may have several columns of values in a row, each with its own type", () => {
    const hashes = ["a".repeat(64), "b".repeat(40), "c".repeat(32)] as const;
    const result = read(`SHA256,SHA1,MD5,ファイル名\n${hashes.join(",")},evil.exe\n`);
    expect(result.statements.map(({ type }) => type)).toEqual(["FILE_SHA256", "FILE_SHA1", "FILE_MD5", "FILE_NAME"]);
  });

  test("takes a registry key for one, and no other key", () => {
    const result = read(
      `type,value\nregistry_key,HKLM\\Software\\Run\nregistry key,HKCU\\Run\npublic key,${"a".repeat(32)}\n`,
    );
    expect(values(result)).toEqual([
      "REGISTRY_KEY HKEY_LOCAL_MACHINE\\Software\\Run",
      "REGISTRY_KEY HKEY_CURRENT_USER\\Run",
    ]);
    expect(result.refused).toMatchObject([{ at: "line 4", code: "UNSUPPORTED" }]);
  });

  test("without headers is read by what its columns hold", () => {
    const result = read("2024-01-01 00:00:00,evil.ru\n2024-01-02 00:00:00,evil2.ru\n");
    expect(result.statements).toMatchObject([{ value: "evil.ru", description: "2024-01-01 00:00:00" }, {}]);
  });

  test.each([",", ";", "\t", "|"])("may be divided by %j", (delimiter) => {
    const rows = [
      ["type", "value"],
      ["domain", "evil.ru"],
      ["ip", "192.0.2.1"],
    ];
    expect(values(read(rows.map((row) => row.join(delimiter)).join("\n")))).toEqual([
      "DOMAIN evil.ru",
      "IPV4 192.0.2.1",
    ]);
  });

  test("survives quotes that are broken, run over lines, or have spaces after them", () => {
    const text =
      'value,note\n192.0.2.1,"two\nlines" \n192.0.2.2,"a ""quoted"" one"\n192.0.2.3,"never closed\n192.0.2.4,x\n';
    const result = read(text, "a.csv");
    expect(values(result)).toEqual(["IPV4 192.0.2.1", "IPV4 192.0.2.2", "IPV4 192.0.2.3", "IPV4 192.0.2.4"]);
    expect(result.statements.slice(0, 2)).toMatchObject([
      { description: "two\nlines" },
      { description: 'a "quoted" one' },
    ]);
  });

  test("takes dates only where they can mean one day", () => {
    const dated = (until: readonly string[]) =>
      read(`value,expires\n${until.map((date, index) => `192.0.2.${index},${date}`).join("\n")}\n`).statements.map(
        ({ validUntil }) => validUntil?.slice(0, 10),
      );
    expect(dated(["2030-01-31", "2030年1月31日", "2030/1/31 9:00"])).toEqual([
      "2030-01-31",
      "2030-01-31",
      "2030-01-31",
    ]);
    expect(dated(["12/7/2030", "1/31/2030"])).toEqual(["2030-12-07", "2030-01-31"]);
    expect(dated(["12/7/2030", "1/2/2030"])).toEqual([undefined, undefined]);
  });

  test("refuses a row by the column that is wrong, and keeps formulas as text", () => {
    const result = read('type,value,note\nip,999.1.1.1,a\nmd5,=1+1,b\nscript,x,c\nip,192.0.2.1,"=HYPERLINK(""x"")"\n');
    expect(result.refused.map(({ at, code, field }) => `${at} ${code} ${field}`)).toEqual([
      "line 2 INVALID_INPUT value",
      "line 3 INVALID_INPUT value",
      "line 4 UNSUPPORTED value",
    ]);
    expect(result.statements[0]?.description).toBe('=HYPERLINK("x")');
  });

  test("of something else is refused with the names of its columns", () => {
    expect(refusal("level,date,source\ninfo,2019/11/07,PowerShell\ninfo,2019/11/08,PowerShell\n")).toBe(
      "UNSUPPORTED: No column of the table holds indicators. Its columns: level, date, source.",
    );
  });
});

describe("A text for people", () => {
  test("gives what is defanged and hashes, and leaves its links and file names alone", () => {
    const text = [
      "# Report",
      "See https://vendor.ru/blog and README.md. The sample d41d8cd98f00b204e9800998ecf8427e (setup.exe)",
      "connects to hxxps://evil[.]example/a, then 192.0.2[.]1. It exploits CVE-2021-44228 on 10.0.0.1.",
    ].join("\n");
    expect(values(read(text, "a.md"))).toEqual([
      "FILE_MD5 d41d8cd98f00b204e9800998ecf8427e",
      "URL https://evil.example/a",
      "IPV4 192.0.2.1",
      "CVE CVE-2021-44228",
    ]);
  });

  test("gives bare values from code blocks and table cells, by the names of their columns", () => {
    const text = [
      "```",
      "evil.ru",
      "```",
      "| SHA-1 | Filename | Detection |",
      "| --- | --- | --- |",
      `| ${"a".repeat(40)} | \`evil.zip\` | Win32/Agent.ABC |`,
      "",
      "| Server | Seen |",
      "| 192.0.2.1 | 2024 |",
    ].join("\n");
    expect(values(read(text, "a.md"))).toEqual([
      "DOMAIN evil.ru",
      `FILE_SHA1 ${"a".repeat(40)}`,
      "FILE_NAME evil.zip",
      "IPV4 192.0.2.1",
    ]);
  });

  test("without any indicator is refused", () => {
    expect(refusal("# Notes\nNothing to see here.\n", "a.md")).toMatch(/^UNSUPPORTED: No indicator was found/);
  });
});

describe("JSON", () => {
  test.each([
    ['{"a": 1', "it ends before it is complete"],
    ['{"a": 1}\n{', "line 2, column 1: there is text after the end"],
    ['{"a" 1}', "line 1, column 6: a colon is missing"],
    ['{"a": 01}', "line 1, column 8: a comma or"],
    ['{"a": tru}', "line 1, column 7: a value is missing"],
    ['{"a": "\n"}', "line 1, column 8: a text holds a line break"],
    ['{"a": "\\x"}', "an escape that JSON does not know"],
    ['["a",]', "a value is missing"],
  ])("%j is refused with the place", (text, expected) => {
    expect(refusal(text)).toContain(expected);
  });

  test("lines of JSON are read as a list, and other JSON is refused by name", () => {
    expect(refusal('{"a":1}\n{"a":2}\n')).toMatch(/no format that this hub reads/);
    expect(refusal('{"type":"indicator","x":1}\n{"action":"deny","target":{}}\n')).toMatch(/UNSUPPORTED/);
    expect(refusal('{"action":"deny","target":{}}')).toMatch(/OpenC2 commands/);
  });

  test("too many objects are refused before they are built", () => {
    expect(refusal(`[${"[],".repeat(1_000_001)}[]]`)).toMatch(/^PAYLOAD_TOO_LARGE: .* 1000000 objects and lists/);
  });
});
