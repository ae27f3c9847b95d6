import { tellsOf } from "../../platform/events/event.read";
import { type ReadModel, canSeeId, readModel, rowOf, withRow } from "../../platform/read/model";
import { type Sql, newAlias, sql } from "../../platform/sql";
import { contactsAlsoFor, organizationModel } from "../organizations/organization.read";
import type { Agreement, AgreementContact, AgreementParty } from "./agreement";
import { agreementReadable, inForce } from "./agreement.access";
import { AgreementContactTable, AgreementPartyTable, AgreementTable } from "./agreement.table";

export const agreementModel: ReadModel<Agreement> = readModel<Agreement>({
  name: "Agreement",
  idPrefix: "agreement",
  table: AgreementTable,
  access: agreementReadable,
  columns: {
    id: withRow,
    version: withRow,
    title: withRow,
    state: withRow,
    validFrom: withRow,
    validUntil: withRow,
    targets: withRow,
    speedWindowMinutes: withRow,
    disclosureClauses: withRow,
    createdAt: withRow,
    endedAt: withRow,
    endingReason: withRow,
  },
  computed: { inForce: { type: "boolean", access: withRow, sql: (a) => inForce(a) } },
  relations: {
    proposedBy: { one: () => organizationModel, by: "proposedById", access: withRow },
    parties: { list: () => partyModel, by: "agreementId", access: withRow },
    contactLadder: { list: () => contactModel, by: "agreementId", access: withRow },
  },
  order: { by: ["createdAt", "id"], direction: "desc" },
  filters: {
    states: { type: "text[]", where: (a, states) => sql`${a("state")} = any(${states})` },
    inForce: { type: "boolean", where: (a, yes) => sql`${yes} = ${inForce(a)}` },
    withId: {
      type: "text",
      where: (a, organization) => sql`${organization} in
        (select party.organization_id from agreement_parties party where party.agreement_id = ${a("id")})`,
    },
  },
});
tellsOf(agreementModel, "agreement");

const partyModel: ReadModel<AgreementParty> = readModel<AgreementParty>({
  name: "AgreementParty",
  table: AgreementPartyTable,
  access: (p, me) => canSeeId(agreementModel, me, p("agreementId")),
  columns: { organizationId: withRow, acceptedAt: withRow },
  relations: { organization: { one: () => organizationModel, by: "organizationId", access: withRow } },
  order: { by: ["organizationId"], direction: "asc" },
});

const contactModel: ReadModel<AgreementContact> = readModel<AgreementContact>({
  name: "AgreementContact",
  idPrefix: "agcontact",
  table: AgreementContactTable,
  access: (c, me) => canSeeId(agreementModel, me, c("agreementId")),
  columns: { id: withRow, step: withRow, name: withRow, phone: withRow, minutesToNext: withRow },
  relations: {
    organization: { one: () => organizationModel, by: "organizationId", access: withRow },
    agreement: { one: () => agreementModel, by: "agreementId", access: withRow },
  },
  order: { by: ["step", "id"], direction: "asc" },
});

/** A SELECT of `value`, an expression on the agreements that are in force now between these two organisations. */
export function fromAgreementsBetween(a: Sql, b: Sql, value: (row: (property: string) => Sql) => Sql): Sql {
  const [agreement, one, other] = [newAlias(), newAlias(), newAlias()];
  const row = rowOf(agreementModel, agreement);
  return sql`select ${value(row)} from agreement_parties ${one}
    join agreement_parties ${other} on ${other}.agreement_id = ${one}.agreement_id
    join agreements ${agreement} on ${row("id")} = ${one}.agreement_id
    where ${one}.organization_id = ${a} and ${other}.organization_id = ${b}
      and ${one}.organization_id <> ${other}.organization_id and ${inForce(row)}`;
}

/** True when an agreement between these two organisations is in force now. */
export const activeAgreementBetween = (a: Sql, b: Sql): Sql =>
  sql`(${fromAgreementsBetween(a, b, () => sql`true`)} limit 1)`;

contactsAlsoFor((organization, me) => activeAgreementBetween(me.organization, organization));
