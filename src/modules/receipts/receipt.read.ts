import { tellsOf } from "../../platform/events/event.read";
import {
  type ReadModel,
  type Scope,
  canSee,
  canSeeId,
  extendModel,
  readModel,
  rowOf,
  withRow,
} from "../../platform/read/model";
import { type Sql, newAlias, sql } from "../../platform/sql";
import { userModel } from "../accounts/account.read";
import { organizationModel } from "../organizations/organization.read";
import { whatIn } from "../revisions/revision.read";
import { kindOfVenue, senderHalfModel, shareModel } from "../shares/share.read";
import type { ShareReceipt, ShareUse } from "./receipt";
import { ReceiptTable, UseTable } from "./receipt.table";

type ReceiptRow = (property: keyof ShareReceipt & string) => Sql;

const isOwn = (r: ReceiptRow, me: Scope): Sql => sql`${r("organizationId")} = ${me.organization}`;

/** Its recipient and the sender, as far as each sees the share. */
const receiptReadable = (r: ReceiptRow, me: Scope): Sql =>
  canSee(
    shareModel,
    me,
    (s) => sql`${s("id")} = ${r("shareId")} and (${isOwn(r, me)} or ${s("senderId")} = ${me.organization})`,
  );

/** Something of the newest use: what the recipient does with the newest revision that it got. */
const latest = (receiptId: Sql, what: Sql): Sql =>
  sql`(select ${what} from share_uses u where u.receipt_id = ${receiptId} order by u.number desc limit 1)`;

export const receiptModel: ReadModel<ShareReceipt> = readModel<ShareReceipt>({
  name: "ShareReceipt",
  idPrefix: "receipt",
  table: ReceiptTable,
  access: receiptReadable,
  columns: { id: withRow, version: withRow, prefilledFrom: withRow, createdAt: withRow, answeredAt: withRow },
  computed: {
    state: { type: "text", access: withRow, sql: (r) => latest(r("id"), sql`u.state`) },
    revisionNumber: { type: "integer", access: withRow, sql: (r) => latest(r("id"), sql`u.number`) },
    reason: { type: "text", access: withRow, sql: (r) => latest(r("id"), sql`u.reason`) },
    note: { type: "text", access: withRow, sql: (r) => latest(r("id"), sql`u.note`) },
  },
  relations: {
    share: { one: () => shareModel, by: "shareId", access: withRow },
    organization: { one: () => organizationModel, by: "organizationId", access: withRow },
    uses: { list: () => useModel, by: "receiptId", access: withRow },
    senderFiveW: { one: () => senderHalfModel, by: "shareId", access: withRow },
    receiverFiveW: { one: () => receiverHalfModel, by: "id", access: withRow },
  },
  order: { by: ["createdAt", "id"], direction: "desc" },
  filters: {
    states: { type: "text[]", where: (r, states) => sql`${latest(r("id"), sql`u.state`)} = any(${states})` },
    organizationId: { type: "text", where: (r, id) => sql`${r("organizationId")} = ${id}` },
    shareId: { type: "text", where: (r, id) => sql`${r("shareId")} = ${id}` },
    mine: { type: "boolean", where: (r, yes, me) => sql`${yes} = (${isOwn(r, me)})` },
  },
});
tellsOf(receiptModel, "receipt");

export const useModel: ReadModel<ShareUse> = readModel<ShareUse>({
  name: "ShareUse",
  table: UseTable,
  access: (u, me) => canSeeId(receiptModel, me, u("receiptId")),
  columns: {
    number: withRow,
    state: withRow,
    reason: withRow,
    note: withRow,
    deliveredAt: withRow,
    acknowledgedAt: withRow,
    plannedAt: withRow,
    settledAt: withRow,
  },
  order: { by: ["number"], direction: "asc" },
});

/** The share of a receipt: for the answers that are derived from it. */
function ofShare(shareId: Sql, value: (s: (property: string) => Sql) => Sql): Sql {
  const alias = newAlias();
  const s = rowOf(shareModel, alias);
  return sql`(select ${value(s)} from ${shareModel.from()} ${alias} where ${s("id")} = ${shareId})`;
}

/** The receiver's six answers, as one thing. */
export const receiverHalfModel: ReadModel<ShareReceipt> = readModel<ShareReceipt>({
  name: "ReceiverFiveW",
  table: ReceiptTable,
  access: receiptReadable,
  columns: { id: withRow, why: withRow, whyText: withRow, neededBy: withRow },
  computed: {
    // Who did not use it, and says nothing more, could not use it. Derived: it is no answer for another revision.
    how: {
      type: "text",
      access: withRow,
      sql: (r) =>
        sql`coalesce(${r("how")}, case when ${latest(r("id"), sql`u.state`)} = 'NOT_USED' then 'NOT_USABLE' end)`,
    },
    when: { type: "timestamptz", access: withRow, sql: (r) => r("answeredAt") },
    what: {
      type: "text[]",
      access: withRow,
      sql: (r, me) => ofShare(r("shareId"), (s) => whatIn(s("currentRevisionId"), me, s("kind"))),
    },
    where: {
      type: "text",
      access: withRow,
      sql: (r, me) => sql`coalesce(${ofShare(r("shareId"), (s) => kindOfVenue(s("venueId"), me))}, 'BILATERAL')`,
    },
  },
  relations: {
    who: { one: () => organizationModel, by: "organizationId", access: withRow },
    person: { one: () => userModel, by: "answeredById", access: withRow },
  },
  order: { by: ["id"], direction: "asc" },
});

extendModel(shareModel, {
  relations: { receipts: { many: () => receiptModel, by: "shareId", access: withRow } },
  filters: {
    // What one's own organisation has not even acknowledged.
    unanswered: {
      type: "boolean",
      where: (s, yes, me) => sql`${yes} = coalesce((select ${latest(sql`r.id`, sql`u.state`)} = 'DELIVERED'
        from share_receipts r where r.share_id = ${s("id")} and r.organization_id = ${me.organization}), false)`,
    },
  },
});
