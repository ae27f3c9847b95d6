import type { Access, Scope } from "../../platform/read/model";
import { type Sql, sql } from "../../platform/sql";
import type { Organization } from "./organization";

/** Whoever is signed in knows who is here. */
export const organizationReadable: Access<Organization> = () => sql`true`;

const contactRules: ((organization: Sql, me: Scope) => Sql)[] = [];

/** Adds a reason to know how to reach an organisation: a case in common, an agreement. True lets through. */
export function contactsAlsoFor(rule: (organization: Sql, me: Scope) => Sql): void {
  contactRules.push(rule);
}

/** The organisation itself, and the operator, who administers it. */
export const administeredOrOwn: Access<Organization> = (o, me) =>
  sql`(${o("id")} = ${me.organization} or ${me.operator})`;

/** Contacts and coverage: whoever has a reason to call the organisation, too. */
export const contactsReadable: Access<Organization> = (o, me) =>
  contactRules.reduce((all, rule) => sql`${all} or ${rule(o("id"), me)}`, administeredOrOwn(o, me));

/** An organisation, all that it is a part of, and all its parts; empty for none. What is a part of what the operator says. */
export const lineOf = (organization: Sql): Sql => sql`array(
  with recursive above as (
    select id, parent_id from organizations where id = ${organization}
    union select o.id, o.parent_id from organizations o join above a on o.id = a.parent_id),
  below as (
    select id from organizations where id = ${organization}
    union select o.id from organizations o join below b on o.parent_id = b.id)
  select id from above union select id from below)`;

/** The organisations whose AMBER reaches the viewer: its own, its parents, and those whose client it or a parent is. */
export const amberReaches = (me: Scope): Sql => sql`array(
  with recursive line as (
    select id, parent_id from organizations where id = ${me.organization}
    union select o.id, o.parent_id from organizations o join line l on o.id = l.parent_id)
  select id from line union select provider_id from organization_clients c join line l on c.client_id = l.id)`;
