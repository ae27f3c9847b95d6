import { Field, InputType, ObjectType } from "type-graphql";
import {
  ExpectedVersion,
  IdField,
  IdempotencyKey,
  NestedList,
  OptionalText,
  PositionField,
  Text,
  enumType,
} from "../../platform/graphql";
import { type Corner, corners } from "../revisions/revision";
import { RevisionType } from "../revisions/revision.graphql";
import { ShareType } from "../shares/share.graphql";
import { CorrectItemInput, LimitationInput, RetractItemInput, ShareItemInput } from "./item.input.graphql";
import type { AddRecipients, MoveShare, RetractShare } from "./lifecycle.service";
import type { PublishRevision, RetractItems } from "./publication.service";
import { ITEMS_MAX, IdList, RECIPIENTS_MAX } from "./share.input.graphql";

/** What every change of a share names. */
@InputType()
export abstract class OfShareInput {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The share. NOT_FOUND when you cannot see it, FORBIDDEN when it is not yours.")
  readonly shareId!: string;

  @ExpectedVersion("share")
  readonly expectedVersion!: number;
}

@InputType({
  description: "The next revision: what it changes of the one before. What it does not name it carries on.",
})
export class PublishRevisionInput extends OfShareInput implements PublishRevision {
  @Field(() => [enumType(corners)], { nullable: true, description: "What it claims. Left out: as the one before." })
  readonly claims?: readonly Corner[] | null;

  @NestedList(() => LimitationInput, {
    most: 3,
    nullable: true,
    description: "A note for each corner that is given up. Left out: as the one before.",
  })
  readonly limitations?: readonly LimitationInput[] | null;

  @OptionalText({ max: 20_000, description: "Where things stand, in a status report." })
  readonly text?: string | null;

  @NestedList(() => ShareItemInput, { most: ITEMS_MAX, nullable: true, description: "New items." })
  readonly add?: readonly ShareItemInput[] | null;

  @NestedList(() => CorrectItemInput, { most: ITEMS_MAX, nullable: true, description: "Items that were wrong." })
  readonly correct?: readonly CorrectItemInput[] | null;

  @IdList(ITEMS_MAX, "Items that were found right, by their `lineageId`.")
  readonly confirm?: readonly string[] | null;

  @NestedList(() => RetractItemInput, { most: ITEMS_MAX, nullable: true, description: "Items that are taken back." })
  readonly retract?: readonly RetractItemInput[] | null;
}

@InputType({ description: "Items that are taken back, here and in every forwarded copy at once." })
export class RetractItemsInput extends OfShareInput implements RetractItems {
  @NestedList(() => RetractItemInput, { most: ITEMS_MAX, description: "Which, and why." })
  readonly items!: readonly RetractItemInput[];
}

@InputType({ description: "More organisations or persons that a share is sent to." })
export class AddRecipientsInput extends OfShareInput implements AddRecipients {
  @IdList(RECIPIENTS_MAX, "Organisations.")
  readonly recipientIds?: readonly string[] | null;

  @IdList(500, "Persons and tools of the sender and the recipients, by the ids of their accounts.")
  readonly personIds?: readonly string[] | null;
}

@InputType({ description: "Says that the newest revision is the last (最終報)." })
export class FinalizeShareInput extends OfShareInput implements MoveShare {}

@InputType({ description: "Closes a share whose last revision is out." })
export class CloseShareInput extends OfShareInput implements MoveShare {}

@InputType({ description: "Takes all of a share back, here and in every forwarded copy at once." })
export class RetractShareInput extends OfShareInput implements RetractShare {
  @Text({ max: 2_000, description: "Why. Whoever received it reads it." })
  readonly reason!: string;
}

@ObjectType({ simpleResolvers: true, description: "The share as it is for you now." })
export class SharePayload {
  @Field(() => ShareType, { nullable: true, description: "Null when you may not see it." })
  readonly share!: unknown;

  @Field(() => RevisionType, { nullable: true, description: "The revision that was written or published." })
  readonly revision!: unknown;

  @PositionField()
  readonly position!: unknown;
}
