import { isDefanged } from "../../modules/indicators/indicator.value";
import type { Report } from "../report";
import { guessedValue } from "../value";
import { withoutOrnaments } from "./entry";
import { FoundValues } from "./found";
import { linesOf } from "./lines";
import { severalValues } from "./several";
import { hintOf, hintedValue, isLikeFile, saysNothing, type Hint } from "./words";

/**
 * Reads a text written for people (Markdown, AsciiDoc, a mail) and takes from it only what is unmistakable: defanged
 * values and hashes anywhere; bare addresses, names and URLs only where they stand alone in a table cell, a code block,
 * an inline code span or a list item of names. Links to reports and names of files are therefore left alone; what may
 * have been meant as an indicator is counted.
 */
export function readProse(text: string, report: Report): void {
  const reader = new ProseReader(report);
  for (const { number, text: line } of linesOf(text)) {
    report.checkLine(number);
    reader.read(`line ${number}`, line);
  }
  reader.end();
}

const itemMark = /^\s*(?:[-*+]\s+|[•・]\s*|\d+[.)]\s+)(?=\S)/;
const fences: readonly RegExp[] = [/^\s*(```|~~~)/, /^(-{4,})\s*$/, /^(\.{4,})\s*$/];

class ProseReader {
  private readonly found: FoundValues;
  private fence: string | undefined;
  /** Lines that are indented behind an empty one are a block of code, in Markdown and AsciiDoc. */
  private indented: "NO" | "AFTER_EMPTY_LINE" | "YES" = "AFTER_EMPTY_LINE";
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
    else if (this.fence !== undefined || this.isIndented(line)) this.piece(at, line);
    else if (/^\s*[|]/.test(line)) this.row(at, line);
    else this.paragraph(at, line);
  }

  end(): void {
    this.found.countLeft();
  }

  private isIndented(line: string): boolean {
    if (line.trim() === "") {
      if (this.indented === "NO") this.indented = "AFTER_EMPTY_LINE";
      return false;
    }
    const goesOn = this.indented !== "NO" && /^(?: {4}|\t)/.test(line) && !itemMark.test(line);
    this.indented = goesOn ? "YES" : "NO";
    return goesOn;
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
    const item = itemMark.test(line);
    if (item && !/https?:\/\//i.test(line) && (this.alone(at, line) || this.allOf(at, line))) return;
    const isAlone = /^\s*`[^`]+`\s*$/.test(line);
    this.codes(at, line, (before) => isAlone || /^\s*(?:[-*+•・]|\d+[.)])\s*$/.test(before));
  }

  /** Takes an item of values only: "a.example - 192.0.2[.]1" says by the second what the first is. */
  private allOf(at: string, item: string): boolean {
    const text = withoutOrnaments(item);
    const parts = text.length > 8_192 ? [] : text.split(/\s+[-–—→]>?\s+/);
    const values = parts.length > 1 ? parts.flatMap((part) => guessedValue(part) ?? []) : [];
    if (values.length !== parts.length || parts.some(isLikeFile)) return false;
    for (const value of values) this.found.add(at, value);
    return values.length > 0;
  }

  /**
   * Takes what stands alone in inline code spans, and what is unmistakable beside them. A bare name there may be of a program ("asp.net"), and a bare address a
   * version: they are taken where an item or a cell begins with them, or a label says what they are.
   */
  private codes(at: string, text: string, begins: (before: string) => boolean): void {
    let [end, isNamed, rest] = [0, false, ""];
    for (const { index, 0: span, 1: code = "" } of text.matchAll(/`([^`]+)`/g)) {
      const before = text.slice(end, index);
      const label = before
        .replace(itemMark, "")
        .replace(/[\s:：,;、()（）]+/g, " ")
        .trim();
      const goesOn = end > 0 && /^(?:|&|and|or|と|及び)$/i.test(label);
      if (!goesOn) isNamed = (end === 0 && begins(before)) || networkTypes.has(hintOf(label) ?? "");
      const taken = (isNamed || !isAmbiguous(code, label)) && this.alone(at, code);
      rest += `${before} ${taken ? "" : code} `;
      end = index + span.length;
    }
    this.words(at, rest + text.slice(end));
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
    for (const [index, cell] of cells.entries()) {
      // "| Version | 7.0.4.3 |": a row may name what it holds, too.
      const ofRow = /^[\W_]*(?:\w+ )?version[\W_]*$|^\s*バージョン\s*$/i.test(cells[index - 1] ?? "")
        ? "OTHER"
        : undefined;
      this.cell(at, cell, cells.length > 1 ? (this.columns[index] ?? ofRow) : undefined);
    }
  }

  private cell(at: string, cell: string, hint: Hint | undefined): void {
    if (hint === undefined && cell.includes("`")) {
      return this.codes(at, cell, (before) => before.trim() === "");
    }
    const codes = [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
    const parts = codes.length > 0 ? codes : cell.split(/<br\s*\/?>|\s\+\s/i);
    const taken = parts.map((part) => this.hinted(at, part, hint) || this.piece(at, part));
    if (hint === "OTHER" || hint === "FILE_NAME" || taken.includes(true)) return;
    const [, contacted = ""] = /\bconnect(?:s|ed|ing)? (?:back )?to ([\d.]+(?::\d+)?)/i.exec(cell) ?? [];
    if (contacted !== "") this.alone(at, contacted);
    this.words(at, cell);
  }

  /** Takes a piece of a cell by what its column is said to hold. True also for what such a column makes no indicator. */
  private hinted(at: string, part: string, hint: Hint | undefined): boolean {
    const text = withoutOrnaments(withoutOrnaments(part));
    if (hint === "FILE_NAME" && timestamp.test(text)) this.report.ignore(at, "a time in a column of file names");
    const isSaid = hint !== undefined && !saysNothing(text) && !(hint === "FILE_NAME" && timestamp.test(text));
    const value = isSaid ? hintedValue(hint, text) : undefined;
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
    const several = value === undefined ? severalValues(text) : undefined;
    for (const each of several?.values ?? []) this.found.add(at, each);
    if (value === undefined) return several !== undefined;
    if ((value.type === "DOMAIN" || value.labels.includes("scheme:assumed")) && isLikeFile(text)) return false;
    if (value.type === "IPV4" && !isDefanged(text) && isOfVersions.test(this.heading)) return false;
    this.found.add(at, value);
    return true;
  }

  private words(at: string, text: string): boolean {
    return this.found.readWords(at, text);
  }
}

const timestamp = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;
const isOfVersions = /^(?:[\w-]+ ){0,2}versions$|バージョン(?:一覧)?$/i;
const networkTypes: ReadonlySet<string> = new Set(["NETWORK", "IPV4", "IPV6", "CIDR", "DOMAIN", "URL"]);

/** True for a bare word that is a name or an address by its look, and something else as often. */
function isAmbiguous(text: string, before: string): boolean {
  const value = isDefanged(text) ? undefined : guessedValue(withoutOrnaments(text));
  if (value?.type === "IPV4") return /(?:\bv|\bver\.?|version|release|build|バージョン|版)$/i.test(before);
  return value?.type === "DOMAIN" || (value?.labels.includes("scheme:assumed") ?? false);
}

const isValue = (cell: string) => guessedValue(withoutOrnaments(withoutOrnaments(cell))) !== undefined;

const headerHint = (cell: string): Hint | undefined => {
  const text = withoutOrnaments(cell);
  return text.split(/\s+/).length <= 5 ? hintOf(text) : undefined;
};
