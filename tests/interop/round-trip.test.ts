import fc from "fast-check";
import type { ExportedStatement } from "../../src/interop/export/exported";
import { readIntel } from "../../src/interop/read";
import { bundleOfStatements } from "../../src/interop/stix/write";
import { newId } from "../../src/platform/ids";
import { party, statement } from "./exported";

const said = ({
  type,
  value,
  name,
  description,
  confidence,
  validFrom,
  validUntil,
  tlp,
  pap,
  killChainPhases,
  labels,
  revoked,
}: Partial<ExportedStatement>) => ({
  type,
  value,
  name,
  description,
  confidence,
  validFrom,
  validUntil,
  tlp,
  pap,
  revoked,
  killChainPhases: killChainPhases ?? [],
  labels: labels ?? [],
});

const bundleOf = (statements: readonly ExportedStatement[]) =>
  Buffer.from(JSON.stringify(bundleOfStatements(newId("bundle"), statements)));

describe("What is exported as STIX", () => {
  test("says the same when it is imported again, whatever it is", () => {
    const property = fc.property(fc.array(statement, { minLength: 1, maxLength: 5 }), (statements) => {
      const { statements: back, refused, remarks } = readIntel(bundleOf(statements));
      expect({ refused, remarks }).toEqual({ refused: [], remarks: [] });
      expect(back.map(said)).toEqual(statements.map(said));
    });
    fc.assert(property, { numRuns: 200 });
  });

  test("is the same object each time, and of its maker", () => {
    const [one] = fc.sample(statement, 1);
    if (!one) throw new Error("There is a sample.");
    const twice = [bundleOf([{ ...one, by: party }]), bundleOf([{ ...one, by: party }])].map(
      (bytes) => readIntel(bytes).statements[0]?.source,
    );
    expect(twice[0]).toEqual(twice[1]);
    expect(twice[0]).toMatchObject({ creatorName: "アクメ CSIRT" });
  });
});
