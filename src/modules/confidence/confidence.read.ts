import { type ReadModel, type Scope, extendModel, rowOf, visibleRows, withRow } from "../../platform/read/model";
import { type Sql, bind, join, newAlias, quoteText, sql } from "../../platform/sql";
import { assertionModel } from "../assertions/assertion.read";
import { outcomeModel } from "../feedback/feedback.read";
import { indicatorModel } from "../indicators/indicator.read";
import { itemModel } from "../revisions/revision.read";
import { shareModel } from "../shares/share.read";
import { sightingModel } from "../sightings/sighting.read";
import { CONFIRMED, STATED_WEIGHT, UNSAID, halfLifeDays } from "./confidence";

type Row = (property: string) => Sql;

function among<T>(model: ReadModel<T>, me: Scope, columns: (row: Row) => Sql, where: (row: Row) => Sql): Sql {
  const alias = newAlias();
  return sql`(select ${columns(rowOf(model, alias))} from ${visibleRows(model, alias, me, where)})`;
}

/** What organisations state of it: not revoked, not over. Each counts by its newest word. */
const asserted = (indicator: Sql, me: Scope): Sql =>
  among(
    assertionModel,
    me,
    (a) => sql`${a("organizationId")} as who, coalesce(${a("confidence")}, ${bind(UNSAID, "integer")}) as sure,
      least(coalesce(${a("validFrom")}, ${a("createdAt")}), hub_now()) as at`,
    (a) => sql`${a("indicatorId")} = ${indicator} and not ${a("revoked")}
      and coalesce(${a("validUntil")} > hub_now(), true)`,
  );

/** Where it stands in the newest revision of a share; who is masked counts as nobody known. */
const shared = (indicator: Sql, me: Scope): Sql => {
  const { state } = itemModel.computed;
  const items = among(
    itemModel,
    me,
    (i) => sql`${i("shareId")} as share_id, ${i("revisionId")} as revision_id, ${i("lineageId")} as lineage_id,
      ${state?.sql(i, me) ?? i("state")} as state`,
    (i) => sql`${i("indicatorId")} = ${indicator}`,
  );
  const shares = among(
    shareModel,
    me,
    (s) => sql`${s("id")} as id, ${s("currentRevisionId")} as revision_id, ${s("publishedAt")} as at,
      case when ${s("senderMasked")} then ${s("id")} else ${s("senderId")} end as who`,
    (s) => sql`${s("state")} <> 'DRAFT'`,
  );
  return sql`(select i.lineage_id, i.share_id, i.state, s.who, s.at
    from ${items} i join ${shares} s on s.id = i.share_id and s.revision_id = i.revision_id)`;
};

/** What each organisation found last, where it looked. */
const sighted = (indicator: Sql, me: Scope): Sql =>
  sql`(select distinct on (who) result, at from ${among(
    sightingModel,
    me,
    (s) => sql`${s("organizationId")} as who, ${s("result")} as result, ${s("reportedAt")} as at, ${s("id")} as id`,
    (s) => sql`${s("indicatorId")} = ${indicator}`,
  )} s order by who, at desc, id)`;

const resolved = (me: Scope): Sql =>
  among(
    outcomeModel,
    me,
    (o) => sql`${o("rootIds")} as root_ids, ${o("lineageIds")} as lineage_ids, ${o("lineShareId")} as share_id,
      ${o("resolvedAt")} as at, case when ${o("verdict")} = 'HIT' then 'HIT' else 'FALSE_POSITIVE' end as result`,
    (o) => sql`(${o("verdict")} = 'HIT' and ${o("resolution")} not in ('NOT_ADOPTED', 'DUPLICATE'))
      or (${o("verdict")} in ('FALSE_POSITIVE', 'TOO_BROAD') and ${o("resolution")} in ('ADOPTED', 'PARTLY_ADOPTED'))`,
  );

const halfLife = (type: Sql): Sql =>
  sql`(case ${type} ${join(
    Object.entries(halfLifeDays).map(([name, days]) => sql`when ${quoteText(name)} then ${bind(days, "integer")}`),
    " ",
  )} end)`;

/** docs/confidence.md in SQL, over what the viewer sees and nothing else. Null when nobody states anything. */
const confidence = (indicator: Sql, type: Sql, me: Scope): Sql => sql`(
  with shared as (${shared(indicator, me)}),
    stated as (select distinct on (who) who, sure, at from (
      select who, sure, at from ${asserted(indicator, me)} a
      union all select who, case state when 'CONFIRMED' then ${bind(CONFIRMED, "integer")} else ${bind(UNSAID, "integer")} end, at
      from shared where state <> 'RETRACTED') s order by who, at desc, sure),
    found as (select result, at from ${sighted(indicator, me)} f
      union all select distinct on (r.share_id, r.result) r.result, r.at from ${resolved(me)} r
        where exists (select from shared h where h.lineage_id = any(r.lineage_ids || r.root_ids))
      union all select 'FALSE_POSITIVE', at from shared where state = 'RETRACTED'),
    sums as (select (select avg(sure) from stated) as stated, (select count(*) from stated) as statements,
      count(*) filter (where result = 'HIT') as hits, count(*) filter (where result = 'FALSE_POSITIVE') as wrong,
      greatest((select max(at) from stated), max(at) filter (where result = 'HIT')) as as_of,
      ${halfLife(type)} as half_life, ${bind(STATED_WEIGHT, "integer")} as k from found)
  select json_build_object('value', round(power(0.5::numeric, (extract(epoch from hub_now() - as_of) / 86400 / half_life)::numeric)
      * (k * stated + 100 * hits) / (k + hits + wrong))::integer,
    'stated', round(stated)::integer, 'statements', statements, 'hits', hits, 'falsePositives', wrong,
    'asOf', to_char(as_of at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'halfLifeDays', half_life)
  from sums where statements > 0)`;

extendModel(indicatorModel, {
  computed: { confidence: { type: "json", access: withRow, sql: (i, me) => confidence(i("id"), i("type"), me) } },
});
