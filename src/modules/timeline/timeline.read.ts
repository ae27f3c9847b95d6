import { tellsOf } from "../../platform/events/event.read";
import { type ReadModel, canSeeId, extendModel, readModel, withRow } from "../../platform/read/model";
import { sql } from "../../platform/sql";
import { userModel } from "../accounts/account.read";
import { caseModel } from "../cases/case.read";
import { organizationModel } from "../organizations/organization.read";
import type { TimelineEntry } from "./timeline";
import { TimelineTable } from "./timeline.table";

/** In the order in which it happened. */
export const timelineModel: ReadModel<TimelineEntry> = readModel<TimelineEntry>({
  name: "TimelineEntry",
  idPrefix: "entry",
  table: TimelineTable,
  access: (e, me) => canSeeId(caseModel, me, e("caseId")),
  columns: { id: withRow, occurredAt: withRow, clock: withRow, text: withRow, recordedAt: withRow },
  computed: {
    timeFlags: {
      type: "text[]",
      access: withRow,
      sql: (e) =>
        sql`case when ${e("occurredAt")} > ${e("recordedAt")} then '{OCCURRED_IN_FUTURE}'::text[] else '{}' end`,
    },
  },
  relations: {
    case: { one: () => caseModel, by: "caseId", access: withRow },
    recordedBy: {
      any: [
        { one: () => userModel, by: "recordedById" },
        { one: () => organizationModel, by: "recordedByOrganizationId" },
      ],
      access: withRow,
    },
  },
  order: { by: ["occurredAt", "id"], direction: "asc" },
  filters: {
    from: { type: "timestamptz", where: (e, from) => sql`${e("occurredAt")} >= ${from}` },
    until: { type: "timestamptz", where: (e, until) => sql`${e("occurredAt")} < ${until}` },
  },
});
tellsOf(timelineModel, "entry");
extendModel(caseModel, { relations: { timeline: { many: () => timelineModel, by: "caseId", access: withRow } } });
