import { type ReadModel, readModel, withRow } from "../../platform/read/model";
import { tellsOf } from "../../platform/events/event.read";
import { type Sql, sql } from "../../platform/sql";
import type { Organization } from "./organization";
import { administeredOrOwn, contactsReadable, organizationReadable } from "./organization.access";
import { OrganizationTable } from "./organization.table";

export { amberReaches, contactsAlsoFor, lineOf } from "./organization.access";

export const organizationModel: ReadModel<Organization> = readModel<Organization>({
  name: "Organization",
  idPrefix: "org",
  table: OrganizationTable,
  access: organizationReadable,
  columns: {
    id: withRow,
    version: withRow,
    name: withRow,
    nameJa: withRow,
    shortCode: withRow,
    kinds: withRow,
    sector: withRow,
    country: withRow,
    timeZone: withRow,
    contacts: contactsReadable,
    coverageWindows: contactsReadable,
    createdAt: withRow,
    updatedAt: withRow,
  },
  relations: {
    parent: { one: () => organizationModel, by: "parentId", access: withRow },
    children: { many: () => organizationModel, by: "parentId", access: withRow },
    // Whom one serves is between the two. Each sees it from its own side, so that no client learns of the others.
    clients: { many: () => clientModel, by: "otherId", access: administeredOrOwn },
    providers: { many: () => providerModel, by: "otherId", access: administeredOrOwn },
  },
  order: { by: ["createdAt", "id"], direction: "desc" },
  filters: {
    kind: { type: "text", where: (o, kind) => sql`${kind} = any(${o("kinds")})` },
    text: {
      type: "text",
      where: (o, text) => sql`matches_text(concat_ws(' ', ${o("name")}, ${o("nameJa")}, ${o("shortCode")}), ${text})`,
    },
  },
});
tellsOf(organizationModel, "organization");

/** Organisations beside the id of another, at which a page of them is asked for. */
const besides = (source: Sql): ReadModel => ({
  ...organizationModel,
  idPrefix: undefined,
  from: () => source,
  stored: { ...organizationModel.stored, otherId: { name: "other_id", type: "text" } },
});
const clientModel = besides(sql`(select o.*, c.provider_id as other_id
  from organizations o join organization_clients c on c.client_id = o.id)`);
const providerModel = besides(sql`(select o.*, c.client_id as other_id
  from organizations o join organization_clients c on c.provider_id = o.id)`);
