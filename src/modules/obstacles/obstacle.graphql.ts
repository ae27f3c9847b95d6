import { ArgsType, Field, Float, InputType, Int, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { ExpectedVersion, IdField, IdempotencyKey, PositionField, Text, enumType } from "../../platform/graphql";
import { eventOf } from "../../platform/events/event.graphql";
import { NodeType, PageArgs, connectionOf } from "../../platform/read/read.graphql";
import { ActorType } from "../accounts/account.graphql";
import { CaseType } from "../cases/case.graphql";
import { type Obstacle, type ObstacleKind, obstacleKinds } from "./obstacle";
import type { RaiseObstacle, ResolveObstacle } from "./obstacle.service";

type NotServed = "caseId" | "raisedById" | "raisedByOrganizationId" | "resolvedById" | "resolvedByOrganizationId";

/** A fact added to {@link Obstacle} does not compile until it is declared here, or named among those not served. */
@ObjectType("Obstacle", {
  implements: NodeType,
  simpleResolvers: true,
  description:
    "Something that holds a case up (課題): one of the six obstacles of ISOG-J, from when it was raised until it is resolved.",
})
export class ObstacleType extends NodeType implements Omit<Obstacle, NotServed | "raisedAt" | "resolvedAt"> {
  @Field(() => Int, { description: "Counts the changes. Give it back as `expectedVersion`." })
  readonly version!: number;

  @Field(() => enumType(obstacleKinds), { description: "Which of the six." })
  readonly kind!: ObstacleKind;

  @Field(() => String, { description: "What exactly is in the way." })
  readonly note!: string;

  @Field(() => GraphQLDateTime, { description: "Since when the hub counts it." })
  readonly raisedAt!: string;

  @Field(() => GraphQLDateTime, { nullable: true, description: "Until when. Null while it is open." })
  readonly resolvedAt!: string | null;

  @Field(() => String, { nullable: true, description: "What answered it. Null while it is open." })
  readonly how!: string | null;

  @Field(() => Float, { description: "For how many hours it held the case up; while it is open, until now." })
  readonly hours!: number;

  @Field(() => ActorType, { nullable: true, description: "Who raised it." })
  readonly raisedBy!: unknown;

  @Field(() => ActorType, { nullable: true, description: "Who resolved it. Null while it is open." })
  readonly resolvedBy!: unknown;

  @Field(() => CaseType, { nullable: true, description: "Which case it holds up." })
  readonly case!: CaseType | null;
}

export const ObstacleConnection = connectionOf("Obstacle", () => ObstacleType);
export const ObstacleEvent = eventOf("Obstacle", { field: "obstacle", type: () => ObstacleType });

@ArgsType()
export class ObstaclesArgs extends PageArgs {
  @Field(() => Boolean, { nullable: true, description: "Only those that hold the case up now (false: no longer)." })
  readonly open?: boolean | null;

  @Field(() => [enumType(obstacleKinds)], { nullable: true, description: "Only these kinds." })
  readonly kinds?: readonly ObstacleKind[] | null;
}

@InputType({ description: "Says what holds a case up." })
export class RaiseObstacleInput implements RaiseObstacle {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The case. NOT_FOUND when you cannot read it, STATE_CONFLICT when it is closed.")
  readonly caseId!: string;

  @Field(() => enumType(obstacleKinds), { description: "Which of the six." })
  readonly kind!: ObstacleKind;

  @Text({ max: 4_000, description: "What exactly is in the way." })
  readonly note!: string;
}

@InputType({ description: "Says that something holds a case up no longer." })
export class ResolveObstacleInput implements ResolveObstacle {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The obstacle. NOT_FOUND when you cannot read it, STATE_CONFLICT when it was resolved before.")
  readonly obstacleId!: string;

  @ExpectedVersion("obstacle")
  readonly expectedVersion!: number;

  @Text({ max: 4_000, description: "What answered it." })
  readonly how!: string;
}

@ObjectType({ simpleResolvers: true, description: "The obstacle as it is for you now." })
export class ObstaclePayload {
  @Field(() => ObstacleType, { nullable: true, description: "Null when you may no longer see it." })
  readonly obstacle!: unknown;

  @PositionField()
  readonly position!: unknown;
}
