import { tellsOf } from "../../platform/events/event.read";
import { type ReadModel, canSeeId, extendModel, readModel, withRow } from "../../platform/read/model";
import { sql } from "../../platform/sql";
import { userModel } from "../accounts/account.read";
import { caseModel } from "../cases/case.read";
import { waitsFor } from "../cases/wait.read";
import { organizationModel } from "../organizations/organization.read";
import type { Task } from "./task";
import { TaskTable } from "./task.table";

export const taskModel: ReadModel<Task> = readModel<Task>({
  name: "Task",
  idPrefix: "task",
  table: TaskTable,
  access: (t, me) => canSeeId(caseModel, me, t("caseId")),
  columns: {
    id: withRow,
    version: withRow,
    title: withRow,
    detail: withRow,
    state: withRow,
    assignedAt: withRow,
    dueAt: withRow,
    addedAt: withRow,
    endedAt: withRow,
    outcome: withRow,
  },
  computed: {
    overdue: {
      type: "boolean",
      access: withRow,
      sql: (t) => sql`(${t("state")} = 'OPEN' and coalesce(${t("dueAt")} < hub_now(), false))`,
    },
    yours: {
      type: "boolean",
      access: withRow,
      sql: (t, me) => sql`coalesce(${t("accountId")} = ${me.account}, false)`,
    },
  },
  relations: {
    case: { one: () => caseModel, by: "caseId", access: withRow },
    organization: { one: () => organizationModel, by: "organizationId", access: withRow },
    user: { one: () => userModel, by: "accountId", access: withRow },
    addedBy: {
      any: [
        { one: () => userModel, by: "addedById" },
        { one: () => organizationModel, by: "addedByOrganizationId" },
      ],
      access: withRow,
    },
    endedBy: {
      any: [
        { one: () => userModel, by: "endedById" },
        { one: () => organizationModel, by: "endedByOrganizationId" },
      ],
      access: withRow,
    },
  },
  order: { by: ["addedAt", "id"], direction: "desc" },
  filters: {
    states: { type: "text[]", where: (t, states) => sql`${t("state")} = any(${states})` },
    organizationId: { type: "text", where: (t, organization) => sql`${t("organizationId")} = ${organization}` },
  },
});
tellsOf(taskModel, "task");
extendModel(caseModel, { relations: { tasks: { many: () => taskModel, by: "caseId", access: withRow } } });

waitsFor(sql`select id, case_id, organization_id, 'TASK' as kind, assigned_at as since, due_at, null::text[] as seen_by, null::text[] as named
  from tasks where state = 'OPEN'`);
