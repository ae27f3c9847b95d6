import type { FileError, FileToSend, LeftOut, SoFar } from "./import.send";
import type { ImportSummary, ItemRefusal } from "./interop/import-total";
import type { Remark } from "./interop/statement";

/** What became of a file. */
export type FileOutcome = { readonly path: string } & (
  { readonly summary: ImportSummary } | { readonly error: FileError; readonly soFar?: SoFar }
);

/** What a whole run came to. */
export type RunOutcome = {
  readonly outcomes: readonly FileOutcome[];
  readonly leftOut: Readonly<LeftOut>;
  readonly seconds: number;
};

/** Where the command tells what happens: a person at a terminal, a log, or a program. */
export type Show = {
  readonly refused: (path: string, refusal: ItemRefusal) => void;
  readonly remarked: (path: string, remark: Remark) => void;
  readonly progress: (file: FileToSend, bytes: number, stored: number) => void;
  readonly done: (outcome: FileOutcome) => void;
  readonly end: (run: RunOutcome) => void;
};

/** One JSON object a line: each refusal and remark, each file, and the sums. */
export function showJson(write: (text: string) => void): Show {
  const line = (value: object) => write(`${JSON.stringify(value)}\n`);
  return {
    refused: (file, refused) => line({ file, refused }),
    remarked: (file, remark) => line({ file, remark }),
    progress: () => undefined,
    done: ({ path: file, ...outcome }) => line({ file, ...outcome }),
    end: ({ outcomes, leftOut, seconds }) =>
      line({ total: { files: outcomes.length, seconds, formats: sumsOf(outcomes), leftOut } }),
  };
}

export type Sums = {
  files: number;
  read: number;
  stored: number;
  unchanged: number;
  refused: number;
  remarks: number;
  detections: number;
};

/** The sums by format; what was refused whole, and what stopped in the middle, for themselves. */
export function sumsOf(outcomes: readonly FileOutcome[]): Readonly<Record<string, Sums>> {
  const sums: Record<string, Sums> = {};
  for (const outcome of outcomes) {
    const came: Partial<ImportSummary> | undefined = "summary" in outcome ? outcome.summary : outcome.soFar;
    const kind = "summary" in outcome ? outcome.summary.format : came ? "stopped" : "refused whole";
    const sum = (sums[kind] ??= { files: 0, read: 0, stored: 0, unchanged: 0, refused: 0, remarks: 0, detections: 0 });
    sum.files++;
    sum.unchanged += (came?.unchanged ?? 0) + (came?.outdated ?? 0);
    for (const key of ["read", "stored", "refused", "remarks", "detections"] as const) sum[key] += came?.[key] ?? 0;
  }
  return sums;
}
