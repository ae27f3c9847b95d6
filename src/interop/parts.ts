import { textsOf } from "../modules/assertions/assertion";
import type { IndicatorStatement, ReadResult } from "./statement";

/** As much of what a file says as is stored in one transaction. */
export type Part = Pick<ReadResult, "statements" | "withdrawals" | "detections">;

const statementsPerPart = 5_000;
const charactersPerPart = 8 * 1024 * 1024;
const detectionsPerPart = 500;

/** Cuts what a file says into parts. */
export function* partsOf({ statements, withdrawals, detections = [] }: Part): Generator<Part> {
  for (const some of slices(withdrawals, statementsPerPart)) yield { statements: [], withdrawals: some };
  for (let first = 0; first < statements.length;) {
    const end = endOfPart(statements, first);
    yield { statements: statements.slice(first, end), withdrawals: [] };
    first = end;
  }
  for (const some of slices(detections, detectionsPerPart)) yield { statements: [], withdrawals: [], detections: some };
}

/** What one source object says stays together: its next version takes back what that says no longer. */
function endOfPart(statements: readonly IndicatorStatement[], first: number): number {
  let characters = 0;
  for (let end = first; ; end++) {
    const statement = statements[end];
    if (statement === undefined) return end;
    const isFull = end - first >= statementsPerPart || characters > charactersPerPart;
    const source = statement.source?.id;
    if (isFull && (source === undefined || source !== statements[end - 1]?.source?.id)) return end;
    characters += charactersOf(statement);
  }
}

/** How long all texts of a statement are together. */
export const charactersOf = (statement: IndicatorStatement): number =>
  textsOf(statement).reduce((sum, text) => sum + text.length, 0);

/** The same reading in portions, none of which is long: the first says what the file is. */
export function* portionsOf(result: ReadResult): Generator<ReadResult> {
  const { statements, withdrawals, detections, refused, remarks, ignored, benignLists, told, ...head } = result;
  const none = { ...head, statements: [], withdrawals: [], refused: [], remarks: [], ignored: [] };
  const once = { ...(benignLists === undefined ? {} : { benignLists }), ...(told === undefined ? {} : { told }) };
  yield { ...none, ignored, ...once };
  for (const some of slices(refused, statementsPerPart)) yield { ...none, refused: some };
  for (const some of slices(remarks, statementsPerPart)) yield { ...none, remarks: some };
  for (const part of partsOf({ statements, withdrawals, ...(detections ? { detections } : {}) }))
    yield { ...none, ...part };
}

function* slices<T>(all: readonly T[], length: number): Generator<readonly T[]> {
  for (let first = 0; first < all.length; first += length) yield all.slice(first, first + length);
}
