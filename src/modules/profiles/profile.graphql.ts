import { Field, InputType, Int, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { eventOf } from "../../platform/events/event.graphql";
import { IdempotencyKey, OptionalText, PositionField, enumType } from "../../platform/graphql";
import { NodeType } from "../../platform/read/read.graphql";
import { UserType } from "../accounts/account.graphql";
import {
  type InformationKind,
  type ReceiverPurpose,
  type ReceiverUse,
  informationKinds,
  receiverPurposes,
  receiverUses,
} from "../shares/five-w";
import { type ProfileState, type StandingProfile, profileStates } from "./profile";
import type { SetStandingProfile } from "./profile.service";

@ObjectType("StandingProfile", {
  implements: NodeType,
  simpleResolvers: true,
  description:
    "What your organisation says once for all that it receives (定型プロファイル): receipts are answered with it. It leaves to people what is for named persons, what the PAP forbids to use in its way, and shares of which somebody said otherwise: how else they are used, that they were not, or that they are declined.",
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

  @Field(() => enumType(profileStates), { description: "What is done by itself with what arrives." })
  readonly state!: ProfileState;

  @Field(() => [enumType(informationKinds)], {
    description: "It speaks for what tells of these kinds and of nothing else. Empty: for all.",
  })
  readonly kinds!: readonly InformationKind[];

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

  @Field(() => enumType(profileStates), {
    nullable: true,
    description:
      "What is done by itself with what arrives. ACKNOWLEDGED when left out. USED is for tools that use it as it arrives: SIX_W_INCOMPLETE where how is NOT_USABLE.",
  })
  readonly state?: ProfileState | null;

  @Field(() => [enumType(informationKinds)], {
    nullable: true,
    description:
      "It speaks for what tells of these kinds and of nothing else: a revision that holds more waits for people. Empty or left out: for all.",
  })
  readonly kinds?: readonly InformationKind[] | null;
}

@ObjectType({ simpleResolvers: true, description: "The profile as it is now." })
export class StandingProfilePayload {
  @Field(() => ProfileType, { nullable: true, description: "Your organisation's." })
  readonly standingProfile!: unknown;

  @PositionField()
  readonly position!: unknown;
}
