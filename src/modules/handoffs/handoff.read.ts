import { tellsOf } from "../../platform/events/event.read";
import { type ReadModel, type Row, canSeeId, extendModel, readModel, withRow } from "../../platform/read/model";
import { type Sql, sql } from "../../platform/sql";
import { userModel } from "../accounts/account.read";
import { caseModel } from "../cases/case.read";
import { mustBeDoneToClose } from "../cases/case.service";
import { waitsFor } from "../cases/wait.read";
import { organizationModel } from "../organizations/organization.read";
import { requestModel, requestsAbout } from "../requests/request.read";
import type { Handoff } from "./handoff";
import { handoffReadable, handoffSides, receivingReadable } from "./handoff.access";
import { HandoffTable, PackageTable } from "./handoff.table";
import type { HandoffPackage } from "./package";

/** Whether the receiver is late with what it owes now. While the clock stands still, whether it was before. */
const isOverdue = (h: Row<Handoff>): Sql => sql`(case ${h("state")}
  when 'OFFERED' then least(${h("acknowledgeBy")}, ${h("dueAt")}) < hub_now()
  when 'ACKNOWLEDGED' then ${h("dueAt")} < hub_now()
  when 'INFO_REQUESTED' then ${h("dueAt")} < ${h("pausedSince")} else false end)`;

export const handoffModel: ReadModel<Handoff> = readModel<Handoff>({
  name: "Handoff",
  idPrefix: "handoff",
  table: HandoffTable,
  access: handoffReadable,
  columns: {
    id: withRow,
    version: withRow,
    kind: withRow,
    state: withRow,
    receiverRole: withRow,
    receivingAccountIds: receivingReadable,
    reason: withRow,
    endReason: withRow,
    outcome: withRow,
    offeredAt: withRow,
    acknowledgedAt: withRow,
    acceptedAt: withRow,
    completedAt: withRow,
    declinedAt: withRow,
    withdrawnAt: withRow,
    stateSince: withRow,
    acknowledgeBy: withRow,
    dueAt: withRow,
    pausedSince: withRow,
    pausedSeconds: withRow,
    ladderLevel: withRow,
  },
  computed: { overdue: { type: "boolean", access: withRow, sql: isOverdue } },
  relations: {
    case: { one: () => caseModel, by: "caseId", access: withRow },
    giver: { one: () => organizationModel, by: "giverId", access: withRow },
    receiver: { one: () => organizationModel, by: "receiverId", access: withRow },
    package: { one: () => packageModel, by: "packageId", access: withRow },
    packages: { many: () => packageModel, by: "handoffId", access: withRow },
    informationRequests: { many: () => requestModel, by: "subjectId", access: withRow },
  },
  order: { by: ["offeredAt", "id"], direction: "desc" },
  filters: {
    states: { type: "text[]", where: (h, states) => sql`${h("state")} = any(${states})` },
    kinds: { type: "text[]", where: (h, kinds) => sql`${h("kind")} = any(${kinds})` },
    caseId: { type: "text", where: (h, id) => sql`${h("caseId")} = ${id}` },
    givenByUs: { type: "boolean", where: (h, yes, me) => sql`${yes} = (${handoffSides.GIVER(h, me)})` },
    receivedByUs: {
      type: "boolean",
      where: (h, yes, me) => sql`${yes} = (${h("receiverId")} = ${me.organization})`,
    },
    overdue: { type: "boolean", where: (h, yes) => sql`${yes} = ${isOverdue(h)}` },
  },
});
tellsOf(handoffModel, "handoff");
requestsAbout(handoffModel);
extendModel(caseModel, { relations: { handoffs: { many: () => handoffModel, by: "caseId", access: withRow } } });

export const packageModel: ReadModel<HandoffPackage> = readModel<HandoffPackage>({
  name: "HandoffPackage",
  idPrefix: "package",
  table: PackageTable,
  access: (p, me) => canSeeId(handoffModel, me, p("handoffId")),
  columns: {
    id: withRow,
    number: withRow,
    summary: withRow,
    severity: withRow,
    expectation: withRow,
    contact: withRow,
    dueAt: withRow,
    confidence: withRow,
    rationale: withRow,
    actionsTaken: withRow,
    evidenceState: withRow,
    knownUnknowns: withRow,
    at: withRow,
  },
  relations: {
    handoff: { one: () => handoffModel, by: "handoffId", access: withRow },
    author: {
      any: [
        { one: () => userModel, by: "authorId" },
        { one: () => organizationModel, by: "authorOrganizationId" },
      ],
      access: withRow,
    },
  },
  order: { by: ["number", "id"], direction: "desc" },
});

// While the giver owes an answer, its open question is what is waited for. Nobody can accept in a case that is closed:
// what was offered there is owed again when it is reopened.
waitsFor(sql`
  select id, case_id, receiver_id as organization_id,
    case state when 'OFFERED' then 'ACKNOWLEDGEMENT' when 'ACKNOWLEDGED' then 'ACCEPTANCE' else 'COMPLETION' end as kind,
    state_since as since,
    case state when 'OFFERED' then least(acknowledge_by, due_at) when 'ACKNOWLEDGED' then due_at end as due_at,
    null::text[] as seen_by, null::text[] as named
  from handoffs where state = 'ACCEPTED' and kind = 'ENGAGEMENT' or state in ('OFFERED', 'ACKNOWLEDGED')
    and (select c.state from cases c where c.id = handoffs.case_id) <> 'CLOSED'`);

// V19: whoever was called in and accepted is still at it.
mustBeDoneToClose(
  (caseId) => sql`
  select h.id, 'An accepted engagement is not completed.' as what
  from handoffs h where h.case_id = ${caseId} and h.state = 'ACCEPTED' and h.kind = 'ENGAGEMENT'`,
);
