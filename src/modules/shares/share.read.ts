import { tellsOf } from "../../platform/events/event.read";
import {
  type ReadModel,
  type Scope,
  canSee,
  canSeeId,
  extendModel,
  readModel,
  visibleRows,
  withRow,
} from "../../platform/read/model";
import { type Sql, newAlias, sql } from "../../platform/sql";
import { userModel } from "../accounts/account.read";
import { caseModel } from "../cases/case.read";
import { organizationModel } from "../organizations/organization.read";
import { venueModel } from "../venues/venue.read";
import type { Share, ShareRecipient } from "./share";
import { caseTlpReadable, isSender, recipientsReadable, senderReadable, shareReadable } from "./share.access";
import { RecipientTable, ShareTable } from "./share.table";

export { isNamed, isRecipient, namedFor, reaches, shareSides } from "./share.access";

export const shareModel: ReadModel<Share> = readModel<Share>({
  name: "Share",
  idPrefix: "share",
  table: ShareTable,
  access: shareReadable,
  columns: {
    id: withRow,
    version: withRow,
    subject: withRow,
    kind: withRow,
    senderMasked: withRow,
    contactText: senderReadable,
    tlp: withRow,
    pap: withRow,
    namedOnly: withRow,
    caseTlp: caseTlpReadable,
    caseBound: caseTlpReadable,
    attribution: withRow,
    forwarding: withRow,
    deIdentified: withRow,
    validUntil: withRow,
    detectedAt: withRow,
    state: withRow,
    retractionReason: withRow,
    createdAt: withRow,
    publishedAt: withRow,
    finalizedAt: withRow,
    closedAt: withRow,
    retractedAt: withRow,
    listedAt: withRow,
  },
  computed: {
    draft: { type: "boolean", access: isSender, sql: (s) => sql`${s("state")} = 'DRAFT'` },
    // V21: what cannot be true is kept as it was told. Of a draft it is judged now, of what is out when it went out.
    timeFlags: {
      type: "text[]",
      access: withRow,
      sql: (s) => sql`case when ${s("detectedAt")} > coalesce(${s("publishedAt")}, hub_now())
        then array['DETECTED_IN_FUTURE'] else '{}' end`,
    },
    expired: { type: "boolean", access: withRow, sql: (s) => sql`coalesce(${s("validUntil")} <= hub_now(), false)` },
    forwarded: { type: "boolean", access: withRow, sql: (s) => sql`${s("originId")} is not null` },
  },
  relations: {
    sender: { one: () => organizationModel, by: "senderId", access: senderReadable },
    contact: { one: () => userModel, by: "contactId", access: senderReadable },
    case: { one: () => caseModel, by: "caseId", access: withRow },
    venue: { one: () => venueModel, by: "venueId", access: withRow },
    source: { one: () => organizationModel, by: "sourceId", access: withRow },
    derivedFrom: { one: () => shareModel, by: "derivedFromId", access: withRow },
    recipients: { many: () => recipientModel, by: "shareId", access: recipientsReadable },
    persons: {
      many: () => userModel,
      on: (u, s) => sql`${u("id")} in (select p.account_id from share_persons p where p.share_id = ${s("id")})`,
      access: (s, me) => sql`${s("senderId")} = ${me.organization}`,
    },
    fiveW: { one: () => senderHalfModel, by: "id", access: withRow },
  },
  order: { by: ["listedAt", "id"], direction: "desc" },
  filters: {
    direction: {
      type: "text",
      where: (s, direction, me) => sql`(${s("senderId")} = ${me.organization}) = (${direction} = 'SENT')`,
    },
    states: { type: "text[]", where: (s, states) => sql`${s("state")} = any(${states})` },
    kind: { type: "text", where: (s, kind) => sql`${s("kind")} = ${kind}` },
    venueId: {
      type: "text",
      where: (s, id, me) => sql`${s("venueId")} = ${id} and ${canSeeId(venueModel, me, id)}`,
    },
    // Which case a share comes from is for those who see the case.
    caseId: { type: "text", where: (s, id, me) => sql`${s("caseId")} = ${id} and ${canSeeId(caseModel, me, id)}` },
    senderId: {
      type: "text",
      where: (s, id, me) =>
        sql`${s("senderId")} = ${id} and (not ${s("senderMasked")} or ${s("senderId")} = ${me.organization})`,
    },
    text: {
      type: "text",
      where: (s, text) => sql`bigrams(${s("subject")}) @> bigrams(${text}) and matches_text(${s("subject")}, ${text})`,
    },
  },
});
tellsOf(shareModel, "share");
extendModel(caseModel, { relations: { shares: { many: () => shareModel, by: "caseId", access: withRow } } });

/** The derived Where: the kind of the venue; what is sent without one goes from the sender to each recipient. */
export function kindOfVenue(venueId: Sql, me: Scope): Sql {
  const alias = newAlias();
  return sql`(select ${alias}.kind from ${visibleRows(venueModel, alias, me, (v) => sql`${v("id")} = ${venueId}`)})`;
}

/** The sender's six answers, as one thing. Its What is declared beside the items. */
export const senderHalfModel: ReadModel<Share> = readModel<Share>({
  name: "SenderFiveW",
  table: ShareTable,
  access: shareReadable,
  columns: {
    id: withRow,
    why: withRow,
    whyText: withRow,
    timing: withRow,
    validUntil: withRow,
    senderMasked: withRow,
    contactText: senderReadable,
    how: withRow,
  },
  computed: {
    when: { type: "text", access: withRow, sql: (s) => s("timing") },
    where: {
      type: "text",
      access: withRow,
      sql: (s, me) => sql`coalesce(${kindOfVenue(s("venueId"), me)}, 'BILATERAL')`,
    },
  },
  relations: {
    venue: { one: () => venueModel, by: "venueId", access: withRow },
    who: { one: () => organizationModel, by: "senderId", access: senderReadable },
    contact: { one: () => userModel, by: "contactId", access: senderReadable },
  },
  order: { by: ["id"], direction: "asc" },
});

/** Each recipient sees its own place in the list; the others' whoever may see the list. */
export const recipientModel: ReadModel<ShareRecipient> = readModel<ShareRecipient>({
  name: "ShareRecipient",
  table: RecipientTable,
  access: (r, me) =>
    canSee(
      shareModel,
      me,
      (s) => sql`${s("id")} = ${r("shareId")}
        and (${r("organizationId")} = ${me.organization} or ${recipientsReadable(s, me)})`,
    ),
  columns: { id: withRow, addedAt: withRow },
  relations: {
    organization: { one: () => organizationModel, by: "organizationId", access: withRow },
    share: { one: () => shareModel, by: "shareId", access: withRow },
  },
  order: { by: ["addedAt", "id"], direction: "asc" },
});
