import { ArgsType, Field, ID, Int, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { eventOf } from "../../platform/events/event.graphql";
import { enumType } from "../../platform/graphql";
import { NodeType, PageArgs, connectionOf } from "../../platform/read/read.graphql";
import { UserType } from "../accounts/account.graphql";
import { OrganizationType } from "../organizations/organization.graphql";
import {
  type InformationKind,
  type ReceiverPurpose,
  type ReceiverUse,
  informationKinds,
  receiverPurposes,
  receiverUses,
} from "../shares/five-w";
import { SenderFiveWType } from "../shares/five-w.graphql";
import { ShareType } from "../shares/share.graphql";
import { type VenueKind, venueKinds } from "../venues/venue";
import {
  type NotUsedReason,
  type Prefill,
  type ReceiptState,
  type ShareReceipt,
  type ShareUse,
  notUsedReasons,
  prefills,
  receiptStates,
} from "./receipt";

@ObjectType("ReceiverFiveW", {
  simpleResolvers: true,
  description: "The receiver's half of the six questions (5W1H): what was stated or prefilled, and what was derived.",
})
export class ReceiverFiveWType {
  @Field(() => [enumType(receiverPurposes)], { description: "What it is wanted for. Empty until stated or prefilled." })
  readonly why!: readonly ReceiverPurpose[];

  @Field(() => String, { nullable: true, description: "What for, in words." })
  readonly whyText!: string | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "When the receiver last said something of it, by hand or by its standing profile. Derived.",
  })
  readonly when!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "Until when the receiver needs it." })
  readonly neededBy!: string | null;

  @Field(() => [enumType(informationKinds)], { description: "What: the kinds of the items that you see. Derived." })
  readonly what!: readonly InformationKind[];

  @Field(() => enumType(venueKinds), { description: "Where it was received. Derived." })
  readonly where!: VenueKind;

  @Field(() => OrganizationType, { nullable: true, description: "Who received it." })
  readonly who!: OrganizationType | null;

  @Field(() => UserType, {
    nullable: true,
    description: "The person who answered last, where you may see it. Null while nobody has but a profile.",
  })
  readonly person!: UserType | null;

  @Field(() => enumType(receiverUses), {
    nullable: true,
    description:
      "How it is used. Null until stated or prefilled; of what was not used, NOT_USABLE unless something else was said.",
  })
  readonly how!: ReceiverUse | null;
}

@ObjectType("ShareUse", { simpleResolvers: true, description: "What a recipient does with one revision." })
export class UseType implements Omit<
  ShareUse,
  "receiptId" | "deliveredAt" | "acknowledgedAt" | "plannedAt" | "settledAt"
> {
  @Field(() => Int, { description: "Which revision." })
  readonly number!: number;

  @Field(() => enumType(receiptStates), { description: "How far it is." })
  readonly state!: ReceiptState;

  @Field(() => enumType(notUsedReasons), { nullable: true, description: "Why it was not used." })
  readonly reason!: NotUsedReason | null;

  @Field(() => String, { nullable: true, description: "What there is to say of it." })
  readonly note!: string | null;

  @Field(() => GraphQLDateTime, { description: "Since when it is there for the recipient." })
  readonly deliveredAt!: string;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When it was acknowledged." })
  readonly acknowledgedAt!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When its use was planned." })
  readonly plannedAt!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When it was used, not used or declined." })
  readonly settledAt!: string | null;
}

/** A fact added to {@link ShareReceipt} does not compile until it is declared here, or named among those not served. */
@ObjectType("ShareReceipt", {
  implements: NodeType,
  simpleResolvers: true,
  description:
    "What one organisation does with a share, beside why it was sent: both halves of the exchange. For that organisation and the sender.",
})
export class ReceiptType
  extends NodeType
  implements
    Omit<
      ShareReceipt,
      | "shareId"
      | "organizationId"
      | "why"
      | "whyText"
      | "how"
      | "neededBy"
      | "answeredById"
      | "answeredAt"
      | "createdAt"
    >
{
  @Field(() => Int, { description: "Counts the changes." })
  readonly version!: number;

  @Field(() => enumType(receiptStates), { description: "What it does with the newest revision that it got." })
  readonly state!: ReceiptState;

  @Field(() => Int, { description: "The number of that revision." })
  readonly revisionNumber!: number;

  @Field(() => enumType(notUsedReasons), { nullable: true, description: "Why that was not used." })
  readonly reason!: NotUsedReason | null;

  @Field(() => String, { nullable: true, description: "What there is to say of it." })
  readonly note!: string | null;

  @Field(() => [UseType], { description: "What it does with each revision, the oldest first." })
  readonly uses!: readonly UseType[];

  @Field(() => enumType(prefills), {
    nullable: true,
    description: "Where the receiver's answers came from at first. Null: nothing was prefilled.",
  })
  readonly prefilledFrom!: Prefill | null;

  @Field(() => SenderFiveWType, { nullable: true, description: "The sender's half of the six answers." })
  readonly senderFiveW!: SenderFiveWType | null;

  @Field(() => ReceiverFiveWType, { nullable: true, description: "The receiver's half of the six answers." })
  readonly receiverFiveW!: ReceiverFiveWType | null;

  @Field(() => OrganizationType, { nullable: true, description: "Whose it is." })
  readonly organization!: OrganizationType | null;

  @Field(() => ShareType, { nullable: true, description: "Of which share." })
  readonly share!: ShareType | null;

  @Field(() => GraphQLDateTime, { description: "Since when the share is there for it." })
  readonly createdAt!: string;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "When it last said something of it, by hand or by its standing profile.",
  })
  readonly answeredAt!: string | null;
}

export const ReceiptConnection = connectionOf("ShareReceipt", () => ReceiptType);
export const ReceiptEvent = eventOf("ShareReceipt", { field: "receipt", type: () => ReceiptType });

@ArgsType()
export class ShareReceiptsArgs extends PageArgs {
  @Field(() => [enumType(receiptStates)], { nullable: true, description: "Only those in one of these states." })
  readonly states?: readonly ReceiptState[] | null;

  @Field(() => ID, { nullable: true, description: "Only those of this recipient." })
  readonly organizationId?: string | null;
}

@ArgsType()
export class ReceiptsArgs extends ShareReceiptsArgs {
  @Field(() => ID, { nullable: true, description: "Only of this share." })
  readonly shareId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Only your organisation's own (false: only those of others, for what it sent).",
  })
  readonly mine?: boolean | null;
}
