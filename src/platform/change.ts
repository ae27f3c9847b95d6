import { createHash } from "node:crypto";
import type { DataSource } from "typeorm";
import type { Viewer } from "./context";
import { type Tx, transact } from "./db";
import { DomainError, invalid } from "./errors";
import type { DomainEvent, Position } from "./events/log";
import { newId } from "./ids";
import { type Sql, bind, run, sql } from "./sql";

/** An open transaction with what it will have told when it commits. Whoever is handed one may write, and nobody else. */
export class Change {
  readonly events: DomainEvent[] = [];

  constructor(
    readonly tx: Tx,
    /** The database's time at the start of the change; tests shift it. */
    readonly now: Date,
  ) {}

  /** Records a fact beside the change that it tells of: both commit, or neither. */
  tell(...events: readonly DomainEvent[]): void {
    this.events.push(...events);
  }
}

/** A change that somebody asked for. */
export class ViewerChange extends Change {
  constructor(
    tx: Tx,
    now: Date,
    readonly viewer: Viewer,
  ) {
    super(tx, now);
  }
}

type Input = { readonly idempotencyKey: string };
/** What is kept of a mutation: ids and results per item, never what was read. And where in the event log it stands. */
export type Outcome<T> = T & { readonly position: Position };

/** Where every change begins: services are handed one, and write through nothing else. */
export class Writer {
  constructor(
    private readonly db: DataSource,
    /** Told after each commit that there may be events to deliver. A hint: it may be lost. */
    private readonly committed: () => void,
  ) {}

  /**
   * Does `work` once for each (actor, operation, key), and gives its outcome again to whoever repeats the call: key,
   * change, events, audit and outcome commit together. After a lost answer, calling again settles what happened.
   *
   * The lock on the key is an advisory one because that draws no transaction id: `work` locks its object first, so the
   * ids, and with them the order of events, follow the order in which writers got the object.
   */
  mutate<T extends object>(
    viewer: Viewer,
    operation: string,
    input: Input,
    work: (change: ViewerChange) => Promise<T>,
  ): Promise<Outcome<T>> {
    return this.once(viewer, operation, input, work, {
      actorId: viewer.accountId,
      organizationId: viewer.organizationId,
    });
  }

  /** What a change would come to: does all of its work, and takes it back. Its key is not used up by that. */
  async rehearse<T extends object>(
    viewer: Viewer,
    operation: string,
    input: Input,
    work: (change: ViewerChange) => Promise<T>,
  ): Promise<T> {
    const rehearsed: { result?: T } = {};
    const end = new Error("A rehearsal stores nothing.");
    try {
      return await this.mutate(viewer, operation, input, async (change) => {
        rehearsed.result = await work(change);
        throw end;
      });
    } catch (error) {
      if (error === end && rehearsed.result !== undefined) return rehearsed.result;
      throw error;
    }
  }

  /** A change whose author is not to be known: key and audit are kept under a pseudonym, and its events name nobody. */
  mutateUnnamed<T extends object>(
    viewer: Viewer,
    pseudonym: string,
    operation: string,
    input: Input,
    work: (change: ViewerChange) => Promise<T>,
  ): Promise<Outcome<T>> {
    return this.once(viewer, operation, input, work, { actorId: pseudonym, organizationId: UNNAMED });
  }

  private async once<T extends object>(
    viewer: Viewer,
    operation: string,
    input: Input,
    work: (change: ViewerChange) => Promise<T>,
    actor: Actor,
  ): Promise<Outcome<T>> {
    if (!/^[\x21-\x7e]{1,200}$/.test(input.idempotencyKey)) {
      throw invalid("input.idempotencyKey", "idempotencyKey is 1 to 200 printable ASCII characters without blanks.");
    }
    const request = { ...input, ...actor, operation, fingerprint: fingerprint(input) };
    const outcome = await transact(this.db, async (tx) => {
      const { now, kept } = await claim<T>(tx, request);
      if (kept) return kept;
      const change = new ViewerChange(tx, now, viewer);
      const done = await work(change);
      const outcome = {
        ...done,
        position: await record(change, actor.organizationId === UNNAMED ? undefined : viewer),
      };
      await keep(change, request, outcome);
      return outcome;
    });
    this.committed();
    return outcome;
  }

  /** A change that nobody asked for: a due time came. */
  async bySystem<T>(work: (change: Change) => Promise<T>): Promise<T> {
    const result = await transact(this.db, async (tx) => {
      const [clock] = await run<{ now: Date }>(tx, "clock", sql`select hub_now() as now`);
      const change = new Change(tx, (clock as { now: Date }).now);
      const done = await work(change);
      await record(change, undefined);
      return done;
    });
    this.committed();
    return result;
  }
}

