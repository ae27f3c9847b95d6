import { tellsOf } from "../../platform/events/event.read";
import { type ReadModel, extendModel, readModel, withRow } from "../../platform/read/model";
import { sql } from "../../platform/sql";
import { userModel } from "../accounts/account.read";
import { caseModel } from "../cases/case.read";
import { waitsFor } from "../cases/wait.read";
import { organizationModel } from "../organizations/organization.read";
import type { InformationRequest } from "./request";
import { requestReadable, requestSides } from "./request.access";
import { RequestTable } from "./request.table";

const subjects = new Map<string, ReadModel>();

/** Questions may be about rows of this model. */
export function requestsAbout(model: ReadModel): void {
  subjects.set(model.name, model);
}
requestsAbout(caseModel);

export const requestModel: ReadModel<InformationRequest> = readModel<InformationRequest>({
  name: "InformationRequest",
  idPrefix: "request",
  table: RequestTable,
  access: requestReadable,
  columns: {
    id: withRow,
    version: withRow,
    purpose: withRow,
    questions: withRow,
    dueAt: withRow,
    state: withRow,
    reason: withRow,
    askedAt: withRow,
    settledAt: withRow,
  },
  relations: {
    case: { one: () => caseModel, by: "caseId", access: withRow },
    about: { variant: "subjectType", of: () => subjects, by: "subjectId", access: withRow },
    asker: { one: () => organizationModel, by: "askerId", access: withRow },
    addressee: { one: () => organizationModel, by: "addresseeId", access: withRow },
    askedBy: {
      any: [
        { one: () => userModel, by: "askedById" },
        { one: () => organizationModel, by: "askerId" },
      ],
      access: withRow,
    },
    settledBy: {
      any: [
        { one: () => userModel, by: "settledById" },
        { one: () => organizationModel, by: "settledByOrganizationId" },
      ],
      access: withRow,
    },
  },
  order: { by: ["askedAt", "id"], direction: "desc" },
  filters: {
    states: { type: "text[]", where: (r, states) => sql`${r("state")} = any(${states})` },
    caseId: { type: "text", where: (r, id) => sql`${r("caseId")} = ${id}` },
    aboutId: { type: "text", where: (r, id) => sql`${r("subjectId")} = ${id}` },
    addressedToUs: { type: "boolean", where: (r, yes, me) => sql`${yes} = (${requestSides.ADDRESSEE(r, me)})` },
    askedByUs: { type: "boolean", where: (r, yes, me) => sql`${yes} = (${requestSides.ASKER(r, me)})` },
  },
});
tellsOf(requestModel, "informationRequest");
extendModel(caseModel, {
  relations: { informationRequests: { many: () => requestModel, by: "caseId", access: withRow } },
});

waitsFor(sql`
  select id, case_id, addressee_id as organization_id, 'ANSWER' as kind, asked_at as since, due_at,
    case when case_id is null then array[asker_id, addressee_id] end as seen_by
  from information_requests where state = 'OPEN'`);
