import { tellsOf } from "../../platform/events/event.read";
import { type ReadModel, canSeeId, extendModel, readModel, withRow } from "../../platform/read/model";
import { sql } from "../../platform/sql";
import { userModel } from "../accounts/account.read";
import { caseModel } from "../cases/case.read";
import { organizationModel } from "../organizations/organization.read";
import type { ContactAttempt } from "./contact";
import { ContactTable } from "./contact.table";

export const contactModel: ReadModel<ContactAttempt> = readModel<ContactAttempt>({
  name: "ContactAttempt",
  idPrefix: "contact",
  table: ContactTable,
  access: (c, me) => canSeeId(caseModel, me, c("caseId")),
  columns: {
    id: withRow,
    version: withRow,
    person: withRow,
    address: withRow,
    channel: withRow,
    at: withRow,
    clock: withRow,
    result: withRow,
    note: withRow,
    decision: withRow,
    decidedBy: withRow,
    confirmedAt: withRow,
    loggedAt: withRow,
  },
  computed: {
    timeFlags: {
      type: "text[]",
      access: withRow,
      sql: (c) => sql`case when ${c("at")} > ${c("loggedAt")} then '{OCCURRED_IN_FUTURE}'::text[] else '{}' end`,
    },
  },
  relations: {
    case: { one: () => caseModel, by: "caseId", access: withRow },
    organization: { one: () => organizationModel, by: "organizationId", access: withRow },
    decidingOrganization: { one: () => organizationModel, by: "deciderId", access: withRow },
    loggedBy: {
      any: [
        { one: () => userModel, by: "loggedById" },
        { one: () => organizationModel, by: "loggedByOrganizationId" },
      ],
      access: withRow,
    },
    confirmedBy: {
      any: [
        { one: () => userModel, by: "confirmedById" },
        { one: () => organizationModel, by: "confirmedByOrganizationId" },
      ],
      access: withRow,
    },
  },
  order: { by: ["at", "id"], direction: "desc" },
  filters: {
    results: { type: "text[]", where: (c, results) => sql`${c("result")} = any(${results})` },
    toBeConfirmed: {
      type: "boolean",
      where: (c, yes) => sql`${yes} = (${c("decision")} is not null and ${c("confirmedAt")} is null)`,
    },
  },
});
tellsOf(contactModel, "contactAttempt");
extendModel(caseModel, { relations: { contactAttempts: { many: () => contactModel, by: "caseId", access: withRow } } });
