import type { DataSource } from "typeorm";
import { bind, run, sql } from "../sql";

/** A fact about one object: ids and the names of what changed, no values. `subject` is the object's GraphQL type. */
export type DomainEvent = {
  readonly type: string;
  readonly subject: string;
  readonly subjectId: string;
  readonly caseId: string | null;
  /** The fields of the subject that changed, as the API names them. At least one. */
  readonly changed: readonly string[];
  /** The subject's version after the change; null for what has none. */
  readonly version: number | null;
  /** Who did it is not to be known from the event: a masked sender, an anonymous author. */
  readonly unnamed?: true;
};

/**
 * A place in the log. Sorted by transaction first: `seq` alone is drawn before commit, and a lower one can commit
 * later. Numbers as text: they are 64 bits wide.
 */
export type Position = { readonly xid: string; readonly seq: string };
export type LoggedEvent = Omit<DomainEvent, "changed" | "version" | "unnamed"> & {
  readonly id: string;
  readonly position: Position;
  readonly at: Date;
};
export type Batch = { readonly events: readonly LoggedEvent[]; readonly upTo: Position };

export function isAfter(a: Position, b: Position): boolean {
  return a.xid === b.xid ? BigInt(a.seq) > BigInt(b.seq) : BigInt(a.xid) > BigInt(b.xid);
}

export type Bounds = {
  readonly epoch: string;
  readonly trimmed: Position;
  readonly horizon: Position;
  /** Whether a transaction had committed by now: what it changed, a read after this sees. */
  readonly isPast: (xid: string) => boolean;
};

/** Postgres writes a snapshot as `xmin:xmax:` and those between that are still open, with commas. */
function snapshotOf(text: string): (xid: string) => boolean {
  const [, xmax = "0", open = ""] = text.split(":");
  const running = new Set(open.split(","));
  return (xid) => BigInt(xid) < BigInt(xmax) && !running.has(xid);
}

export class EventLog {
  constructor(private readonly db: DataSource) {}

  /**
   * The next events after a position, in the log's order. Reads behind the oldest open transaction, so nothing can
   * still commit before what was returned. `upTo` is where to go on, also when nothing was found.
   */
  async read(after: Position, limit: number): Promise<Batch> {
    type Stored = Omit<LoggedEvent, "position"> & { readonly xid: string; readonly seq: string };
    const rows = await run<{ horizon: string } & (Stored | { id: null })>(
      this.db,
      "events.read",
      sql`
      select h.xmin::text as horizon, e.id, e.type, e.subject_type as subject, e.subject_id as "subjectId",
             e.case_id as "caseId", e.at, e.xid::text as xid, e.seq::text as seq
      from (select pg_snapshot_xmin(pg_current_snapshot()) as xmin) h
      left join lateral (
        select * from events where (xid, seq) > (${bind(after.xid, "xid8")}, ${bind(after.seq, "bigint")})
          and xid < h.xmin order by xid, seq limit ${bind(limit, "integer")}) e on true
      order by e.xid, e.seq`,
    );
    const events = rows.flatMap((row) => {
      if (row.id === null) return [];
      const { horizon: _, xid, seq, ...event } = row;
      return [{ ...event, position: { xid, seq } }];
    });
    const last = events.at(-1);
    const horizon = { xid: rows[0]?.horizon ?? "0", seq: "0" };
    return { events, upTo: events.length === limit && last ? last.position : horizon };
  }

  /** How far the log reaches back, how far it can be read now, and which life of the database it belongs to. */
  async bounds(): Promise<Bounds> {
    const [row] = await run<{ epoch: string; xid: string; seq: string; horizon: string; snapshot: string }>(
      this.db,
      "events.bounds",
      sql`
      select epoch, trimmed_xid::text as xid, trimmed_seq::text as seq,
             pg_snapshot_xmin(pg_current_snapshot())::text as horizon, pg_current_snapshot()::text as snapshot from hub`,
    );
    if (!row) throw new Error("The hub has no epoch: the migrations did not run.");
    return {
      epoch: row.epoch,
      trimmed: { xid: row.xid, seq: row.seq },
      horizon: { xid: row.horizon, seq: "0" },
      isPast: snapshotOf(row.snapshot),
    };
  }
}
