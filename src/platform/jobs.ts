import type { DataSource } from "typeorm";
import type { Change, Writer } from "./change";
import { type Tx, transact } from "./db";
import { newId } from "./ids";
import { bind, run, sql } from "./sql";

/** Something that is to happen to an object at a time. There is one of a kind for an object. */
export type Job = { readonly kind: string; readonly subjectId: string };
export type DueJob = Job & { readonly dueAt: Date };

/**
 * Does what a job is for, in a transaction of its own, and says when it is due again: never, unless it says. It locks
 * its object first and looks there whether there still is something to do: somebody may have been quicker. It never
 * schedules or cancels itself.
 */
export type JobHandler = (change: Change, subjectId: string) => Promise<Date | void>;

/** Plans jobs, or moves them: they commit with the change, or not at all. */
export async function schedule({ tx }: Change, ...jobs: readonly DueJob[]): Promise<void> {
  if (jobs.length === 0) return;
  const rows = JSON.stringify(jobs.map((job) => ({ id: newId("job"), ...job })));
  await run(
    tx,
    "jobs.schedule",
    sql`
    insert into jobs (id, kind, subject_id, due_at)
    select id, kind, "subjectId", "dueAt" from jsonb_to_recordset(${bind(rows, "jsonb")})
      as j (id text, kind text, "subjectId" text, "dueAt" timestamptz)
    on conflict (kind, subject_id) do update set id = excluded.id, due_at = excluded.due_at, attempts = 0`,
  );
}

export async function cancel({ tx }: Change, { kind, subjectId }: Job): Promise<void> {
  await run(
    tx,
    "jobs.cancel",
    sql`delete from jobs where kind = ${bind(kind, "text")} and subject_id = ${bind(subjectId, "text")}`,
  );
}

type Claimed = Job & { readonly id: string; readonly attempts: number };
/** The subject of what the hub does for itself. */
const HUB = "hub";

/**
 * Runs what is due, on any number of nodes at once, each job's effect once.
 *
 * A job is claimed in a short transaction of its own, which moves it to the time of its next attempt; so a node that
 * dies loses nothing. The work is then done in a second transaction, which locks the job's object first, as every
 * change does, and settles the job last. Were the job's row locked while the work waits for its object, the work's
 * events could stand before those of a change that it waited for, and a change that cancels the job would deadlock.
 */
export class Jobs {
  private readonly handlers = new Map<string, JobHandler>();
  private readonly recurring: string[] = [];
  private timer: NodeJS.Timeout | undefined;
  private polling: Promise<void> | undefined;
  private stopping = false;

  constructor(
    private readonly db: DataSource,
    private readonly writer: Writer,
    /** Told of each attempt that failed, and of what. */
    private readonly report: (bug: unknown, kind: string) => void,
  ) {}

  register(kind: string, handler: JobHandler): void {
    if (this.handlers.has(kind)) throw new Error(`Jobs of kind ${kind} have a handler.`);
    this.handlers.set(kind, handler);
  }

  /** Registers what the hub does for itself, again and again: planned when jobs first run, and never done for good. */
  registerRecurring(kind: string, handler: (change: Change) => Promise<Date>): void {
    this.register(kind, handler);
    this.recurring.push(kind);
  }

  start(pollMs: number): void {
    this.stopping = false;
    this.timer = setInterval(() => this.poll(), pollMs);
    this.timer.unref();
  }

  /** Ends after the job that is being done. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    await this.polling;
  }

  /** Does everything that is due now, one after the other. How many were done. */
  async runDue(): Promise<number> {
    await this.planRecurring();
    let done = 0;
    while (!this.stopping) {
      const job = await this.claim();
      if (!job) break;
      if (await this.attempt(job)) done++;
    }
    return done;
  }

  private poll(): void {
    this.polling ??= this.runDue()
      .then(() => undefined)
      .catch((error: unknown) => this.report(error, "poll"))
      .finally(() => {
        this.polling = undefined;
      });
  }

  private async planRecurring(): Promise<void> {
    if (this.recurring.length === 0) return;
    const rows = JSON.stringify(this.recurring.map((kind) => ({ kind, id: newId("job") })));
    await transact(this.db, (tx) =>
      run(
        tx,
        "jobs.plan recurring",
        sql`
        insert into jobs (id, kind, subject_id, due_at)
        select id, kind, ${bind(HUB, "text")}, hub_now()
        from jsonb_to_recordset(${bind(rows, "jsonb")}) as j (id text, kind text)
        on conflict (kind, subject_id) do nothing`,
      ),
    );
    this.recurring.length = 0;
  }

  /** Takes the job that is due longest, and moves it to its next attempt: a minute later, doubled up to an hour or so. */
  private async claim(): Promise<Claimed | undefined> {
    const [job] = await transact(this.db, (tx) =>
      run<Claimed>(
        tx,
        "jobs.claim",
        sql`
        update jobs set attempts = attempts + 1,
          due_at = hub_now() + interval '1 minute' * power(2, least(attempts, ${bind(DOUBLED_MAX, "integer")}))
        where id = (select id from jobs
          where due_at <= hub_now() and kind = any(${bind([...this.handlers.keys()], "text[]")})
          order by due_at, id for update skip locked limit 1)
        returning id, kind, subject_id as "subjectId", attempts`,
      ),
    );
    return job;
  }

  private async attempt(job: Claimed): Promise<boolean> {
    try {
      await this.writer.bySystem(async (change) => {
        const again = await this.handlers.get(job.kind)?.(change, job.subjectId);
        await settle(change.tx, job, again);
      });
      return true;
    } catch (error) {
      if (!(error instanceof TakenAway)) this.report(error, job.kind);
      return false;
    }
  }
}
const DOUBLED_MAX = 6;

/** While a job was being done, somebody moved or cancelled it, or another node took it: what was done is undone. */
class TakenAway extends Error {}

async function settle(tx: Tx, { id, attempts }: Claimed, again: Date | void): Promise<void> {
  const held = sql`id = ${bind(id, "text")} and attempts = ${bind(attempts, "integer")}`;
  const settled = again
    ? sql`update jobs set due_at = ${bind(again, "timestamptz")}, attempts = 0 where ${held} returning id`
    : sql`delete from jobs where ${held} returning id`;
  if ((await run(tx, "jobs.settle", settled)).length === 0) throw new TakenAway();
}
