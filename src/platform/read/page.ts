import { createHash } from "node:crypto";
import { DomainError, invalid } from "../errors";
import { type Sql, bind, join, sql } from "../sql";
import type { ReadModel, RowOf, Scope } from "./model";
import type { Field } from "./selection";

export type Place = { readonly mark: Sql };
/** Where in a list a page begins, and what the list is filtered by. */
export type ListPlace = Place & {
  readonly first: Sql;
  readonly filter: (row: RowOf<string>) => Sql;
  readonly after: (row: RowOf<string>) => Sql;
};

const AFTER = { asc: sql`>`, desc: sql`<` } as const;

/** `first`, `after` and the filters as conditions. A value that cannot be served is refused, never bent into another. */
export function placeOf(
  model: ReadModel,
  { args, name }: Field,
  me: Scope,
  open: (sealed: string) => string | undefined,
): ListPlace {
  const { first, after, ...filters } = args;
  if (typeof first !== "number" || first < 1) throw invalid("first", "first must be 1 or more.");
  if (first > model.pageMax) {
    const details = { max: model.pageMax };
    throw new DomainError("PAGE_TOO_LARGE", `first is at most ${model.pageMax} here.`, { field: "first", details });
  }
  const asked = Object.entries(filters).filter(([, value]) => value != null);
  const conditions = asked.map(([filter, value]) => {
    const declared = model.filters[filter];
    if (!declared) throw new Error(`${model.name} has no filter ${filter}.`);
    const read = declared.read ? declared.read(value) : value;
    const bound = bind(declared.type === "jsonb" ? JSON.stringify(read) : read, declared.type);
    return (row: RowOf<string>) => sql`(${declared.where(row, bound, me)})`;
  });
  const mark = markOf(model, name, asked);
  const key = typeof after === "string" ? keyOf(model, after, mark, open) : undefined;
  return {
    first: bind(first, "integer"),
    mark: bind(mark, "text"),
    filter: (row) => join([sql`true`, ...conditions.map((condition) => condition(row))], " and "),
    after: (row) =>
      key === undefined
        ? sql`true`
        : sql`(${join(model.order.by.map(row), ", ")}) ${AFTER[model.order.direction]} (${join(key, ", ")})`,
  };
}

/** Binds a cursor to its list: the field, the filters and the order. */
function markOf(model: ReadModel, name: string, filters: readonly (readonly [string, unknown])[]): string {
  const list = [model.name, name, model.order, [...filters].sort(([a], [b]) => (a < b ? -1 : 1))];
  return createHash("sha256").update(JSON.stringify(list)).digest("base64url").slice(0, 11);
}

function keyOf(model: ReadModel, sealed: string, mark: string, open: (sealed: string) => string | undefined): Sql[] {
  const plain = open(sealed);
  const parts: unknown = plain === undefined ? undefined : JSON.parse(plain);
  if (!Array.isArray(parts) || parts[0] !== mark || parts.length !== model.order.by.length + 1) {
    throw new DomainError("CURSOR_INVALID", "after is not a cursor of this list.", { field: "after" });
  }
  return model.order.by.map((property, i) => bind(parts[i + 1], model.stored[property]?.type ?? "text"));
}
