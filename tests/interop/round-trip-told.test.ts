import fc from "fast-check";
import type { Exported } from "../../src/interop/export/export";
import type {
  ExportedCase,
  ExportedNote,
  ExportedRevision,
  ExportedSighting,
  ExportedStatement,
} from "../../src/interop/export/exported";
import { readIntel } from "../../src/interop/read";
import { bundleOfCase, bundleOfRevision } from "../../src/interop/stix/write";
import { newId } from "../../src/platform/ids";
import { papLevels, tlpLevels } from "../../src/platform/marking";
import { instant, party, statement, valued, word } from "./exported";

const marking = fc.record({ tlp: fc.constantFrom(...tlpLevels), pap: fc.constantFrom(...papLevels) });
const told = fc.record({ created: instant, modified: instant, by: fc.option(fc.constant(party)) });
/** Facts are what the hub's own fields hold: words, lists of them, numbers, and limitations. */
const fact = fc.oneof(
  word,
  fc.array(word, { minLength: 1, maxLength: 3 }),
  fc.integer({ min: 0, max: 1_000 }),
  fc.array(fc.record({ corner: fc.constantFrom("SPEED", "ACCURACY", "COVERAGE"), note: word }), {
    minLength: 1,
    maxLength: 2,
  }),
);
const facts = (...names: readonly string[]) =>
  fc.dictionary(fc.constantFrom(...names), fact, { noNullPrototype: true, minKeys: 1 });

const note = (prefix: string, ...names: readonly string[]): fc.Arbitrary<ExportedNote> =>
  fc.tuple(told, marking, word, facts(...names)).map(([all, marked, text, own]) => {
    return { id: newId(prefix), ...all, ...marked, text, facts: own };
  });
/** An item that is an indicator says what kind it is; what is said elsewhere has no kind. */
const item: fc.Arbitrary<ExportedStatement> = fc
  .tuple(statement, facts("kind", "state", "note"))
  .map(([one, own]) => ({ ...one, id: newId("sitem"), facts: own }));

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const defined = <T extends object>(object: T): T =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;

const sighting: fc.Arbitrary<ExportedSighting> = fc
  .tuple(
    told,
    marking,
    valued,
    fc.constantFrom("HIT", "NO_HIT", "FALSE_POSITIVE"),
    fc.integer({ min: 0, max: 1_000_000_000 }),
    fc.record({ firstSeen: optional(instant), lastSeen: optional(instant), note: optional(word) }),
  )
  .map(([all, marked, value, result, count, times]) =>
    defined({ id: newId("sight"), ...all, ...marked, ...value, result, count, ...times } as ExportedSighting),
  );

const aCase: fc.Arbitrary<Exported<ExportedCase>> = fc
  .tuple(
    told,
    marking,
    fc.record({ reference: word, title: word, summary: fc.oneof(fc.constant(""), word) }),
    facts("severity", "state", "tags", "techniques", "occurred_at"),
    fc.array(note("det", "vantage", "tool", "rule", "title", "detected_at"), { maxLength: 3 }),
    fc.array(sighting, { maxLength: 3 }),
    fc.array(statement, { maxLength: 3 }),
  )
  .map(([all, marked, words, own, detections, sightings, statements]) => ({
    one: { id: newId("case"), ...all, ...marked, ...words, facts: own, detections, sightings },
    statements,
  }));

const aRevision: fc.Arbitrary<Exported<ExportedRevision>> = fc
  .tuple(
    told,
    marking,
    fc.record({ subject: word, text: fc.option(word), published: instant, retracted: fc.boolean() }),
    facts("claims", "given_up", "limitations", "number", "why", "when", "derived_from", "contact"),
    fc.array(note("sitem", "kind", "state", "note"), { maxLength: 3 }),
    fc.array(item, { maxLength: 3 }),
  )
  .map(([all, marked, words, own, notes, statements]) => ({
    one: { id: newId("rev"), ...all, ...marked, ...words, facts: own, notes },
    statements,
  }));

const readBack = (bundle: object) => readIntel(Buffer.from(JSON.stringify(bundle)));

describe("What a hub tells beyond indicators comes back from STIX whole", () => {
  test("a case with what is said, noticed and found in it", () => {
    const property = fc.property(aCase, (one) => {
      const { told: back, refused } = readBack(bundleOfCase(one.one, one.statements));
      expect(refused).toEqual([]);
      expect(back).toEqual({ cases: [one], revisions: [] });
    });
    fc.assert(property, { numRuns: 60 });
  });

  test("a revision of a share with its items, claims and what it gives up", () => {
    const property = fc.property(aRevision, (one) => {
      const { told: back, refused } = readBack(bundleOfRevision(one.one, one.statements));
      expect(refused).toEqual([]);
      expect(back).toEqual({ cases: [], revisions: [one] });
    });
    fc.assert(property, { numRuns: 60 });
  });
});

describe("A revision of a share that is imported", () => {
  const [revision] = fc.sample(aRevision, { numRuns: 1, seed: 1 });
  const bundle = (more: object) =>
    bundleOfRevision({ ...(revision as Exported<ExportedRevision>).one, retracted: false, by: party, ...more }, []);

  test("tells its reader what it gives up, and makes no share", () => {
    const claimed = { claims: ["SPEED", "ACCURACY"], given_up: ["COVERAGE"] };
    const { remarks } = readBack(bundle({ subject: "A beacon", facts: claimed }));
    expect(remarks.map(({ message }) => message)).toEqual([
      'The share "A beacon" of アクメ CSIRT claims SPEED and ACCURACY, and gives up COVERAGE. Its indicators are taken; no share is made of it.',
    ]);
  });

  test("is refused by its field where its own extension does not make sense", () => {
    const { objects } = bundle({ facts: { claims: ["SPEED"] } });
    const broken = objects.map((one) => (one.type === "report" ? { ...one, published: 5 } : one));
    expect(readBack({ type: "bundle", id: "bundle--x", objects: broken }).refused).toMatchObject([
      { field: "published" },
    ]);
  });

  test("is read once, however often it is referred to", () => {
    const { objects } = bundleOfCase(
      { ...(fc.sample(aCase, { numRuns: 1, seed: 2 })[0] as Exported<ExportedCase>).one },
      [],
    );
    const repeated = objects.map((one) =>
      one.type === "grouping" ? { ...one, object_refs: Array(1_000).fill((one["object_refs"] as string[])[0]) } : one,
    );
    const { told: back } = readBack({ type: "bundle", id: "bundle--x", objects: repeated });
    expect(back?.cases[0]?.statements).toEqual([]);
  });
});
