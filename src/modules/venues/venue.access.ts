import type { Access, Former, Scope } from "../../platform/read/model";
import { type Sql, newAlias, sql } from "../../platform/sql";
import type { Venue } from "./venue";

type VenueRow = Parameters<Access<Venue>>[0];

/** The viewer's organisation is in this venue, in one of these states. */
function isIn(venueId: Sql, me: Scope, states: Sql): Sql {
  const own = newAlias();
  return sql`(select true from venue_members ${own} where ${own}.venue_id = ${venueId}
    and ${own}.organization_id = ${me.organization} and ${own}.state in (${states}) limit 1)`;
}

const isOpen = (v: VenueRow): Sql => sql`${v("kind")} in ('HUB', 'PUBLIC')`;

/** Its members, and those it has invited; what is for everybody, whoever is signed in. */
export const venueReadable: Access<Venue> = (v, me) =>
  sql`(${isOpen(v)} or ${isIn(v("id"), me, sql`'INVITED', 'ACTIVE'`)})`;

/** Whoever was in it, declined, or was removed, of what happened up to then. */
export const venueFormerlyReadable: Former<keyof Venue & string> = (v, me, since) => {
  const own = newAlias();
  return sql`(select true from venue_members ${own} where ${own}.venue_id = ${v("id")}
    and ${own}.organization_id = ${me.organization} and ${own}.state = 'LEFT' and ${own}.left_at >= ${since} limit 1)`;
};

/** Who is in it: whoever manages it, and its members where it shows them to each other. */
export const membersReadable: Access<Venue> = (v, me) =>
  sql`(${v("ownerId")} = ${me.organization} or (${isOpen(v)} and ${me.operator})
    or (${v("showsMembers")} and ${isIn(v("id"), me, sql`'ACTIVE'`)}))`;

const speaks = (me: Scope): Sql => sql`${me.roles} && array['LIAISON', 'ADMIN']`;

/** The relations of a viewer to a venue that verbs ask for. */
export const venueSides = {
  MANAGER: ((v, me) => sql`${v("ownerId")} = ${me.organization} and ${speaks(me)}`) as Access<Venue>,
  HUB_OPERATOR: ((v, me) => sql`${isOpen(v)} and ${me.operator}`) as Access<Venue>,
  MEMBER: ((v, me) => sql`${speaks(me)} and ${isIn(v("id"), me, sql`'INVITED', 'ACTIVE'`)}`) as Access<Venue>,
  INVITED: ((v, me) => isIn(v("id"), me, sql`'INVITED'`)) as Access<Venue>,
};
export type VenueSide = keyof typeof venueSides;

/** The closed communities that the viewer's organisation is in: an array of the ids of venues. */
export const communitiesOf = (me: Scope): Sql => sql`array(
  select community.id from venue_members own join venues community on community.id = own.venue_id
  where own.organization_id = ${me.organization} and own.state = 'ACTIVE' and community.kind = 'CLOSED_COMMUNITY')`;

/** True when the viewer's organisation is in a closed community together with this one. */
export const inCommunityOf = (organization: Sql, me: Scope): Sql => {
  const theirs = newAlias();
  return sql`(select true from venue_members ${theirs} where ${theirs}.organization_id = ${organization}
    and ${theirs}.state = 'ACTIVE' and ${theirs}.venue_id = any(${communitiesOf(me)}) limit 1)`;
};
