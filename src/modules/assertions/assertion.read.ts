import { tellsOf } from "../../platform/events/event.read";
import {
  type ReadModel,
  type Rule,
  type Scope,
  extendModel,
  readModel,
  rowOf,
  visibleRows,
  withRow,
} from "../../platform/read/model";
import { type Sql, newAlias, sql } from "../../platform/sql";
import { userModel } from "../accounts/account.read";
import { caseModel } from "../cases/case.read";
import { organizationModel } from "../organizations/organization.read";
import type { Assertion } from "./assertion";
import { assertionReadable } from "./assertion.access";
import { AssertionTable } from "./assertion.table";

export const assertionModel: ReadModel<Assertion> = readModel<Assertion>({
  name: "Assertion",
  idPrefix: "asrt",
  table: AssertionTable,
  access: assertionReadable,
  columns: {
    id: withRow,
    version: withRow,
    tlp: withRow,
    pap: withRow,
    confidence: withRow,
    validFrom: withRow,
    validUntil: withRow,
    name: withRow,
    description: withRow,
    killChainPhases: withRow,
    labels: withRow,
    revoked: withRow,
    revokedReason: withRow,
    source: withRow,
    createdAt: withRow,
    updatedAt: withRow,
  },
  relations: {
    organization: { one: () => organizationModel, by: "organizationId", access: withRow },
    author: { one: () => userModel, by: "accountId", access: withRow },
    case: { one: () => caseModel, by: "caseId", access: withRow },
  },
  order: { by: ["createdAt", "id"], direction: "desc" },
  pageMax: 500,
  filters: { revoked: { type: "boolean", where: (a, yes) => sql`${a("revoked")} = ${yes}` } },
});
tellsOf(assertionModel, "assertion");

/** A column of the assertions that a viewer sees and that meet a condition. */
export function fromAssertions(
  column: "indicatorId" | "caseId",
  me: Scope,
  where: Rule<keyof Assertion & string>,
): Sql {
  const alias = newAlias();
  const row = rowOf(assertionModel, alias);
  return sql`select ${row(column)} from ${visibleRows(assertionModel, alias, me, where)}`;
}

extendModel(caseModel, {
  relations: { assertions: { many: () => assertionModel, by: "caseId", access: withRow } },
});
