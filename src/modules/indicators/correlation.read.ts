import { EntitySchema } from "typeorm";
import {
  type ReadModel,
  type RowOf,
  type Scope,
  canSeeId,
  extendModel,
  readModel,
  withRow,
} from "../../platform/read/model";
import { type Sql, sql } from "../../platform/sql";
import { fromAssertions } from "../assertions/assertion.read";
import { caseModel } from "../cases/case.read";
import type { Correlation } from "./correlation";

const CorrelationColumns = new EntitySchema<Correlation>({
  name: "CaseCorrelation",
  columns: {
    caseId: { name: "case_id", type: "text", primary: true },
    otherId: { name: "other_id", type: "text", primary: true },
  },
});

type Pair = RowOf<keyof Correlation & string>;

/** The indicators that are said in both cases, of what the viewer sees: what is hidden counts nowhere. */
const shared = (pair: Pair, me: Scope): Sql => sql`
  ${fromAssertions("indicatorId", me, (a) => sql`${a("caseId")} = ${pair("caseId")} and not ${a("revoked")}`)}
  intersect ${fromAssertions("indicatorId", me, (a) => sql`${a("caseId")} = ${pair("otherId")} and not ${a("revoked")}`)}`;

/** Never stored: pairs of cases grow with the square of them, what was said does not. */
export const correlationModel: ReadModel<Correlation> = readModel<Correlation>({
  name: "CaseCorrelation",
  table: CorrelationColumns,
  from: () => sql`
    select distinct a.case_id, b.case_id as other_id from assertions a
    join assertions b on b.indicator_id = a.indicator_id and b.case_id <> a.case_id`,
  access: (pair, me) => sql`${canSeeId(caseModel, me, pair("caseId"))} and ${canSeeId(caseModel, me, pair("otherId"))}
    and (select true from (${shared(pair, me)}) s limit 1)`,
  columns: { otherId: withRow },
  computed: {
    sharedCount: {
      type: "integer",
      access: withRow,
      sql: (pair, me) => sql`(select count(*)::integer from (${shared(pair, me)}) s)`,
    },
  },
  relations: { case: { one: () => caseModel, by: "otherId", access: withRow } },
  order: { by: ["otherId"], direction: "asc" },
});

extendModel(caseModel, {
  relations: { correlatedCases: { list: () => correlationModel, by: "caseId", access: withRow } },
});
