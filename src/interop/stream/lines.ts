import { maxLineLength } from "../list/entry";
import { linesOf, type Line } from "../list/lines";
import { CsvReader, settledMargin, type Row } from "../list/csv.parse";

/** The lines of a text that comes in pieces, some at a time. Of a line that is too long only the beginning is kept. */
export async function* linesIn(texts: AsyncIterable<string>): AsyncGenerator<readonly Line[]> {
  let rest = "";
  let number = 1;
  for await (const text of texts) {
    rest += text;
    // The last line may go on in the next piece, and a CR at the end may be the half of a line end.
    const end = Math.max(rest.lastIndexOf("\n"), rest.slice(0, -1).lastIndexOf("\r")) + 1;
    if (end > 0) {
      const lines = [...linesOf(rest.slice(0, end))].map((line) => ({
        number: number + line.number - 1,
        text: line.text,
      }));
      number += lines.length;
      rest = rest.slice(end);
      yield lines;
    }
    // One character more than the limit is enough to be refused for.
    if (rest.length > 2 * maxLineLength) rest = `${rest.slice(0, maxLineLength + 1)}${rest.endsWith("\r") ? "\r" : ""}`;
  }
  yield [...linesOf(rest)].map((line) => ({ number: number + line.number - 1, text: line.text }));
}

/** A record of more text than this is taken as it stands, wherever it is cut. */
const maxRecordLength = 4 * 1024 * 1024;

/** The records of a delimited text that comes in pieces, some at a time: as `csvRows` reads them in one. */
export async function* rowsIn(texts: AsyncIterable<string>, delimiter: string): AsyncGenerator<readonly Row[]> {
  let rest = "";
  let line = 1;
  let enough = 0;
  for await (const text of texts) {
    rest += text;
    // What was not settled is read again, so that there must be as much behind it as there is of it.
    if (rest.length < enough) continue;
    const reader = new CsvReader(rest, delimiter, line);
    const rows: Row[] = [];
    let settled = { at: 0, line };
    // What ends near the end of the piece might be read otherwise with more behind it.
    for (let row = reader.next(); row !== undefined; row = reader.next()) {
      if (reader.place.at + settledMargin > rest.length && rest.length - settled.at < maxRecordLength) break;
      settled = reader.place;
      rows.push(row);
    }
    rest = rest.slice(settled.at);
    ({ line } = settled);
    enough = 2 * rest.length;
    yield rows;
  }
  const reader = new CsvReader(rest, delimiter, line);
  const rows: Row[] = [];
  for (let row = reader.next(); row !== undefined; row = reader.next()) rows.push(row);
  yield rows;
}
