import type { Access } from "../../platform/read/model";
import { sql } from "../../platform/sql";
import type { Task } from "./task";

/** The relations of a viewer to a task that verbs ask for. */
export const taskSides = {
  ADDER: ((t, me) => sql`${t("addedByOrganizationId")} = ${me.organization}`) as Access<Task>,
  ASSIGNEE: ((t, me) => sql`${t("organizationId")} = ${me.organization}`) as Access<Task>,
};
