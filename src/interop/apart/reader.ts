import { DomainError } from "../../platform/errors";
import { Places } from "../../platform/places";
import { readIntel, type ReadOptions } from "../read";
import { inflatedWhole } from "../compressed";
import { defaultLimits, type ReadResult } from "../statement";
import { readApart, type Cost } from "./process";

export type ReaderLimits = Cost & {
  /** How many files are read apart at once; the others wait. */
  readonly atOnce: number;
  /** How long the body of a file may take to arrive while others wait for its place. */
  readonly arrivalMs: number;
  /** What is not longer is read on the spot: sooner than a process starts. */
  readonly onTheSpotBytes: number;
};

export const readerLimits: ReaderLimits = {
  atOnce: 2,
  arrivalMs: 300_000,
  onTheSpotBytes: 256 * 1024,
  timeMs: 60_000,
  heapMiB: 768,
};

/**
 * Reads files as a whole, whatever they hold: short ones at once, long ones in a process of their own, so that clients
 * are answered meanwhile and no file can take the hub down.
 */
export class FileReader {
  private readonly limits: ReaderLimits;
  private readonly places: Places;

  constructor(limits: Partial<ReaderLimits> = {}) {
    this.limits = { ...readerLimits, ...limits };
    this.places = new Places(this.limits.atOnce);
  }

  /** All that a file says, gzip or not. Throws `IntelRefused` as `readIntel` does, and where reading costs too much. */
  async read(sent: Uint8Array, options: ReadOptions = {}): Promise<ReadResult> {
    const bytes = await inflatedWhole(sent, options.limits?.bytes ?? defaultLimits.bytes);
    if (this.isShort(bytes)) return readIntel(bytes, options);
    const portions: ReadResult[] = [];
    for await (const portion of this.portions(() => Promise.resolve(bytes), options)) portions.push(portion);
    return together(portions);
  }

  /** The same in portions. A long body is asked for only when there is a place to read it, and so to hold it. */
  async *portions(body: () => Promise<Uint8Array>, options: ReadOptions = {}): AsyncGenerator<ReadResult> {
    const leave = await this.places.enter();
    try {
      const bytes = await this.arrived(body());
      if (this.isShort(bytes)) yield readIntel(bytes, options);
      else yield* readApart(bytes, options, this.limits);
    } finally {
      leave();
    }
  }

  private async arrived(body: Promise<Uint8Array>): Promise<Uint8Array> {
    const { arrivalMs } = this.limits;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const message = `The file has not arrived within ${arrivalMs / 1_000} s, as one must that is read as a whole.`;
      timer = setTimeout(() => reject(new DomainError("TIMEOUT", message)), arrivalMs);
    });
    try {
      return await Promise.race([body, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  private readonly isShort = (bytes: Uint8Array) => bytes.byteLength <= this.limits.onTheSpotBytes;
}

function together(portions: readonly ReadResult[]): ReadResult {
  const [first] = portions;
  if (first === undefined) throw new Error("A reading has at least one portion.");
  const detections = portions.flatMap((portion) => portion.detections ?? []);
  return {
    ...first,
    statements: portions.flatMap(({ statements }) => statements),
    withdrawals: portions.flatMap(({ withdrawals }) => withdrawals),
    refused: portions.flatMap(({ refused }) => refused),
    remarks: portions.flatMap(({ remarks }) => remarks),
    ...(detections.length === 0 ? {} : { detections }),
  };
}
