import { readIntel } from "../../src/interop/read";
import { readPattern } from "../../src/interop/stix/pattern";

const limits = { patternComparisons: 1_000, patternDepth: 64 };
const ids = {
  one: "indicator--e8094b09-7df4-4b13-b207-1e27af3c4bde",
  soc: "identity--936aa40c-acc6-4a57-a518-093d07dbf924",
  other: "identity--b38dfe21-7477-40d1-aa90-5c8671ce51ca",
};

const indicator = (fields: object = {}) => ({
  type: "indicator",
  spec_version: "2.1",
  id: ids.one,
  created: "2024-01-01T00:00:00.000Z",
  modified: "2024-01-01T00:00:00.000Z",
  pattern_type: "stix",
  pattern: "[domain-name:value = 'evil.example']",
  valid_from: "2024-01-01T00:00:00Z",
  ...fields,
});
const read = (...objects: readonly object[]) => {
  const bundle = { type: "bundle", id: "bundle--44af6c39-c09b-49c5-9de2-394224b04982", objects };
  return readIntel(Buffer.from(JSON.stringify(bundle)));
};
const values = (result: ReturnType<typeof read>) => result.statements.map(({ type, value }) => `${type} ${value}`);

describe("A STIX pattern", () => {
  const table: readonly (readonly [string, string])[] = [
    ["[ipv4-addr:value = '192.0.2.1']", "SIMPLE 1"],
    ["[ipv4-addr:value='192.0.2.1']OR[ipv4-addr:value='192.0.2.2']", "SIMPLE 2"],
    ["([a:b = '1'] OR [a:b = '2'])", "SIMPLE 2"],
    ["[(a:b = '1' OR (a:c.'d-e' = 'it\\'s'))]", "SIMPLE 2"],
    ["[a:b IN ('1', '2', '3')]", "SIMPLE 3"],
    ["[ipv4-addr:value ISSUBSET '198.51.100.0/24']", "SIMPLE 1"],
    ["[autonomous-system:number = 64500]", "SIMPLE 1"],
    ["[a:b = '1' AND a:c = '2']", "WHOLE"],
    ["[a:b != '1']", "WHOLE"],
    ["[NOT a:b = '1']", "WHOLE"],
    ["[a:b NOT = '1']", "WHOLE"],
    ["[a:b LIKE '%x']", "WHOLE"],
    ["[EXISTS a:b]", "WHOLE"],
    ["[a:b[*].c[0] = true] FOLLOWEDBY [a:d > 1.5] WITHIN 300 SECONDS", "WHOLE"],
    ["[a:b = '1'] REPEATS 5 TIMES START t'2024-01-01T00:00:00Z' STOP t'2024-02-01T00:00:00Z'", "WHOLE"],
    ["[a:b = /* note */ '1'] // end", "SIMPLE 1"],
    ["[a:b = 'x", "INVALID_INPUT"],
    ["[a:b]", "INVALID_INPUT"],
    ["a:b = '1'", "INVALID_INPUT"],
    ["[a:b = '1'] garbage", "INVALID_INPUT"],
    ["[a:b = '1'", "INVALID_INPUT"],
    ["[]", "INVALID_INPUT"],
    ["", "INVALID_INPUT"],
    [`[${"(".repeat(64)}a:b='1'${")".repeat(64)}]`, "SIMPLE 1"],
    [`[${"(".repeat(65)}a:b='1'${")".repeat(65)}]`, "PAYLOAD_TOO_LARGE"],
    [`[${Array(1_000).fill("a:b='1'").join(" OR ")}]`, "SIMPLE 1000"],
    [`[${Array(1_001).fill("a:b='1'").join(" OR ")}]`, "PAYLOAD_TOO_LARGE"],
  ];
  test.each(table.map(([pattern, expected]) => [pattern.slice(0, 90), expected, pattern] as const))(
    "%s is %s",
    (_, expected, pattern) => {
      const reading = readPattern(pattern, limits);
      const text = reading.kind === "SIMPLE" ? `SIMPLE ${reading.comparisons.length}` : reading.kind;
      expect(reading.kind === "REFUSED" ? reading.code : text).toBe(expected);
    },
  );

  test("gives paths without quotes and values without escapes", () => {
    const reading = readPattern("[file:hashes.'SHA-256' = 'a\\\\b\\'c']", limits);
    expect(reading).toMatchObject({ comparisons: [{ path: "file:hashes.SHA-256", value: "a\\b'c" }] });
  });
});

