import { EntitySchema } from "typeorm";
import { eventModel } from "../../platform/events/event.read";
import { type ReadModel, canSeeId, extendModel, readModel, rowOf, withRow } from "../../platform/read/model";
import { type Sql, join, newAlias, sql } from "../../platform/sql";
import { organizationModel } from "../organizations/organization.read";
import { caseModel } from "./case.read";
import type { Wait } from "./wait";

const WaitColumns = new EntitySchema<Wait>({
  name: "Wait",
  columns: {
    id: { type: "text", primary: true },
    caseId: { name: "case_id", type: "text" },
    organizationId: { name: "organization_id", type: "text" },
    kind: { type: "text" },
    since: { type: "timestamptz" },
    dueAt: { name: "due_at", type: "timestamptz", nullable: true },
  },
});

const sources: Sql[] = [];

/**
 * Adds what a module makes somebody wait for: a SELECT of id, case_id, organization_id, kind, since, due_at, of the
 * open ones. Everybody who sees the case sees it.
 */
export function waitsFor(source: Sql): void {
  sources.push(source);
}

const NONE = sql`select null::text as id, null::text as case_id, null::text as organization_id, null::text as kind,
  null::timestamptz as since, null::timestamptz as due_at where false`;

export const waitModel: ReadModel<Wait> = readModel<Wait>({
  name: "Wait",
  table: WaitColumns,
  from: () => join([NONE, ...sources], " union all "),
  access: (w, me) => canSeeId(caseModel, me, w("caseId")),
  columns: { id: withRow, kind: withRow, since: withRow, dueAt: withRow },
  computed: {
    overdue: { type: "boolean", access: withRow, sql: (w) => sql`coalesce(${w("dueAt")} < hub_now(), false)` },
  },
  relations: {
    case: { one: () => caseModel, by: "caseId", access: withRow },
    organization: { one: () => organizationModel, by: "organizationId", access: withRow },
  },
  order: { by: ["since", "id"], direction: "asc" },
  filters: {
    caseId: { type: "text", where: (w, id) => sql`${w("caseId")} = ${id}` },
    overdue: { type: "boolean", where: (w, yes) => sql`${yes} = coalesce(${w("dueAt")} < hub_now(), false)` },
  },
});

/** True when something in the case waits on this organisation. */
function caseWaitsOn(caseId: Sql, organization: Sql): Sql {
  const alias = newAlias();
  const row = rowOf(waitModel, alias);
  return sql`(select true from ${waitModel.from()} ${alias}
    where ${row("caseId")} = ${caseId} and ${row("organizationId")} = ${organization} limit 1)`;
}

extendModel(caseModel, {
  relations: { waitingOn: { list: () => waitModel, by: "caseId", access: withRow } },
  filters: {
    waitingOnId: {
      type: "text",
      where: (c, organization) => sql`coalesce(${caseWaitsOn(c("id"), organization)}, false)`,
    },
    waitingOnUs: {
      type: "boolean",
      where: (c, yes, me) => sql`${yes} = coalesce(${caseWaitsOn(c("id"), me.organization)}, false)`,
    },
  },
});
extendModel(eventModel, {
  filters: {
    waitingOnUs: {
      type: "boolean",
      where: (e, yes, me) => sql`${yes} = coalesce(${caseWaitsOn(e("caseId"), me.organization)}, false)`,
    },
  },
});
