import { Field, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { enumType } from "../../platform/graphql";
import { UserType } from "../accounts/account.graphql";
import { OrganizationType } from "../organizations/organization.graphql";
import { type VenueKind, venueKinds } from "../venues/venue";
import { VenueType } from "../venues/venue.graphql";
import {
  type InformationKind,
  type SenderPurpose,
  type SendingChannel,
  type ShareTiming,
  informationKinds,
  senderPurposes,
  sendingChannels,
  shareTimings,
} from "./five-w";

@ObjectType("SenderFiveW", {
  simpleResolvers: true,
  description: "The sender's half of the six questions (5W1H): what was stated, and what the hub derived.",
})
export class SenderFiveWType {
  @Field(() => [enumType(senderPurposes)], { description: "Why it is shared. Stated." })
  readonly why!: readonly SenderPurpose[];

  @Field(() => String, { nullable: true, description: "Why, in words." })
  readonly whyText!: string | null;

  @Field(() => enumType(shareTimings), {
    description: "When: at which point of the incident. Derived from the state of the case unless stated.",
  })
  readonly when!: ShareTiming;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "Until when it is of use. Null: until it is retracted.",
  })
  readonly validUntil!: string | null;

  @Field(() => [enumType(informationKinds)], {
    description: "What: the kinds of its newest items, as far as you see them. Derived.",
  })
  readonly what!: readonly InformationKind[];

  @Field(() => enumType(venueKinds), {
    description: "Where: the kind of its venue; BILATERAL where it was sent without one that you see. Derived.",
  })
  readonly where!: VenueKind;

  @Field(() => VenueType, { nullable: true, description: "The venue. Null without one, or when you may not see it." })
  readonly venue!: VenueType | null;

  @Field(() => OrganizationType, { nullable: true, description: "Who sent it. Null when the sender is masked." })
  readonly who!: OrganizationType | null;

  @Field(() => Boolean, { description: "Whether the sender is masked: others do not learn who it is." })
  readonly senderMasked!: boolean;

  @Field(() => UserType, {
    nullable: true,
    description: "Whom to turn to. Null where you may not see the person, and when the sender is masked.",
  })
  readonly contact!: UserType | null;

  @Field(() => String, {
    nullable: true,
    description: "A desk or role to turn to, in words. Null when the sender is masked.",
  })
  readonly contactText!: string | null;

  @Field(() => enumType(sendingChannels), { description: "How it is sent. API or PORTAL unless stated." })
  readonly how!: SendingChannel;
}
