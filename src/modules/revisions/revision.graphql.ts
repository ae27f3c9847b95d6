import { ArgsType, Field, ID, Int, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { eventOf } from "../../platform/events/event.graphql";
import { enumType } from "../../platform/graphql";
import type { Pap, Tlp } from "../../platform/marking";
import { paps, tlps } from "../../platform/marking.vocabulary";
import { LargePageArgs, NodeType, connectionOf } from "../../platform/read/read.graphql";
import { UserType } from "../accounts/account.graphql";
import { IndicatorType } from "../indicators/indicator.graphql";
import { type InformationKind, informationKinds } from "../shares/five-w";
import { ShareType } from "../shares/share.graphql";
import {
  type Corner,
  type ItemChange,
  type ItemState,
  type Limitation,
  type RevisionState,
  type ShareItem,
  type ShareRevision,
  corners,
  itemChanges,
  itemStates,
  revisionStates,
} from "./revision";

@ObjectType("Limitation", {
  simpleResolvers: true,
  description: "What was given up for what is claimed: what the receiver must not expect.",
})
export class LimitationType implements Limitation {
  @Field(() => enumType(corners), { description: "The corner of the triangle that was given up." })
  readonly corner!: Corner;

  @Field(() => String, { description: "What is lacking, in words." })
  readonly note!: string;
}

@ObjectType("ShareRevision", {
  implements: NodeType,
  simpleResolvers: true,
  description:
    "One state of what is shared (第一報, 続報, 最終報). Once published it never changes; a change is a new revision.",
})
export class RevisionType
  extends NodeType
  implements Omit<ShareRevision, "shareId" | "createdById" | "createdAt" | "publishedAt">
{
  @Field(() => Int, { description: "Counts from 1 within the share." })
  readonly number!: number;

  @Field(() => enumType(revisionStates), { description: "Where it stands." })
  readonly state!: RevisionState;

  @Field(() => [enumType(corners)], {
    description: "What it claims of speed, accuracy and coverage: one or two. A status report claims none.",
  })
  readonly claims!: readonly Corner[];

  @Field(() => [enumType(corners)], { description: "What was given up for that: the other corners. Derived." })
  readonly givenUp!: readonly Corner[];

  @Field(() => [LimitationType], { description: "A note for each corner that was given up." })
  readonly limitations!: readonly LimitationType[];

  @Field(() => String, { nullable: true, description: "Where things stand, in a status report. Null otherwise." })
  readonly text!: string | null;

  @Field(() => GraphQLDateTime, { description: "When it was written." })
  readonly createdAt!: string;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When it went out. Null for a draft." })
  readonly publishedAt!: string | null;

  @Field(() => ShareType, { nullable: true, description: "The share." })
  readonly share!: ShareType | null;
}

@ObjectType("ShareItem", {
  implements: NodeType,
  simpleResolvers: true,
  description: "One piece of information in one revision. `lineageId` is the same through all revisions of the share.",
})
export class ItemType
  extends NodeType
  implements
    Omit<ShareItem, "shareId" | "revisionId" | "position" | "indicatorId" | "deIdentifiedById" | "deIdentifiedAt">
{
  @Field(() => ID, { description: "The same for this item in every revision. Changes and feedback name it." })
  readonly lineageId!: string;

  @Field(() => enumType(informationKinds), { description: "What kind of information it is." })
  readonly kind!: InformationKind;

  @Field(() => IndicatorType, { nullable: true, description: "The indicator, where the item is one." })
  readonly indicator!: IndicatorType | null;

  @Field(() => String, { nullable: true, description: "What it says, in words." })
  readonly text!: string | null;

  @Field(() => enumType(itemStates), {
    description:
      "What this revision says of it. A forwarded copy's is RETRACTED from the moment in which its origin took it back.",
  })
  readonly state!: ItemState;

  @Field(() => enumType(itemChanges), { description: "What this revision did with it." })
  readonly change!: ItemChange;

  @Field(() => String, { nullable: true, description: "Why it was corrected or taken back." })
  readonly note!: string | null;

  @Field(() => Boolean, {
    description: "Whether it is taken back by now, here or where it was forwarded from, whichever revision you read.",
  })
  readonly retracted!: boolean;

  @Field(() => Boolean, {
    description:
      "DISPUTED (要確認): a receiver's verdict stands against it that the sender has not settled. Who said so is not told.",
  })
  readonly disputed!: boolean;

  @Field(() => enumType(tlps), { description: "TLP 2.0: the stricter of the share's and its own." })
  readonly tlp!: Tlp;

  @Field(() => enumType(paps), { description: "PAP: the stricter of the share's and its own." })
  readonly pap!: Pap;

  @Field(() => GraphQLDateTime, {
    description: "When it went out, or was disputed, settled or taken back since, whichever is last.",
  })
  readonly updatedAt!: string;

  @Field(() => Boolean, { description: "Whether a person confirmed that it tells nothing of the victim." })
  readonly deIdentified!: boolean;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When that was confirmed." })
  readonly deIdentifiedAt!: string | null;

  @Field(() => UserType, { nullable: true, description: "Who confirmed it. For the sender; else null." })
  readonly deIdentifiedBy!: UserType | null;

  @Field(() => ShareType, { nullable: true, description: "The share." })
  readonly share!: ShareType | null;

  @Field(() => RevisionType, { nullable: true, description: "The revision." })
  readonly revision!: RevisionType | null;
}

export const RevisionConnection = connectionOf("ShareRevision", () => RevisionType);
export const ItemConnection = connectionOf("ShareItem", () => ItemType);
export const ItemEvent = eventOf("ShareItem", { field: "item", type: () => ItemType });

@ArgsType()
export class ItemsArgs extends LargePageArgs {
  @Field(() => [enumType(informationKinds)], { nullable: true, description: "Only of these kinds." })
  readonly kinds?: readonly InformationKind[] | null;
}
