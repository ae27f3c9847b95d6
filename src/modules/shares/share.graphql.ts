import { ArgsType, Directive, Field, ID, Int, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { eventOf } from "../../platform/events/event.graphql";
import { enumType } from "../../platform/graphql";
import type { Pap, Tlp } from "../../platform/marking";
import { paps, tlps } from "../../platform/marking.vocabulary";
import { NodeType, PageArgs, connectionOf } from "../../platform/read/read.graphql";
import { type ValueOf, vocabulary } from "../../platform/vocabulary";
import { UserType } from "../accounts/account.graphql";
import { CaseType } from "../cases/case.graphql";
import { type TimeFlag, timeFlags } from "../cases/times";
import { OrganizationType } from "../organizations/organization.graphql";
import { VenueType } from "../venues/venue.graphql";
import { SenderFiveWType } from "./five-w.graphql";
import {
  type Attribution,
  type Forwarding,
  type Share,
  type ShareKind,
  type ShareState,
  attributions,
  forwardings,
  shareKinds,
  shareStates,
} from "./share";

type NotServed =
  | "caseId"
  | "venueId"
  | "senderId"
  | "contactId"
  | "contactText"
  | "why"
  | "whyText"
  | "timing"
  | "how"
  | "sourceId"
  | "derivedFromId"
  | "originId"
  | "currentRevisionId"
  | "createdById"
  | "listedAt";
/** Served to some only, so it may be null. */
type Masked = "caseBound";
type Instants = "validUntil" | "detectedAt" | "createdAt" | "publishedAt" | "finalizedAt" | "closedAt" | "retractedAt";

/** A fact added to {@link Share} does not compile until it is declared here, or named among those that are not served. */
@Directive('@key(fields: "id")')
@ObjectType("Share", {
  implements: NodeType,
  simpleResolvers: true,
  description:
    "Something shared (情報共有): who told whom what, for what purpose, under which marking. What it says is in its revisions.",
})
export class ShareType extends NodeType implements Omit<Share, NotServed | Masked | Instants> {
  @Field(() => Int, {
    description: "Counts the changes that everyone who sees the share may see. Give it back as `expectedVersion`.",
  })
  readonly version!: number;

  @Field(() => String, { description: "What it is about, in one line." })
  readonly subject!: string;

  @Field(() => enumType(shareKinds), { description: "Threat information, or a report of where things stand." })
  readonly kind!: ShareKind;

  @Field(() => enumType(shareStates), { description: "Where it stands." })
  readonly state!: ShareState;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether it has not gone out yet. Null for whoever received it: how it was drafted is its sender's.",
  })
  readonly draft!: boolean | null;

  @Field(() => OrganizationType, { nullable: true, description: "Who sent it. Null when the sender is masked." })
  readonly sender!: OrganizationType | null;

  @Field(() => Boolean, { description: "Whether the sender is masked. It stays so on every forward." })
  readonly senderMasked!: boolean;

  @Field(() => UserType, { nullable: true, description: "Whom to turn to, where you may see the person." })
  readonly contact!: UserType | null;

  @Field(() => SenderFiveWType, { nullable: true, description: "The sender's six answers (5W1H)." })
  readonly fiveW!: SenderFiveWType | null;

  @Field(() => CaseType, { nullable: true, description: "The case it comes from. Null when you may not see it." })
  readonly case!: CaseType | null;

  @Field(() => VenueType, { nullable: true, description: "Where it was shared. Null when you may not see the venue." })
  readonly venue!: VenueType | null;

  @Field(() => enumType(tlps), {
    description: "TLP 2.0: who may receive it. The stricter of this and an item's own counts for the item.",
  })
  readonly tlp!: Tlp;

  @Field(() => enumType(paps), { description: "PAP: what may be done with it. An item's may be stricter." })
  readonly pap!: Pap;

  @Field(() => Boolean, { description: "Whether only named persons see it, as with TLP:RED." })
  readonly namedOnly!: boolean;

  @Field(() => enumType(tlps), {
    nullable: true,
    description:
      "The marking of the case when this was published: where it differs, the originator of a sanitised share marked it otherwise. Null for whoever sees neither the case nor is the sender.",
  })
  readonly caseTlp!: Tlp | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "Whether the case that it comes from binds it to its recipients: their clients and parts read nothing of it, whatever its TLP lets through. Decided whenever a revision goes out, by what may leave the case (V6); what was bound once stays so, and so does a forwarded copy. Null for whoever sees neither the case nor is the sender.",
  })
  readonly caseBound!: boolean | null;

  @Field(() => enumType(attributions), { description: "Whether the sender may be named as the source elsewhere." })
  readonly attribution!: Attribution;

  @Field(() => enumType(forwardings), { description: "Whether recipients may pass it on. TLP binds them either way." })
  readonly forwarding!: Forwarding;

  @Field(() => Boolean, {
    description: "Whether a person has confirmed of every item that it tells nothing of the victim.",
  })
  readonly deIdentified!: boolean;

  @Field(() => ShareType, {
    nullable: true,
    description: "The share that it is a forwarded copy of, where you see that.",
  })
  readonly derivedFrom!: ShareType | null;

  @Field(() => OrganizationType, {
    nullable: true,
    description: "Of a forwarded copy: its originator, where that is to be or may be named, and is not masked.",
  })
  readonly source!: OrganizationType | null;

  @Field(() => Boolean, { description: "Whether it is a forwarded copy." })
  readonly forwarded!: boolean;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When it was detected, where the sender stated it." })
  readonly detectedAt!: string | null;

  @Field(() => [enumType(timeFlags)], {
    description: "Why that time cannot be true as it was told. It is kept as it was told (V21).",
  })
  readonly timeFlags!: readonly TimeFlag[];

  @Field(() => GraphQLDateTime, { nullable: true, description: "Until when it is of use." })
  readonly validUntil!: string | null;

  @Field(() => Boolean, { description: "Whether that time is over." })
  readonly expired!: boolean;

  @Field(() => GraphQLDateTime, { description: "When it was begun." })
  readonly createdAt!: string;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When its first revision went out. Null for a draft." })
  readonly publishedAt!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When its last revision was declared to be that." })
  readonly finalizedAt!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When it was closed." })
  readonly closedAt!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When all of it was taken back." })
  readonly retractedAt!: string | null;

  @Field(() => String, { nullable: true, description: "Why it was taken back." })
  readonly retractionReason!: string | null;
}

