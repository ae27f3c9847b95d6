import { type EventLog, type LoggedEvent, type Position, isAfter } from "./log";

const PAGE = 500;

export type Listener = { readonly position: Position; push(events: readonly LoggedEvent[], upTo: Position): void };

/** The one reader of new events in this process: each is read once, however many listen. */
export class Tail {
  private readonly listeners = new Set<Listener>();
  private position: Position = { xid: "0", seq: "0" };
  private timer: NodeJS.Timeout | undefined;
  private last: Promise<void> = Promise.resolve();
  private queued = false;

  constructor(
    private readonly log: EventLog,
    private readonly report: (bug: unknown) => void,
  ) {}

  /** Polls: the table is the truth. {@link wake} is a hint that saves waiting, and may be lost. */
  async start(pollMs: number): Promise<void> {
    this.position = (await this.log.bounds()).horizon;
    this.timer = setInterval(() => this.wake(), pollMs);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.last.catch(() => undefined);
  }

  /** Says that something may have been committed. Many at once are one. */
  wake(): void {
    if (this.queued) return;
    this.queued = true;
    void this.tick().catch(this.report);
  }

  /** Hands on what became readable since the last tick. Ticks run one after the other. */
  tick(): Promise<void> {
    this.last = this.last.catch(() => undefined).then(() => this.advance());
    return this.last;
  }

  /** Takes a listener that has read as far as the tail, in the same breath as it is asked: nothing falls between. */
  join(listener: Listener): boolean {
    if (isAfter(this.position, listener.position)) return false;
    this.listeners.add(listener);
    return true;
  }

  leave(listener: Listener): void {
    this.listeners.delete(listener);
  }

  private async advance(): Promise<void> {
    this.queued = false;
    for (;;) {
      const { events, upTo } = await this.log.read(this.position, PAGE);
      this.position = upTo;
      if (events.length > 0) for (const listener of [...this.listeners]) listener.push(events, upTo);
      if (events.length < PAGE) return;
    }
  }
}
