import { type ReadModel, type Scope, rowOf, visibleRows } from "../../platform/read/model";
import { type Sql, bind, newAlias, quoteText, sql } from "../../platform/sql";
import { caseModel } from "../cases/case.read";
import { ANSWER_DAYS } from "../feedback/feedback";
import { feedbackModel, outcomeModel } from "../feedback/feedback.read";
import { organizationModel } from "../organizations/organization.read";
import { receiptModel, useModel } from "../receipts/receipt.read";
import { itemModel, revisionModel } from "../revisions/revision.read";
import { shareModel } from "../shares/share.read";
import { type MetricsAsked, RATE_MIN, stepOf } from "./sharing-metrics";

/**
 * All metrics of sharing in one statement, for each sender and for all of them together. Every table is read through
 * its model's access condition, so what the viewer may not see is in no sum. docs/metrics.md defines each number.
 */
export const sharingMetrics = (asked: MetricsAsked, me: Scope): Sql => sql`(
  with periods as (${periods(asked, me)}),
    base as (${base(asked, me)}),
    items as (${items(me)}),
    adopted as (${adopted(me)}),
    late as (${late(me)}),
    per_share as (${perShare}),
    judged as (${judged}),
    said as (${said(me)}),
    used as (${used(me)}),
    groups as (select p.number, p.starts, p.ends, s.sender_id from periods p, lateral (
      select null::text as sender_id union all select distinct b.sender_id from base b where b.period = p.number) s)
  select coalesce(json_agg(json_build_object(
    'from', ${asInstant(sql`g.starts`)}, 'until', ${asInstant(sql`g.ends`)}, 'senderId', g.sender_id, 'senderName', ${senderName(me)},
    'shares', (select count(*) from base b where ${inGroup(sql`b`)}),
    'firstShare', ${firstShare}, 'claimHonesty', ${claimHonesty}, 'falsePositives', ${falsePositives},
    'loop', ${loop}, 'use', ${use}, 'senderConcentration', ${concentration})
    order by g.number, g.sender_id nulls first), '[]') from groups g)`;

const inGroup = (row: Sql): Sql =>
  sql`(${row}.period = g.number and (g.sender_id is null or ${row}.sender_id = g.sender_id))`;
