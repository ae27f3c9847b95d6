import { readIntel } from "../../src/interop/read";

const read = (text: string) => readIntel(Buffer.from(text), { filename: "a.csv" });
const values = (result: ReturnType<typeof read>) => result.statements.map(({ type, value }) => `${type} ${value}`);

describe("A confidence in a table", () => {
  const confidences = (cells: readonly string[]) => {
    const rows = cells.map((cell, index) => `192.0.2.${index};"${cell}"`);
    const { statements, refused, remarks } = read(["ip;確信度", ...rows].join("\n"));
    return { all: statements.map(({ confidence }) => confidence), refused, remarks };
  };

  test.each([
    [
      ["0.9", "0", "1", "0,25"],
      [90, 0, 100, 25],
    ],
    [
      ["90", "0.9", "1"],
      [90, 1, 1],
    ],
    [
      ["90%", "1%"],
      [90, 1],
    ],
  ])("is counted as all of its column shows: %j", (cells, expected) => {
    expect(confidences(cells).all).toEqual(expected);
  });

  test("of a column of ones says nothing, and is remarked on once", () => {
    const { all, remarks } = confidences(["1", "1", "0"]);
    expect(all).toEqual([undefined, undefined, 0]);
    expect(remarks).toMatchObject([{ at: "line 2", field: "CONFIDENCE" }]);
  });

  test("in words becomes a number, with a remark for each word", () => {
    const { all, remarks } = confidences(["High", "高", "中", "Low", "high", "so-so"]);
    expect(all).toEqual([85, 85, 50, 15, 85, undefined]);
    expect(remarks.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/"高" is kept as 85/),
        expect.stringMatching(/"so-so" is no number/),
      ]),
    );
  });

  test("beyond its scale refuses the row", () => {
    expect(confidences(["101", "50"]).refused).toMatchObject([{ at: "line 2", field: "CONFIDENCE" }]);
  });
});

describe("Columns that are not about the attacker", () => {
  test.each([
    "Victim IP",
    "src_ip",
    "Source IP Address",
    "internal host",
    "被害端末",
    "送信元IP",
    "Client IP",
    "source",
  ])("%s gives no indicators, and is named", (header) => {
    const result = read(`${header},dst_ip\n10.0.0.1,192.0.2.1\n10.0.0.2,192.0.2.2\n`);
    expect(values(result)).toEqual(["IPV4 192.0.2.1", "IPV4 192.0.2.2"]);
    expect(result.ignored).toEqual([
      { at: "line 2", what: `a value in "${header}", a column that is not about the attacker`, count: 2 },
    ]);
  });

  test("stay so where no other column has a name that says indicators", () => {
    const result = read("被害端末,x\n10.0.0.1,192.0.2.1\n10.0.0.2,192.0.2.2\n".replace("x", "備考"));
    expect(values(result)).toEqual(["IPV4 192.0.2.1", "IPV4 192.0.2.2"]);
  });

  test("are links to reports too, and no notes of one's own", () => {
    const result = read(
      "domain,Source URL,参考情報,Internal note\nevil.ru,https://vendor.ru/a,https://vendor.ru/b,seen\n",
    );
    expect(result.statements).toMatchObject([{ value: "evil.ru", description: "seen" }]);
    expect(result.ignored).toHaveLength(2);
  });

  test("are known where nothing else is said", () => {
    expect(values(read("source,destination\n10.0.0.1,192.0.2.1\n10.0.0.2,192.0.2.2\n"))).toEqual([
      "IPV4 192.0.2.1",
      "IPV4 192.0.2.2",
    ]);
  });

  test("do not take the sender of a mail for a victim", () => {
    expect(values(read("送信元メールアドレス,件名\na@evil.ru,請求書\nb@evil.ru,見積\n"))).toContain("EMAIL a@evil.ru");
  });
});

describe("The CSV that MISP exports", () => {
  const header = "uuid,event_id,category,type,value,comment,to_ids,date";
  const row = (type: string, value: string, toIds = "1") =>
    `u,1,Network activity,${type},"${value}",seen,${toIds},20240101`;

  test("has types of two parts, and says what is not meant for detection", () => {
    const result = read(
      [
        header,
        row("filename|md5", `a.exe|${"a".repeat(32)}`),
        row("ip-dst|port", "192.0.2.1|443"),
        row("domain|ip", "evil.ru|192.0.2.2"),
        row("domain", "evil2.ru", "0"),
        row("regkey|value", "HKLM\\Run|x"),
      ].join("\n"),
    );
    expect(values(result)).toEqual([
      `FILE_MD5 ${"a".repeat(32)}`,
      "IPV4 192.0.2.1",
      "DOMAIN evil.ru",
      "IPV4 192.0.2.2",
      "DOMAIN evil2.ru",
      "REGISTRY_KEY HKEY_LOCAL_MACHINE\\Run",
    ]);
    expect(result.statements[0]).toMatchObject({ name: "a.exe", description: "seen" });
    expect(result.statements[1]).toMatchObject({ labels: ["port:443"] });
    expect(result.statements[4]).toMatchObject({ labels: ["to_ids:false"] });
  });

  test("makes no indicator of its links, comments, certificates and targets", () => {
    const result = read(
      [
        header,
        row("domain", "evil.ru"),
        row("link", "https://vendor.ru/report"),
        row("comment", "vendor.ru"),
        row("target-machine", "pc.victim.ru"),
        row("x509-fingerprint-sha1", "a".repeat(40)),
        row("hassh-md5", "a".repeat(32)),
        row("email-message-id", "<a@victim.ru>"),
      ].join("\n"),
    );
    expect(values(result)).toEqual(["DOMAIN evil.ru"]);
    expect(result.ignored).toHaveLength(4);
    expect(result.refused.map(({ at }) => at)).toEqual(["line 6", "line 7", "line 8"]);
  });
});

describe("A table", () => {
  test.each([";", ",", "\t", "|"])("may declare its delimiter as spreadsheets do: sep=%s", (delimiter) => {
    const result = read(
      `sep=${delimiter}\r\ndomain${delimiter}note\r\nevil.ru${delimiter}a\r\nevil2.ru${delimiter}b\r\n`,
    );
    expect(values(result)).toEqual(["DOMAIN evil.ru", "DOMAIN evil2.ru"]);
    expect(result.statements).toMatchObject([{ at: "line 3", description: "a" }, { at: "line 4" }]);
    expect(result.columns?.map(({ header }) => header)).toEqual(["domain", "note"]);
  });

  test("with a description that is too long says that it is cut, between characters", () => {
    const long = `${"a".repeat(9_999)}😀b`;
    const result = read(`domain,description\nevil.ru,${long}\nevil2.ru,b\n`);
    expect(result.statements.map(({ description }) => description?.length)).toEqual([9_999, 1]);
    expect(result.remarks).toMatchObject([{ at: "line 2", field: "DESCRIPTION" }]);
  });

  test("is marked by its tags too, the strictest of all", () => {
    const result = read('domain,tlp,tags\nevil.ru,green,"phishing;tlp:red"\nevil2.ru,green,x\n');
    expect(result.statements.map(({ tlp }) => tlp)).toEqual(["RED", "GREEN"]);
  });

  test("may hold several URLs in a cell, divided by commas", () => {
    expect(values(read('url,note\n"hxxp://a[.]ru/a,hxxp://b[.]ru/b",x\n"http://c.ru/a,b",y\n'))).toEqual([
      "URL http://a.ru/a",
      "URL http://b.ru/b",
      "URL http://c.ru/a,b",
    ]);
  });
});
