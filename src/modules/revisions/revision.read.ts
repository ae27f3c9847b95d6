import type { Viewer } from "../../platform/context";
import type { Tx } from "../../platform/db";
import { tellsOf } from "../../platform/events/event.read";
import { papLevels } from "../../platform/marking";
import {
  type ReadModel,
  type Scope,
  canSee,
  canSeeId,
  extendModel,
  readModel,
  rowOf,
  scopeOf,
  visibleRows,
  withRow,
} from "../../platform/read/model";
import { type Sql, bind, newAlias, run, sql } from "../../platform/sql";
import { userModel } from "../accounts/account.read";
import { indicatorAlsoThrough, indicatorModel } from "../indicators/indicator.read";
import { reaches, senderHalfModel, shareModel } from "../shares/share.read";
import type { ShareItem, ShareRevision } from "./revision";
import { ItemTable, RevisionTable } from "./revision.table";

export const revisionModel: ReadModel<ShareRevision> = readModel<ShareRevision>({
  name: "ShareRevision",
  idPrefix: "rev",
  table: RevisionTable,
  access: (r, me) => canSeeId(shareModel, me, r("shareId")),
  columns: {
    id: withRow,
    number: withRow,
    state: withRow,
    claims: withRow,
    givenUp: withRow,
    limitations: withRow,
    text: withRow,
    createdAt: withRow,
    publishedAt: withRow,
  },
  relations: {
    share: { one: () => shareModel, by: "shareId", access: withRow },
    items: { many: () => itemModel, by: "revisionId", access: withRow },
    diff: {
      many: () => itemModel,
      on: (i, r) => sql`${i("revisionId")} = ${r("id")} and ${i("change")} <> 'CARRIED'`,
      access: withRow,
    },
  },
  order: { by: ["number", "id"], direction: "desc" },
});

/** Something has befallen the item itself or, of a forwarded copy, one that it was copied from. */
const befallen = (lineageId: Sql, what: Sql): Sql => sql`
  coalesce((select true from share_lineages l join share_lineages a on a.id = any(l.path)
    where l.id = ${lineageId} and ${what} limit 1), false)`;

/** Taken back otherwise than by a revision of this share: where it was copied from, or with the whole share. */
const takenBack = sql`a.retracted_at is not null
  and (a.id <> l.id or (select s.state = 'RETRACTED' from shares s where s.id = l.share_id))`;

/** What the sender says of an item now: what was taken back where it was copied from is taken back here. */
const stateOf = (i: (property: keyof ShareItem & string) => Sql): Sql =>
  sql`case when ${befallen(i("lineageId"), takenBack)} then 'RETRACTED' else ${i("state")} end`;

/** When it went out, or when something befell it since, here or where it was copied from. */
const changedLast = (revisionId: Sql, lineageId: Sql): Sql => sql`(
  select greatest(coalesce(r.published_at, r.created_at), (select max(a.changed_at) from share_lineages l
    join share_lineages a on a.id = any(l.path) where l.id = ${lineageId}))
  from share_revisions r where r.id = ${revisionId})`;

const isOwn = (i: (property: keyof ShareItem & string) => Sql, me: Scope): Sql =>
  canSee(shareModel, me, (s) => sql`${s("id")} = ${i("shareId")} and ${s("senderId")} = ${me.organization}`);

/** One piece of information in one revision: the stricter of the share's marking and its own decides who sees it. */
export const itemModel: ReadModel<ShareItem> = readModel<ShareItem>({
  name: "ShareItem",
  idPrefix: "sitem",
  table: ItemTable,
  access: (i, me) => canSee(shareModel, me, (s) => sql`${s("id")} = ${i("shareId")} and (${reaches(s, i("tlp"), me)})`),
  columns: {
    id: withRow,
    lineageId: withRow,
    position: withRow,
    kind: withRow,
    text: withRow,
    change: withRow,
    note: withRow,
    tlp: withRow,
    pap: withRow,
    deIdentifiedAt: withRow,
  },
  computed: {
    state: { type: "text", access: withRow, sql: stateOf },
    retracted: {
      type: "boolean",
      access: withRow,
      sql: (i) => befallen(i("lineageId"), sql`a.retracted_at is not null`),
    },
    disputed: {
      type: "boolean",
      access: withRow,
      sql: (i) => befallen(i("lineageId"), sql`a.disputed_at is not null`),
    },
    updatedAt: { type: "timestamptz", access: withRow, sql: (i) => changedLast(i("revisionId"), i("lineageId")) },
    deIdentified: { type: "boolean", access: withRow, sql: (i) => sql`${i("deIdentifiedAt")} is not null` },
  },
  relations: {
    indicator: { one: () => indicatorModel, by: "indicatorId", access: withRow },
    share: { one: () => shareModel, by: "shareId", access: withRow },
    revision: { one: () => revisionModel, by: "revisionId", access: withRow },
    // Whose person confirmed it would tell a masked sender.
    deIdentifiedBy: { one: () => userModel, by: "deIdentifiedById", access: isOwn },
  },
  order: { by: ["position", "id"], direction: "asc" },
  pageMax: 500,
  filters: {
    kinds: { type: "text[]", where: (i, kinds) => sql`${i("kind")} = any(${kinds})` },
  },
});
tellsOf(itemModel, "item");

