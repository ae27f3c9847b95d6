import { DomainError } from "../errors";
import { type Batch, type EventLog, type LoggedEvent, type Position, isAfter } from "./log";
import type { Tail } from "./tail";

const PAGE = 200;
/** More than this is left in the log, to be read from there. */
const QUEUED_MAX = 1_000;
/** So many may happen while a subscriber asks for nothing. */
const UNASKED_MAX = 10_000;

/** The subscriber does not read: its connection is closed with 4418, and it can come back with its last position. */
export class SlowConsumer extends DomainError {
  constructor() {
    super("RATE_LIMITED", "You read too slowly: come back with your last position.", { details: { retryAfterS: 1 } });
  }
}

type Waiting<T> = { resolve(result: IteratorResult<T>): void; reject(error: unknown): void };

/**
 * One subscriber: reads the log until it has reached the tail, then takes what the tail brings. Both go through the
 * same `deliver`, at the moment the client asks for the next message. Written by hand because an `async function*`
 * that waits cannot be ended; this ends at once, also in the middle of a read.
 */
export class Subscriber<T> implements AsyncIterableIterator<T> {
  /** As far as it has read, or has queued. */
  position: Position;
  private queue: LoggedEvent[] = [];
  /** Where the last batch ended that was taken. */
  private taken: Position;
  private unasked = 0;
  private live = false;
  private working = false;
  private ended = false;
  private failure: Error | undefined;
  private waiting: Waiting<T> | undefined;

  constructor(
    private readonly log: EventLog,
    private readonly tail: Tail,
    start: Position,
    private opening: T | undefined,
    /** What the viewer may see of a batch, now. Undefined when that is nothing. */
    private readonly deliver: (batch: Batch) => Promise<T | undefined>,
    /** Told once, with what failed if something did. */
    private readonly onEnd: (failure: unknown) => void = () => undefined,
  ) {
    this.position = start;
    this.taken = start;
  }

  next(): Promise<IteratorResult<T>> {
    return new Promise((resolve, reject) => {
      if (this.failure) return reject(this.failure);
      if (this.ended) return resolve({ value: undefined, done: true });
      if (this.waiting) return reject(new Error("One next() at a time, as graphql-js does."));
      this.waiting = { resolve, reject };
      this.unasked = 0;
      void this.work();
    });
  }

  return(): Promise<IteratorResult<T>> {
    this.end();
    return Promise.resolve({ value: undefined, done: true });
  }

  throw(error: Error): Promise<IteratorResult<T>> {
    this.end();
    return Promise.reject(error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /**
   * Takes live events. A burst that is more than a queue should hold stays in the log, and is read from there as the
   * client asks: so it costs no memory, and cuts nobody who reads. Who asks for nothing while ever more happens is cut.
   */
  push(events: readonly LoggedEvent[], upTo: Position): void {
    if (!this.waiting) this.unasked += events.length;
    if (this.unasked > UNASKED_MAX) return this.fail(new SlowConsumer());
    if (!this.live) return;
    this.queue.push(...events.filter(({ position }) => isAfter(position, this.position)));
    if (isAfter(upTo, this.position)) this.position = upTo;
    if (this.queue.length > QUEUED_MAX) this.goBackToTheLog();
    void this.work();
  }

  private goBackToTheLog(): void {
    this.queue = [];
    this.position = this.taken;
    this.live = false;
  }

  /** Ends the stream with an error, whether or not somebody waits for a message. */
  fail(cause: unknown): void {
    if (this.ended) return;
    const error = cause instanceof Error ? cause : new Error(String(cause));
    this.failure = this.waiting ? undefined : error;
    this.waiting?.reject(error);
    this.waiting = undefined;
    this.end(error);
  }

  private async work(): Promise<void> {
    if (this.working) return;
    this.working = true;
    try {
      while (this.waiting && !(this.live && this.queue.length === 0)) {
        const message = this.opening ?? (await this.deliver(await this.take()));
        this.opening = undefined;
        if (message) this.settle({ value: message, done: false });
      }
    } catch (error) {
      this.fail(error);
    } finally {
      this.working = false;
    }
  }

  private async take(): Promise<Batch> {
    if (this.live) {
      const events = this.queue.splice(0, PAGE);
      const last = this.queue.length > 0 ? events.at(-1)?.position : undefined;
      this.taken = last ?? this.position;
      return { events, upTo: this.taken };
    }
    const batch = await this.log.read(this.position, PAGE);
    this.position = this.taken = batch.upTo;
    this.live = !this.ended && this.tail.join(this);
    return batch;
  }

  private settle(result: IteratorResult<T>): void {
    this.waiting?.resolve(result);
    this.waiting = undefined;
  }

  private end(failure?: unknown): void {
    if (this.ended) return;
    this.ended = true;
    this.queue = [];
    this.tail.leave(this);
    this.settle({ value: undefined, done: true });
    this.onEnd(failure);
  }
}
