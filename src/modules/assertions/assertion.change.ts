import { json } from "../../platform/change";
import type { Tx } from "../../platform/db";
import { papLevels, tlpLevels } from "../../platform/marking";
import { inPortions } from "../../platform/portions";
import { type Sql, bind, join, quoteName, quoteText, run, sql } from "../../platform/sql";
import { LIMITS } from "./assertion";
import { type AssertionRow, definition } from "./assertion.store";

/**
 * How a statement changes an assertion. RESTATE: what is said replaces, what is not said stays. ADD: a list fills what is
 * open and takes nothing away, so that the same lists in any order end alike, and change nothing the second time.
 * VERSION: a source's next version replaces all.
 */
export type Manner = "RESTATE" | "ADD" | "VERSION";
type Changed = {
  readonly id: string;
  readonly version: number;
  readonly revoked: boolean;
  readonly changed: readonly string[];
};

/** Changes assertions, each where it says something else than before; the others are not in the answer. */
export async function changeAssertions(
  tx: Tx,
  rows: readonly (AssertionRow & { readonly manner: Manner })[],
): Promise<readonly Changed[]> {
  const after = columns.map(({ column, next }) => sql`${next} as ${column}`);
  const differs = columns.map(
    ({ column, api }) => sql`case when a.${column} is distinct from n.${column} then ${quoteText(api)} end`,
  );
  return inPortions(rows, (portion) =>
    run<Changed>(
      tx,
      "assertions.change",
      sql`
    with given as (select * from jsonb_to_recordset(${json(portion)}) as g (${definition}, manner text)),
    next as (select a.id, ${join(after, ", ")} from given g join assertions a on a.id = g.id),
    changed as (
      select n.*, array_remove(array[${join(differs, ", ")}], null) as changed from next n join assertions a on a.id = n.id)
    update assertions a
    set version = a.version + 1, updated_at = (select hub_now()), unsaid = a.unsaid and c.revoked,
        revoked_reason = case when c.revoked then a.revoked_reason end,
        ${join(
          columns.map(({ column }) => sql`${column} = c.${column}`),
          ", ",
        )}
    from changed c where a.id = c.id and cardinality(c.changed) > 0
    returning a.id, a.version, c.revoked, c.changed`,
    ),
  );
}

/** `added`: the value after ADD, where it is not simply the old one or else the new one. */
const column = (name: string, api: string, added?: Sql) => {
  const [old, said] = [sql`a.${quoteName(name)}`, sql`g.${quoteName(api)}`];
  return {
    api,
    column: quoteName(name),
    next: sql`case g.manner when 'VERSION' then ${NEVER_NULL.has(api) ? sql`coalesce(${said}, ${old})` : said}
      when 'ADD' then ${added ?? sql`coalesce(${old}, ${said})`} else coalesce(${said}, ${old}) end`,
  };
};
const NEVER_NULL = new Set(["tlp", "killChainPhases", "labels", "revoked"]);

const stricter = (levels: readonly string[], old: Sql, said: Sql): Sql => {
  const rank = (level: Sql) => sql`array_position(${quoteList(levels)}, ${level})`;
  return sql`case when ${rank(said)} > coalesce(${rank(old)}, 0) then ${said} else ${old} end`;
};
const quoteList = (texts: readonly string[]): Sql => sql`array[${join(texts.map(quoteText), ", ")}]`;
const united = (old: Sql, said: Sql): Sql =>
  sql`${old} || array(select w from unnest(${said}) with ordinality u (w, n) where not w = any(${old}) order by n)`;

const columns = [
  column("tlp", "tlp", stricter(tlpLevels, sql`a.tlp`, sql`g.tlp`)),
  column("pap", "pap", stricter(papLevels, sql`a.pap`, sql`g.pap`)),
  column("confidence", "confidence", sql`greatest(a.confidence, g.confidence)`),
  column("valid_from", "validFrom", sql`least(a.valid_from, g."validFrom")`),
  column("valid_until", "validUntil", sql`greatest(a.valid_until, g."validUntil")`),
  column("name", "name"),
  column(
    "description",
    "description",
    sql`case when g.description is null or position(g.description in a.description) > 0
      or length(a.description) + length(g.description) >= ${bind(LIMITS.description, "integer")} then a.description
      else concat_ws(chr(10), a.description, g.description) end`,
  ),
  column("kill_chain_phases", "killChainPhases", united(sql`a.kill_chain_phases`, sql`g."killChainPhases"`)),
  column("labels", "labels", united(sql`a.labels`, sql`g.labels`)),
  column("revoked", "revoked"),
  column("source", "source"),
];