/** The derived What: the kinds of the items in a revision that the viewer sees. A status report tells of the response. */
export function whatIn(revisionId: Sql, me: Scope, kind: Sql): Sql {
  const alias = newAlias();
  const rows = visibleRows(itemModel, alias, me, (i) => sql`${i("revisionId")} = ${revisionId}`);
  return sql`array(select ${alias}.kind from ${rows}
    union select 'RESPONSE_STATUS' where ${kind} = 'STATUS_REPORT' order by 1)`;
}

/** The strictest PAP in a revision: the share's, and those of its items that the viewer sees and that still stand. */
export function papIn(revisionId: Sql, me: Scope, pap: Sql): Sql {
  const alias = newAlias();
  const rows = visibleRows(
    itemModel,
    alias,
    me,
    (i) => sql`${i("revisionId")} = ${revisionId} and ${stateOf(i)} <> 'RETRACTED'`,
  );
  return sql`(select p.level from unnest(${bind(papLevels, "text[]")}) with ordinality as p (level, rank)
    where p.level = ${pap} or p.level in (select ${alias}.pap from ${rows}) order by p.rank desc limit 1)`;
}

extendModel(indicatorModel, {
  computed: {
    disputed: {
      type: "boolean",
      access: withRow,
      sql: (indicator, me) => sql`exists(select 1 from ${isDisputed(indicator("id"), me)})`,
    },
  },
});

/** The items that hold an indicator now, of those that the viewer sees, against which a verdict stands. */
function isDisputed(indicator: Sql, me: Scope): Sql {
  const alias = newAlias();
  return visibleRows(
    itemModel,
    alias,
    me,
    (i) => sql`${i("indicatorId")} = ${indicator} and ${befallen(i("lineageId"), sql`a.disputed_at is not null`)}
      and ${i("revisionId")} in (select s.current_revision_id from shares s where s.id = ${i("shareId")})`,
  );
}

// Whoever received an item knows its indicator.
indicatorAlsoThrough((indicator, me) => canSee(itemModel, me, (i) => sql`${i("indicatorId")} = ${indicator}`));

extendModel(senderHalfModel, {
  computed: {
    what: { type: "text[]", access: withRow, sql: (s, me) => whatIn(s("currentRevisionId"), me, s("kind")) },
  },
});
extendModel(shareModel, {
  relations: {
    revisions: { many: () => revisionModel, by: "shareId", access: withRow },
    latestRevision: { one: () => revisionModel, by: "currentRevisionId", access: withRow },
    items: {
      many: () => itemModel,
      on: (i, s) => sql`${i("revisionId")} = ${s("currentRevisionId")}`,
      access: withRow,
    },
  },
});

/** Of these revisions those that the viewer sees, each with its share. */
export async function visibleRevisions(
  tx: Tx,
  viewer: Viewer,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const alias = newAlias();
  const r = rowOf(revisionModel, alias);
  const rows = visibleRows(
    revisionModel,
    alias,
    scopeOf(viewer),
    (row) => sql`${row("id")} = any(${bind(ids, "text[]")})`,
  );
  const found = await run<{ id: string; shareId: string }>(
    tx,
    "revisions.visible",
    sql`select ${r("id")} as id, ${r("shareId")} as "shareId" from ${rows}`,
  );
  return new Map(found.map(({ id, shareId }) => [id, shareId]));
}
