import { tellsOf } from "../../platform/events/event.read";
import { type ReadModel, canSee, readModel, withRow } from "../../platform/read/model";
import { sql } from "../../platform/sql";
import { organizationModel } from "../organizations/organization.read";
import type { Venue, VenueMember } from "./venue";
import { membersReadable, venueFormerlyReadable, venueReadable } from "./venue.access";
import { VenueMemberTable, VenueTable } from "./venue.table";

export { communitiesOf, inCommunityOf } from "./venue.access";

export const venueModel: ReadModel<Venue> = readModel<Venue>({
  name: "Venue",
  idPrefix: "venue",
  table: VenueTable,
  access: venueReadable,
  formerly: venueFormerlyReadable,
  columns: {
    id: withRow,
    version: withRow,
    kind: withRow,
    name: withRow,
    nameJa: withRow,
    description: withRow,
    showsMembers: withRow,
    createdAt: withRow,
  },
  relations: {
    owner: { one: () => organizationModel, by: "ownerId", access: withRow },
    members: { many: () => venueMemberModel, by: "venueId", access: membersReadable },
  },
  order: { by: ["createdAt", "id"], direction: "desc" },
  filters: {
    kinds: { type: "text[]", where: (v, kinds) => sql`${v("kind")} = any(${kinds})` },
    ownerId: { type: "text", where: (v, id) => sql`${v("ownerId")} = ${id}` },
    text: {
      type: "text",
      where: (v, text) => sql`matches_text(concat_ws(' ', ${v("name")}, ${v("nameJa")}), ${text})`,
    },
  },
});
tellsOf(venueModel, "venue");

/** Each organisation sees its own place, also after it has left; the others' whoever may see who is in the venue. */
export const venueMemberModel: ReadModel<VenueMember> = readModel<VenueMember>({
  name: "VenueMember",
  idPrefix: "vmember",
  table: VenueMemberTable,
  access: (m, me) => sql`(${m("organizationId")} = ${me.organization}
    or ${canSee(venueModel, me, (v) => sql`${v("id")} = ${m("venueId")} and ${membersReadable(v, me)}`)})`,
  columns: { id: withRow, state: withRow, invitedAt: withRow, joinedAt: withRow, leftAt: withRow },
  relations: {
    organization: { one: () => organizationModel, by: "organizationId", access: withRow },
    venue: { one: () => venueModel, by: "venueId", access: withRow },
  },
  order: { by: ["invitedAt", "id"], direction: "asc" },
  filters: {
    states: { type: "text[]", where: (m, states) => sql`${m("state")} = any(${states})` },
  },
});
tellsOf(venueMemberModel, "venueMember");
