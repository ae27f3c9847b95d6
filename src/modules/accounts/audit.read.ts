import { EntitySchema } from "typeorm";
import { type ReadModel, type Scope, canSeeId, nodeModels, readModel, withRow } from "../../platform/read/model";
import { type Sql, bind, join, quoteText, sql } from "../../platform/sql";
import { auditReadable } from "./account.access";
import { accountModel } from "./account.read";

/** One thing that an account did, written in the transaction that did it and never changed. */
export type AuditEntry = {
  readonly id: string;
  readonly at: Date;
  readonly actorId: string;
  readonly organizationId: string;
  readonly operation: string;
  readonly subjectIds: readonly string[];
};

/** For the names of the columns alone: the table is the platform's, and SQL only. */
const AuditColumns = new EntitySchema<AuditEntry>({
  name: "AuditEntry",
  tableName: "audit",
  columns: {
    id: { type: "text", primary: true },
    at: { type: "timestamptz" },
    actorId: { name: "actor_id", type: "text" },
    organizationId: { name: "organization_id", type: "text" },
    operation: { type: "text" },
    subjectIds: { name: "subject_ids", type: "text", array: true },
  },
});

export const auditModel: ReadModel<AuditEntry> = readModel<AuditEntry>({
  name: "AuditEntry",
  idPrefix: "audit",
  table: AuditColumns,
  access: auditReadable,
  columns: { id: withRow, at: withRow, operation: withRow },
  computed: {
    subjectIds: { type: "text[]", access: withRow, sql: (entry, me) => visibleIds(entry("subjectIds"), me) },
  },
  relations: { account: { one: () => accountModel, by: "actorId", access: withRow } },
  order: { by: ["at", "id"], direction: "desc" },
  filters: {
    operation: { type: "text", where: (entry, operation) => sql`${entry("operation")} = ${operation}` },
    accountId: { type: "text", where: (entry, id) => sql`${entry("actorId")} = ${id}` },
  },
});

/** An ADMIN sees no restricted case by being one, so also not its id. The first {@link IDS_MAX}, for what was bulk. */
function visibleIds(ids: Sql, me: Scope): Sql {
  const branches = nodeModels().flatMap((model) =>
    model.idPrefix === undefined
      ? []
      : [sql`when ${quoteText(model.idPrefix)} then ${canSeeId(model as ReadModel<{ id: string }>, me, sql`one.id`)}`],
  );
  return sql`array(select one.id from unnest(${ids}) with ordinality one (id, place)
    where one.place <= ${bind(IDS_MAX, "integer")} and case left(one.id, -27) ${join(branches, " ")} end order by one.place)`;
}
const IDS_MAX = 100;
