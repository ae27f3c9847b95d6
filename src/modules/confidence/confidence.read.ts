import {
  type ReadModel,
  type Scope,
  canSee,
  extendModel,
  rowOf,
  visibleRows,
  withRow,
} from "../../platform/read/model";
import { type Sql, bind, join, newAlias, quoteText, sql } from "../../platform/sql";
import { assertionModel } from "../assertions/assertion.read";
import { caseModel } from "../cases/case.read";
import { outcomeModel } from "../feedback/feedback.read";
import { indicatorModel } from "../indicators/indicator.read";
import { itemModel, revisionModel } from "../revisions/revision.read";
import { shareModel } from "../shares/share.read";
import { sightingModel } from "../sightings/sighting.read";
import { CONFIRMED, STATED_WEIGHT, UNSAID, borneOutBy, halfLifeDays } from "./confidence";

type Row = (property: string) => Sql;

function among<T>(model: ReadModel<T>, me: Scope, columns: (row: Row) => Sql, where: (row: Row) => Sql = withRow): Sql {
  const alias = newAlias();
  return sql`(select ${columns(rowOf(model, alias))} from ${visibleRows(model, alias, me, where)})`;
}

/** What organisations say of it. It counts as long as it is not revoked, and not over. */
const asserted = (indicator: Sql, me: Scope): Sql =>
  among(
    assertionModel,
    me,
    (
      a,
    ) => sql`${a("id")} as id, ${a("organizationId")} as who, coalesce(${a("confidence")}, ${bind(UNSAID, "integer")}) as sure,
      least(coalesce(${a("validFrom")}, ${a("createdAt")}), hub_now()) as at,
      not ${a("revoked")} and coalesce(${a("validUntil")} > hub_now(), true) as counts`,
    (a) => sql`${a("indicatorId")} = ${indicator}`,
  );

const shares = (me: Scope): Sql =>
  among(
    shareModel,
    me,
    (s) => sql`${s("id")} as id, ${s("currentRevisionId")} as revision_id, ${s("publishedAt")} as published_at,
      coalesce(${s("originId")}, ${s("id")}) as line, ${s("state")} = 'RETRACTED' as retracted,
      coalesce(${s("validUntil")} <= hub_now(), false) as over,
      case when ${s("senderMasked")} then ${s("id")} else ${s("senderId")} end as who`,
    (s) => sql`${s("state")} <> 'DRAFT'`,
  );

/**
 * Where it stands in the newest revision of a share, since the revision that added, corrected or confirmed it last; who
 * is masked counts as nobody known. Of a share and its copies the one nearest to where it began is `first`: to pass
 * something on is not to say it again. To retract a share as a whole takes its items out, and says nothing against them.
 */
const shared = (indicator: Sql, me: Scope): Sql => {
  const { state } = itemModel.computed;
  const items = among(
    itemModel,
    me,
    (i) => sql`${i("shareId")} as share_id, ${i("revisionId")} as revision_id, ${i("lineageId")} as lineage_id,
      ${i("change")} as change, ${i("state")} as said, ${state?.sql(i, me) ?? i("state")} as state`,
    (i) => sql`${i("indicatorId")} = ${indicator}`,
  );
  const revisions = among(revisionModel, me, (r) => sql`${r("id")} as id, ${r("publishedAt")} as at`);
  return sql`(select i.lineage_id, s.line, s.who, i.state = 'CONFIRMED' as confirmed,
      (select max(r.at) from ${items} c join ${revisions} r on r.id = c.revision_id
        where c.lineage_id = i.lineage_id and c.change <> 'CARRIED') as at,
      i.state <> 'RETRACTED' and not s.over as counts,
      i.said = 'RETRACTED' or (i.state = 'RETRACTED' and not s.retracted) as wrong,
      s.id = first_value(s.id) over (partition by s.line order by s.id <> s.line, s.published_at, s.id) as first
    from ${items} i join ${shares(me)} s on s.id = i.share_id and s.revision_id = i.revision_id)`;
};

/** What each organisation found last where it looked, of what proved right by how the case ended that it was found in. */
const sighted = (indicator: Sql, me: Scope): Sql => {
  const borneOut = (result: Sql, disposition: Sql): Sql =>
    join(
      Object.entries(borneOutBy).map(
        ([found, ends]) =>
          sql`(${result} = ${quoteText(found)} and ${disposition} in (${join(ends.map(quoteText), ", ")}))`,
      ),
      " or ",
    );
  const decided = (s: Row) =>
    canSee(caseModel, me, (c) => sql`${c("id")} = ${s("caseId")} and (${borneOut(s("result"), c("disposition"))})`);
  return sql`(select distinct on (who) result, at from ${among(
    sightingModel,
    me,
    (s) => sql`${s("organizationId")} as who, ${s("result")} as result, ${s("reportedAt")} as at, ${s("id")} as id`,
    (s) => sql`${s("indicatorId")} = ${indicator} and ${decided(s)}`,
  )} s order by who, at desc, id)`;
};

/** What became of feedback on these items and assertions, once for each share with its copies, and for each assertion. */
const resolved = (me: Scope): Sql =>
  sql`(select about, result, max(at) as at from ${among(
    outcomeModel,
    me,
    (o) => sql`coalesce(${o("lineShareId")}, ${o("targetId")}) as about, ${o("resolvedAt")} as at,
      case when ${o("verdict")} = 'HIT' then 'HIT' else 'FALSE_POSITIVE' end as result`,
    // First what an index finds: feedback on everything else need not be read.
    (o) => sql`((${o("lineShareId")} = any(array(select line from shared))
        and (${o("lineageIds")} || ${o("rootIds")}) && array(select lineage_id from shared))
      or ${o("targetId")} = any(array(select id from asserted)))
      and ((${o("verdict")} = 'HIT' and ${o("resolution")} not in ('NOT_ADOPTED', 'DUPLICATE'))
        or (${o("verdict")} in ('FALSE_POSITIVE', 'TOO_BROAD') and ${o("resolution")} in ('ADOPTED', 'PARTLY_ADOPTED')))`,
  )} r group by about, result)`;

const halfLife = (type: Sql): Sql =>
  sql`(case ${type} ${join(
    Object.entries(halfLifeDays).map(([name, days]) => sql`when ${quoteText(name)} then ${bind(days, "integer")}`),
    " ",
  )} end)`;

/** docs/confidence.md in SQL, over what the viewer sees and nothing else. Null when nobody states anything. */
const confidence = (indicator: Sql, type: Sql, me: Scope): Sql => sql`(
  with asserted as (${asserted(indicator, me)}),
    shared as (${shared(indicator, me)}),
    stated as (select distinct on (who) who, sure, at from (
      select who, sure, at from asserted where counts
      union all select who, case when confirmed then ${bind(CONFIRMED, "integer")} else ${bind(UNSAID, "integer")} end, at
      from shared where first and counts) s order by who, at desc, sure),
    found as (select result, at from ${sighted(indicator, me)} f
      union all select result, at from ${resolved(me)} r
      union all select 'FALSE_POSITIVE', at from shared where first and wrong),
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
