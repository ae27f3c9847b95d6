import { tellsOf } from "../../platform/events/event.read";
import { type ReadModel, type Scope, canSee, readModel, withRow } from "../../platform/read/model";
import { type Sql, sql } from "../../platform/sql";
import { organizationModel } from "../organizations/organization.read";
import type { InformationNeed, NeedPartner } from "./need";
import { NeedPartnerTable, NeedTable } from "./need.table";

type NeedRow = (property: keyof InformationNeed & string) => Sql;

const isOwn = (n: NeedRow, me: Scope): Sql => sql`${n("organizationId")} = ${me.organization}`;
const isShownTo = (needId: Sql, organizationId: Sql): Sql => sql`(select true from information_need_partners p
  where p.need_id = ${needId} and p.organization_id = ${organizationId} limit 1)`;

/** Its owner, and whom it chose. */
export const needModel: ReadModel<InformationNeed> = readModel<InformationNeed>({
  name: "InformationNeed",
  idPrefix: "need",
  table: NeedTable,
  access: (n, me) => sql`(${isOwn(n, me)} or ${isShownTo(n("id"), me.organization)})`,
  columns: {
    id: withRow,
    version: withRow,
    title: withRow,
    description: withRow,
    what: withRow,
    why: withRow,
    how: withRow,
    tags: withRow,
    neededBy: withRow,
    state: withRow,
    createdAt: withRow,
  },
  relations: {
    organization: { one: () => organizationModel, by: "organizationId", access: withRow },
    // Whom else it was shown to is the owner's business.
    partners: { many: () => partnerModel, by: "needId", access: isOwn },
  },
  order: { by: ["createdAt", "id"], direction: "desc" },
  filters: {
    states: { type: "text[]", where: (n, states) => sql`${n("state")} = any(${states})` },
    what: { type: "text[]", where: (n, kinds) => sql`${n("what")} && ${kinds}` },
    organizationId: { type: "text", where: (n, id) => sql`${n("organizationId")} = ${id}` },
    text: {
      type: "text",
      where: (n, text) =>
        sql`matches_text(concat_ws(' ', ${n("title")}, ${n("description")}, array_to_string(${n("tags")}, ' ')), ${text})`,
    },
  },
});
tellsOf(needModel, "need");

/** A partner that a need is shown to: an organisation in its place beside the need. */
const partnerModel: ReadModel<NeedPartner> = readModel<NeedPartner>({
  name: "NeedPartner",
  table: NeedPartnerTable,
  access: (p, me) => canSee(needModel, me, (n) => sql`${n("id")} = ${p("needId")} and ${isOwn(n, me)}`),
  columns: { organizationId: withRow },
  relations: { organization: { one: () => organizationModel, by: "organizationId", access: withRow } },
  order: { by: ["organizationId"], direction: "asc" },
});

/**
 * The newest open need of an organisation that it has shown to the sender and that asks for one of these kinds: a SELECT
 * of why, how and needed_by. It answers for the receiver, and tells the sender nothing that it was not shown.
 */
export const needFor = (organizationId: Sql, senderId: Sql, what: Sql): Sql => sql`
  select n.why, n.how, n.needed_by from information_needs n
  where n.organization_id = ${organizationId} and n.state = 'OPEN' and n.what && ${what}
    and ${isShownTo(sql`n.id`, senderId)} order by n.created_at desc, n.id desc limit 1`;
