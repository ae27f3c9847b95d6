import { type Declaration, type ReadModel, extendModel, readModel, withRow } from "../../platform/read/model";
import { eventModel, tellsOf } from "../../platform/events/event.read";
import { sql } from "../../platform/sql";
import { organizationModel } from "../organizations/organization.read";
import type { Account } from "./account";
import { accountReadable, emailReadable, serviceAccountReadable, userReadable } from "./account.access";
import { AccountTable } from "./account.table";

export { usersAlsoFor } from "./account.access";

const served: Omit<Declaration<Account>, "name" | "access"> = {
  table: AccountTable,
  columns: {
    id: withRow,
    version: withRow,
    name: withRow,
    email: emailReadable,
    roles: withRow,
    active: withRow,
    createdAt: withRow,
  },
  relations: { organization: { one: () => organizationModel, by: "organizationId", access: withRow } },
  order: { by: ["createdAt", "id"], direction: "desc" },
  filters: {
    organizationId: { type: "text", where: (a, id) => sql`${a("organizationId")} = ${id}` },
    active: { type: "boolean", where: (a, yes) => sql`${a("active")} = ${yes}` },
    text: { type: "text", where: (a, text) => sql`matches_text(${a("name")}, ${text})` },
  },
};

/** A person (担当者). */
export const userModel: ReadModel<Account> = readModel<Account>({
  ...served,
  name: "User",
  idPrefix: "user",
  access: userReadable,
});
tellsOf(userModel, "user");

/** A tool. */
export const serviceAccountModel: ReadModel<Account> = readModel<Account>({
  ...served,
  name: "ServiceAccount",
  idPrefix: "svc",
  access: serviceAccountReadable,
});
tellsOf(serviceAccountModel, "serviceAccount");

/** Either of them, where it does not matter which. */
export const accountModel: ReadModel<Account> = readModel<Account>({
  ...served,
  name: "Account",
  access: accountReadable,
  variants: { by: "kind", types: { USER: "User", SERVICE_ACCOUNT: "ServiceAccount" } },
});

/** The viewer's own account: what every client may know of itself. */
export const meModel: ReadModel<Account> = readModel<Account>({
  name: "Me",
  table: AccountTable,
  access: (a, me) => sql`${a("id")} = ${me.account}`,
  columns: { kind: withRow, name: withRow, roles: withRow, id: withRow },
  computed: {
    accountId: { type: "text", access: withRow, sql: (a) => a("id") },
    operator: { type: "boolean", access: withRow, sql: (_, me) => me.operator },
  },
  relations: {
    organization: { one: () => organizationModel, by: "organizationId", access: withRow },
    user: { one: () => userModel, by: "id", access: withRow },
    serviceAccount: { one: () => serviceAccountModel, by: "id", access: withRow },
  },
  order: { by: ["id"], direction: "asc" },
});

// Who did it: the person where the viewer may see it, else the organisation. A tool is shown as its organisation.
extendModel(eventModel, {
  relations: {
    actor: {
      any: [
        { one: () => userModel, by: "actorId" },
        { one: () => organizationModel, by: "actorOrganizationId" },
      ],
      access: withRow,
    },
  },
});
