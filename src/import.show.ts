import type { FileError, FileToSend } from "./import.send";
import type { ImportSummary, ItemRefusal } from "./interop/import-total";

/** What became of a file. */
export type FileOutcome = { readonly path: string } & (
  { readonly summary: ImportSummary } | { readonly error: FileError }
);

const number = (value: number) => value.toLocaleString("en-US");
const REFUSALS_SHOWN = 5;

/** Where the command tells what happens: a person at a terminal, a log, or a program. */
export type Show = {
  readonly refused: (path: string, refusal: ItemRefusal) => void;
  readonly progress: (file: FileToSend, bytes: number, stored: number) => void;
  readonly done: (outcome: FileOutcome) => void;
  readonly end: (outcomes: readonly FileOutcome[], seconds: number) => void;
};

/** One JSON object a line: each refusal, each file, and the sums. */
export function showJson(write: (text: string) => void): Show {
  const line = (value: object) => write(`${JSON.stringify(value)}\n`);
  return {
    refused: (file, refused) => line({ file, refused }),
    progress: () => undefined,
    done: ({ path: file, ...outcome }) => line({ file, ...outcome }),
    end: (outcomes, seconds) => line({ total: { files: outcomes.length, seconds, formats: sumsOf(outcomes) } }),
  };
}

/** Lines for people. At a terminal a bar shows how far it is; elsewhere there is one line a file. */
export function showText(out: NodeJS.WriteStream, files: readonly FileToSend[]): Show {
  const allBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const sizes = new Map(files.map(({ path, bytes }) => [path, bytes]));
  let refusals = 0;
  let before = 0;
  const line = (text: string) => out.write(`${out.isTTY ? "\r\x1b[2K" : ""}${text}\n`);
  return {
    refused: (file, { at, code, message, value }) => {
      refusals++;
      if (refusals > REFUSALS_SHOWN) return;
      line(`  ${file}, ${at}: ${message} (${code}${value === undefined ? "" : `: ${value}`})`);
    },
    progress: (file, bytes, stored) => {
      if (!out.isTTY) return;
      const share = allBytes === 0 ? 1 : Math.min(1, (before + bytes) / allBytes);
      const bar = "█".repeat(Math.round(share * 24)).padEnd(24, "░");
      const text = `${bar} ${Math.floor(share * 100)}%  ${number(stored)} stored  ${file.path}`;
      out.write(`\r\x1b[2K${text.slice(0, (out.columns || 80) - 1)}`);
    },
    done: (outcome) => {
      if (refusals > REFUSALS_SHOWN) line(`  … and ${number(refusals - REFUSALS_SHOWN)} more: --json names them all.`);
      refusals = 0;
      before += sizes.get(outcome.path) ?? 0;
      if ("error" in outcome) line(`REFUSED ${outcome.path}: ${outcome.error.message} (${outcome.error.code})`);
      else if (!out.isTTY) line(`${outcome.path}: ${told(outcome.summary)}`);
    },
    end: (outcomes, seconds) => line(table(outcomes, seconds)),
  };
}

const told = ({ format, stored, unchanged, refused, detections, benign }: ImportSummary) => {
  const counts = `${format}, ${number(stored)} stored, ${number(unchanged)} unchanged, ${number(refused)} refused`;
  const detected = detections > 0 ? `, ${number(detections)} detections` : "";
  return `${counts}${detected}${benign ? `: ${number(benign.entries)} values of the list "${benign.list}"` : ""}`;
};

type Sums = { files: number; read: number; stored: number; unchanged: number; refused: number; detections: number };

function sumsOf(outcomes: readonly FileOutcome[]): Readonly<Record<string, Sums>> {
  const sums: Record<string, Sums> = {};
  for (const outcome of outcomes) {
    const format = "summary" in outcome ? outcome.summary.format : "refused whole";
    const sum = (sums[format] ??= { files: 0, read: 0, stored: 0, unchanged: 0, refused: 0, detections: 0 });
    sum.files++;
    if (!("summary" in outcome)) continue;
    const { read, stored, unchanged, outdated, refused, detections } = outcome.summary;
    sum.read += read;
    sum.stored += stored;
    sum.unchanged += unchanged + outdated;
    sum.refused += refused;
    sum.detections += detections;
  }
  return sums;
}

const heads = ["format", "files", "read", "stored", "unchanged", "refused", "detections"];

function table(outcomes: readonly FileOutcome[], seconds: number): string {
  const sums = Object.entries(sumsOf(outcomes)).sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = [heads, ...sums.map(([format, sum]) => [format, ...Object.values(sum).map(number)])];
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  "),
  );
  const dry = outcomes.some((outcome) => "summary" in outcome && outcome.summary.dryRun);
  const rate = sums.reduce((all, [, { read }]) => all + read, 0) / Math.max(seconds, 0.001);
  const last = `${seconds.toFixed(1)} s, ${number(Math.round(rate))} indicators a second.${dry ? " A dry run: nothing was stored." : ""}`;
  return ["", ...lines, last].join("\n");
}
