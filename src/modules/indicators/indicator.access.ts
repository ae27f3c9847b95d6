import type { Scope } from "../../platform/read/model";
import { type Sql, sql } from "../../platform/sql";

const alsoThrough: ((indicator: Sql, me: Scope) => Sql)[] = [];

/** Adds a reason to know an indicator beside its assertions: a share that names it. True lets through. */
export function indicatorAlsoThrough(rule: (indicator: Sql, me: Scope) => Sql): void {
  alsoThrough.push(rule);
}

/** The reasons that other modules gave. */
export const otherReasons = (indicator: Sql, me: Scope): Sql =>
  alsoThrough.reduce((all, rule) => sql`${all} or ${rule(indicator, me)}`, sql`false`);
