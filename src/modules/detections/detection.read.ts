import { tellsOf } from "../../platform/events/event.read";
import { type ReadModel, extendModel, readModel, withRow } from "../../platform/read/model";
import { sql } from "../../platform/sql";
import { userModel } from "../accounts/account.read";
import { caseModel } from "../cases/case.read";
import { indicatorModel } from "../indicators/indicator.read";
import { organizationModel } from "../organizations/organization.read";
import type { Detection } from "./detection";
import { detectionReadable, rawAlertReadable } from "./detection.access";
import { DetectionTable } from "./detection.table";

export const detectionModel: ReadModel<Detection> = readModel<Detection>({
  name: "Detection",
  idPrefix: "det",
  table: DetectionTable,
  access: detectionReadable,
  columns: {
    id: withRow,
    version: withRow,
    vantage: withRow,
    tool: withRow,
    rule: withRow,
    title: withRow,
    firstSeen: withRow,
    detectedAt: withRow,
    rawAlert: rawAlertReadable,
    recordedAt: withRow,
    updatedAt: withRow,
  },
  computed: {
    timeInDoubt: {
      type: "boolean",
      access: withRow,
      sql: (d) => sql`coalesce(greatest(${d("firstSeen")}, ${d("detectedAt")}) > ${d("recordedAt")}
        or ${d("firstSeen")} > ${d("detectedAt")}, false)`,
    },
  },
  relations: {
    organization: { one: () => organizationModel, by: "organizationId", access: withRow },
    recorder: { one: () => userModel, by: "accountId", access: withRow },
    case: { one: () => caseModel, by: "caseId", access: withRow },
    indicators: {
      many: () => indicatorModel,
      on: (i, d) =>
        sql`${i("id")} in (select m.indicator_id from detection_indicators m where m.detection_id = ${d("id")})`,
      access: withRow,
    },
  },
  order: { by: ["recordedAt", "id"], direction: "desc" },
  filters: {
    caseId: { type: "text", where: (d, id) => sql`${d("caseId")} = ${id}` },
    vantage: { type: "text", where: (d, vantage) => sql`${d("vantage")} = ${vantage}` },
    held: { type: "boolean", where: (d, yes) => sql`${yes} = (${d("caseId")} is not null)` },
  },
});
tellsOf(detectionModel, "detection");

extendModel(caseModel, {
  relations: { detections: { many: () => detectionModel, by: "caseId", access: withRow } },
});
