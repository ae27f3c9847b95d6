import { excerpt, type Report } from "../report";
import { IntelRefused, type Column } from "../statement";
import { guessColumns, isHeader, statedColumns, type ColumnGuess, type Meaning } from "./columns";
import { confidenceScaleOf, type ConfidenceScale } from "./confidence";
import { csvRows, type Row } from "./csv.parse";
import { dateOrderOf, type DateOrder } from "./dates";
import { RowReader } from "./rows";

const sampleSize = 200;
/** What stands in a header is shown with each cell that is refused: a long one would be shown a million times. */
const maxHeaderLength = 200;

/**
 * Reads a table of indicators. Columns are guessed from their headers (English and Japanese) or, without any, from what
 * they hold; the guess is returned for a person to check. A row without a value that can be taken is refused with its
 * line; cells that are text stay text, spreadsheet formulas among them, and are never evaluated.
 */
export function readCsv(
  text: string,
  delimiter: string,
  report: Report,
  stated?: readonly Meaning[],
): readonly Column[] {
  const table = planTable(text, delimiter, stated);
  readRows(csvRows(text, delimiter), table, report);
  return table.columns;
}

/** How a table is read: what its columns hold, in which order its dates are written, and out of what it is confident. */
export type TablePlan = {
  readonly columns: readonly Column[];
  readonly guesses: readonly ColumnGuess[];
  readonly order: DateOrder;
  readonly scale: ConfidenceScale;
  /** The line of the header, where there is one. */
  readonly headerLine: number | undefined;
};

/**
 * Guesses how a table is to be read, from all of its text or, of one that is too long to hold, from its beginning. What
 * its columns hold is not guessed where somebody said it.
 */
export function planTable(text: string, delimiter: string, stated?: readonly Meaning[]): TablePlan {
  const sample = firstRows(text, delimiter);
  const [first, ...rest] = sample;
  const names = first?.cells.map((name) => name.slice(0, maxHeaderLength)) ?? [];
  const header = isHeader(names) ? names : undefined;
  const body = header === undefined ? sample : rest;
  const cells = body.map((row) => row.cells);
  const columns = stated === undefined ? guessColumns(header, cells) : statedColumns(header, stated);
  if (!columns.some(({ meaning }) => meaning === "VALUE")) {
    const shown = names.slice(0, 12).map((name) => excerpt(name.trim().slice(0, 40)));
    const message = `No column of the table holds indicators. Its columns: ${shown.join(", ")}.`;
    throw new IntelRefused("UNSUPPORTED", message, { columns: shown });
  }
  return {
    columns: columns.map((column) => described(column, body)),
    guesses: columns,
    order: dateOrderOf(cellsOf(["VALID_FROM", "VALID_UNTIL"], columns, text, delimiter)),
    scale: confidenceScaleOf(cellsOf(["CONFIDENCE"], columns, text, delimiter)),
    headerLine: header === undefined ? undefined : first?.line,
  };
}

/** Reads rows of a table, all of them or a portion. */
export function readRows(rows: Iterable<Row>, plan: TablePlan, report: Report): void {
  const { headerLine } = plan;
  const reader = new RowReader(plan, report);
  for (const row of rows) {
    report.checkLine(row.line);
    if (row.line !== headerLine && !isComment(row)) reader.read(row);
  }
}

const isComment = ({ line, cells }: Row) =>
  /^\s*#/.test(cells[0] ?? "") || (line === 1 && /^sep=.?$/i.test(cells[0] ?? ""));

function firstRows(text: string, delimiter: string): readonly Row[] {
  const rows: Row[] = [];
  for (const row of csvRows(text, delimiter)) {
    if (!isComment(row)) rows.push(row);
    if (rows.length > sampleSize) break;
  }
  return rows;
}

/** The cells of some columns in all rows: one late cell may tell how the whole column is written. */
function* cellsOf(
  meanings: readonly Meaning[],
  columns: readonly ColumnGuess[],
  text: string,
  delimiter: string,
): Generator<string> {
  const wanted = columns.filter(({ meaning }) => meanings.includes(meaning));
  if (wanted.length === 0) return;
  for (const { cells } of csvRows(text, delimiter)) for (const { index } of wanted) yield cells[index] ?? "";
}

function described({ index, header, meaning, hint }: ColumnGuess, body: readonly Row[]): Column {
  const example = body.map(({ cells }) => cells[index]?.trim() ?? "").find((cell) => cell !== "");
  const type = hint === undefined || hint === "HASH" || hint === "NETWORK" || hint === "OTHER" ? undefined : hint;
  return {
    index,
    meaning,
    ...(header === undefined ? {} : { header: excerpt(header) }),
    ...(type === undefined ? {} : { type }),
    ...(example === undefined ? {} : { example: excerpt(example) }),
  };
}
