import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { readIntel, type ReadOptions } from "../../src/interop/read";
import { IntelRefused, type ReadResult } from "../../src/interop/statement";

/** The real files that partners publish lie beside the project; a checkout without them skips what needs them. */
export const dataRoot = path.resolve(__dirname, "../../../shared/data");
export const hasSharedData = existsSync(dataRoot);

/** `describe` where the shared data is at hand, and a skipped `describe` that says why where it is not. */
export const describeData = (title: string, body: () => void): void => {
  if (hasSharedData) describe(title, body);
  else describe.skip(`${title} (skipped: ../shared/data is not there)`, () => test("nothing", () => undefined));
};

export const sharedFile = (name: string): Buffer => readFileSync(path.join(dataRoot, name));
export const sharedJson = (name: string): unknown => JSON.parse(sharedFile(name).toString("utf8"));

/** The files below a folder of the shared data, as paths from its root, in order. */
export function sharedFiles(folder: string): readonly string[] {
  const at = path.join(dataRoot, folder);
  if (!existsSync(at)) return [];
  return readdirSync(at)
    .sort()
    .flatMap((name) =>
      statSync(path.join(at, name)).isDirectory() ? sharedFiles(`${folder}/${name}`) : [`${folder}/${name}`],
    );
}

export type Outcome =
  { readonly kind: "READ"; readonly result: ReadResult } | { readonly kind: "REFUSED"; readonly refusal: IntelRefused };

/** What becomes of bytes: a result, or a refusal of the whole. Anything else that is thrown fails the test. */
export function outcomeOf(bytes: Uint8Array, options?: ReadOptions): Outcome {
  try {
    return { kind: "READ", result: readIntel(bytes, options) };
  } catch (error) {
    if (error instanceof IntelRefused) return { kind: "REFUSED", refusal: error };
    throw error;
  }
}

const outcomes = new Map<string, Outcome>();

/** What becomes of a file of the shared data. Each is read once for all tests of a test file. */
export function outcomeOfFile(name: string): Outcome {
  const outcome = outcomes.get(name) ?? outcomeOf(sharedFile(name), { filename: path.basename(name) });
  outcomes.set(name, outcome);
  return outcome;
}

export const resultOfFile = (name: string): ReadResult | undefined => {
  const outcome = outcomeOfFile(name);
  return outcome.kind === "READ" ? outcome.result : undefined;
};
