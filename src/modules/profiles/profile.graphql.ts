import { Field, InputType, Int, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "graphql-scalars";
import { eventOf } from "../../platform/events/event.graphql";
import { IdempotencyKey, OptionalText, PositionField, enumType } from "../../platform/graphql";
import { NodeType } from "../../platform/read/read.graphql";
import { UserType } from "../accounts/account.graphql";
import { type ReceiverPurpose, type ReceiverUse, receiverPurposes, receiverUses } from "../shares/five-w";
import type { StandingProfile } from "./profile";
import type { SetStandingProfile } from "./profile.service";

@ObjectType("StandingProfile", {
  implements: NodeType,
  simpleResolvers: true,
  description:
    "What your organisation says once for all that it receives (定型プロファイル): receipts are acknowledged and answered with it.",
})
export class ProfileType
  extends NodeType
  implements Omit<StandingProfile, "organizationId" | "updatedById" | "updatedAt">
{
  @Field(() => Int, { description: "Counts the changes. Give it back as `expectedVersion`." })
  readonly version!: number;

  @Field(() => Boolean, { description: "Whether it is applied to what arrives from now on." })
  readonly active!: boolean;

  @Field(() => [enumType(receiverPurposes)], { description: "What information is wanted for." })
  readonly why!: readonly ReceiverPurpose[];

  @Field(() => String, { nullable: true, description: "What for, in words." })
  readonly whyText!: string | null;

  @Field(() => enumType(receiverUses), { description: "How it is used." })
  readonly how!: ReceiverUse;

  @Field(() => GraphQLDateTime, { description: "When it was changed last." })
  readonly updatedAt!: string;

  @Field(() => UserType, { nullable: true, description: "Who changed it last. Null for a tool." })
  readonly updatedBy!: UserType | null;
}

export const ProfileEvent = eventOf("StandingProfile", { field: "standingProfile", type: () => ProfileType });

@InputType({ description: "What your organisation says once for all that it receives." })
export class SetStandingProfileInput implements SetStandingProfile {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @Field(() => Int, { description: "The version of the profile that you decided on; 0 when there is none." })
  readonly expectedVersion!: number;

  @Field(() => Boolean, { description: "Whether it is applied to what arrives from now on." })
  readonly active!: boolean;

  @Field(() => [enumType(receiverPurposes)], { description: "What information is wanted for. At least one." })
  readonly why!: readonly ReceiverPurpose[];

  @OptionalText({ max: 2_000, description: "What for, in words." })
  readonly whyText?: string | null;

  @Field(() => enumType(receiverUses), { description: "How it is used." })
  readonly how!: ReceiverUse;
}

@ObjectType({ simpleResolvers: true, description: "The profile as it is now." })
export class StandingProfilePayload {
  @Field(() => ProfileType, { nullable: true, description: "Your organisation's." })
  readonly standingProfile!: unknown;

  @PositionField()
  readonly position!: unknown;
}
