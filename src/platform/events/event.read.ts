import { EntitySchema } from "typeorm";
import { type ReadModel, type Scope, canSee, readModel, withRow } from "../read/model";
import { type Sql, join, quoteText, sql } from "../sql";

/** A stored event as it is read: never more than ids, a type and the names of fields. */
export type StoredEvent = {
  readonly id: string;
  readonly type: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly caseId: string | null;
  readonly changed: readonly string[];
  readonly version: number | null;
  readonly actorId: string | null;
  readonly actorOrganizationId: string | null;
  readonly at: Date;
  readonly xid: string;
  readonly seq: string;
};

/** For the names of the columns alone: TypeORM does not know xid8, so the log's table is SQL only. */
const EventColumns = new EntitySchema<StoredEvent>({
  name: "Event",
  tableName: "events",
  columns: {
    id: { type: "text", primary: true },
    type: { type: "text" },
    subjectType: { name: "subject_type", type: "text" },
    subjectId: { name: "subject_id", type: "text" },
    caseId: { name: "case_id", type: "text", nullable: true },
    changed: { type: "text", array: true },
    version: { type: "integer", nullable: true },
    actorId: { name: "actor_id", type: "text", nullable: true },
    actorOrganizationId: { name: "actor_organization_id", type: "text", nullable: true },
    at: { type: "timestamptz" },
    xid: { type: "text" },
    seq: { type: "bigint" },
  },
});

type Subjects = ReadonlyMap<string, ReadModel>;
const subjects = new Map<string, ReadModel>();

/** What every event has, whatever it is about; modules add to it. */
export const eventModel: ReadModel<StoredEvent> = readModel<StoredEvent>({
  name: "Event",
  table: EventColumns,
  access: () => sql`false`, // Read through eventsAbout.
  columns: { id: withRow, type: withRow, at: withRow, version: withRow, xid: withRow, seq: withRow },
  computed: {
    position: {
      type: "text",
      access: withRow,
      sql: (e) => sql`json_build_array(${e("xid")}::text, ${e("seq")}::text)::text`,
    },
  },
  order: { by: ["xid", "seq"], direction: "asc" },
});

/**
 * Events about these types: served are those whose subject the viewer may see now, and of what changed only the fields
 * that it may see. A batch is about few types, and a statement over all of them would take longer to plan than to run.
 */
export function eventsAbout(names: ReadonlySet<string>): ReadModel {
  const about = new Map([...subjects].filter(([name]) => names.has(name)));
  return {
    ...(eventModel as ReadModel),
    access: (event, me) => {
      const branches = [...about].map(
        ([name, model]) =>
          sql`when ${quoteText(name)} then ${canSee(model, me, (row) => sql`${row("id")} = ${event("subjectId")}`)}`,
      );
      if (branches.length === 0) return sql`false`;
      return sql`case ${event("subjectType")} ${join(branches, " ")} end and cardinality(${changedFor(about, event, me)}) > 0`;
    },
    computed: {
      ...eventModel.computed,
      changed: { type: "text[]", access: withRow, sql: (event, me) => changedFor(about, event, me) },
    },
    relations: {
      ...eventModel.relations,
      subject: { variant: "subjectType", of: () => about, by: "subjectId", access: withRow },
    },
    variants: { by: "subjectType", types: Object.fromEntries([...about.keys()].map((name) => [name, `${name}Event`])) },
  };
}

/**
 * Events may be about rows of this model. They are served as `<Name>Event`, whose field `as` is the row itself; a
 * model without events of its own has none.
 */
export function tellsOf(model: ReadModel, as?: string): void {
  subjects.set(model.name, model);
  if (as) eventModel.relations[as] = { one: () => model, by: "subjectId", access: withRow };
}

/** A name in `changed` would tell of a field that the viewer may not see, so it is left out. */
function changedFor(about: Subjects, event: (property: string) => Sql, me: Scope): Sql {
  const masked = [...about.values()].flatMap((model) =>
    maskedFields(model).map(
      ({ field, rule }) => sql`
    when ${event("subjectType")} = ${quoteText(model.name)} and f = ${quoteText(field)} then ${canSee(
      model,
      me,
      (row) => sql`${row("id")} = ${event("subjectId")} and (${rule(row, me)})`,
    )}`,
    ),
  );
  if (masked.length === 0) return event("changed");
  return sql`array(select f from unnest(${event("changed")}) f where case ${join(masked, " ")} else true end)`;
}

function maskedFields(model: ReadModel) {
  const declared = { ...model.columns, ...accessOf(model.computed), ...accessOf(model.relations) };
  return Object.entries(declared).flatMap(([field, rule]) => (rule && rule !== withRow ? [{ field, rule }] : []));
}

const accessOf = (fields: Readonly<Record<string, { readonly access: NonNullable<ReadModel["columns"][string]> }>>) =>
  Object.fromEntries(Object.entries(fields).map(([name, { access }]) => [name, access]));
