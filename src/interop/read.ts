import { refuseContainer } from "./compressed";
import { decode } from "./encoding";
import { parseJson, type JsonDocument } from "./json";
import { Report } from "./report";
import { defaultLimits, IntelRefused, type Format, type Limits, type ReadResult } from "./statement";
import type { Meaning } from "./list/columns";
import { readCsv } from "./list/csv";
import { csvShape } from "./list/csv.parse";
import { linesOf } from "./list/lines";
import { readPlainList, shareOfValues } from "./list/plain";
import { readProse } from "./list/prose";
import { isMispEvent, readMispEvents } from "./misp/event";
import {
  isFeedManifest,
  isTaxonomy,
  isWarninglist,
  readFeedManifest,
  readTaxonomy,
  readWarninglist,
} from "./misp/lists";
import { isOcsf, readOcsf } from "./ocsf/finding";
import { isOpenIoc, readOpenIoc } from "./openioc/openioc";
import { isStix, readStix } from "./stix/bundle";
import { unsupportedKind } from "./unsupported";

export type ReadOptions = {
  readonly filename?: string;
  readonly limits?: Partial<Limits>;
  /** What the columns of a table hold, where its sender says it: the file is then read as a table. */
  readonly columns?: readonly Meaning[];
};

/** What a reader learns beside the statements, which go to the report. */
export type Reading = Omit<ReadResult, "encoding" | "statements" | "withdrawals" | "refused" | "ignored" | "remarks">;

/** A format that is JSON: how it is known by its content, and how it is read. */
type JsonReader = {
  readonly detects: (value: unknown) => boolean;
  readonly read: (document: JsonDocument, report: Report) => Reading;
};

const jsonReaders: readonly JsonReader[] = [
  { detects: isStix, read: readStix },
  { detects: isOcsf, read: readOcsf },
  { detects: isWarninglist, read: readWarninglist },
  { detects: isTaxonomy, read: readTaxonomy },
  { detects: isFeedManifest, read: readFeedManifest },
  { detects: isMispEvent, read: readMispEvents },
];

/**
 * Reads a file of threat intelligence, whatever its format: what is good becomes statements, and what is not is named
 * with its reason. Formats are told by content; the file's name only helps to tell a text from a list. Nothing is
 * stored and nothing is fetched. Throws `IntelRefused` where the file as a whole cannot be taken.
 */
export function readIntel(bytes: Uint8Array, options: ReadOptions = {}): ReadResult {
  const limits = { ...defaultLimits, ...options.limits };
  if (bytes.byteLength > limits.bytes) {
    const message = `The file has ${bytes.byteLength} bytes; the limit is ${limits.bytes}.`;
    throw new IntelRefused("PAYLOAD_TOO_LARGE", message, { limit: limits.bytes });
  }
  refuseContainer(bytes);
  const { text, encoding } = decode(bytes);
  if (text.trim() === "") throw new IntelRefused("INVALID_INPUT", "The file is empty.");
  const report = new Report(limits);
  const reading = readText(text, report, options);
  return { ...reading, encoding, ...report.result };
}

function readText(text: string, report: Report, { filename = "", columns }: ReadOptions): Reading {
  if (columns !== undefined && isOneDocument(text)) {
    throw new IntelRefused("INVALID_INPUT", "The file is JSON or XML: it has no columns to say anything of.");
  }
  if (looksLikeJson(text)) return readJson(text, report);
  if (isOpenIoc(text)) return readOpenIoc(text, report);
  if (looksLikeXml(text)) {
    throw new IntelRefused("UNSUPPORTED", "The file is XML or HTML, but not OpenIOC.");
  }
  if (/^\s*(?:-?\d+(?:\.\d+)?|true|false|null)\s*$/.test(text)) {
    throw new IntelRefused("UNSUPPORTED", "The file is a single JSON value, which this hub does not read.");
  }
  if (isFeedHashes(text)) {
    const message =
      "The file is the hash index of a MISP feed: its hashes are of values, not of files. Read the events.";
    throw new IntelRefused("UNSUPPORTED", message);
  }
  return readList(text, report, filename, columns);
}

