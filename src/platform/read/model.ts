import type { EntitySchema } from "typeorm";
import type { Viewer } from "../context";
import { type Sql, bind, newAlias, quoteName, sql } from "../sql";

/** The viewer inside a statement. A condition can compare with these and with nothing else. */
export type Scope = {
  readonly organization: Sql;
  readonly account: Sql;
  /** True for a person, false for a tool. */
  readonly person: Sql;
  readonly roles: Sql;
  readonly operator: Sql;
};

export const scopeOf = (viewer: Viewer): Scope => ({
  organization: bind(viewer.organizationId, "text"),
  account: bind(viewer.accountId, "text"),
  person: bind(viewer.accountKind === "USER", "boolean"),
  roles: bind(viewer.roles, "text[]"),
  operator: bind(viewer.operator, "boolean"),
});

/** Names a column of a row by its property: `row("ownerId")` is `t0."owner_id"`. */
export type RowOf<Property extends string> = (property: Property) => Sql;
/** A SQL condition on a row. True lets through; false and null do not. */
export type Rule<Property extends string> = (row: RowOf<Property>, me: Scope) => Sql;
/** A {@link Rule} on a row as it was at a time. */
export type Former<Property extends string> = (row: RowOf<Property>, me: Scope, since: Sql) => Sql;
export type Access<T> = Rule<keyof T & string>;
export type Row<T> = RowOf<keyof T & string>;

/** A field that is served to whoever may see its row. */
export const withRow = () => sql`true`;

/** A value that is computed from the row; `type` is its Postgres type. */
export type Computed<P extends string> = {
  readonly sql: (row: RowOf<P>, me: Scope) => Sql;
  readonly type: string;
  readonly access: Rule<P>;
};

type ToOne<P extends string> = { readonly one: () => ReadModel; readonly by: P; readonly access: Rule<P> };
/** The first of these that the viewer may see: a union. */
type ToAny<P extends string> = { readonly any: readonly { one: () => ReadModel; by: P }[]; readonly access: Rule<P> };
/** A row of one of several types: which, by the value of a column. */
type ToVariant<P extends string> = {
  readonly variant: P;
  readonly of: () => ReadonlyMap<string, ReadModel>;
  readonly by: P;
  readonly access: Rule<P>;
};
/** A page: the rows whose column `by` is our id. */
type ToMany<P extends string> = { readonly many: () => ReadModel; readonly by: string; readonly access: Rule<P> };
/** A page: the rows that meet a condition on them and on our row, as through a table between the two. */
type ToManyOn<P extends string> = {
  readonly many: () => ReadModel;
  readonly on: (row: RowOf<string>, ours: RowOf<P>, me: Scope) => Sql;
  readonly access: Rule<P>;
};
/** All of them, for what is few by nature; cut at {@link LIST_MAX}. */
type ToList<P extends string> = { readonly list: () => ReadModel; readonly by: string; readonly access: Rule<P> };
export type Relation<P extends string> = ToOne<P> | ToAny<P> | ToVariant<P> | ToMany<P> | ToManyOn<P> | ToList<P>;
export const LIST_MAX = 200;

/** A condition that a client can ask for with an argument of this name; `type` is the Postgres type of the argument. */
export type Filter<P extends string> = {
  readonly type: string;
  /** Turns what was asked into the value that is bound, where that is not the same: a value is refanged first. */
  readonly read?: (asked: unknown) => unknown;
  readonly where: (row: RowOf<P>, value: Sql, me: Scope) => Sql;
};

type Order<P extends string> = { readonly by: readonly P[]; readonly direction: "asc" | "desc" };

/** What is served of a table, to whom. What is not declared here is not served; nothing is declared without a rule. */
export type Declaration<T> = {
  /** The name of the GraphQL type. */
  readonly name: string;
  /** The prefix of the ids, when `node` serves rows of this type. */
  readonly idPrefix?: string;
  readonly table: EntitySchema<T>;
  /** Rows that are derived instead of stored: a SELECT with the columns of `table`. */
  readonly from?: () => Sql;
  /** Who may see a row at all. */
  readonly access: Access<T>;
  /**
   * Who could see this row at a time or after it, as far as the database knows, and may not now: such a viewer is told,
   * by what happened then, that it is gone. By what happened later it is told nothing.
   */
  readonly formerly?: Former<keyof T & string>;
  /** Who, of those, may see a field. Others read null. */
  readonly columns: Readonly<Partial<Record<keyof T & string, Access<T>>>>;
  readonly computed?: Readonly<Record<string, Computed<keyof T & string>>>;
  readonly relations?: Readonly<Record<string, Relation<keyof T & string>>>;
  /** How pages are sorted; the last column is unique. */
  readonly order: Order<keyof T & string>;
  readonly filters?: Readonly<Record<string, Filter<keyof T & string>>>;
  /** The greatest `first`; 100 unless told. */
  readonly pageMax?: number;
  readonly variants?: { readonly by: keyof T & string; readonly types: Record<string, string> };
};

export type Column = { readonly name: string; readonly type: string };