@ObjectType("ShareRecipient", {
  simpleResolvers: true,
  description: "An organisation that a share was sent to.",
})
export class RecipientType {
  @Field(() => OrganizationType, { nullable: true, description: "Who it is." })
  readonly organization!: OrganizationType | null;

  @Field(() => GraphQLDateTime, { description: "Since when it is a recipient." })
  readonly addedAt!: string;
}

export const ShareConnection = connectionOf("Share", () => ShareType);
export const RecipientConnection = connectionOf("ShareRecipient", () => RecipientType);
export const ShareEvent = eventOf("Share", { field: "share", type: () => ShareType });

export const shareDirections = vocabulary("ShareDirection", "Which way something was shared.", {
  SENT: ["発信", "Sent", "Your organisation sent it, or drafts it.", "自組織が発信した（下書きを含む）。"],
  RECEIVED: ["受信", "Received", "It reached your organisation.", "自組織に届いた。"],
});

@ArgsType()
export class SharesArgs extends PageArgs {
  @Field(() => enumType(shareDirections), { nullable: true, description: "Only what was sent, or received." })
  readonly direction?: ValueOf<typeof shareDirections> | null;

  @Field(() => [enumType(shareStates)], { nullable: true, description: "Only shares in one of these states." })
  readonly states?: readonly ShareState[] | null;

  @Field(() => enumType(shareKinds), { nullable: true, description: "Only of this kind." })
  readonly kind?: ShareKind | null;

  @Field(() => ID, { nullable: true, description: "Only in this venue." })
  readonly venueId?: string | null;

  @Field(() => ID, { nullable: true, description: "Only from this case; nothing unless you see the case." })
  readonly caseId?: string | null;

  @Field(() => ID, { nullable: true, description: "Only from this sender, as far as senders are not masked." })
  readonly senderId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Only what your organisation received and has not acknowledged (false: all else).",
  })
  readonly unanswered?: boolean | null;

  @Field(() => String, { nullable: true, description: "Only whose subject holds this, in any case and width." })
  readonly text?: string | null;
}
