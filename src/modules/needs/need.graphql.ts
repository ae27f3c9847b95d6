import { ArgsType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { ArrayMaxSize, IsOptional, Length } from "class-validator";
import { GraphQLDateTime } from "../../platform/date-time";
import { eventOf } from "../../platform/events/event.graphql";
import {
  ExpectedVersion,
  IdField,
  IdempotencyKey,
  OptionalText,
  PositionField,
  Text,
  TextList,
  enumType,
} from "../../platform/graphql";
import { NodeType, PageArgs, connectionOf } from "../../platform/read/read.graphql";
import { OrganizationType } from "../organizations/organization.graphql";
import {
  type InformationKind,
  type ReceiverPurpose,
  type ReceiverUse,
  informationKinds,
  receiverPurposes,
  receiverUses,
} from "../shares/five-w";
import { type InformationNeed, type NeedState, needStates } from "./need";
import type { CloseNeed, StateNeed, UpdateNeed } from "./need.service";

@ObjectType("InformationNeed", {
  implements: NodeType,
  simpleResolvers: true,
  description:
    "What an organisation wants to receive, why, and how it would use it (情報要求). For itself and the partners that it chose.",
})
export class NeedType
  extends NodeType
  implements Omit<InformationNeed, "organizationId" | "createdById" | "neededBy" | "createdAt">
{
  @Field(() => Int, { description: "Counts the changes that everyone who sees it may see: not those of its partners." })
  readonly version!: number;

  @Field(() => OrganizationType, { nullable: true, description: "Whose need it is." })
  readonly organization!: OrganizationType | null;

  @Field(() => String, { description: "What is wanted, in one line." })
  readonly title!: string;

  @Field(() => String, { nullable: true, description: "More of it." })
  readonly description!: string | null;

  @Field(() => [enumType(informationKinds)], { description: "What: kinds of information." })
  readonly what!: readonly InformationKind[];

  @Field(() => [enumType(receiverPurposes)], { description: "Why: what it is wanted for." })
  readonly why!: readonly ReceiverPurpose[];

  @Field(() => enumType(receiverUses), { description: "How it would be used." })
  readonly how!: ReceiverUse;

  @Field(() => [String], { description: "Words to find it by: a sector, a product, a threat." })
  readonly tags!: readonly string[];

  @Field(() => GraphQLDateTime, { nullable: true, description: "By when it is needed." })
  readonly neededBy!: string | null;

  @Field(() => enumType(needStates), { description: "Whether it stands." })
  readonly state!: NeedState;

  @Field(() => GraphQLDateTime, { description: "Since when." })
  readonly createdAt!: string;
}

@ObjectType("NeedPartner", { simpleResolvers: true, description: "A partner that a need is shown to." })
export class NeedPartnerType {
  @Field(() => OrganizationType, { nullable: true, description: "Who it is." })
  readonly organization!: OrganizationType | null;
}

export const NeedConnection = connectionOf("InformationNeed", () => NeedType);
export const NeedPartnerConnection = connectionOf("NeedPartner", () => NeedPartnerType);
export const NeedEvent = eventOf("InformationNeed", { field: "need", type: () => NeedType });

@ArgsType()
export class NeedsArgs extends PageArgs {
  @Field(() => [enumType(needStates)], { nullable: true, description: "Only those in one of these states." })
  readonly states?: readonly NeedState[] | null;

  @Field(() => [enumType(informationKinds)], { nullable: true, description: "Only those that ask for one of these." })
  readonly what?: readonly InformationKind[] | null;

  @Field(() => String, { nullable: true, description: "Only those whose title, description or tags hold this." })
  readonly text?: string | null;
}

@ArgsType()
export class PartnerNeedsArgs extends NeedsArgs {
  @Field(() => ID, { nullable: true, description: "Only those of this partner." })
  readonly organizationId?: string | null;
}

const Partners = (): PropertyDecorator => (target, key) => {
  const description = "The partners that it is shown to. At most 500. Left out: as it is; at first, nobody.";
  Field(() => [ID], { nullable: true, description })(target, key);
  IsOptional()(target, key);
  ArrayMaxSize(500)(target, key);
  Length(1, 100, { each: true })(target, key);
};

@InputType({ description: "What your organisation wants to receive." })
export class StateNeedInput implements StateNeed {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @Text({ max: 300, description: "What is wanted, in one line." })
  readonly title!: string;

  @OptionalText({ max: 5_000, description: "More of it." })
  readonly description?: string | null;

  @Field(() => [enumType(informationKinds)], { description: "What: kinds of information. At least one." })
  readonly what!: readonly InformationKind[];

  @Field(() => [enumType(receiverPurposes)], { description: "Why: what it is wanted for. At least one." })
  readonly why!: readonly ReceiverPurpose[];

  @Field(() => enumType(receiverUses), { description: "How it would be used." })
  readonly how!: ReceiverUse;

  @TextList({ max: 100, most: 50, description: "Words to find it by." })
  readonly tags?: readonly string[] | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "By when it is needed. INVALID_INPUT when that has passed already.",
  })
  readonly neededBy?: Date | null;

  @Partners()
  readonly partnerIds?: readonly string[] | null;
}

@InputType({ description: "What is to change in a need; what is left out stays as it is." })
export class UpdateNeedInput implements UpdateNeed {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The need. NOT_FOUND when you cannot see it, FORBIDDEN when it is not your organisation's.")
  readonly needId!: string;

  @ExpectedVersion("need")
  readonly expectedVersion!: number;

  @OptionalText({ max: 300, min: 1, description: "What is wanted, in one line." })
  readonly title?: string | null;

  @OptionalText({ max: 5_000, description: "More of it." })
  readonly description?: string | null;

  @Field(() => [enumType(informationKinds)], { nullable: true, description: "What: kinds of information." })
  readonly what?: readonly InformationKind[] | null;

  @Field(() => [enumType(receiverPurposes)], { nullable: true, description: "Why: what it is wanted for." })
  readonly why?: readonly ReceiverPurpose[] | null;

  @Field(() => enumType(receiverUses), { nullable: true, description: "How it would be used." })
  readonly how?: ReceiverUse | null;

  @TextList({ max: 100, most: 50, description: "Words to find it by." })
  readonly tags?: readonly string[] | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "By when it is needed. INVALID_INPUT when that has passed already.",
  })
  readonly neededBy?: Date | null;

  @Partners()
  readonly partnerIds?: readonly string[] | null;
}

@InputType({ description: "Closes a need: the organisation wants this no longer." })
export class CloseNeedInput implements CloseNeed {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The need.")
  readonly needId!: string;

  @ExpectedVersion("need")
  readonly expectedVersion!: number;
}

@ObjectType({ simpleResolvers: true, description: "The need as it is for you now." })
export class NeedPayload {
  @Field(() => NeedType, { nullable: true, description: "Null when you may not see it." })
  readonly need!: unknown;

  @PositionField()
  readonly position!: unknown;
}
