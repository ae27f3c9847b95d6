import { type Scope, rowOf } from "../../platform/read/model";
import { type Sql, newAlias, sql } from "../../platform/sql";
import { caseModel } from "./case.read";

/**
 * Whoever made something keeps it, also after leaving the case that holds it. But what is in a case for its members
 * only is for them, in the maker's own organisation too.
 */
export const keptByMaker = (caseId: Sql, organizationId: Sql, me: Scope): Sql =>
  sql`(${organizationId} = ${me.organization} and coalesce(not ${isNarrow(caseId)}, true))`;

/** Whether a case is for its members only; null without a case. */
function isNarrow(caseId: Sql): Sql {
  const alias = newAlias();
  const row = rowOf(caseModel, alias);
  return sql`(select ${row("restricted")} or ${row("tlp")} = 'RED' from ${caseModel.from()} ${alias}
    where ${row("id")} = ${caseId})`;
}
