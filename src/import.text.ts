import type { FileToSend, LeftOut } from "./import.send";
import { type FileOutcome, type RunOutcome, type Show, sumsOf } from "./import.show";
import type { ImportSummary, ItemRefusal } from "./interop/import-total";
import type { Column, Remark } from "./interop/statement";

const number = (value: number) => value.toLocaleString("en-US");
/** Of the refusals of a file so many are shown, as many of its remarks, and as many kinds of what was passed over. */
const SHOWN = 5;

/** Lines for people. At a terminal a bar shows how far it is; elsewhere there is one line a file. */
export class TextShow implements Show {
  private readonly allBytes: number;
  private readonly sizes: ReadonlyMap<string, number>;
  private readonly told = { refused: 0, remarked: 0 };
  private before = 0;

  constructor(
    private readonly out: NodeJS.WriteStream,
    files: readonly FileToSend[],
  ) {
    this.allBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
    this.sizes = new Map(files.map(({ path, bytes }) => [path, bytes]));
  }

  readonly refused = (file: string, { at, code, field, message, value }: ItemRefusal): void => {
    if (++this.told.refused > SHOWN) return;
    const where = field === undefined || field === "" ? at : `${at}, ${field}`;
    this.line(`  ${file}, ${where}: ${message} (${code}${value === undefined ? "" : `: ${value}`})`);
  };

  readonly remarked = (file: string, { at, message }: Remark): void => {
    if (++this.told.remarked <= SHOWN) this.line(`  ${file}, ${at}: note: ${message}`);
  };

  readonly progress = ({ path }: FileToSend, bytes: number, stored: number): void => {
    if (!this.out.isTTY) return;
    const share = this.allBytes === 0 ? 1 : Math.min(1, (this.before + bytes) / this.allBytes);
    const bar = "█".repeat(Math.round(share * 24)).padEnd(24, "░");
    const text = `${bar} ${Math.floor(share * 100)}%  ${number(stored)} stored  ${path}`;
    this.out.write(`\r\x1b[2K${text.slice(0, (this.out.columns || 80) - 1)}`);
  };

  readonly done = (outcome: FileOutcome): void => {
    for (const kind of ["refused", "remarked"] as const) {
      const more = this.told[kind] - SHOWN;
      if (more > 0) this.line(`  … and ${number(more)} more ${kind}: --json names them all.`);
      this.told[kind] = 0;
    }
    this.before += this.sizes.get(outcome.path) ?? 0;
    if ("error" in outcome) return this.line(whyNot(outcome));
    const { columns, dryRun, ignored } = outcome.summary;
    for (const { at, what, count } of ignored.slice(0, SHOWN)) {
      this.line(`  ${outcome.path}, ${at}: passed over: ${what}${count === 1 ? "" : `, ${number(count)} times`}`);
    }
    if (ignored.length > SHOWN)
      this.line(`  … and ${number(ignored.length - SHOWN)} more kinds: --json names them all.`);
    if (columns !== undefined) this.line(`  ${outcome.path}, its columns: ${columns.map(columnText).join("; ")}`);
    if (!this.out.isTTY || dryRun) this.line(`${outcome.path}: ${told(outcome.summary)}`);
  };

  readonly end = (run: RunOutcome): void => this.line(table(run));

  private line(text: string): void {
    this.out.write(`${this.out.isTTY ? "\r\x1b[2K" : ""}${text}\n`);
  }
}

function whyNot({ path, error, soFar }: Extract<FileOutcome, { error: object }>): string {
  const reason = `${error.message} (${error.code})`;
  if (soFar === undefined) return `REFUSED ${path}: ${reason}`;
  return `STOPPED ${path} after ${number(soFar.read)} indicators, ${number(soFar.stored)} stored: ${reason}`;
}

/** What a column was taken for: 1 "Indicator" VALUE (evil.example). */
const columnText = ({ index, header, meaning, type, example }: Column) =>
  [
    String(index + 1),
    ...(header === undefined ? [] : [`"${header}"`]),
    meaning + (type === undefined ? "" : ` of ${type}`),
    ...(example === undefined ? [] : [`(${example})`]),
  ].join(" ");

const told = ({ format, stored, unchanged, refused, remarks, detections, benign }: ImportSummary) =>
  [
    `${format}, ${number(stored)} stored, ${number(unchanged)} unchanged, ${number(refused)} refused`,
    ...(remarks > 0 ? [`${number(remarks)} notes`] : []),
    ...(detections > 0 ? [`${number(detections)} detections`] : []),
    ...(benign ? [`${number(benign.entries)} values of the list "${benign.list}"`] : []),
  ].join(", ");

const heads = ["format", "files", "read", "stored", "unchanged", "refused", "notes", "detections"];

function table({ outcomes, leftOut, seconds }: RunOutcome): string {
  const sums = Object.entries(sumsOf(outcomes)).sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = [heads, ...sums.map(([format, sum]) => [format, ...Object.values(sum).map(number)])];
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  "),
  );
  const dry = outcomes.some((outcome) => "summary" in outcome && outcome.summary.dryRun);
  const rate = sums.reduce((all, [, { read }]) => all + read, 0) / Math.max(seconds, 0.001);
  const last = `${seconds.toFixed(1)} s, ${number(Math.round(rate))} indicators a second.${dry ? " A dry run: nothing was stored." : ""}`;
  return ["", ...lines, ...leftOutText(leftOut), last].join("\n");
}

function leftOutText({ hidden, links }: LeftOut): readonly string[] {
  if (hidden + links === 0) return [];
  return [
    `Not sent from folders: ${number(hidden)} hidden (a dot before the name), ${number(links)} links or devices.`,
  ];
}
