import { isDefanged } from "../../modules/indicators/indicator.value";
import type { Report } from "../report";
import { guessedValue } from "../value";
import { withoutOrnaments } from "./entry";
import { FoundValues } from "./found";
import { linesOf } from "./lines";
import { hintOf, hintedValue, type Hint } from "./words";

/** Endings that are top-level domains and usual file names too: bare in a text, they are taken for files. */
const fileEndings = /\.(?:zip|mov|sh|py|pl|rs|md|so|ps|app|cab|bat|bar|inc)$/i;

/**
 * Reads a text written for people (Markdown, AsciiDoc, a mail) and takes from it only what is unmistakable: defanged
 * values and hashes anywhere; bare addresses, names and URLs only where they stand alone in a table cell, a code block,
 * an inline code span or a list item of names. Links to reports and names of files are therefore left alone.
 */
export function readProse(text: string, report: Report): void {
  const reader = new ProseReader(report);
  for (const { number, text: line } of linesOf(text)) {
    report.checkLine(number);
    reader.read(`line ${number}`, line);
  }
}

const fences: readonly RegExp[] = [/^\s*(```|~~~)/, /^(-{4,})\s*$/, /^(\.{4,})\s*$/];

class ProseReader {
  private readonly found: FoundValues;
  private fence: string | undefined;
  private inKey = false;
  private heading = "";
  private columns: readonly (Hint | undefined)[] | undefined;

  constructor(private readonly report: Report) {
    this.found = new FoundValues(report);
  }

  read(at: string, line: string): void {
    if (line.length > 65_536)
      return this.report.refuse(at, "The line is longer than 65536 characters.", { code: "PAYLOAD_TOO_LARGE" });
    if (/-----(?:BEGIN|END) [A-Z ]+-----/.test(line)) this.inKey = line.includes("-----BEGIN");
    else if (this.inKey || this.isFence(line)) return;
    else if (this.fence !== undefined) this.piece(at, line);
    else if (/^\s*[|]/.test(line)) this.row(at, line);
    else this.paragraph(at, line);
  }

  /** Opens and closes code blocks; a block is closed by the kind of mark that opened it. */
  private isFence(line: string): boolean {
    const mark = fences
      .map((fence) => fence.exec(line)?.[1])
      .find((each) => each !== undefined)
      ?.slice(0, 3);
    if (mark === undefined || (this.fence !== undefined && this.fence !== mark)) return false;
    this.fence = this.fence === undefined ? mark : undefined;
    return true;
  }

  private paragraph(at: string, line: string): void {
    this.columns = undefined;
    const heading = /^(?:#{1,6}|={1,6})\s+(.*)$/.exec(line)?.[1];
    if (heading !== undefined) this.heading = heading;
    const item = /^\s*(?:[-*+•・]|\d+[.)])\s+\S/.test(line);
    if (item && !/https?:\/\//i.test(line) && this.alone(at, line)) return;
    for (const [, code = ""] of line.matchAll(/`([^`]+)`/g)) this.alone(at, code);
    this.words(at, line);
  }

  /** A row of a Markdown or AsciiDoc table. Its first row may name what the columns hold. */
  private row(at: string, line: string): void {
    if (/^\s*\|[=\s:|-]*$/.test(line)) {
      if (line.includes("===")) this.columns = undefined;
      return;
    }
    const cells = line
      .trim()
      .replace(/^\||\|$/g, "")
      .split("|");
    if (this.columns === undefined) {
      this.columns = cells.map((cell) => headerHint(cell));
      if (this.columns.some((hint) => hint !== undefined) && !cells.some(isValue)) return;
      this.columns = [];
    }
    for (const [index, cell] of cells.entries())
      this.cell(at, cell, cells.length > 1 ? this.columns[index] : undefined);
  }

  private cell(at: string, cell: string, hint: Hint | undefined): void {
    const codes = [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
    const parts = codes.length > 0 ? codes : cell.split(/<br\s*\/?>|\s\+\s/i);
    const taken = parts.map((part) => this.hinted(at, part, hint) || this.piece(at, part));
    if (hint !== "OTHER" && hint !== "FILE_NAME" && !taken.includes(true)) this.words(at, cell);
  }

  /** Takes a piece of a cell by what its column is said to hold. True also for what such a column makes no indicator. */
  private hinted(at: string, part: string, hint: Hint | undefined): boolean {
    const text = withoutOrnaments(withoutOrnaments(part));
    const value = hint === undefined || text === "" ? undefined : hintedValue(hint, text);
    if (value !== undefined && !("reason" in value)) this.found.add(at, value);
    return (value !== undefined && !("reason" in value)) || hint === "OTHER" || hint === "FILE_NAME";
  }

  /** Takes the one value that a piece of text is, or else the unmistakable ones among its words. */
  private piece(at: string, text: string): boolean {
    return this.alone(at, text) || this.words(at, text);
  }

  /** Takes a piece of text that is one value and nothing else. */
  private alone(at: string, piece: string): boolean {
    const text = withoutOrnaments(withoutOrnaments(piece));
    if (text === "" || text.length > 8_192) return false;
    if (/mutex/i.test(this.heading) && !/\s/.test(text) && /^[`*]/.test(piece.trim().replace(/^[-*]\s+/, ""))) {
      const mutex = hintedValue("MUTEX", text);
      if (!("reason" in mutex)) this.found.add(at, mutex);
      return true;
    }
    const value = guessedValue(text);
    if (value === undefined || (!isDefanged(text) && value.type === "DOMAIN" && fileEndings.test(text))) return false;
    if (value.labels.includes("scheme:assumed") && !isDefanged(text) && fileEndings.test(text)) return false;
    this.found.add(at, value);
    return true;
  }

  private words(at: string, text: string): boolean {
    return this.found.addWords(at, text);
  }
}

const isValue = (cell: string) => guessedValue(withoutOrnaments(withoutOrnaments(cell))) !== undefined;

const headerHint = (cell: string): Hint | undefined => {
  const text = withoutOrnaments(cell);
  return text.split(/\s+/).length <= 5 ? hintOf(text) : undefined;
};
