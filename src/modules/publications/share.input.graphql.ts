import { ArrayMaxSize, IsOptional, Length } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { IdField, IdempotencyKey, Nested, NestedList, OptionalText, Text, enumType } from "../../platform/graphql";
import type { Pap, Tlp } from "../../platform/marking";
import { paps, tlps } from "../../platform/marking.vocabulary";
import { type Corner, corners } from "../revisions/revision";
import {
  type SenderPurpose,
  type SendingChannel,
  type ShareTiming,
  senderPurposes,
  sendingChannels,
  shareTimings,
} from "../shares/five-w";
import {
  type Attribution,
  type Forwarding,
  type ShareKind,
  attributions,
  forwardings,
  shareKinds,
} from "../shares/share";
import { LimitationInput, ShareItemInput } from "./item.input.graphql";
import type { GivenShare, SenderAnswers } from "./publication";

/** How many organisations one share is sent to by name, and how many items it has. */
export const RECIPIENTS_MAX = 1_000;
export const ITEMS_MAX = 1_000;

/** A list of ids in an input, at most so many. */
export const IdList =
  (most: number, description: string): PropertyDecorator =>
  (target, key) => {
    Field(() => [ID], { nullable: true, description: `${description} At most ${most}.` })(target, key);
    IsOptional()(target, key);
    ArrayMaxSize(most)(target, key);
    Length(1, 100, { each: true })(target, key);
  };

@InputType({
  description: "The sender's six answers, as far as they are stated: people say Why and How, the hub derives the rest.",
})
export class SenderFiveWInput implements SenderAnswers {
  @Field(() => [enumType(senderPurposes)], {
    nullable: true,
    description: "Why. Needed to publish: SIX_W_INCOMPLETE without it.",
  })
  readonly why?: readonly SenderPurpose[] | null;

  @OptionalText({ max: 2_000, description: "Why, in words." })
  readonly whyText?: string | null;

  @Field(() => enumType(shareTimings), {
    nullable: true,
    description: "When. Left out: as the state of the case tells; ROUTINE without one.",
  })
  readonly when?: ShareTiming | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "Until when it is of use. In the future." })
  readonly validUntil?: Date | null;

  @Field(() => enumType(sendingChannels), {
    nullable: true,
    description: "How it is sent. Left out: PORTAL for a person, API for a tool.",
  })
  readonly how?: SendingChannel | null;

  @IdField("Whom to turn to: an account of your organisation. Left out: you, where you are a person.", true)
  readonly contactId?: string | null;

  @OptionalText({ max: 200, description: "A desk or role to turn to, in words." })
  readonly contactText?: string | null;
}

@InputType()
export abstract class ShareFactsInput implements GivenShare {
  @Text({ max: 300, description: "What it is about, in one line." })
  readonly subject!: string;

  @Field(() => enumType(shareKinds), { nullable: true, description: "Left out: THREAT_INFORMATION." })
  readonly kind?: ShareKind | null;

  @IdField("The case it comes from. NOT_FOUND when you cannot see it, FORBIDDEN when you do not work in it.", true)
  readonly caseId?: string | null;

  @IdField("Where it is shared. Left out: from you to each recipient.", true)
  readonly venueId?: string | null;

  @IdList(
    RECIPIENTS_MAX,
    "To which organisations. Left out, with a venue: to all its members that you may see. AUDIENCE_TOO_WIDE where the marking or the venue does not allow one.",
  )
  readonly recipientIds?: readonly string[] | null;

  @IdList(
    500,
    "To which persons and tools of your organisation and the recipients, by the ids of their accounts. Needed for what is TLP:RED, the share or an item: nobody else sees that.",
  )
  readonly personIds?: readonly string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "Whether only the named persons see any of it, as with TLP:RED. Left out: when persons are named, unless it is for RED items.",
  })
  readonly namedOnly?: boolean | null;

  @Nested(() => SenderFiveWInput, { nullable: true, description: "The sender's six answers (5W1H)." })
  readonly fiveW?: SenderFiveWInput | null;

  @Field(() => enumType(tlps), {
    description:
      "TLP 2.0. Within a case no freer than the case's, unless every item is de-identified and an agreement with the affected organisation has OWN_MARKING_WHEN_DEIDENTIFIED: then it is yours to mark, and that is recorded. AUDIENCE_TOO_WIDE otherwise. The affected organisation marks its own without an agreement.",
  })
  readonly tlp!: Tlp;

  @Field(() => enumType(paps), { nullable: true, description: "PAP. Left out: the case's; GREEN without one." })
  readonly pap?: Pap | null;

  @Field(() => enumType(attributions), { nullable: true, description: "Whether you may be named. Left out: MAY." })
  readonly attribution?: Attribution | null;

  @Field(() => Boolean, { nullable: true, description: "Whether others shall not learn who sent it." })
  readonly senderMasked?: boolean | null;

  @Field(() => enumType(forwardings), { nullable: true, description: "Whether it may be passed on. Left out: ASK." })
  readonly forwarding?: Forwarding | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "When it was detected. Needed to claim SPEED without a case that tells it.",
  })
  readonly detectedAt?: Date | null;

  @Field(() => [enumType(corners)], {
    nullable: true,
    description:
      "What it claims of speed, accuracy and coverage: one or two, or TRIANGLE_VIOLATION. SPEED within the speed window after the detection, or SPEED_WINDOW_PASSED: your agreement's with each recipient, else 24 hours.",
  })
  readonly claims?: readonly Corner[] | null;

  @NestedList(() => LimitationInput, {
    most: 3,
    nullable: true,
    description: "A note for each corner that is given up, or LIMITATION_MISSING.",
  })
  readonly limitations?: readonly LimitationInput[] | null;

  @OptionalText({ max: 20_000, description: "Where things stand: of a STATUS_REPORT, and only then." })
  readonly text?: string | null;

  @NestedList(() => ShareItemInput, {
    most: ITEMS_MAX,
    nullable: true,
    description: "What it says, item by item. One wrong item holds it back; `details.items` names all that are wrong.",
  })
  readonly items?: readonly ShareItemInput[] | null;
}

@InputType({ description: "A share that goes out at once, with its first revision." })
export class ShareInput extends ShareFactsInput {
  @IdempotencyKey()
  readonly idempotencyKey!: string;
}