type Actor = { readonly actorId: string; readonly organizationId: string };
type Request = Input & Actor & { readonly operation: string; readonly fingerprint: string };
/** Stands in the audit for an organisation that is not to be known. */
const UNNAMED = "unnamed";

/** Waits for whoever uses the same key, then looks for what came of it. */
async function claim<T>(
  tx: Tx,
  request: Request,
): Promise<{ readonly now: Date; readonly kept: Outcome<T> | undefined }> {
  const [actor, operation, key] = [request.actorId, request.operation, request.idempotencyKey].map((text) =>
    bind(text, "text"),
  ) as [Sql, Sql, Sql];
  const [clock] = await run<{ now: Date }>(
    tx,
    "idempotency.lock",
    sql`
    select hub_now() as now, pg_advisory_xact_lock(hashtextextended(concat_ws(' ', ${actor}, ${operation}, ${key}), 0))`,
  );
  const [found] = await run<{ fingerprint: string; outcome: Outcome<T> }>(
    tx,
    "idempotency.find",
    sql`
    select fingerprint, outcome from idempotency_keys
    where actor_id = ${actor} and operation = ${operation} and key = ${key}`,
  );
  if (found && found.fingerprint !== request.fingerprint) {
    const field = "input.idempotencyKey";
    throw new DomainError("IDEMPOTENCY_CONFLICT", "This idempotency key was used for another request.", { field });
  }
  return { now: (clock as { now: Date }).now, kept: found?.outcome };
}

async function keep({ tx, events }: ViewerChange, request: Request, outcome: object): Promise<void> {
  const [actor, operation] = [bind(request.actorId, "text"), bind(request.operation, "text")];
  const subjects = [...new Set(events.map(({ subjectId }) => subjectId))].slice(0, AUDITED_MAX);
  await run(
    tx,
    "idempotency.keep",
    sql`
    with kept as (
      insert into idempotency_keys (actor_id, operation, key, fingerprint, outcome, created_at)
      values (${actor}, ${operation}, ${bind(request.idempotencyKey, "text")}, ${bind(request.fingerprint, "text")},
              ${json(outcome)}, hub_now()))
    insert into audit (id, at, actor_id, organization_id, operation, subject_ids)
    values (${bind(newId("audit"), "text")}, hub_now(), ${actor}, ${bind(request.organizationId, "text")}, ${operation},
            ${bind(subjects, "text[]")})`,
  );
}
const AUDITED_MAX = 1_000;

/**
 * Writes what a change told. Its place in the log is given as the horizon of this moment: a subscriber that goes on
 * from there hears of this change and of all that was still open beside it, so nothing falls between.
 */
async function record({ tx, events }: Change, viewer: Viewer | undefined): Promise<Position> {
  const rows = events.map((event) => ({ ...event, id: newId("evt") }));
  const actor = bind(viewer?.accountId ?? null, "text");
  const organization = bind(viewer?.organizationId ?? null, "text");
  let xid = "0";
  for (let first = 0; first === 0 || first < rows.length; first += EVENTS_PER_STATEMENT) {
    const [place] = await run<{ xid: string }>(
      tx,
      "events.record",
      sql`
      with told as (
        insert into events (id, type, subject_type, subject_id, case_id, changed, version, actor_id, actor_organization_id, at)
        select id, type, subject, "subjectId", "caseId", changed, version,
               case when unnamed then null else ${actor} end, case when unnamed then null else ${organization} end, (select hub_now())
        from jsonb_to_recordset(${json(rows.slice(first, first + EVENTS_PER_STATEMENT))})
          as e (id text, type text, subject text, "subjectId" text, "caseId" text, changed text[], version integer,
                unnamed boolean))
      select pg_snapshot_xmin(pg_current_snapshot())::text as xid`,
    );
    xid = place?.xid ?? xid;
  }
  return { xid, seq: "0" };
}
/** An import tells of hundreds of thousands: one statement of them all would be its own kind of load. */
const EVENTS_PER_STATEMENT = 5_000;

export const json = (value: unknown): Sql => bind(JSON.stringify(value), "jsonb");

function fingerprint({ idempotencyKey: _, ...payload }: Input): string {
  return createHash("sha256")
    .update(JSON.stringify(sorted(payload)))
    .digest("hex");
}

/** The same request in another order of fields is the same request. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object" || value instanceof Date) return value;
  return Object.entries(value)
    .filter(([, v]) => v !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([k, v]) => [k, sorted(v)]);
}
