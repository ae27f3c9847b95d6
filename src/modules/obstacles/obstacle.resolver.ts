import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../../platform/context";
import { Ref } from "../../platform/read/reader";
import { type ReadRow, readField } from "../../platform/read/selection";
import { CaseType } from "../cases/case.graphql";
import {
  ObstacleConnection,
  ObstaclePayload,
  ObstaclesArgs,
  RaiseObstacleInput,
  ResolveObstacleInput,
} from "./obstacle.graphql";
import { obstacleModel } from "./obstacle.read";
import type { ObstacleService } from "./obstacle.service";

@Resolver(() => CaseType)
export class ObstacleResolver {
  constructor(private readonly service: ObstacleService) {}

  @FieldResolver(() => ObstacleConnection, { description: "What holds it up or held it up (課題), newest first." })
  obstacles(@Root() row: ReadRow, @Args(() => ObstaclesArgs) _args: ObstaclesArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }

  @Mutation(() => ObstaclePayload, {
    description: "Says what holds a case up. By whoever takes an active part in it; its hours are counted from now on.",
  })
  async raiseObstacle(
    @Arg("input", () => RaiseObstacleInput, { description: "What." }) input: RaiseObstacleInput,
    @Ctx() { viewer }: Context,
  ) {
    const { obstacleId, position } = await this.service.raise(viewer, input);
    return { obstacle: new Ref(obstacleModel, obstacleId), position };
  }

  @Mutation(() => ObstaclePayload, {
    description: "Says that something holds a case up no longer. By whoever takes an active part in the case.",
  })
  async resolveObstacle(
    @Arg("input", () => ResolveObstacleInput, { description: "Which, and how." }) input: ResolveObstacleInput,
    @Ctx() { viewer }: Context,
  ) {
    const { obstacleId, position } = await this.service.resolve(viewer, input);
    return { obstacle: new Ref(obstacleModel, obstacleId), position };
  }
}
