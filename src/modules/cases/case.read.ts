import { eventModel, tellsOf } from "../../platform/events/event.read";
import {
  type ReadModel,
  type Scope,
  canSee,
  canSeeId,
  extendModel,
  readModel,
  withRow,
} from "../../platform/read/model";
import { type Sql, sql } from "../../platform/sql";
import { userModel, usersAlsoFor } from "../accounts/account.read";
import { contactsAlsoFor, organizationModel } from "../organizations/organization.read";
import type { Case } from "./case";
import { caseFormerlyReadable, caseReadable, isAdmitted, trackingIdReadable } from "./case.access";
import { CaseTable, MemberTable, ParticipantTable } from "./case.table";
import type { CaseMember } from "./member";
import type { CaseParticipant } from "./participant";

export { isAdmitted } from "./case.access";

export const caseModel: ReadModel<Case> = readModel<Case>({
  name: "Case",
  idPrefix: "case",
  table: CaseTable,
  access: caseReadable,
  formerly: caseFormerlyReadable,
  columns: {
    id: withRow,
    version: withRow,
    reference: withRow,
    title: withRow,
    summary: withRow,
    severity: withRow,
    category: withRow,
    tlp: withRow,
    pap: withRow,
    restricted: withRow,
    state: withRow,
    disposition: withRow,
    closingReason: withRow,
    reopeningReason: withRow,
    intake: withRow,
    occurredAt: withRow,
    occurredClock: withRow,
    detectedAt: withRow,
    awareAt: withRow,
    containedAt: withRow,
    closedAt: withRow,
    timeFlags: withRow,
    carriedOver: withRow,
    tags: withRow,
    techniques: withRow,
    externalReferences: withRow,
    openedAt: withRow,
    updatedAt: withRow,
  },
  relations: {
    owner: { one: () => organizationModel, by: "ownerId", access: withRow },
    affectedOrganization: { one: () => organizationModel, by: "affectedId", access: withRow },
    duplicateOf: { one: () => caseModel, by: "duplicateOfId", access: withRow },
    participants: { many: () => participantModel, by: "caseId", access: withRow },
    members: { many: () => memberModel, by: "caseId", access: withRow },
  },
  order: { by: ["openedAt", "id"], direction: "desc" },
  filters: {
    states: { type: "text[]", where: (c, states) => sql`${c("state")} = any(${states})` },
    severities: { type: "text[]", where: (c, levels) => sql`${c("severity")} = any(${levels})` },
    ownerId: { type: "text", where: (c, owner) => sql`${c("ownerId")} = ${owner}` },
    trackingId: {
      type: "text",
      where: (c, number, me) => sql`${c("id")} in (select p.case_id from case_participants p
        where p.organization_id = ${me.organization} and p.tracking_id = ${number})`,
    },
    assignedToMe: {
      type: "boolean",
      where: (c, yes, me) => sql`${yes} = coalesce((select true from case_members m where m.case_id = ${c("id")}
        and m.account_id = ${me.account} and m.assigned and m.removed_at is null limit 1), false)`,
    },
    text: {
      type: "text",
      where: (c, text) => holdsText(sql`${c("title")} || ' ' || ${c("summary")} || ' ' || ${c("reference")}`, text),
    },
  },
});
tellsOf(caseModel);
extendModel(eventModel, {
  relations: { case: { one: () => caseModel, by: "caseId", access: withRow } },
  // In which case a thing is, is for those who see the case.
  filters: {
    caseId: { type: "text", where: (e, id, me) => sql`${e("caseId")} = ${id} and ${canSeeId(caseModel, me, id)}` },
  },
});

/** The index finds what has all the bigrams; the second condition keeps what really holds the words together. */
function holdsText(column: Sql, text: Sql): Sql {
  return sql`bigrams(${column}) @> bigrams(${text}) and matches_text(${column}, ${text})`;
}

export const participantModel: ReadModel<CaseParticipant> = readModel<CaseParticipant>({
  name: "CaseParticipant",
  idPrefix: "part",
  table: ParticipantTable,
  access: (p, me) => canSeeId(caseModel, me, p("caseId")),
  columns: {
    id: withRow,
    role: withRow,
    state: withRow,
    trackingId: trackingIdReadable,
    joinedAt: withRow,
    admittedAt: isAdmitted,
    leftAt: withRow,
    leavingReason: withRow,
  },
  computed: { admitted: { type: "boolean", access: withRow, sql: isAdmitted } },
  relations: {
    organization: { one: () => organizationModel, by: "organizationId", access: withRow },
    case: { one: () => caseModel, by: "caseId", access: withRow },
  },
  order: { by: ["joinedAt", "id"], direction: "asc" },
  filters: { states: { type: "text[]", where: (p, states) => sql`${p("state")} = any(${states})` } },
});
tellsOf(participantModel, "participant");

export const memberModel: ReadModel<CaseMember> = readModel<CaseMember>({
  name: "CaseMember",
  idPrefix: "member",
  table: MemberTable,
  access: (m, me) => canSeeId(caseModel, me, m("caseId")),
  columns: { id: withRow, assigned: withRow, addedAt: withRow, removedAt: withRow },
  computed: { you: { type: "boolean", access: withRow, sql: (m, me) => sql`${m("accountId")} = ${me.account}` } },
  relations: {
    user: { one: () => userModel, by: "accountId", access: withRow },
    organization: { one: () => organizationModel, by: "organizationId", access: withRow },
    case: { one: () => caseModel, by: "caseId", access: withRow },
  },
  order: { by: ["addedAt", "id"], direction: "asc" },
  filters: {
    removed: { type: "boolean", where: (m, yes) => sql`${yes} = (${m("removedAt")} is not null)` },
    assigned: { type: "boolean", where: (m, yes) => sql`${yes} = ${m("assigned")}` },
    organizationId: { type: "text", where: (m, organization) => sql`${m("organizationId")} = ${organization}` },
  },
});
tellsOf(memberModel, "member");

const shareCase = (organization: Sql, me: Scope): Sql =>
  canSee(
    caseModel,
    me,
    (c) => sql`
  ${c("id")} in (select p.case_id from case_participants p
    where p.organization_id = ${organization} and p.state in ('INVITED', 'ACTIVE'))`,
  );
contactsAlsoFor(shareCase);
usersAlsoFor((_user, organization, me) => shareCase(organization, me));
