import { readIntel } from "../../src/interop/read";

const read = (text: string, filename = "") => readIntel(Buffer.from(text), { filename });
const values = (result: ReturnType<typeof read>) => result.statements.map(({ type, value }) => `${type} ${value}`);

/** What one line gives, in a list and in a text for people. */
const inList = (line: string) => values(read(`192.0.2.1\n192.0.2.2\n${line}\n`)).slice(2);
const inProse = (line: string) => values(read(`# 報告\n${line}\n1.1.1[.]1\n`, "a.md")).slice(0, -1);

describe("A value in Japanese", () => {
  test.each([
    ["・evil[.]ru", ["DOMAIN evil.ru"]],
    ["①evil2[.]ru", ["DOMAIN evil2.ru"]],
    ["（2）evil3[.]ru", ["DOMAIN evil3.ru"]],
    ["３．evil3[.]ru", ["DOMAIN evil3.ru"]],
    ["１０）1.2.3[.]5", ["IPV4 1.2.3.5"]],
    ["「evil4[.]ru」", ["DOMAIN evil4.ru"]],
    ["■ 「evil4[.]ru」、", ["DOMAIN evil4.ru"]],
    ["通信先はevil22[.]ruです", ["DOMAIN evil22.ru"]],
    ["通信先evil22[.]ru", ["DOMAIN evil22.ru"]],
    ["evil5[.]ru（C2サーバ）", ["DOMAIN evil5.ru"]],
    ["evil5[.]ru(C2サーバ)", ["DOMAIN evil5.ru"]],
    ["ドメイン：「evil6[.]ru」", ["DOMAIN evil6.ru"]],
    ["IPアドレス:1.2.3[.]5", ["IPV4 1.2.3.5"]],
    ["IPアドレス：1.2.3[.]5", ["IPV4 1.2.3.5"]],
    ["URL:hxxp://evil[.]ru/a", ["URL http://evil.ru/a"]],
    ["hxxp://evil[.]ru/gate.phpに接続", ["URL http://evil.ru/gate.php"]],
    ["hxxp://evil[.]ru/にアクセス", ["URL http://evil.ru/"]],
    ["hxxp://evil[.]ru/あいう", ["URL http://evil.ru/あいう"]],
    ["hxxp://evil[.]ru/資料.zipを取得", ["URL http://evil.ru/資料.zip"]],
    ["a[.]ruとb[.]ru。c[.]ru", ["DOMAIN a.ru", "DOMAIN b.ru", "DOMAIN c.ru"]],
    ["CVE-2021-44228を悪用（CVE-2021-45046）", ["CVE CVE-2021-44228", "CVE CVE-2021-45046"]],
  ])("%s is told from its sentence, in a list and in a text", (line, expected) => {
    expect([inList(line), inProse(line)]).toEqual([expected, expected]);
  });

  test.each([
    ["日本語[.]jp", ["DOMAIN xn--wgv71a119e.jp"]],
    ["xn--wgv71a119e[.]jp", ["DOMAIN xn--wgv71a119e.jp"]],
    ["hxxps://日本語[.]jp/index.html", ["URL https://xn--wgv71a119e.jp/index.html"]],
    ["user[@]日本語[.]jp", ["EMAIL user@xn--wgv71a119e.jp"]],
  ])("%s is an internationalised name all the same", (line, expected) => {
    expect([inList(line), inProse(line)]).toEqual([expected, expected]);
  });

  test("a bare internationalised name in a list is one", () => {
    expect(inList("日本語.jp")).toEqual(["DOMAIN xn--wgv71a119e.jp"]);
    expect(inList("例え。example")).toEqual(["DOMAIN xn--r8jz45g.example"]);
  });

  test.each(["・evil[.]ru", "①evil[.]ru", "「evil[.]ru」", "通信先はevil[.]ru", "evil[.]ru。"])(
    "%s in a column of names is the name",
    (cell) => {
      expect(values(read(`ドメイン,備考\n${cell},a\n`, "a.csv"))).toEqual(["DOMAIN evil.ru"]);
    },
  );

  test("two names in a cell are both taken, or it is refused", () => {
    const result = read("ドメイン,備考\na[.]ruとb[.]ru,a\nc[.]ru、d[.]ru,b\n", "a.csv");
    expect(values(result)).toEqual(["DOMAIN c.ru", "DOMAIN d.ru"]);
    expect(result.refused).toMatchObject([{ at: "line 2" }]);
  });

  test("a full-width address is no numbered item", () => {
    expect(inList("１９８．５１．１００．１")).toEqual(["IPV4 198.51.100.1"]);
  });

  test("a heading between the values of a list is a line of text", () => {
    const result = read("【通信先】\nevil.ru\n検体\n192.0.2.1\n");
    expect(values(result)).toEqual(["DOMAIN evil.ru", "IPV4 192.0.2.1"]);
    expect([result.refused, result.ignored]).toEqual([[], [{ at: "line 1", what: "a line of text", count: 2 }]]);
  });

  test("a name that ends in a sentence is refused, and not made one", () => {
    const result = read("192.0.2.1\n192.0.2.2\n通信先は日本語[.]jpです\n");
    expect(values(result)).toHaveLength(2);
    expect(result.refused).toMatchObject([{ at: "line 3", value: "通信先は日本語[.]jpです" }]);
  });
});