describe("An indicator of a bundle", () => {
  test("becomes a statement with all that it says", () => {
    const result = read(
      { type: "identity", spec_version: "2.1", id: ids.soc, name: "SOC" },
      indicator({
        created_by_ref: ids.soc,
        name: "C2",
        description: "beacon",
        confidence: 85,
        valid_until: "2025-01-01T09:00:00+09:00",
        labels: ["apt", "tlp:green"],
        indicator_types: ["malicious-activity"],
        kill_chain_phases: [{ kill_chain_name: "mitre-attack", phase_name: "command-and-control" }],
        object_marking_refs: ["marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421"],
      }),
    );

    expect(result.format).toBe("STIX_2_1");
    expect(result.statements).toEqual([
      {
        at: ids.one,
        type: "DOMAIN",
        value: "evil.example",
        name: "C2",
        description: "beacon",
        confidence: 85,
        validFrom: "2024-01-01T00:00:00.000000Z",
        validUntil: "2025-01-01T00:00:00.000000Z",
        tlp: "AMBER",
        killChainPhases: ["mitre-attack:command-and-control"],
        labels: ["malicious-activity", "apt", "tlp:green"],
        revoked: false,
        source: {
          format: "STIX_2_1",
          id: ids.one,
          creator: ids.soc,
          creatorName: "SOC",
          created: "2024-01-01T00:00:00.000000Z",
          modified: "2024-01-01T00:00:00.000000Z",
          hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        },
      },
    ]);
  });

  test("gives one statement for each value of an OR, and refuses only the value that is none", () => {
    const result = read(
      indicator({ pattern: "[domain-name:value = 'evil[.]example' OR ipv4-addr:value = '999.1.1.1']" }),
    );

    expect(values(result)).toEqual(["DOMAIN evil.example"]);
    expect(result.refused).toMatchObject([{ at: ids.one, field: "pattern", value: "999.1.1.1" }]);
  });

  test.each([
    ["[process:name = 'x.exe']", "a path that is no indicator type"],
    ["[domain-name:value = 'a.example' AND domain-name:value = 'b.example']", "an AND"],
    ["[domain-name:value = 'a.example' OR process:name = 'x']", "an OR with one part that is no type"],
    ["[file:hashes.'SHA-512' = 'ab']", "a hash that is no type"],
  ])("stays whole: %s (%s)", (pattern) => {
    expect(values(read(indicator({ pattern })))).toEqual([`STIX_PATTERN ${pattern}`]);
  });

  test.each([
    ["[ipv4-addr:value = '198.51.100.0/24']", "CIDR 198.51.100.0/24"],
    ["[network-traffic:dst_ref.value = '192.0.2.1']", "IPV4 192.0.2.1"],
    ["[file:hashes.sha256 = 'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855']", "FILE_SHA256"],
    ["[windows-registry-key:key = 'HKLM\\\\Software\\\\Run']", "REGISTRY_KEY HKEY_LOCAL_MACHINE\\Software\\Run"],
    ["[autonomous-system:number = 64500]", "ASN AS64500"],
    ["[email-message:subject = '請求書']", "EMAIL_SUBJECT 請求書"],
    ["[mutex:name = 'Global\\\\x']", "MUTEX Global\\x"],
  ])("%s is %s", (pattern, expected) => {
    expect(values(read(indicator({ pattern })))[0]).toContain(expected);
  });

  test("keeps YARA and Sigma rules, and refuses other pattern languages by name", () => {
    expect(values(read(indicator({ pattern_type: "yara", pattern: "rule a { condition: true }" })))).toEqual([
      "YARA rule a { condition: true }",
    ]);
    expect(read(indicator({ pattern_type: "snort", pattern: "alert" })).refused).toMatchObject([
      { code: "UNSUPPORTED", field: "pattern_type", value: "snort" },
    ]);
  });
});

test("An object of any type with U+0000 or half a surrogate pair is refused by the field, and the others stand", () => {
  const note = (id: string, content: string) => ({ type: "note", spec_version: "2.1", id: `note--${id}`, content });
  const [one, two] = ["03ba33db-73f7-4a8e-8445-d656de3a5db5", "154ed512-1209-4d26-ac51-2b01f18dd1ee"] as const;
  const result = read(note(one, "\u0000"), note(two, "\ud800"), indicator());
  expect(result.refused.map(({ at, field }) => `${at} ${field}`)).toEqual([
    `note--${one} content`,
    `note--${two} content`,
  ]);
  expect(result.statements).toHaveLength(1);
});

