import type { Outcome, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { newId } from "../../platform/ids";
import { assertState } from "../../platform/verbs";
import type { CaseService } from "../cases/case.service";
import { type Obstacle, type ObstacleKind, obstacleStateOf } from "./obstacle";
import { obstacleTold } from "./obstacle.events";
import { obstacleModel } from "./obstacle.read";
import { ObstacleTable } from "./obstacle.table";
import { obstacleVerbs } from "./obstacle.verbs";

export type RaiseObstacle = {
  readonly idempotencyKey: string;
  readonly caseId: string;
  readonly kind: ObstacleKind;
  readonly note: string;
};
export type ResolveObstacle = {
  readonly idempotencyKey: string;
  readonly obstacleId: string;
  readonly expectedVersion: number;
  readonly how: string;
};
export type ObstacleOutcome = { readonly obstacleId: string };

/** What holds a case up: raised by whoever meets it, resolved by whoever found the answer. */
export class ObstacleService {
  constructor(
    private readonly writer: Writer,
    private readonly cases: CaseService,
  ) {}

  raise(viewer: Viewer, input: RaiseObstacle): Promise<Outcome<ObstacleOutcome>> {
    const verb = obstacleVerbs.raiseObstacle;
    const { caseId, kind, note } = input;
    return this.writer.mutate(viewer, "raiseObstacle", input, async (change) => {
      const { state } = await this.cases.lock(change, "raiseObstacle", verb, caseId);
      assertState("raiseObstacle", verb, state);
      const one: Obstacle = {
        id: newId("obstacle"),
        version: 1,
        caseId,
        kind,
        note,
        raisedAt: change.now,
        raisedById: viewer.accountId,
        raisedByOrganizationId: viewer.organizationId,
        resolvedAt: null,
        resolvedById: null,
        resolvedByOrganizationId: null,
        how: null,
      };
      await change.tx.insert(ObstacleTable, one);
      change.tell(obstacleTold("OBSTACLE_RAISED", one, ["kind", "note", "raisedAt"]));
      return { obstacleId: one.id };
    });
  }

  resolve(viewer: Viewer, input: ResolveObstacle): Promise<Outcome<ObstacleOutcome>> {
    const verb = obstacleVerbs.resolveObstacle;
    return this.writer.mutate(viewer, "resolveObstacle", input, async (change) => {
      const { row } = await this.cases.lockWithin(change, "resolveObstacle", verb, {
        model: obstacleModel,
        id: input.obstacleId,
        sides: {},
        expectedVersion: input.expectedVersion,
        field: "input.obstacleId",
      });
      assertState("resolveObstacle", verb, obstacleStateOf(row));
      const resolved: Obstacle = {
        ...row,
        version: row.version + 1,
        resolvedAt: change.now,
        resolvedById: viewer.accountId,
        resolvedByOrganizationId: viewer.organizationId,
        how: input.how,
      };
      await change.tx.update(ObstacleTable, { id: row.id }, resolved);
      change.tell(obstacleTold("OBSTACLE_RESOLVED", resolved, ["resolvedAt", "how"]));
      return { obstacleId: row.id };
    });
  }
}
