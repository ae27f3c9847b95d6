import { json } from "../../platform/change";
import type { Tx } from "../../platform/db";
import { type ReadModel, type Scope, canSeeId } from "../../platform/read/model";
import { type Sql, bind, newAlias, run, sql } from "../../platform/sql";
import { isNamed, isRecipient } from "../shares/share.read";
import type { FeedbackTarget } from "./feedback";
import type { Judged } from "./feedback.file";
import { places } from "./feedback.targets";
import { feedbackVerbs } from "./feedback.verbs";

type Entry = Judged & { readonly index: number };
/** What decides who could have filed an entry. Many entries have it in common. */
type Group = {
  readonly targetId: string;
  readonly shareId: string | null;
  readonly namedOnly: boolean;
  /** Null where it must not show in the number who that is: somebody is then left out in any case. */
  readonly addresseeId: string | null;
  readonly viaId: string | null;
};

/**
 * Out of how many organisations the author of each entry could be, at the least: those with an account that may file,
 * and that what the entry is about was sent to. By the index of the entry; a statement for each kind of target.
 *
 * The number is told to whoever files, and is asked for by who would know more. So it counts nobody whom only a relation
 * of others lets at it (a recipient's clients), and it is the same whoever a masked addressee is.
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

const groupOf = ({ place, namedOnly }: Entry): Group => ({
  targetId: place.id,
  shareId: place.shareId,
  namedOnly,
  // The masked sender of a share is no recipient of it; of a copy it could be one.
  addresseeId: place.addresseeMasked ? null : place.addresseeId,
  viaId: place.viaId,
});

async function count(tx: Tx, target: FeedbackTarget, groups: readonly Group[]): Promise<readonly number[]> {
  const a = newAlias();
  const rows = await run<{ n: number }>(
    tx,
    `feedback.anonymity ${target}`,
    sql`
    select (select count(distinct ${a}.organization_id)::integer from accounts ${a}
      where ${a}.active and ${a}.roles && ${bind(feedbackVerbs.fileFeedback.roles, "text[]")}
        and ${a}.organization_id is distinct from g."addresseeId" and ${a}.organization_id is distinct from g."viaId"
        and (${received(target, someone(a))})) as n
    from jsonb_to_recordset(${json(groups.map((group, i) => ({ ...group, i })))})
      as g (i integer, "targetId" text, "shareId" text, "namedOnly" boolean, "addresseeId" text, "viaId" text)
    order by g.i`,
  );
  return groups.map(({ addresseeId, viaId }, i) => {
    const n = rows[i]?.n ?? 0;
    return addresseeId === null && viaId !== null ? Math.max(n - 1, 1) : n;
  });
}

const someone = (account: Sql): Scope => ({
  organization: sql`${account}.organization_id`,
  account: sql`${account}.id`,
  person: sql`${account}.kind = 'USER'`,
  roles: sql`${account}.roles`,
  operator: sql`false`,
});

function received(target: FeedbackTarget, reader: Scope): Sql {
  if (target === "HUB") return sql`true`;
  if (target === "SHARE_REVISION")
    return sql`case when g."namedOnly" then ${isNamed(sql`g."shareId"`, reader)}
      else ${isRecipient(sql`g."shareId"`, reader)} end`;
  return canSeeId(places[target].model as ReadModel<{ readonly id: string }>, reader, sql`g."targetId"`);
}
