import { tellsOf } from "../../platform/events/event.read";
import { type ReadModel, canSeeId, extendModel, readModel, withRow } from "../../platform/read/model";
import { sql } from "../../platform/sql";
import { userModel } from "../accounts/account.read";
import { caseModel } from "../cases/case.read";
import { organizationModel } from "../organizations/organization.read";
import type { Obstacle } from "./obstacle";
import { ObstacleTable } from "./obstacle.table";

export const obstacleModel: ReadModel<Obstacle> = readModel<Obstacle>({
  name: "Obstacle",
  idPrefix: "obstacle",
  table: ObstacleTable,
  access: (o, me) => canSeeId(caseModel, me, o("caseId")),
  columns: {
    id: withRow,
    version: withRow,
    kind: withRow,
    note: withRow,
    raisedAt: withRow,
    resolvedAt: withRow,
    how: withRow,
  },
  computed: {
    hours: {
      type: "numeric",
      access: withRow,
      sql: (o) =>
        sql`round((extract(epoch from coalesce(${o("resolvedAt")}, hub_now()) - ${o("raisedAt")}) / 3600)::numeric, 2)`,
    },
  },
  relations: {
    case: { one: () => caseModel, by: "caseId", access: withRow },
    raisedBy: {
      any: [
        { one: () => userModel, by: "raisedById" },
        { one: () => organizationModel, by: "raisedByOrganizationId" },
      ],
      access: withRow,
    },
    resolvedBy: {
      any: [
        { one: () => userModel, by: "resolvedById" },
        { one: () => organizationModel, by: "resolvedByOrganizationId" },
      ],
      access: withRow,
    },
  },
  order: { by: ["raisedAt", "id"], direction: "desc" },
  filters: {
    open: { type: "boolean", where: (o, yes) => sql`${yes} = (${o("resolvedAt")} is null)` },
    kinds: { type: "text[]", where: (o, kinds) => sql`${o("kind")} = any(${kinds})` },
  },
});
tellsOf(obstacleModel, "obstacle");
extendModel(caseModel, { relations: { obstacles: { many: () => obstacleModel, by: "caseId", access: withRow } } });