/** A declaration as the compiler sees it: property names are strings that {@link readModel} has checked. */
export type ReadModel<T = unknown> = {
  readonly name: string;
  readonly idPrefix: string | undefined;
  readonly from: () => Sql;
  readonly stored: Readonly<Record<string, Column>>;
  readonly access: Rule<string>;
  readonly formerly: Former<string> | undefined;
  readonly columns: Readonly<Record<string, Rule<string> | undefined>>;
  readonly computed: Record<string, Computed<string>>;
  readonly relations: Record<string, Relation<string>>;
  readonly order: Order<string>;
  readonly filters: Record<string, Filter<string>>;
  readonly pageMax: number;
  /** Rows of one table that are served as several GraphQL types: which, by the value of a column. */
  readonly variants: { readonly by: string; readonly types: Record<string, string> } | undefined;
  /** For the type alone: what a stored row is. */
  readonly row?: T;
};

export function readModel<T extends object>(declaration: Declaration<T>): ReadModel<T> {
  const { name, table, access, columns, order, filters = {}, idPrefix, formerly } = declaration;
  const tableName = quoteName(table.options.tableName ?? table.options.name);
  const rules: ReadModel["columns"] = columns;
  for (const property of order.by) {
    // A masked field would be told by the order of the rows.
    if (rules[property] === withRow) continue;
    throw new Error(`${name}.${property} sorts, so it must be served to whoever sees the row.`);
  }
  for (const [filter, { where }] of Object.entries(filters)) {
    // A masked field would be told by which filter finds the row. The condition says which columns it looks at.
    where(
      (property) => {
        if (rules[property] !== undefined && rules[property] !== withRow) {
          throw new Error(`${name}.${property} is masked for some, so ${filter} must not filter by it.`);
        }
        return sql`x`;
      },
      bind(null, "text"),
      scopeOf(NOBODY),
    );
  }
  const model: ReadModel<T> = {
    name,
    idPrefix,
    access,
    formerly,
    columns: rules,
    order,
    from: declaration.from ? () => sql`(${declaration.from?.() ?? sql``})` : () => tableName,
    stored: columnsOf(table),
    computed: { ...declaration.computed },
    relations: { ...declaration.relations },
    filters: { ...filters },
    pageMax: declaration.pageMax ?? 100,
    variants: declaration.variants,
  };
  if (idPrefix) nodes.push(model);
  return model;
}

const nodes: ReadModel[] = [];
/** Every type that `node` serves, by the prefix of its ids. */
export const nodeModels = (): readonly ReadModel[] => nodes;

const NOBODY: Viewer = {
  accountId: "",
  accountKind: "USER",
  organizationId: "",
  roles: [],
  operator: false,
  credentialId: "",
};

function columnsOf(table: EntitySchema<never> | EntitySchema): ReadModel["stored"] {
  const columns: Record<string, { name?: string; type?: unknown; array?: boolean } | undefined> = table.options.columns;
  return Object.fromEntries(
    Object.entries(columns).map(([property, column]) => {
      const type = `${String(column?.type)}${column?.array ? "[]" : ""}`;
      return [property, { name: column?.name ?? property, type }];
    }),
  );
}

/** What another module adds to a type that is not its own: `Case.handoffs` is declared by the handoffs. */
export function extendModel<T>(
  model: ReadModel<T>,
  more: {
    readonly computed?: Readonly<Record<string, Computed<keyof T & string>>>;
    readonly relations?: Readonly<Record<string, Relation<keyof T & string>>>;
    readonly filters?: Readonly<Record<string, Filter<keyof T & string>>>;
  },
): void {
  Object.assign(model.computed, more.computed);
  Object.assign(model.relations, more.relations);
  Object.assign(model.filters, more.filters);
}

/** The columns of a table of the compiler's, by their properties. */
export function rowOf<T>(model: ReadModel<T>, alias: Sql): RowOf<string> {
  return (property) => {
    const column = model.stored[property];
    if (!column) throw new Error(`${model.name} stores no ${property}.`);
    return sql`${alias}.${quoteName(column.name)}`;
  };
}

/** `table where access and condition`: every statement names a table through this, so none lacks the access condition. */
export function visibleRows<T>(model: ReadModel<T>, alias: Sql, me: Scope, where: Rule<string> = withRow): Sql {
  const row = rowOf(model, alias);
  return sql`${model.from()} ${alias} where (${model.access(row, me)}) and (${where(row, me)})`;
}

type ColumnOf<T> = unknown extends T ? string : keyof T & string;

/**
 * True when a row of this model meets the condition and the viewer may see it. For rules of one module that lean on
 * another's: a task is read by whoever reads its case. Not EXISTS: under OR, Postgres would hash the whole table.
 */
export function canSee<T>(model: ReadModel<T>, me: Scope, where: Rule<ColumnOf<T>>): Sql {
  const alias = newAlias();
  return sql`(select true from ${visibleRows(model, alias, me, where)} limit 1)`;
}

/** {@link canSee} for the row of this id. */
export const canSeeId = <T extends { readonly id: string }>(model: ReadModel<T>, me: Scope, id: Sql): Sql =>
  canSee(model, me, (row) => sql`${row("id")} = ${id}`);