// A list may begin with "[Domains]" and a text with "{\\rtf": only what goes on like JSON is read as JSON.
const looksLikeJson = (text: string) => /^\s*(?:\{\s*(?:["}]|$)|\[\s*(?:[[{"\]\d-]|true|false|null|$))/.test(text);

const looksLikeXml = (text: string) => /^\s*<(?:\?xml|!DOCTYPE|html|rss|feed)\b/i.test(text);

/** `hashes.csv` of a MISP feed: the MD5 of each attribute's value, and the event that holds it. */
const isFeedHashes = (text: string) =>
  /^(?:[0-9a-f]{32},[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\r?\n){1,20}/i.test(text);

function readList(text: string, report: Report, filename: string, columns: readonly Meaning[] | undefined): Reading {
  const list = listFormat(text, filename, columns);
  if (list === undefined) {
    readProse(text, report);
    return orNothing(report, "PROSE");
  }
  if (list.format === "CSV") return { format: "CSV", columns: readCsv(text, list.delimiter, report, columns) };
  readPlainList(linesOf(text), report);
  return { format: "PLAIN_LIST" };
}

/** A format that is read line by line, and so in portions. */
export type ListFormat = { readonly format: "CSV"; readonly delimiter: string } | { readonly format: "PLAIN_LIST" };

/** True for what is read as a whole: JSON, OpenIOC and whatever else begins like XML. */
const isOneDocument = (text: string) => looksLikeJson(text) || isOpenIoc(text) || looksLikeXml(text);

/** The line format of a text, told from its beginning; undefined for what is read as a whole. */
export const lineFormat = (
  beginning: string,
  filename: string,
  columns: readonly Meaning[] | undefined,
): ListFormat | undefined =>
  isOneDocument(beginning) || isFeedHashes(beginning) ? undefined : listFormat(beginning, filename, columns);

/** Tables, lists and texts are told apart by how many of their lines look like one. */
function listFormat(text: string, filename: string, columns: readonly Meaning[] | undefined): ListFormat | undefined {
  if (columns !== undefined) return { format: "CSV", delimiter: csvShape(text)?.delimiter ?? "," };
  if (/\.(?:md|adoc|asciidoc|markdown)$/i.test(filename)) return undefined;
  const shape = csvShape(text);
  if (shape !== undefined && shape.share >= (/\.[ct]sv$/i.test(filename) ? 0.5 : 0.9)) {
    return { format: "CSV", delimiter: shape.delimiter };
  }
  return shareOfValues(text) >= 0.5 ? { format: "PLAIN_LIST" } : undefined;
}

function readJson(text: string, report: Report): Reading {
  const document = parseJson(linesAsList(text) ?? text, report.limits);
  const reader = jsonReaders.find(({ detects }) => detects(document.value));
  if (reader !== undefined) return reader.read(document, report);
  const kind = unsupportedKind(document.value);
  const message =
    kind === undefined
      ? "The file is JSON, but of no format that this hub reads."
      : `The file is ${kind}, which this hub does not read.`;
  throw new IntelRefused("UNSUPPORTED", message);
}

/** Tools write events as one JSON object a line (NDJSON); they are read as a list. */
function linesAsList(text: string): string | undefined {
  if (!/^\s*\{[^\r\n]*\}[ \t]*\r?\n\s*\{/.test(text)) return undefined;
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  return lines.every((line) => /^\s*\{.*\}\s*$/.test(line)) ? `[${lines.join(",\n")}]` : undefined;
}

/** A text without a single indicator is most likely not what its sender meant to send. */
function orNothing(report: Report, format: Format): Reading {
  if (report.statements.length + report.refused.length > 0) return { format };
  throw new IntelRefused(
    "UNSUPPORTED",
    "No indicator was found in the text: it is no list, and holds no defanged value or hash.",
  );
}
