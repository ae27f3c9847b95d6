import type { Report } from "../report";
import { readEntry } from "./entry";
import { FoundValues } from "./found";
import { linesOf } from "./lines";
import { unmistakableValues } from "./unmistakable";

/**
 * The share of a text's lines that are values, of those that are neither empty nor comments; a text of words has a
 * small one. A sample is enough: lists look the same all through.
 */
export function shareOfValues(text: string, sample = 2_000): number {
  let values = 0;
  let others = 0;
  for (const line of linesOf(text)) {
    const entry = readEntry(line.text);
    if (entry.kind === "VALUE") values++;
    else if (entry.kind !== "NOTHING") others++;
    if (values + others >= sample) break;
  }
  return values + others === 0 ? 0 : values / (values + others);
}

/**
 * Reads a list with one value a line. What stands beside a value describes it, but for what is unmistakably a value
 * too ("evil[.]example - 192.0.2[.]1"). Lines of words are headings, and counted as such.
 */
export function readPlainList(text: string, report: Report): void {
  const found = new FoundValues(report);
  for (const { number, text: line } of linesOf(text)) {
    report.checkLine(number);
    const at = `line ${number}`;
    const entry = readEntry(line);
    if (entry.kind === "NOTHING") continue;
    const beside = entry.kind === "VALUE" ? (entry.comment ?? "") : line;
    if (entry.kind === "VALUE") found.add(at, entry.value, beside === "" ? {} : { description: beside });
    const others = beside === "" ? [] : unmistakableValues(beside.slice(0, 65_536));
    for (const value of others) found.add(at, value);
    if (entry.kind === "VALUE" || others.length > 0) continue;
    if (entry.kind === "TEXT") report.ignore(at, "a line of text");
    else report.refuse(at, `The value ${entry.reason}.`, { field: "value", value: line.trim() });
  }
}
