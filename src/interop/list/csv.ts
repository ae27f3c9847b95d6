import { papOf, tlpOf, unknownTlp, type Pap, type Tlp } from "../../platform/marking";
import { excerpt, FieldRefused, type Report } from "../report";
import { IntelRefused, type Column } from "../statement";
import { guessedValue, type TypedValue } from "../value";
import { guessColumns, isHeader, type ColumnGuess, type Meaning } from "./columns";
import { csvRows, maxColumns, type Row } from "./csv.parse";
import { cellTime, dateOrderOf, type DateOrder } from "./dates";
import { FoundValues } from "./found";
import { hintOf, hintedValue, saysNothing } from "./words";

const sampleSize = 200;

/**
 * Reads a table of indicators. Columns are guessed from their headers (English and Japanese) or, without any, from what
 * they hold; the guess is returned for a person to check. A row without a value that can be taken is refused with its
 * line; cells that are text stay text, spreadsheet formulas among them, and are never evaluated.
 */
export function readCsv(text: string, delimiter: string, report: Report): readonly Column[] {
  const table = planTable(text, delimiter);
  readRows(csvRows(text, delimiter), table, report);
  return table.columns;
}

/** How a table is read: what its columns hold, and in which order its dates are written. */
export type TablePlan = {
  readonly columns: readonly Column[];
  readonly guesses: readonly ColumnGuess[];
  readonly order: DateOrder;
  /** The line of the header, where there is one. */
  readonly headerLine: number | undefined;
};

/** Guesses how a table is to be read, from all of its text or, of one that is too long to hold, from its beginning. */
export function planTable(text: string, delimiter: string): TablePlan {
  const sample = firstRows(text, delimiter);
  const [first, ...rest] = sample;
  const header = first !== undefined && isHeader(first.cells) ? first.cells : undefined;
  const body = header === undefined ? sample : rest;
  const columns = guessColumns(
    header,
    body.map(({ cells }) => cells),
  );
  if (!columns.some(({ meaning }) => meaning === "VALUE")) {
    const names = (header ?? first?.cells ?? []).slice(0, 12).map((name) => excerpt(name.trim().slice(0, 40)));
    const message = `No column of the table holds indicators. Its columns: ${names.join(", ")}.`;
    throw new IntelRefused("UNSUPPORTED", message, { columns: names });
  }
  return {
    columns: columns.map((column) => described(column, body)),
    guesses: columns,
    order: dateOrder(columns, text, delimiter),
    headerLine: header === undefined ? undefined : first?.line,
  };
}

/** Reads rows of a table, all of them or a portion. */
export function readRows(rows: Iterable<Row>, { guesses, order, headerLine }: TablePlan, report: Report): void {
  const reader = new RowReader(guesses, order, headerLine !== undefined, report);
  for (const row of rows) {
    report.checkLine(row.line);
    if (row.line !== headerLine && !isComment(row)) reader.read(row);
  }
}

const isComment = ({ line, cells }: Row) =>
  /^\s*#/.test(cells[0] ?? "") || (line === 1 && /^sep=.$/.test(cells[0] ?? ""));

function firstRows(text: string, delimiter: string): readonly Row[] {
  const rows: Row[] = [];
  for (const row of csvRows(text, delimiter)) {
    if (!isComment(row)) rows.push(row);
    if (rows.length > sampleSize) break;
  }
  return rows;
}