describe("Versions of one object in a bundle", () => {
  const at = (day: string, fields: object = {}) =>
    indicator({ modified: `2024-01-${day}T00:00:00.000Z`, name: `day ${day}`, ...fields });
  const names = (result: ReturnType<typeof read>) => result.statements.map(({ name }) => name);

  test("the latest stands, in whatever order they come, and the others are counted", () => {
    for (const order of [
      ["01", "02", "03"],
      ["03", "01", "02"],
      ["02", "03", "01"],
    ]) {
      const result = read(...order.map((day) => at(day)));
      expect(names(result)).toEqual(["day 03"]);
      expect(result.ignored).toMatchObject([{ count: 2 }]);
    }
  });

  test("a revoked object is not revived", () => {
    const result = read(at("03"), at("02", { revoked: true }));
    expect(result.statements).toMatchObject([{ name: "day 02", revoked: true }]);
    expect(result.refused).toMatchObject([{ at: ids.one, field: "revoked" }]);
  });

  test("a foreign creator neither changes nor revokes it", () => {
    const result = read(at("01", { created_by_ref: ids.soc }), at("02", { created_by_ref: ids.other, revoked: true }));
    expect(result.statements).toMatchObject([{ name: "day 01", revoked: false }]);
    expect(result.refused).toMatchObject([{ field: "created_by_ref" }]);
  });

  test("of two contents with the same modified, the same one stands in either order", () => {
    const pair = [at("01", { name: "a" }), at("01", { name: "b" })] as const;
    const [there, back] = [read(pair[0], pair[1]), read(pair[1], pair[0])];
    expect(names(there)).toEqual(names(back));
    expect(there.refused).toMatchObject([{ field: "modified" }]);
  });

  test("the same object twice is one, without a complaint", () => {
    const result = read(at("01"), at("01"));
    expect([result.statements.length, result.refused.length]).toEqual([1, 0]);
  });
});

describe("Markings", () => {
  const marked = (refs: readonly string[], ...definitions: readonly object[]) =>
    read(...definitions, indicator({ object_marking_refs: refs }));
  const red = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1";
  const clear = "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487";
  const own = "marking-definition--79490eab-7f1a-455e-926e-b523b3df44a4";
  const definition = (fields: object) => ({
    type: "marking-definition",
    spec_version: "2.1",
    id: own,
    created: "2024-01-01T00:00:00.000Z",
    ...fields,
  });

  test("the strictest of several wins, granular ones included", () => {
    expect(marked([clear, red]).statements[0]?.tlp).toBe("RED");
    const granular = read(
      indicator({ object_marking_refs: [clear], granular_markings: [{ marking_ref: red, selectors: ["name"] }] }),
    );
    expect(granular.statements[0]?.tlp).toBe("RED");
  });

  test("an unknown marking is never public, and is remarked on", () => {
    const result = marked([clear, "marking-definition--00000000-0000-4000-8000-000000000000"]);
    expect(result.statements[0]?.tlp).toBe("AMBER_STRICT");
    expect(result.remarks).toMatchObject([{ at: ids.one, field: "object_marking_refs" }]);
  });

  test("a bundle that redefines a TLP id is ignored on that point, and reported", () => {
    const forged = { id: red, definition_type: "tlp", definition: { tlp: "white" } };
    const result = marked([red], definition(forged));
    expect(result.statements[0]?.tlp).toBe("RED");
    expect(result.refused).toMatchObject([{ at: red, field: "definition" }]);
  });

  test.each([
    [{ definition_type: "statement", definition: { statement: "Copyright" } }, undefined],
    [{ definition_type: "tlp", definition: { tlp: "amber" } }, "AMBER"],
    [{ definition_type: "iep", definition: {} }, "AMBER_STRICT"],
    [
      {
        extensions: {
          "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d": {
            extension_type: "property-extension",
            tlp_2_0: "amber+strict",
          },
        },
      },
      "AMBER_STRICT",
    ],
  ])("%j means %s", (fields, tlp) => {
    expect(marked([own], definition(fields)).statements[0]?.tlp).toBe(tlp);
  });

  test("machine tags among the labels count as markings", () => {
    const result = read(indicator({ labels: ["PAP:RED", "tlp:amber+strict"] }));
    expect(result.statements[0]).toMatchObject({ tlp: "AMBER_STRICT", pap: "RED" });
  });
});
