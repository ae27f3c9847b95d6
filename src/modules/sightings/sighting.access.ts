import { type Access, type Scope, canSeeId } from "../../platform/read/model";
import { type Sql, sql } from "../../platform/sql";
import { caseModel } from "../cases/case.read";
import { keptByMaker } from "../cases/item.read";
import type { Sighting } from "./sighting";

const alsoThrough: ((sighting: Sql, me: Scope) => Sql)[] = [];

/** Adds a reason to see a sighting: it was told to whoever had shared the indicator. True lets through. */
export function sightingAlsoThrough(rule: (sighting: Sql, me: Scope) => Sql): void {
  alsoThrough.push(rule);
}

/** One's own, and what is reported in a case that one sees. What somebody found at home is told to whom it tells it. */
export const sightingReadable: Access<Sighting> = (s, me) => sql`
  ${keptByMaker(s("caseId"), s("organizationId"), me)} or ${canSeeId(caseModel, me, s("caseId"))}
  ${alsoThrough.reduce((all, rule) => sql`${all} or ${rule(s("id"), me)}`, sql``)}`;
