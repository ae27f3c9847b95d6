import { Field, InputType, Int, ObjectType } from "type-graphql";
import { IsOptional, Min } from "class-validator";
import { GraphQLDateTime } from "../../platform/date-time";
import {
  IdField,
  IdempotencyKey,
  Nested,
  NestedList,
  OptionalText,
  PositionField,
  enumType,
} from "../../platform/graphql";
import { ItemResultType } from "../../platform/items.graphql";
import { type ReceiverPurpose, type ReceiverUse, receiverPurposes, receiverUses } from "../shares/five-w";
import { type NotUsedReason, type ReceiptState, notUsedReasons, receiptStates } from "../receipts/receipt";
import { ReceiptType } from "../receipts/receipt.graphql";
import type { ShareResponse } from "./response";

@InputType({
  description:
    "The receiver's six answers, as far as they are stated. What is left out stays as it was or was prefilled.",
})
export class ReceiverFiveWInput {
  @Field(() => [enumType(receiverPurposes)], { nullable: true, description: "What it is wanted for." })
  readonly why?: readonly ReceiverPurpose[] | null;

  @OptionalText({ max: 2_000, description: "What for, in words." })
  readonly whyText?: string | null;

  @Field(() => enumType(receiverUses), {
    nullable: true,
    description:
      "How it is used. AUDIENCE_TOO_WIDE for AUTO_BLOCK where the PAP of the share, or of one item that you see in the revision, is stricter than GREEN.",
  })
  readonly how?: ReceiverUse | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "Until when it is needed. INVALID_INPUT when that has passed already.",
  })
  readonly neededBy?: Date | null;
}

/** Other modules add what else a response may hold: verdicts, sightings. */
@InputType({ description: "What your organisation says of one revision of a share that reached it." })
export class ShareResponseInput implements ShareResponse {
  readonly [part: string]: unknown;

  @IdField("The share. NOT_FOUND when it did not reach you, FORBIDDEN when it is your own.")
  readonly shareId!: string;

  @Field(() => Int, { nullable: true, description: "Which revision. Left out: the newest." })
  @IsOptional()
  @Min(1)
  readonly revisionNumber?: number | null;

  @Field(() => enumType(receiptStates), {
    nullable: true,
    description:
      "What you do with it. Forward only, any step may be skipped; STATE_CONFLICT otherwise. USED and NOT_USED need your six answers, or SIX_W_INCOMPLETE; that it is NOT_USABLE does not answer how it was USED.",
  })
  readonly state?: ReceiptState | null;

  @Field(() => enumType(notUsedReasons), { nullable: true, description: "Why it was not used. For NOT_USED." })
  readonly reason?: NotUsedReason | null;

  @OptionalText({ max: 2_000, description: "What there is to say of it." })
  readonly note?: string | null;

  @Nested(() => ReceiverFiveWInput, { nullable: true, description: "Your half of the six answers (5W1H)." })
  readonly fiveW?: ReceiverFiveWInput | null;
}

@InputType({ description: "What your organisation says of what reached it: many shares in one call." })
export class RespondToShareInput {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @NestedList(() => ShareResponseInput, {
    most: 500,
    description: "One for each revision. One refused holds no other back.",
  })
  readonly responses!: readonly ShareResponseInput[];
}

@ObjectType("ResponsePartResult", {
  simpleResolvers: true,
  description: "What became of one item of a part of a response: a verdict, a sighting.",
})
export class ResponsePartResultType extends ItemResultType {
  @Field(() => String, { description: "The field of the response that holds it." })
  readonly part!: string;
}

@ObjectType("ShareResponseResult", {
  simpleResolvers: true,
  description: "What became of one response. `id` is the receipt's.",
})
export class ShareResponseResultType extends ItemResultType {
  @Field(() => [ResponsePartResultType], { description: "What became of each item of its parts, part by part." })
  readonly parts!: readonly ResponsePartResultType[];
}

@ObjectType({ simpleResolvers: true, description: "What became of each response, and the receipts as they are now." })
export class RespondToSharePayload {
  @Field(() => [ShareResponseResultType], { description: "One for each response, in order." })
  readonly results!: unknown;

  @Field(() => [ReceiptType], { description: "The receipts that were responded to, each once." })
  readonly receipts!: unknown;

  @PositionField()
  readonly position!: unknown;
}
