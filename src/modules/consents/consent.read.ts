import { tellsOf } from "../../platform/events/event.read";
import { type ReadModel, canSeeId, extendModel, readModel, withRow } from "../../platform/read/model";
import { type Sql, sql } from "../../platform/sql";
import { userModel } from "../accounts/account.read";
import { caseModel } from "../cases/case.read";
import { organizationModel } from "../organizations/organization.read";
import type { DisclosureConsent } from "./consent";
import { ConsentTable } from "./consent.table";

type ConsentRow = (property: keyof DisclosureConsent & string) => Sql;
const inForce = (c: ConsentRow): Sql =>
  sql`(${c("withdrawnAt")} is null and (${c("validUntil")} is null or ${c("validUntil")} > hub_now()))`;

/** As everything in its case. */
export const consentModel: ReadModel<DisclosureConsent> = readModel<DisclosureConsent>({
  name: "DisclosureConsent",
  idPrefix: "consent",
  table: ConsentTable,
  access: (c, me) => canSeeId(caseModel, me, c("caseId")),
  columns: {
    id: withRow,
    version: withRow,
    kinds: withRow,
    givenBy: withRow,
    note: withRow,
    validUntil: withRow,
    recordedAt: withRow,
    withdrawnAt: withRow,
  },
  computed: {
    inForce: { type: "boolean", access: withRow, sql: inForce },
    toAnybody: { type: "boolean", access: withRow, sql: (c) => sql`${c("recipientIds")} is null` },
  },
  relations: {
    case: { one: () => caseModel, by: "caseId", access: withRow },
    organization: { one: () => organizationModel, by: "organizationId", access: withRow },
    recordedBy: { one: () => userModel, by: "recordedById", access: withRow },
    recipients: {
      many: () => organizationModel,
      on: (o, c) => sql`${o("id")} = any(${c("recipientIds")})`,
      access: withRow,
    },
  },
  order: { by: ["recordedAt", "id"], direction: "desc" },
});
tellsOf(consentModel, "consent");

extendModel(caseModel, {
  relations: { consents: { many: () => consentModel, by: "caseId", access: withRow } },
});

/** The consents of an organisation that hold now in a case, as JSON: what may leave it, and to whom. */
export const consentsInForce = (caseId: Sql, organizationId: Sql): Sql => sql`coalesce((
  select jsonb_agg(jsonb_build_object('kinds', c.kinds, 'recipientIds', c.recipient_ids)) from disclosure_consents c
  where c.case_id = ${caseId} and c.organization_id = ${organizationId} and c.withdrawn_at is null
    and (c.valid_until is null or c.valid_until > hub_now())), '[]')`;
