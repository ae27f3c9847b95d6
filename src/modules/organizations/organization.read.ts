import { type ReadModel, readModel, withRow } from "../../platform/read/model";
import { tellsOf } from "../../platform/events/event.read";
import { sql } from "../../platform/sql";
import type { Organization } from "./organization";
import { contactsReadable, organizationReadable } from "./organization.access";
import { OrganizationTable } from "./organization.table";

export { amberReaches, contactsAlsoFor } from "./organization.access";

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
  },
  relations: {
    parent: { one: () => organizationModel, by: "parentId", access: withRow },
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
