import type { Viewer } from "../context";
import { type Sql, bind, join, newAlias, quoteName, quoteText, sql } from "../sql";
import {
  type Column,
  type ReadModel,
  type Relation,
  type Rule,
  type Scope,
  LIST_MAX,
  rowOf,
  scopeOf,
  visibleRows,
  withRow,
} from "./model";
import { type ListPlace, type Place, placeOf } from "./page";
import { type Field, columnFor } from "./selection";

/** Marks the type of a row behind an interface. No GraphQL name can hold "@", so no alias can forge it. */
export const TYPE_MARK = "@type";
/** Holds a row's id beside what was asked, so that rows can be put where they belong. */
export const ID_MARK = "@id";
const COUNTED_MAX = 10_000;

type Table = { readonly model: ReadModel; readonly alias: Sql; readonly column: (property: string) => Sql };

/**
 * Compiles what a viewer selected into one SQL expression. Rows come from {@link visibleRows} alone, which adds the
 * access condition, at the root and at every level below: a read without it cannot be written here.
 */
export class Compiler {
  readonly me: Scope;

  constructor(
    viewer: Viewer,
    /** Opens a cursor that this viewer was given: the plain text that SQL wrote. */
    private readonly openCursor: (sealed: string) => string | undefined,
  ) {
    this.me = scopeOf(viewer);
  }

  /** One row as JSON; null when there is none for this viewer. */
  one(model: ReadModel, field: Field, where: Rule<string>): Sql {
    const table = tableOf(model);
    return sql`(select ${this.row(table, field)} from ${visibleRows(model, table.alias, this.me, where)} limit 1)`;
  }

  /** All rows that meet a condition, as a JSON array in the model's order. */
  many(model: ReadModel, field: Field, where: Rule<string>, limit = LIST_MAX): Sql {
    const table = tableOf(model);
    const { alias } = table;
    const by = orderOf(table);
    return sql`(select coalesce(json_agg(${this.row(table, field)} order by ${by}), '[]') from (select ${alias}.* from ${visibleRows(
      model,
      alias,
      this.me,
      where,
    )} order by ${by} limit ${bind(limit, "integer")}) ${alias})`;
  }

  /** One page as JSON: edges, pageInfo and totalCount, sorted and cut by the model's key. */
  page(model: ReadModel, field: Field, where: Rule<string> = withRow): Sql {
    const table = tableOf(model);
    const place = placeOf(model, field, this.me, this.openCursor);
    const filtered: Rule<string> = (row, me) => sql`(${where(row, me)}) and ${place.filter(row)}`;
    const by = orderOf(table);
    // One row more than asked tells whether there is a next page; "#" is a row's place in the page.
    const rows = sql`select ${table.alias}.*, row_number() over (order by ${by}) as "#" from ${visibleRows(
      model,
      table.alias,
      this.me,
      (row, me) => sql`${filtered(row, me)} and ${place.after(row)}`,
    )} order by ${by} limit ${place.first} + 1`;
    const columns = field.under().map((asked) => named(asked, this.pageField(table, asked, place, filtered)));
    // `group by ()` makes exactly one object of the page, also when it is empty.
    return sql`(select row_to_json(o) from (select ${join(columns, ", ")} from (${rows}) ${table.alias} group by ()) o)`;
  }

  /** A row as the JSON object that was asked of its type, with its type and id beside it. */
  private row(table: Table, field: Field): Sql {
    const { model, column } = table;
    if (!model.variants) return this.object(table, field, model.name);
    const { by, types } = model.variants;
    const branches = Object.entries(types).map(
      ([value, type]) => sql`when ${quoteText(value)} then ${this.object(table, field, type)}`,
    );
    return sql`case ${column(by)} ${join(branches, " ")} end`;
  }

  private object(table: Table, field: Field, typeName: string): Sql {
    const columns = field.under(typeName).map((asked) => named(asked, this.value(table, asked, typeName)));
    const marks = [sql`${quoteText(typeName)} as ${quoteName(TYPE_MARK)}`];
    if (table.model.stored["id"]) marks.push(sql`${table.column("id")} as ${quoteName(ID_MARK)}`);
    return sql`(select row_to_json(o) from (select ${join([...marks, ...columns], ", ")}) o)`;
  }

  private value(table: Table, field: Field, typeName: string): Sql {
    const { model, column } = table;
    if (field.name === "__typename") return quoteText(typeName);
    const { relation, computed, access } = declared(model, field.name);
    const value = relation
      ? this.related(table, field, relation)
      : computed
        ? asJson(computed.sql(column, this.me), computed.type)
        : asJson(column(field.name), stored(model, field.name).type);
    return access === withRow ? value : sql`case when ${access(column, this.me)} then ${value} end`;
  }

