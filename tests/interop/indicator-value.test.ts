import fc from "fast-check";
import {
  guess,
  indicatorTypes,
  isDefanged,
  normalise,
  refang,
  type IndicatorType,
} from "../../src/modules/indicators/indicator.value";

const valueOf = (type: IndicatorType, raw: string) => {
  const result = normalise(type, raw);
  return result.ok ? result.value : `refused: ${result.reason}`;
};

describe("A value is written in the one form of its type", () => {
  const table: readonly (readonly [IndicatorType, string, string])[] = [
    ["IPV4", "198.51.100[.]1", "198.51.100.1"],
    ["IPV4", "198[.]51[.]100[.]9", "198.51.100.9"],
    ["IPV4", "198.51.100.1:443", "198.51.100.1"],
    ["IPV4", "198.51.100.1/32", "198.51.100.1"],
    ["IPV4", "１９８．５１．１００．１", "198.51.100.1"],
    ["IPV6", "2001:DB8::0:1", "2001:db8::1"],
    ["IPV6", "2001:db8::1%eth0", "2001:db8::1"],
    ["IPV6", "[2001:db8::1]:443", "2001:db8::1"],
    ["IPV6", "2001[:]db8[:][:]1", "2001:db8::1"],
    ["IPV6", "2001:0db8:0000:0000:0001:0000:0000:0001", "2001:db8::1:0:0:1"],
    ["IPV6", "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["IPV6", "::ffff:192.0.2.1", "::ffff:192.0.2.1"],
    ["CIDR", "198.51.100.7/24", "198.51.100.0/24"],
    ["CIDR", "2001:DB8:1::/32", "2001:db8::/32"],
    ["CIDR", "198.51.100.7/255.255.254.0", "198.51.100.0/23"],
    ["DOMAIN", "EVIL.Example.", "evil.example"],
    ["DOMAIN", "evil(dot)example", "evil.example"],
    ["DOMAIN", "evil[dot]example", "evil.example"],
    ["DOMAIN", "evil[[[[.]]]]example", "evil.example"],
    ["DOMAIN", "evil.[.]example", "evil.example"],
    ["DOMAIN", "evil。example", "evil.example"],
    ["DOMAIN", "ＥＶＩＬ．ｅｘａｍｐｌｅ", "evil.example"],
    ["DOMAIN", "\u200bevil.example\u00a0", "evil.example"],
    ["DOMAIN", "例え.example", "xn--r8jz45g.example"],
    ["DOMAIN", "例・え.example", "xn--r8j8t907e.example"],
    ["DOMAIN", "_dmarc.evil.example", "_dmarc.evil.example"],
    ["URL", "hxxp://evil[.]example/a", "http://evil.example/a"],
    ["URL", "hXXps[:]//evil[.]example/Path", "https://evil.example/Path"],
    ["URL", "HTTP://EVIL.example:80/%7Ea/../b?x=1#y", "http://evil.example/%7Ea/../b?x=1#y"],
    ["URL", "http://evil.example", "http://evil.example/"],
    ["URL", "hxxps://[2001:DB8::1]:8443/x", "https://[2001:db8::1]:8443/x"],
    ["URL", "http://evil.example/\u202egpj.exe", "http://evil.example/%E2%80%AEgpj.exe"],
    ["URL", "http://0x7f.1/", "http://127.0.0.1/"],
    ["URL", "evil.example/gate.php", "http://evil.example/gate.php"],
    ["URL", "file://198.51.100[.]4@8789/DavWWWRoot/a.bat", "file://198.51.100.4@8789/DavWWWRoot/a.bat"],
    ["URL", "file://Evil.example@ssl/a.bat", "file://evil.example@SSL/a.bat"],
    ["URL", "file://evil.example@SSL@08443/a", "file://evil.example@SSL@8443/a"],
    ["EMAIL", "User[at]Evil[.]example", "user@evil.example"],
    ["EMAIL", "mailto:user@evil.example", "user@evil.example"],
    ["EMAIL_SUBJECT", "  請求書の件  ", "請求書の件"],
    ["FILE_MD5", "D41D8CD98F00B204E9800998ECF8427E", "d41d8cd98f00b204e9800998ecf8427e"],
    ["FILE_NAME", "setup[.]exe", "setup.exe"],
    ["REGISTRY_KEY", "HKLM\\\\Software\\\\Run\\", "HKEY_LOCAL_MACHINE\\Software\\Run"],
    ["REGISTRY_KEY", "hkcu:\\Software\\Run", "HKEY_CURRENT_USER\\Software\\Run"],
    ["ASN", "as64500", "AS64500"],
    ["ASN", "1.10", "AS65546"],
    ["CVE", "cve-2021-44228", "CVE-2021-44228"],
    ["YARA", "rule a {\r\n condition: true }\r\n", "rule a {\n condition: true }"],
  ];
  test.each(table)("%s %s", (type, raw, expected) => {
    expect(valueOf(type, raw)).toBe(expected);
  });
});

describe("A value that is not of its type is refused with the reason", () => {
  const table: readonly (readonly [IndicatorType, string, RegExp])[] = [
    ["IPV4", "999.1.1.1", /not an IPv4 address/],
    ["IPV4", "198.51.100.009", /leading zero/],
    ["IPV6", "2001:db8::1::2", /not an IPv6 address/],
    ["CIDR", "198.51.100.0/33", /over 32/],
    ["CIDR", "0.0.0.0/0", /whole internet/],
    ["CIDR", "198.51.100.0/255.0.255.0", /no mask/],
    ["CIDR", "198.51.100.0/0.0.0.255", /no mask/],
    ["CIDR", "2001:db8::/255.255.255.0", /no mask/],
    ["DOMAIN", "「evil.example」", /not a domain name/],
    ["DOMAIN", "・evil.example", /not a domain name/],
    ["DOMAIN", "localhost", /no dot/],
    ["DOMAIN", "*.evil.example", /wildcard/],
    ["DOMAIN", "domain autuo.xicp.net", /not a domain name/],
    ["DOMAIN", "192.0.2.1", /top-level domain/],
    ["DOMAIN", `${"a".repeat(64)}.example`, /63/],
    ["URL", "javascript:alert(1)", /no scheme/],
    ["URL", "http://<host>/x", /host/],
    ["URL", "http://evil.example:99999/", /port/],
    ["URL", "file://evil.example@99999/a", /port/],
    ["URL", "file://evil.example@SSL@/a", /port/],
    ["EMAIL", "@evil.example", /mail address/],
    ["FILE_MD5", "zz", /32 hexadecimal/],
    ["FILE_SHA256", "d41d8cd98f00b204e9800998ecf8427e", /64 hexadecimal/],
    ["REGISTRY_KEY", "updater", /registry key/],
    ["ASN", "AS4294967296", /4294967295/],
    ["CVE", "CVE-21-1", /CVE/],
    ["MUTEX", "a\u0000b", /U\+0000/],
    ["FILE_NAME", "a\ud800b", /surrogate/],
  ];
  test.each(table)("%s %s", (type, raw, reason) => {
    expect(valueOf(type, raw)).toMatch(reason);
  });
});

test("A value longer than its limit is refused with the limit", () => {
  expect(valueOf("URL", `http://evil.example/${"a".repeat(9000)}`)).toMatch(/longer than 8192/);
  expect(valueOf("YARA", "a".repeat(70_000))).toMatch(/longer than 65536/);
});

describe("The type of a bare value", () => {
  const table: readonly (readonly [string, string | undefined])[] = [
    ["198.51.100[.]1", "IPV4 198.51.100.1"],
    ["198.51.100.1:443", "IPV4 198.51.100.1"],
    ["198.51.100.0/24", "CIDR 198.51.100.0/24"],
    ["198.51.100.7/32", "IPV4 198.51.100.7"],
    ["evil.ru", "DOMAIN evil.ru"],
    ["evil.bazar", "DOMAIN evil.bazar"],
    ["evil[.]unknowntld", "DOMAIN evil.unknowntld"],
    ["45.153.241.16/pixel", "URL http://45.153.241.16/pixel"],
    ["user@evil.ru", "EMAIL user@evil.ru"],
    ["CVE-2021-44228", "CVE CVE-2021-44228"],
    ["HKLM\\Software\\Run", "REGISTRY_KEY HKEY_LOCAL_MACHINE\\Software\\Run"],
    ["setup.exe", undefined],
    ["README.adoc", undefined],
    ["com.android.chrome", undefined],
    ["net.ru-passport.online", "DOMAIN net.ru-passport.online"],
    ["update[.]exe", "FILE_NAME update.exe"],
    ["invoice[.]pdf", "FILE_NAME invoice.pdf"],
    ["update[.]zip", "DOMAIN update.zip"],
    ["「evil[.]ru」", undefined],
    ["通信先は日本語[.]jpです", undefined],
    ["Win32/Kryptik.HGCE", undefined],
    ["999.1.1.1", undefined],
    ["161.35.41.9:53:53", undefined],
    ["v1.2.3", undefined],
    ["/gate.php", undefined],
    ["a word", undefined],
  ];
  test.each(table)("%s is %s", (raw, expected) => {
    const guessed = guess(raw);
    expect(guessed && `${guessed.type} ${guessed.value}`).toBe(expected);
  });

  test("keeps the port that stood beside an address apart from the value", () => {
    expect(guess("evil[.]cc:3844")).toEqual({ type: "DOMAIN", value: "evil.cc", port: 3844 });
  });
});

describe("Properties of normalising", () => {
  const octet = fc.integer({ min: 0, max: 255 });
  const address = fc.tuple(octet, octet, octet, octet).map((parts) => parts.join("."));
  const label = fc.stringMatching(/^[a-z][a-z0-9]{0,10}$/);
  const domain = fc.tuple(label, label).map(([name, top]) => `${name}.${top}x`);
  const url = fc.tuple(domain, label).map(([host, path]) => `http://${host}/${path}`);
  const defang = (value: string) => value.replace(/^http/, "hxxp").replace("://", "[:]//").replaceAll(".", "[.]");

  test("what is defanged and refanged is what it was", () => {
    fc.assert(
      fc.property(fc.oneof(address, domain, url), (value) => {
        expect(isDefanged(defang(value))).toBe(true);
        expect(refang(defang(value))).toBe(value);
        expect(refang(value)).toBe(value);
      }),
    );
  });

  test("a file name that was defanged twice is refanged whole", () => {
    expect(normalise("FILE_NAME", "run[[.]]exe")).toMatchObject({ value: "run.exe" });
    expect(normalise("FILE_NAME", "[draft].doc")).toMatchObject({ value: "[draft].doc" });
  });

  test("a normalised value normalises to itself, for every type and any text", () => {
    const pieces = fc.constantFrom(
      "http://",
      "file://",
      "@SSL",
      "hxxp[:]//",
      "evil",
      "[.]",
      ".",
      "example",
      "/",
      ":",
      "80",
      "@",
      "%20",
    );
    const odd = fc.constantFrom("[", "]", "(", ")", " dot ", "\\", "。", "\u202e", "\u200b", "１", "é", "::", "1");
    const assembled = fc.array(fc.oneof(pieces, odd), { maxLength: 12 }).map((parts) => parts.join(""));
    const raw = fc.oneof(assembled, fc.string({ unit: "binary" }), address, domain, url);
    fc.assert(
      fc.property(fc.constantFrom(...indicatorTypes), raw, (type, text) => {
        const once = normalise(type, text);
        if (once.ok) expect(normalise(type, once.value)).toMatchObject({ ok: true, value: once.value });
      }),
      { numRuns: 5_000 },
    );
  });

  // Were it not so, this would not end before the test's time-out.
  test("time stays in proportion to length, whatever brackets are nested", () => {
    for (const piece of ["[", "(.", "[(dot", " dot ", "a.", "[.]", "::", "\\."]) {
      for (const type of indicatorTypes) normalise(type, piece.repeat(4_000));
      guess(piece.repeat(1_500));
    }
  });
});
