import { tellsOf } from "../../platform/events/event.read";
import {
  type Access,
  type ReadModel,
  canSee,
  canSeeId,
  extendModel,
  readModel,
  withRow,
} from "../../platform/read/model";
import { join, quoteText, sql } from "../../platform/sql";
import { userModel } from "../accounts/account.read";
import { caseModel } from "../cases/case.read";
import { waitsFor } from "../cases/wait.read";
import { indicatorModel } from "../indicators/indicator.read";
import { organizationModel } from "../organizations/organization.read";
import { itemModel } from "../revisions/revision.read";
import { namedFor, shareModel } from "../shares/share.read";
import type { InformationRequest } from "./request";
import { addresseeReadable, requestReadable, requestSides } from "./request.access";
import { RequestTable } from "./request.table";

const subjects = new Map<string, ReadModel>();

/** Questions may be about rows of this model. */
export function requestsAbout(model: ReadModel): void {
  subjects.set(model.name, model);
}
for (const model of [caseModel, shareModel, itemModel, indicatorModel]) requestsAbout(model);

/** The viewer sees what it is about: else it is not found by that, any more than read. */
const subjectSeen: Access<InformationRequest> = (r, me) => {
  const branches = [...subjects].map(
    ([name, model]) =>
      sql`when ${quoteText(name)} then ${canSee(model, me, (row) => sql`${row("id")} = ${r("subjectId")}`)}`,
  );
  return sql`(case ${r("subjectType")} ${join(branches, " ")} end)`;
};

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
    addresseeMasked: withRow,
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
    addressee: { one: () => organizationModel, by: "addresseeId", access: addresseeReadable },
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
      access: addresseeReadable,
    },
  },
  order: { by: ["askedAt", "id"], direction: "desc" },
  filters: {
    states: { type: "text[]", where: (r, states) => sql`${r("state")} = any(${states})` },
    caseId: { type: "text", where: (r, id) => sql`${r("caseId")} = ${id}` },
    aboutId: { type: "text", where: (r, id, me) => sql`${r("subjectId")} = ${id} and ${subjectSeen(r, me)}` },
    addressedToUs: { type: "boolean", where: (r, yes, me) => sql`${yes} = (${requestSides.ADDRESSEE(r, me)})` },
    askedByUs: { type: "boolean", where: (r, yes, me) => sql`${yes} = (${requestSides.ASKER(r, me)})` },
  },
});
tellsOf(requestModel, "informationRequest");
extendModel(caseModel, {
  relations: { informationRequests: { many: () => requestModel, by: "caseId", access: withRow } },
});
extendModel(indicatorModel, {
  relations: { informationRequests: { many: () => requestModel, by: "subjectId", access: withRow } },
});
// A stricter item is not told by a question about it either.
extendModel(shareModel, {
  relations: {
    informationRequests: {
      many: () => requestModel,
      on: (r, s, me) => sql`${r("shareId")} = ${s("id")}
        and (${r("subjectType")} = 'Share' or ${canSeeId(itemModel, me, r("subjectId"))})`,
      access: withRow,
    },
  },
});

// Whoever reads the question knows who owes its answer; of a masked addressee nobody else.
waitsFor(sql`
  select id, case_id, addressee_id as organization_id, 'ANSWER' as kind, asked_at as since, due_at,
    case when addressee_masked then array[addressee_id]
      when case_id is null or named_only then array[asker_id, addressee_id] end as seen_by,
    case when named_only then ${namedFor(sql`share_id`)} end as named
  from information_requests where state = 'OPEN'`);
