import { inflated, isGzip, refuseContainer } from "../compressed";
import type { Meaning } from "../list/columns";
import { planTable, readRows, type TablePlan } from "../list/csv";
import { lengthOf } from "../list/csv.parse";
import { readPlainList } from "../list/plain";
import type { FileReader } from "../apart/reader";
import { lineFormat, readIntel, type ListFormat } from "../read";
import { Report } from "../report";
import { defaultLimits, IntelRefused, type ReadResult } from "../statement";
import { decodeBeginning, decoded } from "./decoding";
import { linesIn, rowsIn } from "./lines";
import { Source } from "./source";

export type StreamOptions = {
  readonly filename: string;
  /** The most that a file may have that is read line by line. */
  readonly maxBytes: number;
  /** What the columns of a table hold, where its sender says it. */
  readonly columns?: readonly Meaning[] | undefined;
};

/** As much of a file as tells its format. A file that is not longer is read at once. */
const beginningBytes = 256 * 1024;
const linesPerPortion = 5_000;
/** Lines may be long, and a row of five hundred addresses makes as many statements. */
const charactersPerPortion = 1024 * 1024;
/** The most that a file may have that must be held whole: JSON, XML, prose. */
export const maxWholeBytes = 64 * 1024 * 1024;

/**
 * Reads a file of any length, a portion at a time: what is held does not grow with the file where its format is one of
 * lines. Other formats are read as a whole by the reader, up to their limit. Each portion is what `readIntel` would say
 * of it; of a long list, a value that stands twice may so be stated twice. What is sent as gzip is inflated, and has the
 * same limit then. Throws `IntelRefused` as `readIntel` does, for a list also after portions that were good.
 */
export async function* readIntelStream(
  body: AsyncIterable<Uint8Array>,
  options: StreamOptions,
  reader: FileReader,
): AsyncGenerator<ReadResult> {
  const sent = new Source(body, options.maxBytes);
  const source = isGzip(await sent.atLeast(3)) ? new Source(inflated(sent.all()), options.maxBytes) : sent;
  const beginning = await source.atLeast(beginningBytes + 1);
  refuseContainer(beginning); // Before the rest of it is waited for.
  const list = beginning.length > beginningBytes ? beginningOf(beginning, options) : undefined;
  if (list === undefined) yield* readWhole(source, beginning, options, reader);
  else yield* readLines(source, list, options.columns);
}

async function* readWhole(
  source: Source,
  beginning: Uint8Array,
  { filename, maxBytes, columns }: StreamOptions,
  reader: FileReader,
): AsyncGenerator<ReadResult> {
  const limit = Math.min(maxBytes, maxWholeBytes);
  const options = { filename, limits: { bytes: limit }, ...(columns ? { columns } : {}) };
  if (beginning.length <= beginningBytes) yield readIntel(beginning, options);
  else for await (const portion of reader.portions(() => source.atLeast(limit + 1), options)) yield portion;
}

type Beginning = ListFormat & { readonly encoding: string; readonly text: string };

/** What a long file is, if it is one of lines. What cannot be decoded is refused where all of it is read. */
function beginningOf(bytes: Uint8Array, { filename, columns }: StreamOptions): Beginning | undefined {
  try {
    const { text, encoding } = decodeBeginning(bytes);
    const list = lineFormat(text, filename, columns);
    return list && { ...list, encoding, text };
  } catch (error) {
    if (error instanceof IntelRefused) return undefined;
    throw error;
  }
}

async function* readLines(
  source: Source,
  list: Beginning,
  columns: readonly Meaning[] | undefined,
): AsyncGenerator<ReadResult> {
  const texts = decoded(source.all(), list.encoding);
  const { format, encoding } = list;
  if (format === "PLAIN_LIST") {
    for await (const lines of inPortions(linesIn(texts), ({ text }) => text.length)) {
      const report = reportOf();
      readPlainList(lines, report);
      yield { format, encoding, ...report.result };
    }
    return;
  }
  const plan: TablePlan = planTable(list.text, list.delimiter, columns);
  for await (const rows of inPortions(rowsIn(texts, list.delimiter), lengthOf)) {
    const report = reportOf();
    readRows(rows, plan, report);
    yield { format, encoding, columns: plan.columns, ...report.result };
  }
}

/** The length of a stream is limited by its bytes, and each portion by its lines. */
const reportOf = () => new Report({ ...defaultLimits, items: Infinity });

async function* inPortions<T>(
  lists: AsyncIterable<readonly T[]>,
  charactersOf: (one: T) => number,
): AsyncGenerator<readonly T[]> {
  let waiting: T[] = [];
  let characters = 0;
  for await (const list of lists) {
    for (const one of list) {
      waiting.push(one);
      characters += charactersOf(one);
      if (waiting.length < linesPerPortion && characters < charactersPerPortion) continue;
      yield waiting;
      waiting = [];
      characters = 0;
    }
  }
  if (waiting.length > 0) yield waiting;
}
