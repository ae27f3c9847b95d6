import { type ReadModel, type Access, type Scope, extendModel, readModel, withRow } from "../../platform/read/model";
import { eventModel, tellsOf } from "../../platform/events/event.read";
import { type Sql, sql } from "../../platform/sql";
import { organizationModel } from "../organizations/organization.read";
import type { Account } from "./account";
import { AccountTable } from "./account.table";

const userRules: ((user: Sql, organization: Sql, me: Scope) => Sql)[] = [];

/** Adds a reason to see a person of another organisation: a case in common. */
export function usersAlsoFor(rule: (user: Sql, organization: Sql, me: Scope) => Sql): void {
  userRules.push(rule);
}

const sameOrganization: Access<Account> = (a, me) => sql`${a("organizationId")} = ${me.organization}`;

export const userReadable: Access<Account> = (a, me) =>
  sql`${a("kind")} = 'USER' and (${userRules.reduce(
    (all, rule) => sql`${all} or ${rule(a("id"), a("organizationId"), me)}`,
    sameOrganization(a, me),
  )})`;

/** A person (担当者). */
export const userModel: ReadModel<Account> = readModel<Account>({
  name: "User",
  idPrefix: "user",
  table: AccountTable,
  access: userReadable,
  columns: {
    id: withRow,
    version: withRow,
    name: withRow,
    email: sameOrganization,
    roles: sameOrganization,
    active: sameOrganization,
    createdAt: withRow,
  },
  relations: { organization: { one: () => organizationModel, by: "organizationId", access: withRow } },
  order: { by: ["createdAt", "id"], direction: "desc" },
});
tellsOf(userModel, "user");

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