const asInstant = (at: Sql): Sql => sql`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const ratio = (part: Sql, whole: Sql): Sql => sql`round(${part}::numeric / nullif(${whole}, 0), 4)::float8`;

/** A condition of a model as a table of some of its columns. */
function rows<T>(model: ReadModel<T>, me: Scope, columns: (row: (property: string) => Sql) => Sql): Sql {
  const alias = newAlias();
  return sql`(select ${columns(rowOf(model, alias))} from ${visibleRows(model, alias, me)})`;
}

/** In whose days and months is counted: as asked, else the viewer's organisation's. */
const zoneOf = (timeZone: string | null, me: Scope): Sql =>
  sql`coalesce(${bind(timeZone, "text")}, (select o.time_zone from ${organizationModel.from()} o where o.id = ${me.organization}))`;

/** What was asked for, whole or cut by the calendar. The first and the last may be parts of a month. */
function periods({ from, until, by, timeZone }: MetricsAsked, me: Scope): Sql {
  const [start, end] = [bind(from, "timestamptz"), bind(until, "timestamptz")];
  if (by === null) return sql`select 1 as number, ${start} as starts, ${end} as ends`;
  const zone = zoneOf(timeZone, me);
  const [unit, step] = [quoteText(by.toLowerCase()), sql`${quoteText(stepOf[by])}::interval`];
  return sql`select row_number() over (order by local)::integer as number,
      greatest(${start}, local at time zone ${zone}) as starts, least(${end}, (local + ${step}) at time zone ${zone}) as ends
    from generate_series(date_trunc(${unit}, ${start} at time zone ${zone}), ${end} at time zone ${zone}, ${step}) local
    where local at time zone ${zone} < ${end}`;
}

/** Threat information that was its sender's own finding. What a masked sender sent counts for itself alone. */
function base({ from, until, senderIds }: MetricsAsked, me: Scope): Sql {
  const alias = newAlias();
  const s = rowOf(shareModel, alias);
  const detected = rows(caseModel, me, (c) => sql`${c("id")} as id, ${c("detectedAt")} as at`);
  return sql`select ${s("id")} as id, ${s("senderId")} as sender_id, ${s("currentRevisionId")} as revision_id,
      (select p.number from periods p where ${s("publishedAt")} >= p.starts and ${s("publishedAt")} < p.ends) as period,
      ${s("state")} in ('FINAL', 'CLOSED', 'RETRACTED') as final, ${s("state")} = 'RETRACTED' as retracted,
      extract(epoch from ${s("publishedAt")}
        - coalesce((select c.at from ${detected} c where c.id = ${s("caseId")}), ${s("detectedAt")})) / 60 as latency
    from ${visibleRows(
      shareModel,
      alias,
      me,
      (
        row,
      ) => sql`${row("publishedAt")} >= ${bind(from, "timestamptz")} and ${row("publishedAt")} < ${bind(until, "timestamptz")}
        and ${row("kind")} = 'THREAT_INFORMATION' and ${row("originId")} is null
        and (not ${row("senderMasked")} or ${row("senderId")} = ${me.organization})
        and (${bind(senderIds === null, "boolean")} or ${row("senderId")} = any(${bind(senderIds ?? [], "text[]")}))`,
    )}`;
}

/**
 * Each item once, with all that revisions ever did with it: a correction is not undone by a confirmation. Of which the
 * viewer sees where it was added and where it stands now: one whose marking changed meanwhile says neither of the two.
 */
function items(me: Scope): Sql {
  const seen = rows(
    itemModel,
    me,
    (i) => sql`${i("shareId")} as share_id, ${i("revisionId")} as revision_id, ${i("lineageId")} as lineage_id,
      ${i("change")} as change`,
  );
  const revisions = rows(
    revisionModel,
    me,
    (r) => sql`${r("id")} as id, ${r("number")} as number, ${r("claims")} as claims, ${r("publishedAt")} as at`,
  );
  return sql`select i.share_id, i.lineage_id, b.sender_id, b.period, bool_or(r.number = 1) as first,
      min(r.claims) filter (where i.change = 'ADDED') as claims, bool_or(i.change = 'CORRECTED') as corrected,
      bool_or(i.change = 'RETRACTED') as retracted, max(r.at) filter (where i.change = 'CONFIRMED') as confirmed_at
    from base b join ${seen} i on i.share_id = b.id join ${revisions} r on r.id = i.revision_id
    group by i.share_id, i.lineage_id, b.sender_id, b.period
    having bool_or(i.change = 'ADDED') and bool_or(r.id = b.revision_id)`;
}

/** Items of which feedback was adopted that they are wrong, or too broad; and when that was the last time. */
const adopted = (me: Scope): Sql => sql`select l as lineage_id, max(o.at) as at from ${rows(
  outcomeModel,
  me,
  (o) => sql`${o("verdict")} as verdict, ${o("resolution")} as resolution, ${o("rootIds")} as root_ids,
    ${o("resolvedAt")} as at`,
)} o, unnest(o.root_ids) l
  where o.verdict in ('FALSE_POSITIVE', 'TOO_BROAD') and o.resolution in ('ADOPTED', 'PARTLY_ADOPTED') group by l`;

/** Shares of which feedback was adopted that they came too late. */
const late = (me: Scope): Sql =>
  sql`select o.share_id from ${rows(
    outcomeModel,
    me,
    (o) => sql`${o("lineShareId")} as share_id, ${o("verdict")} as verdict, ${o("resolution")} as resolution`,
  )} o where o.share_id is not null and o.verdict = 'LATE' and o.resolution in ('ADOPTED', 'PARTLY_ADOPTED')`;

/** How good first revisions were. Of what was retracted as a whole nothing is right; what it lacked it lacked all the same. */
const perShare = sql`select b.id, b.sender_id, b.period, b.final, min(i.claims) filter (where i.first) as claims,
    count(*) filter (where i.first) as first, count(*) filter (where not i.retracted) as last,
    count(*) filter (where i.first and not (i.retracted or i.corrected or b.retracted)) as right,
    count(*) filter (where i.first and not i.retracted) as stayed
  from base b left join items i on i.share_id = b.id
  group by b.id, b.sender_id, b.period, b.final`;

/**
 * Adjudicated items: a later revision or adopted feedback has decided on them. To retract a share as a whole decides on
 * none: it may have gone to the wrong audience.
 */
const judged = sql`select i.sender_id, i.period, i.claims,
    i.retracted or a.at > coalesce(i.confirmed_at, '-infinity') as wrong
  from items i left join adopted a on a.lineage_id = i.lineage_id
  where i.retracted or i.corrected or i.confirmed_at is not null or a.at is not null`;

const said = (me: Scope): Sql =>
  sql`select b.sender_id, b.period, f.state, f.closed_by, f.filed_at from base b join ${rows(
    feedbackModel,
    me,
    (f) =>
      sql`${f("lineShareId")} as share_id, ${f("state")} as state, ${f("closedBy")} as closed_by, ${f("filedAt")} as filed_at`,
  )} f on f.share_id = b.id where f.state <> 'WITHDRAWN'`;

/** Each receipt once: a further revision, which nobody has answered yet, does not undo that the one before was used. */
function used(me: Scope): Sql {
  const receipts = rows(receiptModel, me, (r) => sql`${r("id")} as id, ${r("shareId")} as share_id`);
  const uses = rows(
    useModel,
    me,
    (u) => sql`${u("receiptId")} as receipt_id, ${u("number")} as number, ${u("state")} as state,
      ${u("reason")} as reason`,
  );
  return sql`select b.sender_id, b.period, coalesce(bool_or(u.state = 'USED'), false) as used,
      (array_agg(u.reason order by u.number desc) filter (where u.state = 'NOT_USED'))[1] as reason
    from base b join ${receipts} r on r.share_id = b.id left join ${uses} u on u.receipt_id = r.id
    group by b.sender_id, b.period, r.id`;
}

const senderName = (me: Scope): Sql =>
  sql`(select o.name from ${rows(
    organizationModel,
    me,
    (o) => sql`${o("id")} as id, ${o("name")} as name`,
  )} o where o.id = g.sender_id)`;

/** Speed and quality in one object: neither is served without the other. */
const firstShare = sql`(select json_build_object(
    'latencyMinutes', (select round(percentile_cont(0.5) within group (order by b.latency))::integer from base b where ${inGroup(sql`b`)}),
    'accuracy', ${ratio(sql`sum(p.right)`, sql`sum(p.first)`)}, 'coverage', ${ratio(sql`sum(p.stayed)`, sql`sum(p.last)`)},
    'finalShares', count(*))
  from per_share p where p.final and ${inGroup(sql`p`)})`;

/** Of the corners that first revisions claimed, those that the last one bears out. */
const claimHonesty = sql`(select ${ratio(
  sql`count(*) filter (where case c when 'ACCURACY' then p.right = p.first when 'COVERAGE' then p.stayed = p.last
    else p.id not in (select o.share_id from late o) end)`,
  sql`count(*)`,
)} from per_share p, unnest(p.claims) c where p.final and ${inGroup(sql`p`)})`;

const rate = sql`case when count(*) >= ${bind(RATE_MIN, "integer")}
  then ${ratio(sql`count(*) filter (where j.wrong)`, sql`count(*)`)} end`;
const falsePositives = sql`(select json_build_object('adjudicated', count(*), 'rate', ${rate}, 'byClaims', (
    select coalesce(json_agg(c order by c.claims), '[]') from (
      select j.claims, count(*) as adjudicated, ${rate} as rate from judged j where ${inGroup(sql`j`)} group by j.claims) c))
  from judged j where ${inGroup(sql`j`)})`;

const loop = sql`(select json_build_object('filed', count(*),
    'closedByPeople', count(*) filter (where f.closed_by = 'AUTHOR'),
    'closedByTimeout', count(*) filter (where f.closed_by = 'TIMEOUT'),
    'pastDue', count(*) filter (where f.state in ('OPEN', 'ACKNOWLEDGED', 'UNDER_REVIEW')
      and f.filed_at < hub_now() - make_interval(days => ${bind(ANSWER_DAYS, "integer")})),
    'closureRate', ${ratio(sql`count(*) filter (where f.closed_by = 'AUTHOR')`, sql`count(*)`)})
  from said f where ${inGroup(sql`f`)})`;

const use = sql`(select json_build_object('receipts', count(*), 'used', count(*) filter (where u.used),
    'rate', ${ratio(sql`count(*) filter (where u.used)`, sql`count(*)`)}, 'reasons', (
      select coalesce(json_agg(r order by r.count desc, r.reason), '[]') from (
        select n.reason, count(*) as count from used n
        where not n.used and n.reason is not null and ${inGroup(sql`n`)} group by n.reason) r))
  from used u where ${inGroup(sql`u`)})`;

/** Herfindahl's index: 1 when one organisation sends everything. Of all senders only. */
const concentration = sql`case when g.sender_id is null then (
  select round(sum(power(n::numeric / nullif(total, 0), 2)), 4)::float8 from (
    select count(*) as n, sum(count(*)) over () as total from base b where b.period = g.number group by b.sender_id) s) end`;
