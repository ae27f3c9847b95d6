import type { ErrorCode } from "../platform/errors";
import type { Column, Format, Ignored, ReadResult, Remark } from "./statement";

/** One thing of the file that was not taken, because of what it is or of what the hub knows. */
export type ItemRefusal = {
  readonly at: string;
  readonly code: ErrorCode;
  readonly field?: string;
  readonly message: string;
  readonly value?: string;
};

/** What one transaction of an import came to. */
export type Stored = {
  /** Statements that were new, or said something new. */
  readonly stored: number;
  readonly unchanged: number;
  /** Statements of a source object that is known in a newer version. */
  readonly outdated: number;
  /** Detections that were new. */
  readonly detections: number;
  /** Detections of which their tool says something else by now. */
  readonly detectionsUpdated: number;
  /** Detections that are known, in this word of their tool or in a later one. */
  readonly detectionsUnchanged: number;
  readonly refused: readonly ItemRefusal[];
  readonly benign?: LoadedBenign;
};

/** What became of a list of harmless values. */
export type LoadedBenign = {
  readonly list: string;
  /** Values of it that the hub keeps. */
  readonly entries: number;
  /** Values that cannot be compared: no networks in a list of networks. */
  readonly leftOut: number;
};

/** What a whole file came to. */
export type ImportSummary = Omit<Stored, "refused"> & {
  readonly format: Format;
  readonly encoding: string;
  readonly title?: string;
  readonly bytes: number;
  /** Statements in the file, revocations of what cannot be read, and values of a list of the harmless. */
  readonly read: number;
  readonly refused: number;
  readonly remarks: number;
  /** What is right in its place, and no indicator. */
  readonly ignored: readonly Ignored[];
  readonly columns?: readonly Column[];
  /** True where nothing was stored, and the numbers say what would have been. */
  readonly dryRun: boolean;
};

/** What had come of a file where its import ended before its end: that much is in the hub. */
export type ImportSums = Pick<
  ImportSummary,
  "bytes" | "read" | "stored" | "unchanged" | "outdated" | "detections" | "refused" | "remarks"
>;

/** What an import tells while it runs. The summary is the last, or what came of it until an error that ends it. */
export type ImportLine =
  | { readonly soFar: ImportSums }
  | { readonly progress: { readonly bytes: number; readonly read: number; readonly stored: number } }
  | { readonly refused: ItemRefusal }
  | { readonly remark: Remark }
  | { readonly summary: ImportSummary };

/** Adds up what the portions of a file come to. */
export class ImportTotal {
  private bytes = 0;
  private head: ReadResult | undefined;
  private benign: LoadedBenign | undefined;
  private readonly sums = {
    ...{ read: 0, stored: 0, unchanged: 0, outdated: 0, refused: 0, remarks: 0 },
    ...{ detections: 0, detectionsUpdated: 0, detectionsUnchanged: 0 },
  };
  private readonly ignored = new Map<string, { at: string; what: string; count: number }>();

  constructor(private readonly dryRun: boolean) {}

  /** The same body, its bytes counted as they are read. */
  async *counting(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of body) {
      this.bytes += piece.length;
      yield piece;
    }
  }

  add(portion: ReadResult): void {
    this.head ??= { ...portion, statements: [], withdrawals: [], refused: [], remarks: [] };
    this.sums.read += portion.statements.length + portion.withdrawals.length;
    for (const { entries } of portion.benignLists ?? []) this.sums.read += entries.length;
    this.sums.refused += portion.refused.length;
    this.sums.remarks += portion.remarks.length;
    for (const { at, what, count } of portion.ignored) {
      const sum = this.ignored.get(what);
      if (sum === undefined) this.ignored.set(what, { at, what, count });
      else sum.count += count;
    }
  }

  count({ refused, benign, ...numbers }: Stored): void {
    this.benign ??= benign;
    this.sums.stored += numbers.stored;
    this.sums.unchanged += numbers.unchanged;
    this.sums.outdated += numbers.outdated;
    this.sums.detections += numbers.detections;
    this.sums.detectionsUpdated += numbers.detectionsUpdated;
    this.sums.detectionsUnchanged += numbers.detectionsUnchanged;
    this.sums.refused += refused.length;
  }

  get progress() {
    const { read, stored } = this.sums;
    return { bytes: this.bytes, read, stored };
  }

  /** Undefined as long as nothing was read. */
  get soFar(): ImportSums | undefined {
    return this.sums.read + this.sums.refused === 0 ? undefined : { bytes: this.bytes, ...this.sums };
  }

  get summary(): ImportSummary {
    const { head, bytes, dryRun } = this;
    return {
      format: head?.format ?? "PLAIN_LIST",
      encoding: head?.encoding ?? "",
      ...(head?.title === undefined ? {} : { title: head.title }),
      bytes,
      ...this.sums,
      ignored: [...this.ignored.values()],
      ...(head?.columns === undefined ? {} : { columns: head.columns }),
      ...(this.benign === undefined ? {} : { benign: this.benign }),
      dryRun,
    };
  }
}
