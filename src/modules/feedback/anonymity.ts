import { json } from "../../platform/change";
import type { Tx } from "../../platform/db";
import { type ReadModel, type Scope, canSee, canSeeId } from "../../platform/read/model";
import { type Sql, bind, newAlias, run, sql } from "../../platform/sql";
import { itemModel } from "../revisions/revision.read";
import type { FeedbackTarget } from "./feedback";
import type { Judged } from "./feedback.file";
import { places } from "./feedback.targets";
import { feedbackVerbs } from "./feedback.verbs";

type Entry = Judged & { readonly index: number };
/** What decides who could have filed an entry. Many entries have it in common. */
type Group = {
  readonly targetId: string;
  readonly addresseeId: string;
  readonly viaId: string | null;
  readonly lineages: readonly string[];
};

/**
 * Out of how many organisations the author of each entry could be: those with an account that may file, that reads what
 * the entry is about and every item that it names, and that is neither asked to answer nor passed it on. By the index
 * of the entry; a statement for each kind of target.
 */
export async function anonymitySets(tx: Tx, entries: readonly Entry[]): Promise<ReadonlyMap<number, number>> {
  const sets = new Map<number, number>();
  for (const target of new Set(entries.map(({ entry }) => entry.target))) {
    const ofTarget = entries.filter(({ entry }) => entry.target === target);
    const groups = new Map(ofTarget.map((one) => [JSON.stringify(groupOf(one)), groupOf(one)]));
    const counts = await count(tx, target, [...groups.values()]);
    const numbers = new Map([...groups.keys()].map((key, i) => [key, counts[i] ?? 0]));
    for (const one of ofTarget) sets.set(one.index, numbers.get(JSON.stringify(groupOf(one))) ?? 0);
  }
  return sets;
}

const groupOf = ({ entry, place }: Entry): Group => ({
  targetId: place.id,
  addresseeId: place.addresseeId,
  viaId: place.viaId,
  lineages: [...(entry.lineageIds ?? [])].sort(),
});

async function count(tx: Tx, target: FeedbackTarget, groups: readonly Group[]): Promise<readonly number[]> {
  const a = newAlias();
  const rows = await run<{ n: number }>(
    tx,
    `feedback.anonymity ${target}`,
    sql`
    select (select count(distinct ${a}.organization_id)::integer from accounts ${a}
      where ${a}.active and ${a}.roles && ${bind(feedbackVerbs.fileFeedback.roles, "text[]")}
        and ${a}.organization_id <> g."addresseeId" and ${a}.organization_id is distinct from g."viaId"
        and (${readable(target, someone(a))})) as n
    from jsonb_to_recordset(${json(groups.map((group, i) => ({ ...group, i })))})
      as g (i integer, "targetId" text, "addresseeId" text, "viaId" text, lineages text[]) order by g.i`,
  );
  return rows.map(({ n }) => n);
}

const someone = (account: Sql): Scope => ({
  organization: sql`${account}.organization_id`,
  account: sql`${account}.id`,
  person: sql`${account}.kind = 'USER'`,
  roles: sql`${account}.roles`,
  operator: sql`false`,
});

function readable(target: FeedbackTarget, reader: Scope): Sql {
  if (target === "HUB") return sql`true`;
  const model = places[target].model as ReadModel<{ readonly id: string }>;
  const seen = canSeeId(model, reader, sql`g."targetId"`);
  if (target !== "SHARE_REVISION") return seen;
  const item = canSee(itemModel, reader, (i) => sql`${i("revisionId")} = g."targetId" and ${i("lineageId")} = l`);
  return sql`${seen} and not exists (select from unnest(g.lineages) l where ${item} is not true)`;
}
