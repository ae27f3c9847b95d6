import type { GraphQLResolveInfo } from "graphql";
import type { Viewer } from "../context";
import type { CursorBox } from "../cursors";
import { DomainError } from "../errors";
import { ID_MARK } from "../read/compile";
import type { Reader } from "../read/reader";
import { type Field, type ReadRow, selectionOf } from "../read/selection";
import { bind, sql } from "../sql";
import { eventModel, eventsAbout } from "./event.read";
import { Departures } from "./departures";
import { type Batch, type EventLog, type LoggedEvent, type Position, isAfter } from "./log";
import { Subscriber } from "./subscriber";
import type { Tail } from "./tail";

export type StreamArgs = {
  readonly after?: string | null;
  readonly caseId?: string | null;
  readonly types?: readonly string[] | null;
  readonly [filter: string]: unknown;
};
/** A row of the log, or one of StreamStarted, Resync and Gone. */
export type StreamMessage = ReadRow;

const STREAMS_PER_CREDENTIAL_MAX = 200;

/** Opens streams of events: one log, one tail, and one delivery path for live and replay. */
export class EventStreams {
  private readonly counts = new Map<string, number>();
  private epoch = "";

  constructor(
    private readonly log: EventLog,
    private readonly tail: Tail,
    private readonly reader: Reader,
    private readonly cursors: CursorBox,
  ) {}

  async start(): Promise<void> {
    this.epoch = (await this.log.bounds()).epoch;
  }

  /** `onEnd` hears why a stream ended by itself: nothing, or what failed. */
  async open(
    viewer: Viewer,
    args: StreamArgs,
    info: GraphQLResolveInfo,
    onEnd: (failure: unknown) => void,
  ): Promise<Subscriber<readonly StreamMessage[]>> {
    const release = this.take(viewer);
    try {
      const { epoch, trimmed, horizon, isPast } = await this.log.bounds();
      this.epoch = epoch;
      const place = (position: Position) => this.cursorAt(viewer, position);
      const asked = args.after == null ? undefined : this.read(args.after);
      const reason = asked && reasonToResync(asked, { organizationId: viewer.organizationId, epoch, trimmed, horizon });
      const start = asked && !reason ? asked.position : horizon;
      const opening = reason
        ? { __typename: "Resync", reason, position: place(start) }
        : { __typename: "StreamStarted", outcome: asked ? "CONTINUED" : "FRESH", position: place(start) };
      // The log is read from its horizon on, and something open may hold that back: what had happened is no news.
      const isNews = asked && !reason ? () => true : ({ position }: LoggedEvent) => !isPast(position.xid);
      const deliver = this.delivery(viewer, args, selectionOf(info), place, isNews);
      return new Subscriber(this.log, this.tail, start, [opening], deliver, (failure) => {
        release();
        onEnd(failure);
      });
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Where the log stands for this viewer: what `position` serves. Give it as `after`. */
  cursorAt(viewer: Viewer, { xid, seq }: Position): string {
    const plain = [this.epoch, viewer.organizationId, xid.padStart(20, "0"), seq.padStart(20, "0")].join(" ");
    return this.cursors.seal("events", plain);
  }

  private delivery(
    viewer: Viewer,
    args: StreamArgs,
    field: Field,
    place: (position: Position) => string,
    isNews: (event: LoggedEvent) => boolean,
  ) {
    const departures = new Departures(this.reader, viewer);
    const wanted = ({ type, caseId }: LoggedEvent) =>
      (args.types == null || args.types.includes(type)) && (args.caseId == null || args.caseId === caseId);
    return async ({ events }: Batch): Promise<readonly StreamMessage[] | undefined> => {
      const asked = events.filter((event) => isNews(event) && wanted(event));
      if (asked.length === 0) return undefined;
      const rows = await this.visible(viewer, args, field, asked);
      const gone = await departures.among(asked, rows);
      const messages = asked.flatMap((event): StreamMessage[] => {
        const row = rows.get(event.id);
        if (row) return [row];
        const position = place(event.position);
        return (gone.get(event.id) ?? []).map((id) => ({ __typename: "Gone", id, position }));
      });
      return messages.length === 0 ? undefined : messages;
    };
  }

  /** Access is looked up here, in one statement for the whole batch, when the client takes it. */
  private async visible(viewer: Viewer, args: StreamArgs, field: Field, events: readonly LoggedEvent[]) {
    const ids = bind(
      events.map(({ id }) => id),
      "text[]",
    );
    const rows = await this.reader.session(viewer).select<readonly ReadRow[]>("events.deliver", (compiler) =>
      compiler.many(
        eventsAbout(new Set(events.map(({ subject }) => subject))),
        field,
        (row, me) => {
          const filters = Object.entries(eventModel.filters).flatMap(([name, { type, where }]) =>
            args[name] == null ? [] : [where(row, bind(args[name], type), me)],
          );
          return filters.reduce((all, one) => sql`${all} and (${one})`, sql`${row("id")} = any(${ids})`);
        },
        events.length,
      ),
    );
    return new Map(rows.map((row) => [String(row[ID_MARK]), row]));
  }

  private read(sealed: string): Asked {
    const plain = this.cursors.open("events", sealed);
    const [epoch, organizationId, xid, seq] = plain?.split(" ") ?? [];
    if (!epoch || !organizationId || !xid || !seq) {
      throw new DomainError("CURSOR_INVALID", "after is not a position of this hub's events.", { field: "after" });
    }
    return { epoch, organizationId, position: { xid: String(BigInt(xid)), seq: String(BigInt(seq)) } };
  }

  private take(viewer: Viewer): () => void {
    const key = viewer.credentialId;
    const count = this.counts.get(key) ?? 0;
    if (count >= STREAMS_PER_CREDENTIAL_MAX) {
      const details = { max: STREAMS_PER_CREDENTIAL_MAX, retryAfterS: 60 };
      throw new DomainError("RATE_LIMITED", "Too many streams are open with this credential.", { details });
    }
    this.counts.set(key, count + 1);
    let taken = true;
    return () => {
      if (!taken) return;
      taken = false;
      const left = (this.counts.get(key) ?? 1) - 1;
      if (left > 0) this.counts.set(key, left);
      else this.counts.delete(key);
    };
  }
}

type Asked = { readonly epoch: string; readonly organizationId: string; readonly position: Position };
type Bounds = {
  readonly organizationId: string;
  readonly epoch: string;
  readonly trimmed: Position;
  readonly horizon: Position;
};

function reasonToResync({ epoch, organizationId, position }: Asked, now: Bounds): string | undefined {
  if (epoch !== now.epoch) return "EPOCH_CHANGED"; // transaction ids begin anew after a restore
  if (organizationId !== now.organizationId) return "SCOPE_CHANGED";
  if (isAfter(position, now.horizon) && position.xid !== now.horizon.xid) return "FUTURE";
  return isAfter(now.trimmed, position) ? "TRIMMED" : undefined;
}
