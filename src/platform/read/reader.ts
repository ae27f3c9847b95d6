import type { GraphQLResolveInfo } from "graphql";
import type { DataSource, QueryRunner } from "typeorm";
import type { Viewer } from "../context";
import type { CursorBox } from "../cursors";
import type { Tx } from "../db";
import { DomainError, notFound } from "../errors";
import type { Position } from "../events/log";
import { prefixOf } from "../ids";
import { type Sql, bind, join, run, sql } from "../sql";
import { Compiler, ID_MARK, tableOf } from "./compile";
import { type Locked, lockRows } from "./lock";
import { type Access, type ReadModel, type Rule, scopeOf, visibleRows, withRow } from "./model";
import { type Field, type ReadRow, selectionOf } from "./selection";

/** An object that a mutation's payload names: it is read when it is asked for, under the access of that moment. */
export class Ref {
  constructor(
    readonly model: ReadModel,
    readonly id: string | null | undefined,
  ) {}
}
/** Several of them, in this order; what the viewer may not see is left out. */
export class Refs {
  constructor(
    readonly model: ReadModel,
    readonly ids: readonly string[],
  ) {}
}

const withId =
  (id: string): Rule<string> =>
  (row) =>
    sql`${row("id")} = ${bind(id, "text")}`;
const withIds =
  (ids: readonly string[]): Rule<string> =>
  (row) =>
    sql`${row("id")} = any(${bind(ids, "text[]")})`;
const NODES_MAX = 100;

/** Opens a {@link ReadSession} for each operation. `nodes` are the models that `node` serves, by the prefix of their ids. */
export class Reader {
  readonly models: ReadonlyMap<string, ReadModel>;

  constructor(
    private readonly db: DataSource,
    private readonly cursors: CursorBox,
    models: readonly ReadModel[],
  ) {
    this.models = new Map(models.flatMap((model) => (model.idPrefix ? [[model.idPrefix, model] as const] : [])));
  }

  session(viewer: Viewer): ReadSession {
    return new ReadSession(this.db, viewer, this.cursors, this.models);
  }
}

