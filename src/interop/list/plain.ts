import type { Report } from "../report";
import { maxLineLength, readEntry, reasonFor, withoutOrnaments, type ValueEntry } from "./entry";
import { FoundValues } from "./found";
import { linesOf, type Line } from "./lines";

/**
 * The share of a text's lines that look like those of a list, of those that are neither empty nor comments: values, and
 * single words. A sample is enough, for lists look the same all through.
 */
export function shareOfValues(text: string, sample = 2_000): number {
  let values = 0;
  let words = 0;
  let texts = 0;
  let lines = 0;
  for (const line of linesOf(text)) {
    const { kind } = readEntry(line.text);
    if (kind === "VALUE" || kind === "LOCAL") values++;
    else if ((kind === "REFUSED" || isHeading(line.text)) && !/\s/.test(withoutOrnaments(line.text))) words++;
    else if (kind !== "NOTHING") texts++;
    // Of empty lines and comments there may be very many, but not before every list.
    if (values + words + texts >= sample || ++lines >= 50 * sample) break;
  }
  // A list of which hardly a word is a value lists something else: names of applications pass for domains by chance.
  return values < words / 4 ? 0 : (values + words) / Math.max(values + words + texts, 1);
}

/** A word of kana or kanji only, as they stand between the parts of a list. */
const isHeading = (line: string) => /^[^\x00-\x7f]+$/.test(line);

/**
 * Reads a list with a value or several a line. What stands beside a value describes it, but for what is unmistakably a value
 * too ("evil[.]example - 192.0.2[.]1"). Lines of words are headings, and counted as such.
 */
export function readPlainList(lines: Iterable<Line>, report: Report): void {
  const found = new FoundValues(report);
  for (const { number, text: line } of lines) {
    report.checkLine(number);
    const at = `line ${number}`;
    const entry = readEntry(line);
    if (entry.kind === "NOTHING") continue;
    if (entry.kind === "LOCAL") report.ignore(at, "a line of a hosts file that names the machine itself");
    else if (entry.kind === "VALUE") readValues(at, entry, found, report);
    else if (line.length <= maxLineLength && found.readWords(at, line)) continue;
    else if (entry.kind === "TEXT") report.ignore(at, "a line of text");
    else report.refuse(at, `The value ${entry.reason}.`, { field: "value", value: line.trim() });
  }
  found.countLeft();
}

function readValues(at: string, entry: ValueEntry, found: FoundValues, report: Report): void {
  const { values, comment = "", failed = [] } = entry;
  for (const value of values) found.add(at, value, comment === "" ? {} : { description: comment });
  for (const value of failed) report.refuse(at, `The value ${reasonFor(value)}.`, { field: "value", value });
  if (comment !== "") found.addWords(at, comment);
}
