import { readIntel } from "../../src/interop/read";
import type { ReadResult } from "../../src/interop/statement";

const read = (file: string | object, filename = ""): ReadResult =>
  readIntel(Buffer.from(typeof file === "string" ? file : JSON.stringify(file)), { filename });

const words = (count: number) => Array.from({ length: count }, (_, i) => `label ${i}`);
const tags = (names: readonly string[]) => names.map((name) => ({ name }));

const event = (names: readonly string[], attributes: readonly object[]) => ({
  Event: { info: "an event", Tag: tags(names), Attribute: attributes },
});
const attribute = (i: number, facts: object = {}) => ({
  type: "domain",
  value: `host${i}.evil.example`,
  to_ids: true,
  ...facts,
});

const indicator = (facts: object) => ({
  type: "indicator",
  spec_version: "2.1",
  id: "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",
  created: "2026-01-01T00:00:00.000Z",
  modified: "2026-01-01T00:00:00.000Z",
  valid_from: "2026-01-01T00:00:00Z",
  pattern: "[domain-name:value = 'evil.example'] OR [domain-name:value = 'worse.example']",
  pattern_type: "stix",
  ...facts,
});

const ofFormats: readonly (readonly [string, () => ReadResult])[] = [
  ["STIX", () => read(indicator({ labels: words(60) }))],
  ["a MISP event", () => read(event(words(60), [attribute(1)]))],
  ["a MISP attribute", () => read(event([], [attribute(1, { Tag: tags(words(60)) })]))],
  ["an event and its attribute", () => read(event(words(30), [attribute(1, { Tag: tags(words(60).slice(30)) })]))],
  ["a table", () => read(`ioc,tags\nevil.example,${words(60).join(";")}`, "a.csv")],
];

describe("The labels in a file", () => {
  test.each(ofFormats)("of %s are kept as far as an assertion may have them; the others are named", (_, result) => {
    const { statements, remarks } = result();
    for (const { labels } of statements) expect(labels).toEqual(words(50));
    expect(remarks).toMatchObject([{ message: expect.stringMatching(/Left out: "label 50".* and 7 more/) as unknown }]);
  });

  test("longer than a label may be are left out, and named", () => {
    const { statements, remarks } = read(indicator({ labels: ["short", "l".repeat(201)] }));
    expect(statements.map(({ labels }) => labels)).toEqual([["short"], ["short"]]);
    expect(remarks).toMatchObject([{ field: "labels", message: expect.stringContaining("Left out") as unknown }]);
  });

  test("that fit are kept without a remark, phases of an attack too", () => {
    const phases = words(50).map((phase_name) => ({ kill_chain_name: "chain", phase_name }));
    const { statements, remarks } = read(indicator({ labels: words(50), kill_chain_phases: phases }));
    expect(statements[0]).toMatchObject({
      labels: words(50),
      killChainPhases: words(50).map((word) => `chain:${word}`),
    });
    expect(remarks).toEqual([]);
  });

  test("never cost a value the word that it is not meant for detection", () => {
    const exported = read(indicator({ labels: [...words(60), "to_ids:false"] }));
    const event60 = read(event(words(60), [attribute(1, { to_ids: false })]));
    for (const { statements } of [exported, event60]) expect(statements[0]?.labels).toContain("to_ids:false");
  });

  test("stand in memory once for all values that have the same", () => {
    const many = Array.from({ length: 20_000 }, (_, i) => attribute(i));
    const { statements } = read(event(words(90_000), many));
    expect(statements).toHaveLength(20_000);
    expect(new Set(statements.map(({ labels }) => labels)).size).toBe(1);
  });
});