/** The reads of one operation: one statement for each root field, all of one snapshot when there are several. */
export class ReadSession {
  private runner: QueryRunner | undefined;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly db: DataSource,
    readonly viewer: Viewer,
    private readonly cursors: CursorBox,
    private readonly models: ReadonlyMap<string, ReadModel>,
  ) {}

  /** From here on every read sees the database as it is now. */
  async beginSnapshot(): Promise<void> {
    this.runner = this.db.createQueryRunner();
    await this.runner.connect();
    await this.runner.query("start transaction isolation level repeatable read read only");
  }

  async close(): Promise<void> {
    const { runner } = this;
    this.runner = undefined;
    if (!runner) return;
    await this.last.catch(() => undefined);
    await runner.query("rollback").catch(() => undefined);
    await runner.release();
  }

  /** The row of this id, or NOT_FOUND: it is not there, or not for this viewer. */
  async one(model: ReadModel, id: string, info: GraphQLResolveInfo): Promise<ReadRow> {
    const row = await this.find(model, id, info);
    if (!row) throw notFound(model.name);
    return row;
  }

  find(model: ReadModel, id: string, info: GraphQLResolveInfo): Promise<ReadRow | null> {
    return this.value<ReadRow | null>(info, this.compiler().one(model, selectionOf(info), withId(id)));
  }

  findWhere(model: ReadModel, where: Rule<string>, info: GraphQLResolveInfo): Promise<ReadRow | null> {
    return this.value<ReadRow | null>(info, this.compiler().one(model, selectionOf(info), where));
  }

  page(model: ReadModel, info: GraphQLResolveInfo, where: Rule<string> = withRow): Promise<ReadRow> {
    return this.value<ReadRow>(info, this.compiler().page(model, selectionOf(info), where));
  }

  list(model: ReadModel, info: GraphQLResolveInfo, where: Rule<string> = withRow): Promise<readonly ReadRow[]> {
    return this.value<readonly ReadRow[]>(info, this.compiler().many(model, selectionOf(info), where));
  }

  async node(id: string, info: GraphQLResolveInfo): Promise<ReadRow> {
    const model = this.models.get(prefixOf(id));
    if (!model) throw notFound("Node");
    const row = await this.find(model, id, info);
    if (!row) throw notFound("Node");
    return row;
  }

  /** The rows of these ids, of whatever types, in one statement: null where there is none for this viewer. */
  async nodes(ids: readonly string[], info: GraphQLResolveInfo): Promise<readonly (ReadRow | null)[]> {
    if (ids.length > NODES_MAX) {
      const details = { max: NODES_MAX };
      throw new DomainError("PAGE_TOO_LARGE", `At most ${NODES_MAX} ids at once.`, { field: "ids", details });
    }
    const asked = [...this.models].map(([prefix, model]) => ({
      model,
      ids: ids.filter((id) => prefixOf(id) === prefix),
    }));
    const rows = await this.rowsOf(
      selectionOf(info),
      asked.filter(({ ids: some }) => some.length > 0),
      info,
    );
    return ids.map((id) => rows.get(id) ?? null);
  }

  /** What a payload refers to. */
  async resolve(ref: Ref | Refs, info: GraphQLResolveInfo): Promise<ReadRow | readonly ReadRow[] | null> {
    if (ref instanceof Ref) return ref.id ? this.find(ref.model, ref.id, info) : null;
    const rows = await this.rowsOf(selectionOf(info), [ref], info);
    return ref.ids.flatMap((id): readonly ReadRow[] => {
      const row = rows.get(id);
      return row ? [row] : [];
    });
  }

  /** Rows by their ids, several models in one statement. Each model's selection is that of its own type. */
  async rowsOf(
    field: Field,
    asked: readonly { readonly model: ReadModel; readonly ids: readonly string[] }[],
    info: GraphQLResolveInfo,
  ): Promise<ReadonlyMap<string, ReadRow>> {
    if (asked.length === 0) return new Map();
    const compiler = this.compiler();
    const parts = asked.map(({ model, ids }) => compiler.many(model, field, withIds(ids), ids.length));
    const lists = await this.value<readonly (readonly ReadRow[])[]>(info, sql`json_build_array(${join(parts, ", ")})`);
    return new Map(lists.flat().map((row) => [String(row[ID_MARK]), row]));
  }

  /** Which of these ids this viewer may see now, or could see at the time beside the id, as far as the database knows. */
  async standing(
    model: ReadModel,
    since: ReadonlyMap<string, Date>,
  ): Promise<ReadonlyMap<string, { readonly visible: boolean; readonly formerly: boolean }>> {
    const { me } = this.compiler();
    const { alias, column } = tableOf(model);
    const formerly = model.formerly?.(column, me, sql`g.since`) ?? sql`false`;
    const [ids, times] = [bind([...since.keys()], "text[]"), bind([...since.values()], "timestamptz[]")];
    type Row = { id: string; visible: boolean; formerly: boolean };
    const rows = await this.run<Row>(
      `standing ${model.name}`,
      sql`
      select ${column("id")} as id, coalesce((${model.access(column, me)}), false) as visible,
             coalesce((${formerly}), false) as formerly
      from unnest(${ids}, ${times}) as g (id, since) join ${model.from()} ${alias} on ${column("id")} = g.id`,
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Up to where the event log is complete in what this session reads. */
  async horizon(): Promise<Position> {
    const [row] = await this.run<{ xid: string }>(
      "position",
      sql`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`,
    );
    return { xid: row?.xid ?? "0", seq: "0" };
  }

  /** Rows for a delivery of events: the selection was made when the stream was opened. */
  async select<T>(name: string, statement: (compiler: Compiler) => Sql): Promise<T> {
    const [row] = await this.run<{ value: T }>(name, sql`select ${statement(this.compiler())} as value`);
    return (row as { value: T }).value;
  }

  run<Row>(name: string, statement: Sql): Promise<readonly Row[]> {
    const { runner } = this;
    if (!runner) return run<Row>(this.db, name, statement);
    // One connection: one statement at a time.
    const next = this.last.catch(() => undefined).then(() => run<Row>(runner, name, statement));
    this.last = next;
    return next;
  }

  private compiler(): Compiler {
    const { cursors, viewer } = this;
    return new Compiler(viewer, (sealed) => cursors.open(listCursor(viewer), sealed));
  }

  private value<T>(info: GraphQLResolveInfo, value: Sql): Promise<T> {
    return this.select<T>(`${info.parentType.name}.${info.fieldName}`, () => value);
  }
}

/** What list cursors of a viewer are sealed for: another organisation's do not open. */
export const listCursor = (viewer: Viewer): string => `list ${viewer.organizationId}`;

/** Locks a row for a change, as {@link lockRows} does. NOT_FOUND when the viewer cannot read it. */
export async function lockRow<T extends { readonly id: string }, Side extends string>(
  tx: Tx,
  viewer: Viewer,
  model: ReadModel<T>,
  id: string,
  sides: Readonly<Record<Side, Access<T>>>,
  field = "id",
): Promise<Locked<T, Side>> {
  const locked = (await lockRows(tx, viewer, model, [id], sides)).get(id);
  if (!locked) throw new DomainError("NOT_FOUND", `${model.name} was not found.`, { field });
  return locked;
}

/** Which of these ids the viewer may see, inside a change: a reference to anything else is NOT_FOUND. */
export async function assertVisible<T extends { readonly id: string }>(
  tx: Tx,
  viewer: Viewer,
  model: ReadModel<T>,
  ids: readonly string[],
  field: string,
): Promise<void> {
  const { alias, column } = tableOf(model);
  const rows = await run<{ id: string }>(
    tx,
    `visible ${model.name}`,
    sql`select ${column("id")} as id from ${visibleRows(model, alias, scopeOf(viewer), withIds(ids))}`,
  );
  const seen = new Set(rows.map(({ id }) => id));
  if (ids.every((id) => seen.has(id))) return;
  throw new DomainError("NOT_FOUND", `${model.name} was not found.`, { field });
}
