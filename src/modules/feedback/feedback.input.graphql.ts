import { ArrayMaxSize, IsArray, IsOptional, Length } from "class-validator";
import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import {
  ExpectedVersion,
  IdField,
  IdempotencyKey,
  IntField,
  NestedList,
  OptionalText,
  PositionField,
  Text,
  enumType,
} from "../../platform/graphql";
import { ItemResultType } from "../../platform/items.graphql";
import type { ByReceipt, FileAnonymously } from "./anonymous.service";
import { type FeedbackTarget, type Resolution, type Verdict, feedbackTargets, resolutions, verdicts } from "./feedback";
import type { FeedbackEntry } from "./feedback.file";
import { FeedbackType } from "./feedback.graphql";
import type { OfFeedback } from "./feedback.service";
import type { AnswerFeedback, FeedbackAnswer, ResolveFeedback } from "./resolution.service";

/** What feedback says: the same for all that it can be about. */
@InputType({ description: "What feedback says, of whatever it is about." })
export abstract class VerdictFields {
  @Field(() => enumType(verdicts), {
    description:
      "What you found. HIT, NO_HIT, FALSE_POSITIVE, TOO_BROAD and OUTDATED on a share name items; MISSING, LATE, UNCLEAR and UNUSABLE say something. FEEDBACK_INCOMPLETE otherwise (V18).",
  })
  readonly verdict!: Verdict;

  @Field(() => [ID], { nullable: true, description: "The items that it speaks of, by their lineage. At most 500." })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(500)
  @Length(1, 100, { each: true })
  readonly lineageIds?: readonly string[] | null;

  @OptionalText({ max: 4_000, description: "What you observed." })
  readonly observation?: string | null;

  @OptionalText({ max: 4_000, description: "What it did to your use of the information." })
  readonly effect?: string | null;

  @OptionalText({ max: 4_000, description: "What would be better." })
  readonly proposal?: string | null;

  @OptionalText({ max: 4_000, description: "What you want to know." })
  readonly question?: string | null;
}

@InputType({ description: "Feedback on one thing." })
export class FeedbackEntryInput extends VerdictFields implements FeedbackEntry {
  @Field(() => enumType(feedbackTargets), { description: "What kind of thing it is about." })
  readonly target!: FeedbackTarget;

  @IdField(
    "What it is about: a revision, an assertion, a handoff, a case. Left out for the hub. NOT_FOUND when you cannot read it, FORBIDDEN when it is your own.",
    true,
  )
  readonly targetId?: string | null;
}

@InputType({ description: "Files feedback, many in one call." })
export class FileFeedbackInput implements FileAnonymously {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @NestedList(() => FeedbackEntryInput, {
    most: 10_000,
    description: "What you have to say. A wrong entry is refused by itself.",
  })
  readonly entries!: readonly FeedbackEntryInput[];

  @Field(() => Boolean, {
    nullable: true,
    description:
      "Hides you from every participant, not from whoever runs the hub. It goes out on the next full ten minutes, and you follow it with the receipt code alone. Not for handoffs: the other side would know.",
  })
  readonly anonymous?: boolean | null;

  @IntField({
    min: 1,
    max: 1_000,
    nullable: true,
    description:
      "With `anonymous`: refuses an entry that fewer organisations could have filed. Left out: 2. With 1 everybody can tell who it was. INVALID_INPUT without `anonymous`.",
  })
  readonly minAnonymitySet?: number | null;
}

@InputType({ description: "Moves feedback on in its loop." })
export class OfFeedbackInput implements OfFeedback {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The feedback.")
  readonly feedbackId!: string;

  @ExpectedVersion("feedback")
  readonly expectedVersion!: number;
}
@InputType({ description: "Says that you have read it. By the addressee." })
export class AcknowledgeFeedbackInput extends OfFeedbackInput {}
@InputType({ description: "Says that you look into it. By the addressee." })
export class ReviewFeedbackInput extends OfFeedbackInput {}
@InputType({ description: "Says that the answer does. By the author." })
export class CloseFeedbackInput extends OfFeedbackInput {}
@InputType({ description: "Says that the answer does not do. By the author." })
export class ReopenFeedbackInput extends OfFeedbackInput {}
@InputType({ description: "Takes it back. By the author." })
export class WithdrawFeedbackInput extends OfFeedbackInput {}

