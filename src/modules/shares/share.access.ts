import type { Access, Scope } from "../../platform/read/model";
import { canSee, canSeeId } from "../../platform/read/model";
import { type Sql, sql } from "../../platform/sql";
import { caseModel } from "../cases/case.read";
import { amberReaches } from "../organizations/organization.read";
import { communitiesOf, venueModel, venueMemberModel } from "../venues/venue.read";
import type { Share } from "./share";

type ShareRow = Parameters<Access<Share>>[0];

export const isSender = (s: ShareRow, me: Scope): Sql => sql`${s("senderId")} = ${me.organization}`;

/** The viewer's organisation is a recipient by name. */
export const isRecipient = (shareId: Sql, me: Scope): Sql => sql`
  (select true from share_recipients r where r.share_id = ${shareId} and r.organization_id = ${me.organization} limit 1)`;

/** The viewer is named for a share, as a person or a tool. */
export const isNamed = (shareId: Sql, me: Scope): Sql => sql`
  (select true from share_persons p where p.share_id = ${shareId} and p.account_id = ${me.account} limit 1)`;

/** The accounts that are named for a share. */
export const namedFor = (shareId: Sql): Sql =>
  sql`array(select p.account_id from share_persons p where p.share_id = ${shareId})`;

/** A recipient's own clients and parts. They are outside of a case: what is bound by one is not for them. */
const isClose = (s: ShareRow, me: Scope): Sql => sql`(not ${s("caseBound")} and (select true from share_recipients r
  where r.share_id = ${s("id")} and r.organization_id = any(${amberReaches(me)}) limit 1))`;

/** The community of the venue; in the venue of the whole hub, everybody. */
const isInCommunity = (s: ShareRow, me: Scope): Sql => sql`(${s("venueId")} = any(${communitiesOf(me)})
  or ${canSee(venueModel, me, (v) => sql`${v("id")} = ${s("venueId")} and ${v("kind")} = 'HUB'`)})`;

/**
 * Whom a marking lets at what is in a share (TLP 2.0). RED: named persons, and nobody else of any organisation.
 * AMBER_STRICT: sender and recipients. AMBER: and the recipients' clients and parts, unless a case binds it. GREEN: and
 * the community of the venue, for which V6 is asked when it goes out. CLEAR: whoever is signed in, likewise. A draft is
 * its sender's. `tlp` is the share's, or the stricter one of an item.
 */
export const reaches = (s: ShareRow, tlp: Sql, me: Scope): Sql => sql`
  case when ${s("namedOnly")} or ${tlp} = 'RED' then ${isNamed(s("id"), me)} and (${s("state")} <> 'DRAFT' or ${isSender(s, me)})
    else ${isSender(s, me)} or (${s("state")} <> 'DRAFT' and (
      ${tlp} = 'CLEAR' or ${isRecipient(s("id"), me)}
      or (${tlp} in ('AMBER', 'GREEN') and ${isClose(s, me)})
      or (${tlp} = 'GREEN' and ${isInCommunity(s, me)}))) end`;

export const shareReadable: Access<Share> = (s, me) => reaches(s, s("tlp"), me);

/** A masked sender is nobody's business but its own. */
export const senderReadable: Access<Share> = (s, me) => sql`(not ${s("senderMasked")} or ${isSender(s, me)})`;

/**
 * Who else received it: the sender, and members of a venue that shows its members to each other. Of a masked sender
 * not even they: the one member that is missing among the recipients would be it.
 */
export const recipientsReadable: Access<Share> = (s, me) => sql`(${isSender(s, me)} or (not ${s("senderMasked")}
  and ${canSee(venueModel, me, (v) => sql`${v("id")} = ${s("venueId")} and ${v("showsMembers")} and ${v("kind")} not in ('HUB', 'PUBLIC')`)}
  and ${canSee(
    venueMemberModel,
    me,
    (m) =>
      sql`${m("venueId")} = ${s("venueId")} and ${m("organizationId")} = ${me.organization} and ${m("state")} = 'ACTIVE'`,
  )}))`;

/**
 * How the case was marked, and whether it binds the share: its sender knows, and whoever sees the case. Who passes it on
 * is the sender of the copy, and knows of no case.
 */
export const caseTlpReadable: Access<Share> = (s, me) =>
  sql`((${isSender(s, me)} and ${s("originId")} is null) or ${canSeeId(caseModel, me, s("caseId"))})`;

/** The relations of a viewer to a share that verbs ask for. AUDIENCE: it reached the viewer, and is not its own. */
export const shareSides = {
  SENDER: isSender as Access<Share>,
  AUDIENCE: ((s, me) => sql`not (${isSender(s, me)})`) as Access<Share>,
};
export type ShareSide = keyof typeof shareSides;
