import { tellsOf } from "../../platform/events/event.read";
import { type ReadModel, type Scope, extendModel, readModel, withRow } from "../../platform/read/model";
import { type Sql, sql } from "../../platform/sql";
import { waitsFor } from "../cases/wait.read";
import { organizationModel } from "../organizations/organization.read";
import { shareModel } from "../shares/share.read";
import { venueModel } from "../venues/venue.read";
import type { Forward } from "./forward";
import { ForwardTable } from "./forward.table";

type ForwardRow = (property: keyof Forward & string) => Sql;
const isRequester = (f: ForwardRow, me: Scope): Sql => sql`${f("requesterId")} = ${me.organization}`;
const isOriginator = (f: ForwardRow, me: Scope): Sql => sql`${f("originatorId")} = ${me.organization}`;

/** Whoever asks and whoever is asked. Who that is, is not served: the sender of a share may be masked. */
export const forwardModel: ReadModel<Forward> = readModel<Forward>({
  name: "Forward",
  idPrefix: "forward",
  table: ForwardTable,
  access: (f, me) => sql`(${isRequester(f, me)} or ${isOriginator(f, me)})`,
  columns: {
    id: withRow,
    version: withRow,
    purpose: withRow,
    state: withRow,
    reason: withRow,
    requestedAt: withRow,
    dueAt: withRow,
    answeredAt: withRow,
    forwardedAt: withRow,
  },
  relations: {
    requester: { one: () => organizationModel, by: "requesterId", access: withRow },
    share: { one: () => shareModel, by: "shareId", access: withRow },
    original: { one: () => shareModel, by: "originId", access: withRow },
    copy: { one: () => shareModel, by: "copyId", access: withRow },
    venue: { one: () => venueModel, by: "venueId", access: withRow },
    recipients: {
      many: () => organizationModel,
      on: (o, f) => sql`${o("id")} = any(${f("recipientIds")})`,
      access: withRow,
    },
  },
  order: { by: ["requestedAt", "id"], direction: "desc" },
  filters: {
    states: { type: "text[]", where: (f, states) => sql`${f("state")} = any(${states})` },
    toAnswer: {
      type: "boolean",
      where: (f, yes, me) => sql`${yes} = (${isOriginator(f, me)} and ${f("state")} = 'REQUESTED')`,
    },
  },
});
tellsOf(forwardModel, "forward");

extendModel(shareModel, {
  relations: {
    forwards: {
      many: () => forwardModel,
      on: (f, s) => sql`(${f("shareId")} = ${s("id")} or ${f("originId")} = ${s("id")})`,
      access: withRow,
    },
  },
});

// Who the originator is, is not for the asker to know: the sender of a share may be masked.
waitsFor(sql`
  select id, null::text as case_id, originator_id as organization_id, 'PERMISSION' as kind, requested_at as since, due_at,
    array[originator_id] as seen_by, null::text[] as named
  from share_forwards where state = 'REQUESTED'`);

export const forwardSides = { ORIGINATOR: isOriginator, REQUESTER: isRequester };
