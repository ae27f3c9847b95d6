/** A record of a delimited file, with the number of the line on which it begins. */
export type Row = { readonly line: number; readonly cells: readonly string[] };

/** A record with more fields is no record of a table; the fields after the next one are not even read. */
export const maxColumns = 500;

/** A record with more characters is none of a table either: one cell may name very many values. */
export const maxRowLength = 262_144;

export const lengthOf = ({ cells }: Row): number => cells.reduce((sum, cell) => sum + cell.length, cells.length);

/** A quoted field may run over lines; one that is longer than this was never closed. */
const maxQuotedLength = 65_536;

/**
 * The records of a delimited text (RFC 4180), with LF, CRLF or CR ends, one at a time. Real files break the rules: a
 * quote inside a field is a character, and a quoted field that does not end is read as if its quote were one too.
 * Empty lines are no records.
 */
export function* csvRows(text: string, delimiter: string): Generator<Row> {
  const reader = new CsvReader(text, delimiter);
  for (let row = reader.next(); row !== undefined; row = reader.next()) yield row;
}

/** How far behind a record the reader may have looked for the end of a quoted field. */
export const settledMargin = maxQuotedLength + 200;

/** Reads records one at a time, and says how far it has come. Each line end counts, also those inside quotes. */
export class CsvReader {
  private at = 0;
  /** No quoted field ends before this place: what opens there is not searched again, so reading stays linear. */
  private unclosedUntil = 0;
  private readonly plain: RegExp;

  constructor(
    private readonly text: string,
    private readonly delimiter: string,
    private line = 1,
  ) {
    this.plain = new RegExp(`[^${delimiter === "|" ? "\\|" : delimiter}\r\n]*`, "y");
  }

  /** Behind the record that was read last. */
  get place(): { readonly at: number; readonly line: number } {
    return { at: Math.min(this.at, this.text.length), line: this.line };
  }

  /** The next record that is not empty. */
  next(): Row | undefined {
    for (let row = this.record(); row !== undefined; row = this.record()) {
      if (row.cells.length > 1 || row.cells[0]?.trim() !== "") return row;
    }
    return undefined;
  }

  private record(): Row | undefined {
    if (this.at >= this.text.length) return undefined;
    const line = this.line;
    const cells: string[] = [];
    for (;;) {
      cells.push(this.quoted() ?? this.unquoted());
      const after = this.text[this.at];
      this.at++;
      if (after === this.delimiter && cells.length <= maxColumns) continue;
      if (after === this.delimiter) this.skipLine();
      if (after === "\r" && this.text[this.at] === "\n") this.at++;
      this.line++;
      return { line, cells };
    }
  }

  private skipLine(): void {
    const end = /[\r\n]|$/g;
    end.lastIndex = this.at;
    this.at = end.exec(this.text)?.index ?? this.text.length;
    this.at++;
  }

  private unquoted(): string {
    this.plain.lastIndex = this.at;
    const found = this.plain.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  private quoted(): string | undefined {
    if (this.text[this.at] !== '"' || this.at < this.unclosedUntil) return undefined;
    const end = this.closingQuote(this.at + 1);
    if (end === undefined) return undefined;
    const value = this.text.slice(this.at + 1, end).replaceAll('""', '"');
    this.line += value.split(/\r\n|\n|\r/).length - 1;
    this.at = end + 1;
    while (this.text[this.at] === " ") this.at++;
    return value;
  }

  /** The quote that a delimiter, a line end or the end of the text follows, spaces between them or not. */
  private closingQuote(from: number): number | undefined {
    const limit = from + maxQuotedLength;
    for (let at = this.text.indexOf('"', from); at >= 0 && at < limit; at = this.text.indexOf('"', at)) {
      let after = at + 1;
      while (this.text[after] === " " && after < at + 100) after++;
      const next = this.text[after];
      if (next === undefined || next === this.delimiter || next === "\n" || next === "\r") return at;
      at += this.text[at + 1] === '"' ? 2 : 1;
    }
    this.unclosedUntil = limit;
    return undefined;
  }
}

export type Shape = { readonly delimiter: string; readonly columns: number; readonly share: number };

/**
 * The delimiter under which most of the first records have equally many fields, with that number and the share of
 * records that have it; undefined for a text that no delimiter divides. Spreadsheets declare theirs in a first line "sep=;".
 */
export function csvShape(text: string): Shape | undefined {
  const declared = /^\uFEFF?sep=([,;|\t])(?:\r\n|\n|\r)/i.exec(text);
  const sample = text.slice(declared?.[0].length ?? 0, 100_000);
  const delimiters = declared?.[1] === undefined ? [",", ";", "\t", "|"] : [declared[1]];
  const divided = delimiters
    .map((delimiter) => shapeOf(sample, delimiter))
    .filter(({ columns }) => columns > 1 && columns <= maxColumns);
  return divided.sort((a, b) => b.share - a.share || b.columns - a.columns)[0];
}

function shapeOf(sample: string, delimiter: string): Shape {
  const counts = new Map<number, number>();
  let rows = 0;
  for (const { cells } of csvRows(sample, delimiter)) {
    if (/^\s*#/.test(cells[0] ?? "")) continue;
    // A comma at the end of each line is a habit of spreadsheets, not a column.
    counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
    if (++rows >= 200) break;
  }
  const [columns = 1, most = 0] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  return { delimiter, columns, share: rows === 0 ? 0 : most / rows };
}
