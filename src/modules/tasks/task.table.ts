import { EntitySchema } from "typeorm";
import type { Task } from "./task";

export const TaskTable = new EntitySchema<Task>({
  name: "Task",
  tableName: "tasks",
  columns: {
    id: { type: "text", primary: true },
    version: { type: "integer" },
    caseId: { name: "case_id", type: "text" },
    title: { type: "text" },
    detail: { type: "text", nullable: true },
    state: { type: "text" },
    organizationId: { name: "organization_id", type: "text" },
    accountId: { name: "account_id", type: "text", nullable: true },
    assignedAt: { name: "assigned_at", type: "timestamptz" },
    dueAt: { name: "due_at", type: "timestamptz", nullable: true },
    addedAt: { name: "added_at", type: "timestamptz" },
    addedById: { name: "added_by_id", type: "text" },
    addedByOrganizationId: { name: "added_by_organization_id", type: "text" },
    endedAt: { name: "ended_at", type: "timestamptz", nullable: true },
    endedById: { name: "ended_by_id", type: "text", nullable: true },
    endedByOrganizationId: { name: "ended_by_organization_id", type: "text", nullable: true },
    outcome: { type: "text", nullable: true },
  },
  indices: [
    { name: "tasks_newest", columns: ["caseId", "addedAt", "id"] },
    { name: "tasks_of", columns: ["organizationId", "state", "caseId"] },
  ],
  foreignKeys: [
    { name: "tasks_case", target: "Case", columnNames: ["caseId"], referencedColumnNames: ["id"] },
    {
      name: "tasks_organization",
      target: "Organization",
      columnNames: ["organizationId"],
      referencedColumnNames: ["id"],
    },
    { name: "tasks_account", target: "Account", columnNames: ["accountId"], referencedColumnNames: ["id"] },
    {
      name: "tasks_added_by",
      target: "Organization",
      columnNames: ["addedByOrganizationId"],
      referencedColumnNames: ["id"],
    },
  ],
});
