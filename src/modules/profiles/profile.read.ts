import { tellsOf } from "../../platform/events/event.read";
import { type ReadModel, readModel, withRow } from "../../platform/read/model";
import { type Sql, sql } from "../../platform/sql";
import { userModel } from "../accounts/account.read";
import type { StandingProfile } from "./profile";
import { ProfileTable } from "./profile.table";

/** An organisation's own. */
export const profileModel: ReadModel<StandingProfile> = readModel<StandingProfile>({
  name: "StandingProfile",
  idPrefix: "profile",
  table: ProfileTable,
  access: (p, me) => sql`${p("organizationId")} = ${me.organization}`,
  columns: {
    id: withRow,
    version: withRow,
    active: withRow,
    why: withRow,
    whyText: withRow,
    how: withRow,
    state: withRow,
    kinds: withRow,
    updatedAt: withRow,
  },
  relations: { updatedBy: { one: () => userModel, by: "updatedById", access: withRow } },
  order: { by: ["id"], direction: "asc" },
});
tellsOf(profileModel, "standingProfile");

/**
 * Joins `p`, the profile that an organisation applies to what arrives, where it has one that speaks for all that it
 * tells of. It speaks for no named persons.
 */
export const profileFor = (
  organizationId: Sql,
  { what, namedOnly }: { readonly what: Sql; readonly namedOnly: Sql },
): Sql => sql`standing_profiles p on p.organization_id = ${organizationId} and p.active and not ${namedOnly}
  and (p.kinds = '{}' or ${what} <@ p.kinds)`;

/** What `p` says of what arrives: of a revision in which nothing is left to use, that it was noted. */
export const saysOf = (what: Sql): Sql => sql`case when cardinality(${what}) > 0 then p.state else 'ACKNOWLEDGED' end`;
