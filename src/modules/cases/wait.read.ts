import { EntitySchema } from "typeorm";
import { eventModel } from "../../platform/events/event.read";
import {
  type ReadModel,
  type Row,
  type Scope,
  canSee,
  canSeeId,
  extendModel,
  readModel,
  withRow,
} from "../../platform/read/model";
import { type Sql, join, sql } from "../../platform/sql";
import { organizationModel } from "../organizations/organization.read";
import { caseModel } from "./case.read";
import type { Wait } from "./wait";

const WaitColumns = new EntitySchema<Wait>({
  name: "Wait",
  columns: {
    id: { type: "text", primary: true },
    caseId: { name: "case_id", type: "text", nullable: true },
    organizationId: { name: "organization_id", type: "text" },
    kind: { type: "text" },
    since: { type: "timestamptz" },
    dueAt: { name: "due_at", type: "timestamptz", nullable: true },
    seenBy: { name: "seen_by", type: "text", array: true, nullable: true },
    named: { type: "text", array: true, nullable: true },
  },
});

const sources: Sql[] = [];

/**
 * Adds what a module makes somebody wait for: a SELECT of id, case_id, organization_id, kind, since, due_at, seen_by and
 * named, of the open ones. Whoever sees the case sees it or, where `seen_by` names organisations, these alone; and of
 * these, where `named` names accounts, these alone.
 */
export function waitsFor(source: Sql): void {
  sources.push(source);
}

const NONE = sql`select null::text as id, null::text as case_id, null::text as organization_id, null::text as kind,
  null::timestamptz as since, null::timestamptz as due_at, null::text[] as seen_by,
  null::text[] as named where false`;

export const waitModel: ReadModel<Wait> = readModel<Wait>({
  name: "Wait",
  table: WaitColumns,
  from: () => join([NONE, ...sources], " union all "),
  access: (
    w,
    me,
  ) => sql`(${w("named")} is null or ${me.account} = any(${w("named")})) and case when ${w("seenBy")} is null then ${canSeeId(caseModel, me, w("caseId"))}
    else ${me.organization} = any(${w("seenBy")}) end`,
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

/** True when something of which the viewer may know waits on this organisation. */
const waitsOn = (organization: Sql, me: Scope, where: (row: Row<Wait>) => Sql): Sql =>
  sql`coalesce(${canSee(waitModel, me, (w) => sql`${w("organizationId")} = ${organization} and ${where(w)}`)}, false)`;

extendModel(caseModel, {
  relations: { waitingOn: { list: () => waitModel, by: "caseId", access: withRow } },
  filters: {
    waitingOnId: {
      type: "text",
      where: (c, organization, me) => waitsOn(organization, me, (w) => sql`${w("caseId")} = ${c("id")}`),
    },
    waitingOnUs: {
      type: "boolean",
      where: (c, yes, me) => sql`${yes} = ${waitsOn(me.organization, me, (w) => sql`${w("caseId")} = ${c("id")}`)}`,
    },
  },
});
extendModel(eventModel, {
  filters: {
    waitingOnUs: {
      type: "boolean",
      where: (e, yes, me) =>
        sql`${yes} = ${waitsOn(
          me.organization,
          me,
          (w) => sql`(${w("caseId")} = ${e("caseId")} or ${w("id")} = ${e("subjectId")})`,
        )}`,
    },
  },
});
