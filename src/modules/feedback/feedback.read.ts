import { tellsOf } from "../../platform/events/event.read";
import {
  type Access,
  type ReadModel,
  type Row,
  type RowOf,
  canSee,
  canSeeId,
  extendModel,
  readModel,
  rowOf,
  visibleRows,
  withRow,
} from "../../platform/read/model";
import { type Sql, bind, join, newAlias, quoteText, sql } from "../../platform/sql";
import { assertionModel } from "../assertions/assertion.read";
import { mustBeDoneToClose } from "../cases/case.service";
import { caseModel } from "../cases/case.read";
import { waitsFor } from "../cases/wait.read";
import { organizationModel } from "../organizations/organization.read";
import { handoffModel } from "../handoffs/handoff.read";
import { itemModel, revisionModel } from "../revisions/revision.read";
import { isNamed, namedFor, shareModel } from "../shares/share.read";
import { ANSWER_DAYS, type Feedback, type FeedbackTarget, aspectOf } from "./feedback";
import { FeedbackTable, OutcomeColumns } from "./feedback.table";
import { targetVisible } from "./feedback.targets";

const isAddressee: Access<Feedback> = (f, me) => sql`${f("addresseeId")} = ${me.organization}`;
const isAuthor: Access<Feedback> = (f, me) =>
  sql`(not ${f("anonymous")} and ${f("authorOrganizationId")} = ${me.organization})`;

/** The relations of a viewer to feedback that verbs ask for. An anonymous author acts by its receipt code instead. */
export const feedbackSides = { ADDRESSEE: isAddressee, AUTHOR: isAuthor };

/** A masked sender stays masked as the addressee of what is said of its share. */
const addresseeReadable: Access<Feedback> = (f, me) => sql`(not ${f("addresseeMasked")} or ${isAddressee(f, me)})`;

/** Only of what the viewer sees: a stricter item is not told by an id. Of a copy, who answers sees its own items. */
const lineagesSeen: Access<Feedback> = (f, me) => {
  const seen = (lineage: Sql) => canSee(itemModel, me, (i) => sql`${i("lineageId")} = ${lineage}`);
  return sql`array(select v.id from unnest(${f("lineageIds")}, ${f("rootIds")}) with ordinality as u (l, r, n),
    lateral (select case when ${seen(sql`u.l`)} then u.l when ${seen(sql`u.r`)} then u.r end as id) v
    where v.id is not null order by u.n)`;
};

const aspectIn = (verdict: Sql): Sql =>
  sql`case ${verdict} ${join(
    Object.entries(aspectOf).flatMap(([name, aspect]) =>
      aspect ? [sql`when ${quoteText(name)} then ${quoteText(aspect)}`] : [],
    ),
    " ",
  )} end`;

const answerBy = (f: Row<Feedback>): Sql =>
  sql`(${f("filedAt")} + make_interval(days => ${bind(ANSWER_DAYS, "integer")}))`;
const isUnanswered = (f: Row<Feedback>): Sql => sql`${f("state")} in ('OPEN', 'ACKNOWLEDGED', 'UNDER_REVIEW')`;

const lineageIds = { type: "text[]", access: withRow, sql: lineagesSeen };

export const feedbackModel: ReadModel<Feedback> = readModel<Feedback>({
  name: "Feedback",
  idPrefix: "fb",
  table: FeedbackTable,
  access: (
    f,
    me,
  ) => sql`(${isAddressee(f, me)} or ${isAuthor(f, me)} or coalesce(${f("viaId")} = ${me.organization}, false))
    and (not ${f("namedOnly")} or ${isNamed(f("shareId"), me)})`,
  columns: {
    id: withRow,
    version: withRow,
    target: withRow,
    targetId: withRow,
    verdict: withRow,
    observation: withRow,
    effect: withRow,
    proposal: withRow,
    question: withRow,
    anonymous: withRow,
    anonymitySet: withRow,
    state: withRow,
    resolution: withRow,
    reason: withRow,
    filedAt: withRow,
    acknowledgedAt: withRow,
    resolvedAt: withRow,
    closedAt: withRow,
    closedBy: withRow,
  },
  computed: {
    lineageIds,
    aspect: { type: "text", access: withRow, sql: (f) => aspectIn(f("verdict")) },
    answerBy: { type: "timestamptz", access: withRow, sql: answerBy },
    overdue: {
      type: "boolean",
      access: withRow,
      sql: (f) => sql`(${isUnanswered(f)} and ${answerBy(f)} < hub_now())`,
    },
  },
  relations: {
    author: { one: () => organizationModel, by: "authorOrganizationId", access: withRow },
    addressee: { one: () => organizationModel, by: "addresseeId", access: addresseeReadable },
    share: {
      any: [
        { one: () => shareModel, by: "shareId" },
        { one: () => shareModel, by: "lineShareId" },
      ],
      access: withRow,
    },
    case: { one: () => caseModel, by: "caseId", access: withRow },
    revision: { one: () => revisionModel, by: "revisionId", access: withRow },
  },
  order: { by: ["filedAt", "id"], direction: "desc" },
  filters: {
    direction: {
      type: "text",
      where: (f, direction, me) => sql`(${f("addresseeId")} = ${me.organization}) = (${direction} = 'TO_US')`,
    },
    states: { type: "text[]", where: (f, states) => sql`${f("state")} = any(${states})` },
    verdicts: { type: "text[]", where: (f, given) => sql`${f("verdict")} = any(${given})` },
    targetId: { type: "text", where: (f, id) => sql`${f("targetId")} = ${id}` },
    shareId: { type: "text", where: (f, id) => sql`${id} in (${f("shareId")}, ${f("lineShareId")})` },
  },
});
tellsOf(feedbackModel, "feedback");