/** The order of days and months in the dates of a file, read over all of it: one late cell may tell it. */
function dateOrder(columns: readonly ColumnGuess[], text: string, delimiter: string): DateOrder {
  const dated = columns.filter(({ meaning }) => meaning === "VALID_FROM" || meaning === "VALID_UNTIL");
  if (dated.length === 0) return "UNKNOWN";
  return dateOrderOf(
    (function* () {
      for (const { cells } of csvRows(text, delimiter)) for (const { index } of dated) yield cells[index] ?? "";
    })(),
  );
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

class RowReader {
  private readonly found: FoundValues;
  private readonly columnsOf = new Map<Meaning, ColumnGuess[]>();

  constructor(
    columns: readonly ColumnGuess[],
    private readonly order: DateOrder,
    private readonly hasHeader: boolean,
    private readonly report: Report,
  ) {
    this.found = new FoundValues(report);
    for (const column of columns) this.columnsOf.set(column.meaning, [...this.of(column.meaning), column]);
  }

  private of(meaning: Meaning): readonly ColumnGuess[] {
    return this.columnsOf.get(meaning) ?? [];
  }

  read(row: Row): void {
    const at = `line ${row.line}`;
    if (row.cells.length > maxColumns) return this.report.refuse(at, `The row has more than ${maxColumns} fields.`);
    this.report.attempt(at, () => {
      const kind = this.texts(row.cells, "TYPE")[0];
      const results = this.of("VALUE").flatMap((column) =>
        this.valuesIn(column, row.cells[column.index]?.trim() ?? "", kind),
      );
      const good = results.flatMap(({ value }) => ("reason" in value ? [] : [value]));
      const extra = good.length === 0 ? {} : this.extraOf(at, row.cells);
      for (const value of good) this.found.add(at, value, extra);
      // Without a header a column may well hold other things in places, so only a row of nothing is worth a word.
      for (const { column, cell, value } of this.hasHeader || good.length === 0 ? results : []) {
        if ("reason" in value) this.refuse(at, column, cell, value.reason, kind);
      }
      if (results.length === 0) this.report.ignore(at, "a row without a value");
    });
  }

  private valuesIn(column: ColumnGuess, cell: string, kind: string | undefined) {
    if (saysNothing(cell)) return [];
    const hint = column.hint ?? (kind === undefined ? undefined : hintOf(kind));
    const resolve = (text: string): TypedValue =>
      hint === undefined
        ? (guessedValue(text) ?? { reason: "shows no indicator type by itself" })
        : hintedValue(hint, text);
    const whole = resolve(cell);
    if (!("reason" in whole) && !/[\r\n]/.test(cell)) return [{ column, cell, value: whole }];
    const parts = cell.split(hint === "FILE_NAME" ? /[\r\n]+/ : /[\s,;]+/).filter((part) => part !== "");
    const values = parts.map((part) => ({ column, cell: part, value: resolve(part) }));
    return values.some(({ value }) => !("reason" in value)) ? values : [{ column, cell, value: whole }];
  }

  private refuse(at: string, column: ColumnGuess, cell: string, reason: string, kind: string | undefined): void {
    const hint = kind === undefined ? undefined : hintOf(kind);
    const unknown = kind !== undefined && column.hint === undefined && (hint === undefined || hint === "OTHER");
    const message = unknown
      ? `The type "${kind.slice(0, 40)}" is none that this hub keeps indicators of.`
      : `The value ${reason}.`;
    const field = column.header ?? `column ${column.index + 1}`;
    this.report.refuse(at, message, { code: unknown ? "UNSUPPORTED" : "INVALID_INPUT", field, value: cell });
  }

  private texts(cells: readonly string[], meaning: Meaning): readonly string[] {
    const columns = this.of(meaning);
    if (columns.length === 0) return [];
    return columns.map(({ index }) => cells[index]?.trim() ?? "").filter((cell) => !saysNothing(cell));
  }

  private extraOf(at: string, cells: readonly string[]) {
    const [name] = this.texts(cells, "NAME");
    const description = this.texts(cells, "DESCRIPTION").join("; ").slice(0, 10_000);
    const labels = this.texts(cells, "LABEL").flatMap((cell) => cell.split(/\s*[;,]\s*/).filter(Boolean));
    const validFrom = this.time(at, cells, "VALID_FROM");
    const validUntil = this.time(at, cells, "VALID_UNTIL");
    if (validFrom !== undefined && validUntil !== undefined && validUntil <= validFrom) {
      throw new FieldRefused("VALID_UNTIL", "The row's validity ends before it begins.", validUntil);
    }
    return {
      ...(name === undefined ? {} : { name: name.slice(0, 1_000) }),
      ...(description === "" ? {} : { description }),
      ...(labels.length === 0 ? {} : { labels }),
      ...(validFrom === undefined ? {} : { validFrom }),
      ...(validUntil === undefined ? {} : { validUntil }),
      ...this.confidence(cells),
      ...this.markings(at, cells),
    };
  }

  private confidence(cells: readonly string[]): { readonly confidence?: number } {
    const [text] = this.texts(cells, "CONFIDENCE");
    if (text === undefined || !/^[\d.-]+ ?%?$/.test(text)) return {};
    const confidence = Math.round(Number(text.replace("%", "")));
    if (confidence >= 0 && confidence <= 100) return { confidence };
    throw new FieldRefused("CONFIDENCE", "The row's confidence is not between 0 and 100.", text);
  }

  private markings(at: string, cells: readonly string[]): { readonly tlp?: Tlp; readonly pap?: Pap } {
    const [tlpText] = this.texts(cells, "TLP");
    const [papText] = this.texts(cells, "PAP");
    const tlp = tlpText === undefined ? undefined : tlpOf(tlpText);
    if (tlpText !== undefined && tlp === undefined) {
      this.report.remark(at, `The marking "${tlpText.slice(0, 40)}" is unknown: treated as TLP:AMBER+STRICT.`, "TLP");
    }
    return {
      ...(tlpText === undefined ? {} : { tlp: tlp ?? unknownTlp }),
      ...(papText === undefined ? {} : { pap: papOf(papText) ?? "RED" }),
    };
  }

  private time(at: string, cells: readonly string[], meaning: "VALID_FROM" | "VALID_UNTIL"): string | undefined {
    const [column] = this.of(meaning);
    const text = column === undefined ? "" : (cells[column.index]?.trim() ?? "");
    if (column === undefined || saysNothing(text)) return undefined;
    const time = cellTime(text, this.order);
    if (time === undefined)
      this.report.ignore(
        at,
        `a date in "${column.header ?? meaning}" that can be read in more than one way, or in none`,
      );
    return time;
  }
}