@InputType({ description: "What became of one piece of feedback." })
export class FeedbackAnswerInput implements FeedbackAnswer {
  @IdField("The feedback. NOT_FOUND when it is not yours to read, FORBIDDEN when it is not yours to answer.")
  readonly feedbackId!: string;

  @ExpectedVersion("feedback")
  readonly expectedVersion!: number;

  @Field(() => enumType(resolutions), { description: "What became of it." })
  readonly resolution!: Resolution;

  @OptionalText({ max: 4_000, description: "Why. FEEDBACK_INCOMPLETE when NOT_ADOPTED has none." })
  readonly reason?: string | null;

  @IdField("The revision in which it was taken up.", true)
  readonly revisionId?: string | null;
}

@InputType({ description: "Says what became of it. By the addressee." })
export class ResolveFeedbackInput extends FeedbackAnswerInput implements ResolveFeedback {
  @IdempotencyKey()
  readonly idempotencyKey!: string;
}

@InputType({ description: "Says what became of much feedback. By its addressee." })
export class AnswerFeedbackInput implements AnswerFeedback {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @NestedList(() => FeedbackAnswerInput, { most: 1_000, description: "The answers." })
  readonly answers!: readonly FeedbackAnswerInput[];
}

@InputType({ description: "Does something with your anonymous feedback, on the next full ten minutes." })
export class ByReceiptInput implements ByReceipt {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @Text({ max: 200, description: "The receipt code that you got when you filed it." })
  readonly receiptCode!: string;
}
@InputType({ description: "Says that the answer to your anonymous feedback does." })
export class CloseAnonymousFeedbackInput extends ByReceiptInput {}
@InputType({ description: "Says that the answer to your anonymous feedback does not do." })
export class ReopenAnonymousFeedbackInput extends ByReceiptInput {}
@InputType({ description: "Takes your anonymous feedback back." })
export class WithdrawAnonymousFeedbackInput extends ByReceiptInput {}

@ObjectType({ simpleResolvers: true, description: "What became of each entry." })
export class FileFeedbackPayload {
  @Field(() => [ItemResultType], {
    description: "One for each entry, in their order. The id is null for what was filed anonymously.",
  })
  readonly results!: readonly ItemResultType[];

  @Field(() => [String], {
    nullable: "items",
    description:
      "The receipt code of each anonymous entry, in their order; null for a refused one. Empty unless anonymous. Keep them: nobody can give them again but a call with the same idempotencyKey.",
  })
  readonly receiptCodes!: readonly (string | null)[];

  @Field(() => [Int], {
    nullable: "items",
    description:
      "Out of how many organisations the author of each anonymous entry could be, in their order; null for one that is wrong. Empty unless anonymous.",
  })
  readonly anonymitySets!: readonly (number | null)[];

  @PositionField()
  readonly position!: unknown;
}

@ObjectType({ simpleResolvers: true, description: "What became of each answer." })
export class AnswerFeedbackPayload {
  @Field(() => [ItemResultType], { description: "One for each answer, in their order." })
  readonly results!: readonly ItemResultType[];

  @PositionField()
  readonly position!: unknown;
}

@ObjectType({ simpleResolvers: true, description: "The feedback as it is for you now." })
export class FeedbackPayload {
  @Field(() => FeedbackType, { nullable: true, description: "Null when you may no longer see it." })
  readonly feedback!: unknown;

  @PositionField()
  readonly position!: unknown;
}

@ObjectType({ simpleResolvers: true, description: "What an anonymous author did goes out with whatever else waits." })
export class AnonymousActPayload {
  @Field(() => GraphQLDateTime, { description: "When it goes out." })
  readonly dueAt!: string;

  @PositionField()
  readonly position!: unknown;
}
