import { ArgsType, Directive, Field, ID, Int, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { eventOf } from "../../platform/events/event.graphql";
import { enumType } from "../../platform/graphql";
import { NodeType, PageArgs, connectionOf } from "../../platform/read/read.graphql";
import { CaseType } from "../cases/case.graphql";
import { OrganizationType } from "../organizations/organization.graphql";
import { RevisionType } from "../revisions/revision.graphql";
import { ShareType } from "../shares/share.graphql";
import {
  type Aspect,
  type ClosedBy,
  type Feedback,
  type FeedbackState,
  type FeedbackTarget,
  type Resolution,
  type Verdict,
  aspects,
  closers,
  directions,
  feedbackStates,
  feedbackTargets,
  resolutions,
  verdicts,
} from "./feedback";

type Served<Names extends keyof Feedback> = Pick<Feedback, Names>;

@Directive('@key(fields: "id")')
@ObjectType("Feedback", {
  implements: NodeType,
  simpleResolvers: true,
  description:
    "What a receiver says of something it received (フィードバック): constructive, at any time, anonymous if wanted, and answered. Its author and its addressee see it.",
})
export class FeedbackType
  extends NodeType
  implements
    Served<
      | "version"
      | "target"
      | "targetId"
      | "verdict"
      | "observation"
      | "effect"
      | "proposal"
      | "question"
      | "lineageIds"
      | "anonymous"
      | "anonymitySet"
      | "state"
      | "resolution"
      | "reason"
      | "closedBy"
    >
{
  @Field(() => Int, { description: "Counts the changes. Give it back as `expectedVersion`." })
  readonly version!: number;

  @Field(() => enumType(feedbackTargets), { description: "What kind of thing it is about." })
  readonly target!: FeedbackTarget;

  @Field(() => ID, {
    description:
      "What it is about; `node` reads it, as far as you see it: of a forwarded copy, who answers sees the share where it began. `hub` for the hub itself.",
  })
  readonly targetId!: string;

  @Field(() => enumType(verdicts), { description: "What was found." })
  readonly verdict!: Verdict;

  @Field(() => enumType(aspects), {
    nullable: true,
    description: "The quality that the verdict speaks of; derived. Null for USEFUL.",
  })
  readonly aspect!: Aspect | null;

  @Field(() => String, { nullable: true, description: "What was observed." })
  readonly observation!: string | null;

  @Field(() => String, { nullable: true, description: "What it did to the use of the information." })
  readonly effect!: string | null;

  @Field(() => String, { nullable: true, description: "What would be better." })
  readonly proposal!: string | null;

  @Field(() => String, { nullable: true, description: "What the author wants to know." })
  readonly question!: string | null;

  @Field(() => [ID], {
    description: "The items of the share that it speaks of, by their lineage; without those that you may not see.",
  })
  readonly lineageIds!: readonly string[];

  @Field(() => Boolean, {
    description: "Whether its author is hidden from every participant. Whoever runs the hub could still find out.",
  })
  readonly anonymous!: boolean;

  @Field(() => Int, {
    nullable: true,
    description:
      "How many organisations could have filed it. With few, anonymity is worth little. Null when it is not anonymous.",
  })
  readonly anonymitySet!: number | null;

  @Field(() => enumType(feedbackStates), { description: "Where it stands in its loop." })
  readonly state!: FeedbackState;

  @Field(() => GraphQLDateTime, {
    description: "Until when its addressee owes the answer: 14 days after it was filed.",
  })
  readonly answerBy!: string;

  @Field(() => Boolean, { description: "Whether that time has passed, and it is not answered." })
  readonly overdue!: boolean;

  @Field(() => enumType(resolutions), { nullable: true, description: "What became of it. Null until it is resolved." })
  readonly resolution!: Resolution | null;

  @Field(() => String, { nullable: true, description: "Why. Always given with NOT_ADOPTED." })
  readonly reason!: string | null;

  @Field(() => enumType(closers), {
    nullable: true,
    description: "How it was closed; by its author, or by nobody objecting in 14 days.",
  })
  readonly closedBy!: ClosedBy | null;

  @Field(() => GraphQLDateTime, {
    description: "When it was filed. Of anonymous feedback: the full ten minutes with which it went out.",
  })
  readonly filedAt!: string;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When the addressee acknowledged it." })
  readonly acknowledgedAt!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When the addressee resolved it." })
  readonly resolvedAt!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When it was closed or withdrawn." })
  readonly closedAt!: string | null;

  @Field(() => OrganizationType, {
    nullable: true,
    description: "Who filed it. Null for everybody when it is anonymous.",
  })
  readonly author!: OrganizationType | null;

  @Field(() => OrganizationType, {
    nullable: true,
    description: "Who answers it. Null when the sender is masked from you.",
  })
  readonly addressee!: OrganizationType | null;

  @Field(() => ShareType, { nullable: true, description: "The share that it is about, if it is about one." })
  readonly share!: unknown;

  @Field(() => CaseType, { nullable: true, description: "The case that it belongs to, if you see that case." })
  readonly case!: unknown;

  @Field(() => RevisionType, { nullable: true, description: "The revision in which it was taken up." })
  readonly revision!: unknown;
}

@ObjectType("FeedbackOutcome", {
  implements: NodeType,
  simpleResolvers: true,
  description: "What became of feedback, for everybody who received what it is about. Never who said it.",
})
export class FeedbackOutcomeType extends NodeType {
  @Field(() => enumType(feedbackTargets), { description: "What kind of thing the feedback is about." })
  readonly target!: FeedbackTarget;

  @Field(() => ID, {
    nullable: true,
    description: "What the feedback is about. Null where that is a forwarded copy that did not reach you.",
  })
  readonly targetId!: string | null;

  @Field(() => enumType(verdicts), { description: "What was found." })
  readonly verdict!: Verdict;

  @Field(() => [ID], {
    description: "The items that it speaks of, by their lineage; without those that you may not see.",
  })
  readonly lineageIds!: readonly string[];

  @Field(() => enumType(feedbackStates), {
    description: "RESOLVED or CLOSED; UNDER_REVIEW when its author did not find the answer right.",
  })
  readonly state!: FeedbackState;

  @Field(() => enumType(resolutions), {
    nullable: true,
    description: "What became of it. Null while it is looked into again.",
  })
  readonly resolution!: Resolution | null;

  @Field(() => String, { nullable: true, description: "Why." })
  readonly reason!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When." })
  readonly resolvedAt!: string | null;

  @Field(() => RevisionType, { nullable: true, description: "The revision in which it was taken up." })
  readonly revision!: unknown;
}

@ObjectType("AnonymousFeedback", {
  simpleResolvers: true,
  description: "Your anonymous feedback, for whoever holds its receipt code.",
})
export class AnonymousFeedbackType {
  @Field(() => Int, { description: "Counts the changes." })
  readonly version!: number;

  @Field(() => enumType(verdicts), { description: "What you found." })
  readonly verdict!: Verdict;

  @Field(() => enumType(feedbackStates), { description: "Where it stands." })
  readonly state!: FeedbackState;

  @Field(() => enumType(resolutions), { nullable: true, description: "What became of it." })
  readonly resolution!: Resolution | null;

  @Field(() => String, { nullable: true, description: "Why." })
  readonly reason!: string | null;

  @Field(() => GraphQLDateTime, { description: "When it went out." })
  readonly filedAt!: string;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When it was resolved." })
  readonly resolvedAt!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When it was closed." })
  readonly closedAt!: string | null;

  @Field(() => enumType(closers), { nullable: true, description: "How it was closed." })
  readonly closedBy!: ClosedBy | null;

  @Field(() => Int, { description: "How many organisations could have filed it." })
  readonly anonymitySet!: number;

  @Field(() => RevisionType, { nullable: true, description: "The revision in which it was taken up." })
  readonly revision!: unknown;
}

export const FeedbackConnection = connectionOf("Feedback", () => FeedbackType);
export const FeedbackOutcomeConnection = connectionOf("FeedbackOutcome", () => FeedbackOutcomeType);
export const FeedbackEvent = eventOf("Feedback", { field: "feedback", type: () => FeedbackType });
export const FeedbackOutcomeEvent = eventOf("FeedbackOutcome", { field: "outcome", type: () => FeedbackOutcomeType });

@ArgsType()
export class FeedbackArgs extends PageArgs {
  @Field(() => enumType(directions), { nullable: true, description: "Only what was sent to you, or by you." })
  readonly direction?: string | null;

  @Field(() => [enumType(feedbackStates)], { nullable: true, description: "Only in one of these states." })
  readonly states?: readonly FeedbackState[] | null;

  @Field(() => [enumType(verdicts)], { nullable: true, description: "Only with one of these verdicts." })
  readonly verdicts?: readonly Verdict[] | null;

  @Field(() => ID, { nullable: true, description: "Only on this revision, assertion, handoff or case." })
  readonly targetId?: string | null;

  @Field(() => ID, { nullable: true, description: "Only on this share, whichever revision." })
  readonly shareId?: string | null;
}