  private related({ column }: Table, field: Field, relation: Relation<string>): Sql {
    const withId =
      (by: string): Rule<string> =>
      (row) =>
        sql`${row("id")} = ${column(by)}`;
    if ("one" in relation) return this.one(relation.one(), field, withId(relation.by));
    if ("any" in relation) {
      return sql`coalesce(${join(
        relation.any.map(({ one, by }) => this.one(one(), field, withId(by))),
        ", ",
      )})`;
    }
    if ("variant" in relation) {
      const branches = [...relation.of()].map(
        ([value, model]) => sql`when ${quoteText(value)} then ${this.one(model, field, withId(relation.by))}`,
      );
      return sql`case ${column(relation.variant)} ${join(branches, " ")} end`;
    }
    const where: Rule<string> = (row, me) =>
      "on" in relation ? relation.on(row, column, me) : sql`${row(relation.by)} = ${column("id")}`;
    return "many" in relation ? this.page(relation.many(), field, where) : this.many(relation.list(), field, where);
  }

  private pageField(table: Table, field: Field, place: ListPlace, filtered: Rule<string>): Sql {
    const { model, alias, column } = table;
    const number = sql`${alias}."#"`;
    const cursor = cursorOf(place, model.order.by.map(column));
    switch (field.name) {
      case "__typename":
        return quoteText(field.type);
      case "edges": {
        const edge = object(field.under().map((asked) => named(asked, this.edgeField(table, asked, cursor))));
        return sql`coalesce(json_agg(${edge} order by ${number}) filter (where ${number} <= ${place.first}), '[]')`;
      }
      case "pageInfo":
        return object(field.under().map((asked) => named(asked, pageInfoField(asked, number, place.first, cursor))));
      case "totalCount":
        return this.totalCount(model, field, filtered);
      default:
        throw new Error(`A connection has no field ${field.name}.`);
    }
  }

  private edgeField(table: Table, field: Field, cursor: Sql): Sql {
    if (field.name === "node") return this.row(table, field);
    return field.name === "cursor" ? cursor : quoteText(`${table.model.name}Edge`);
  }

  /** Counted only when asked, and no further than {@link COUNTED_MAX}: a list of millions costs no more than that. */
  private totalCount(model: ReadModel, field: Field, filtered: Rule<string>): Sql {
    const alias = newAlias();
    const rows = visibleRows(model, alias, this.me, filtered);
    const limit = bind(COUNTED_MAX, "integer");
    const value = (name: string) =>
      name === "value" ? sql`least(c.n, ${limit})` : name === "isExact" ? sql`c.n <= ${limit}` : quoteText(field.type);
    return sql`(select row_to_json(o) from (select ${join(
      field.under().map((asked) => named(asked, value(asked.name))),
      ", ",
    )} from (select count(*) as n from (select 1 from ${rows} limit ${limit} + 1) r) c) o)`;
  }
}

export function tableOf(model: ReadModel): Table {
  const alias = newAlias();
  return { model, alias, column: rowOf(model, alias) };
}

function declared({ name, columns, computed, relations }: ReadModel, field: string) {
  const relation = relations[field];
  const formula = computed[field];
  const access = relation?.access ?? formula?.access ?? columns[field];
  if (!access) throw new Error(`${name}.${field} is not declared in its read model.`);
  return { relation, computed: formula, access };
}

function stored(model: ReadModel, property: string): Column {
  const column = model.stored[property];
  if (!column) throw new Error(`${model.name} stores no ${property}.`);
  return column;
}

const DIRECTION = { asc: sql`asc`, desc: sql`desc` } as const;

const orderOf = ({ model, column }: Table): Sql =>
  join(
    model.order.by.map((property) => sql`${column(property)} ${DIRECTION[model.order.direction]}`),
    ", ",
  );

function pageInfoField(field: Field, number: Sql, first: Sql, cursor: Sql): Sql {
  if (field.name === "hasNextPage") return sql`coalesce(bool_or(${number} > ${first}), false)`;
  if (field.name === "__typename") return quoteText("PageInfo");
  return sql`(array_agg(${cursor} order by ${number} desc) filter (where ${number} <= ${first}))[1]`; // endCursor
}

/** The list's mark and the sort key as a JSON array, written by Postgres so that no precision is lost on the way. */
const cursorOf = (place: Place, key: readonly Sql[]): Sql =>
  sql`json_build_array(${join([place.mark, ...key], ", ")})::text`;

/** Instants leave the database as the text that is served: UTC, milliseconds. 64-bit numbers as text, for JavaScript. */
function asJson(value: Sql, type: string): Sql {
  if (type === "timestamptz") return sql`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  return type === "bigint" ? sql`${value}::text` : value;
}

const named = (field: Field, value: Sql): Sql => sql`${value} as ${quoteName(columnFor(field.key))}`;

const object = (columns: readonly Sql[]): Sql => sql`(select row_to_json(o) from (select ${join(columns, ", ")}) o)`;