/** What became of feedback, for everybody who received what it is about: never who said it. */
export const outcomeModel: ReadModel<Feedback> = readModel<Feedback>({
  name: "FeedbackOutcome",
  idPrefix: "fbout",
  table: OutcomeColumns,
  // What is said of an item could tell what it says: it is for those who see every item that it speaks of.
  access: (f, me) => sql`${f("outcomeAt")} is not null and (not ${f("namedOnly")} or ${isNamed(f("shareId"), me)})
    and cardinality(${lineagesSeen(f, me)}) = cardinality(${f("lineageIds")}) and (${targetVisible(f("target"), f("targetId"), me)}
    or ${canSeeId(shareModel, me, f("lineShareId"))})`,
  columns: {
    id: withRow,
    target: withRow,
    // A copy is nobody's business but of those whom it reached.
    targetId: (f, me) => targetVisible(f("target"), f("targetId"), me),
    verdict: withRow,
    state: withRow,
    resolution: withRow,
    reason: withRow,
    resolvedAt: withRow,
    outcomeAt: withRow,
  },
  computed: { lineageIds },
  relations: { revision: { one: () => revisionModel, by: "revisionId", access: withRow } },
  order: { by: ["outcomeAt", "id"], direction: "desc" },
});
tellsOf(outcomeModel, "outcome");

/** For whoever holds the receipt code: it is looked up by nothing else, and is no node. */
export const receiptedModel: ReadModel<Feedback> = readModel<Feedback>({
  name: "AnonymousFeedback",
  table: FeedbackTable,
  access: (f) => sql`${f("anonymous")}`,
  columns: {
    version: withRow,
    verdict: withRow,
    state: withRow,
    resolution: withRow,
    reason: withRow,
    filedAt: withRow,
    resolvedAt: withRow,
    closedAt: withRow,
    closedBy: withRow,
    anonymitySet: withRow,
    outcomeId: withRow,
  },
  relations: { revision: { one: () => revisionModel, by: "revisionId", access: withRow } },
  order: { by: ["filedAt", "outcomeId"], direction: "desc" },
});

const outcomesOf = (target: FeedbackTarget) => ({
  relations: {
    feedbackOutcomes: {
      many: () => outcomeModel,
      on: (f: RowOf<string>, r: RowOf<"id">) =>
        sql`${f("target")} = ${quoteText(target)} and ${f("targetId")} = ${r("id")}`,
      access: withRow,
    },
  },
});
extendModel(revisionModel, outcomesOf("SHARE_REVISION"));
extendModel(assertionModel, outcomesOf("ASSERTION"));
extendModel(handoffModel, outcomesOf("HANDOFF"));
extendModel(caseModel, outcomesOf("CASE"));
extendModel(shareModel, {
  relations: {
    feedbackOutcomes: {
      many: () => outcomeModel,
      // Of all its revisions, and of the copies that were forwarded from it.
      on: (f, s) => sql`(${f("shareId")} = ${s("id")} or ${f("lineShareId")} = ${s("id")})`,
      access: withRow,
    },
  },
});

// The addressee owes its answer. Only those know of it who know of the feedback, and of a masked addressee nobody else.
const f = rowOf(feedbackModel, sql`feedback`);
waitsFor(sql`
  select id, case_id, addressee_id as organization_id, 'FEEDBACK' as kind, filed_at as since, ${answerBy(f)} as due_at,
    case when addressee_masked then array[addressee_id] else array_remove(
      array[addressee_id, via_id, case when not anonymous then author_organization_id end], null) end as seen_by,
    case when named_only then ${namedFor(sql`share_id`)} end as named
  from feedback where ${isUnanswered(f)}`);

// V19: what was said of the shares of a case is answered before it closes, as far as whoever closes it may know of it.
mustBeDoneToClose((caseId, me) => {
  const alias = newAlias();
  const open = visibleRows(feedbackModel, alias, me, (f) => sql`${f("caseId")} = ${caseId} and ${isUnanswered(f)}`);
  return sql`select ${alias}.id, 'Feedback is not answered.' as what from ${open}`;
});
