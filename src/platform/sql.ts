import { QueryFailedError } from "typeorm";
import type { Db } from "./db";
import { DomainError } from "./errors";

class Bound {
  constructor(
    readonly value: unknown,
    readonly type: string,
  ) {}
}

/** Stands for one table in a statement; {@link render} numbers it, so that no two tables of a statement share a name. */
class Alias {}

/** A piece of SQL: text that a developer wrote, and beside it the values that somebody sent. */
export class Sql {
  constructor(readonly chunks: readonly (string | Bound | Alias)[]) {}
}

/** Joins pieces. A bare string does not compile in `${}`, so what a client sends can never become text. */
export function sql(text: TemplateStringsArray, ...pieces: readonly Sql[]): Sql {
  return new Sql(text.flatMap((part, i) => [part, ...(pieces[i]?.chunks ?? [])]));
}

/** A value that travels beside the text. `type` is the Postgres type that it is read as. */
export const bind = (value: unknown, type: string): Sql => new Sql([new Bound(value, type)]);
export const newAlias = (): Sql => new Sql([new Alias()]);
export const quoteName = (name: string): Sql => new Sql([`"${name.replaceAll('"', '""')}"`]);
export const quoteText = (text: string): Sql => new Sql([`'${text.replaceAll("'", "''")}'::text`]);

export function join(pieces: readonly Sql[], separator: ", " | " " | " and " | " or " | " union all "): Sql {
  return new Sql(pieces.flatMap((piece, i) => (i === 0 ? piece.chunks : [separator, ...piece.chunks])));
}

/** Numbers values and tables. One piece used twice is one parameter, so the text follows the shape, never the values. */
export function render(statement: Sql): { readonly text: string; readonly values: unknown[] } {
  const numbers = new Map<Bound, number>();
  const aliases = new Map<Alias, number>();
  const text = statement.chunks.map((chunk) => {
    if (typeof chunk === "string") return chunk;
    if (chunk instanceof Alias) {
      const number = aliases.get(chunk) ?? aliases.size;
      aliases.set(chunk, number);
      return `t${number}`;
    }
    const number = numbers.get(chunk) ?? numbers.size + 1;
    numbers.set(chunk, number);
    return `$${number}::${chunk.type}`;
  });
  return { text: text.join(""), values: [...numbers.keys()].map((bound) => bound.value) };
}

/** Runs one statement under a name that the database's own statistics will show. */
export async function run<Row>(db: Db, name: string, statement: Sql): Promise<readonly Row[]> {
  const { text, values } = render(statement);
  try {
    const result: unknown = await db.query(`/* ${name} */ ${text}`, values);
    return rowsOf<Row>(result);
  } catch (error) {
    if (BAD_VALUES.has(sqlState(error))) throw new DomainError("INVALID_INPUT", "A value does not fit its type.");
    if (TOO_LONG.has(sqlState(error)))
      throw new DomainError("TIMEOUT", "The operation took longer than this hub allows.");
    throw error;
  }
}

/** TypeORM gives the rows of a SELECT or INSERT as they are, and those of an UPDATE or DELETE beside their number. */
function rowsOf<Row>(result: unknown): readonly Row[] {
  const [first, second] = result as readonly unknown[];
  return (Array.isArray(first) && typeof second === "number" ? first : result) as readonly Row[];
}

/** invalid text, datetime format, datetime overflow, offset overflow, number out of range, character not in repertoire, time zone */
const BAD_VALUES = new Set(["22P02", "22007", "22008", "22009", "22003", "22021", "22P05", "22023"]);

/** query canceled (statement_timeout), lock not available (lock_timeout) */
const TOO_LONG = new Set(["57014", "55P03"]);

export function sqlState(error: unknown): string {
  return error instanceof QueryFailedError ? String((error.driverError as { code?: unknown }).code) : "";
}
