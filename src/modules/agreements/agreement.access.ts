import type { Access } from "../../platform/read/model";
import { type Sql, newAlias, sql } from "../../platform/sql";
import type { Agreement } from "./agreement";

type AgreementRow = Parameters<Access<Agreement>>[0];

/** Its parties, from the proposal on. */
export const agreementReadable: Access<Agreement> = (a, me) => {
  const party = newAlias();
  return sql`(select true from agreement_parties ${party} where ${party}.agreement_id = ${a("id")}
    and ${party}.organization_id = ${me.organization} limit 1)`;
};

/** Accepted by all, and within its period. */
export const inForce = (a: AgreementRow): Sql => sql`(${a("state")} = 'ACTIVE' and ${a("validFrom")} <= hub_now()
  and (${a("validUntil")} is null or ${a("validUntil")} > hub_now()))`;

/** The relations of a viewer to an agreement that verbs ask for. */
export const agreementSides = { PARTY: agreementReadable };
export type AgreementSide = keyof typeof agreementSides;
