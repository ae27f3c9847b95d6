import { tellsOf } from "../../platform/events/event.read";
import {
  type ReadModel,
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
import { indicatorModel } from "../indicators/indicator.read";
import { organizationModel } from "../organizations/organization.read";
import type { Sighting } from "./sighting";
import { sightingReadable } from "./sighting.access";
import { SightingTable } from "./sighting.table";

export { sightingAlsoThrough } from "./sighting.access";

export const sightingModel: ReadModel<Sighting> = readModel<Sighting>({
  name: "Sighting",
  idPrefix: "sight",
  table: SightingTable,
  access: sightingReadable,
  columns: {
    id: withRow,
    result: withRow,
    count: withRow,
    firstSeen: withRow,
    lastSeen: withRow,
    note: withRow,
    reportedAt: withRow,
  },
  computed: {
    timeInDoubt: {
      type: "boolean",
      access: withRow,
      sql: (s) => sql`coalesce(greatest(${s("firstSeen")}, ${s("lastSeen")}) > ${s("reportedAt")}, false)`,
    },
  },
  relations: {
    indicator: { one: () => indicatorModel, by: "indicatorId", access: withRow },
    organization: { one: () => organizationModel, by: "organizationId", access: withRow },
    reporter: { one: () => userModel, by: "accountId", access: withRow },
    case: { one: () => caseModel, by: "caseId", access: withRow },
  },
  order: { by: ["reportedAt", "id"], direction: "desc" },
  pageMax: 500,
  filters: { result: { type: "text", where: (s, result) => sql`${s("result")} = ${result}` } },
});
tellsOf(sightingModel, "sighting");

/** Counts over the sightings that the viewer sees: of the others not even the number shows. */
function summary(indicator: Sql, me: Scope): Sql {
  const alias = newAlias();
  const row = rowOf(sightingModel, alias);
  const seen = visibleRows(sightingModel, alias, me, (s) => sql`${s("indicatorId")} = ${indicator}`);
  const reports = (result: Sql) => sql`count(*) filter (where ${row("result")} = ${result})`;
  const last = sql`max(coalesce(${row("lastSeen")}, ${row("firstSeen")})) filter (where ${row("result")} = 'HIT')`;
  return sql`(select json_build_object('hits', ${reports(sql`'HIT'`)}, 'noHits', ${reports(sql`'NO_HIT'`)},
      'falsePositives', ${reports(sql`'FALSE_POSITIVE'`)},
      'organizations', count(distinct ${row("organizationId")}),
      'lastHitAt', to_char(${last} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    from ${seen})`;
}

extendModel(indicatorModel, {
  relations: { sightings: { many: () => sightingModel, by: "indicatorId", access: withRow } },
  computed: { sightingSummary: { type: "json", access: withRow, sql: (i, me) => summary(i("id"), me) } },
});
extendModel(caseModel, {
  relations: { sightings: { many: () => sightingModel, by: "caseId", access: withRow } },
});
