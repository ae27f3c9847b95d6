import type { Access, Scope } from "../../platform/read/model";
import { type Sql, sql } from "../../platform/sql";
import type { Account, ApiKey } from "./account";

/** The organisation's own ADMIN, and the operator of the hub. */
const administers = (organization: Sql, me: Scope): Sql =>
  sql`(${me.operator} or (${organization} = ${me.organization} and 'ADMIN' = any(${me.roles})))`;

const userRules: ((user: Sql, organization: Sql, me: Scope) => Sql)[] = [];

/** Adds a reason to see a person of another organisation: a case in common. */
export function usersAlsoFor(rule: (user: Sql, organization: Sql, me: Scope) => Sql): void {
  userRules.push(rule);
}

/** E-mail addresses stay within the organisation; the operator, who enters them, sees them too. */
export const emailReadable: Access<Account> = (a, me) =>
  sql`(${a("organizationId")} = ${me.organization} or ${me.operator})`;

/** A person is seen by its organisation, by the operator, and by those with a reason to work with it. */
export const userReadable: Access<Account> = (a, me) =>
  sql`${a("kind")} = 'USER' and (${userRules.reduce(
    (all, rule) => sql`${all} or ${rule(a("id"), a("organizationId"), me)}`,
    emailReadable(a, me),
  )})`;

/** Which tools act for an organisation is for those who administer it. */
export const serviceAccountReadable: Access<Account> = (a, me) =>
  sql`${a("kind")} = 'SERVICE_ACCOUNT' and ${administers(a("organizationId"), me)}`;

export const accountReadable: Access<Account> = (a, me) =>
  sql`((${userReadable(a, me)}) or (${serviceAccountReadable(a, me)}))`;

export const apiKeyReadable: Access<ApiKey> = (key, me) => sql`
  (select true from accounts holder
   where holder.id = ${key("accountId")} and ${administers(sql`holder.organization_id`, me)} limit 1)`;

/** What was done is for the ADMIN of the organisation that did it; the operator reads nobody else's. */
export const auditReadable: Access<{ readonly organizationId: string }> = (entry, me) =>
  sql`${entry("organizationId")} = ${me.organization} and 'ADMIN' = any(${me.roles})`;
