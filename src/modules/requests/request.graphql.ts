import { ArgsType, Field, ID, Int, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { eventOf } from "../../platform/events/event.graphql";
import { PositionField, enumType } from "../../platform/graphql";
import { NodeType, PageArgs, connectionOf } from "../../platform/read/read.graphql";
import { ActorType } from "../accounts/account.graphql";
import { CaseType } from "../cases/case.graphql";
import { OrganizationType } from "../organizations/organization.graphql";
import { type InformationRequest, type Question, type RequestState, requestStates } from "./request";

@ObjectType("Question", { simpleResolvers: true, description: "One question, and what was answered to it." })
export class QuestionType implements Question {
  @Field(() => Int, { description: "From 1, in the order of asking. Answers name it." })
  readonly number!: number;

  @Field(() => String, { description: "What is asked." })
  readonly text!: string;

  @Field(() => String, { nullable: true, description: "What was answered. Null until then, or when it is not known." })
  readonly answer!: string | null;

  @Field(() => Boolean, { description: "Whether the addressee said that it is not known." })
  readonly notKnown!: boolean;
}

/** A fact added to {@link InformationRequest} does not compile until it is declared here, or named among those not served. */
@ObjectType("InformationRequest", {
  implements: NodeType,
  simpleResolvers: true,
  description:
    "Structured questions (照会) of one organisation to another: what for, by when, and about what. In a case it is read as the case, else by the two; about something for named persons (RED) by these alone.",
})
export class InformationRequestType
  extends NodeType
  implements
    Omit<
      InformationRequest,
      | "caseId"
      | "subjectType"
      | "subjectId"
      | "shareId"
      | "namedOnly"
      | "askerId"
      | "askedById"
      | "addresseeId"
      | "settledById"
      | "settledByOrganizationId"
      | "dueAt"
      | "askedAt"
      | "settledAt"
    >
{
  @Field(() => Int, { description: "Counts the changes. Give it back as `expectedVersion`." })
  readonly version!: number;

  @Field(() => enumType(requestStates), { description: "Where it stands." })
  readonly state!: RequestState;

  @Field(() => String, { description: "What the answers are for." })
  readonly purpose!: string;

  @Field(() => [QuestionType], { description: "What is asked, with the answers once they are given." })
  readonly questions!: readonly Question[];

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "By when the answers are needed: it is EXPIRED after that. Null when no time was set.",
  })
  readonly dueAt!: string | null;

  @Field(() => String, { nullable: true, description: "Why the addressee does not answer. Null unless DECLINED." })
  readonly reason!: string | null;

  @Field(() => GraphQLDateTime, { description: "When it was asked." })
  readonly askedAt!: string;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When it came to its end. Null while OPEN." })
  readonly settledAt!: string | null;

  @Field(() => OrganizationType, { nullable: true, description: "Who asks." })
  readonly asker!: OrganizationType | null;

  @Field(() => ActorType, { nullable: true, description: "The person who asked, or for a tool its organisation." })
  readonly askedBy!: unknown;

  @Field(() => OrganizationType, {
    nullable: true,
    description: "Who is asked. Null for others where it is the masked sender of a share.",
  })
  readonly addressee!: OrganizationType | null;

  @Field(() => Boolean, { description: "Whether it goes to a masked sender, of whom others read nothing." })
  readonly addresseeMasked!: boolean;

  @Field(() => ActorType, {
    nullable: true,
    description:
      "The person who answered or declined, or for a tool its organisation. Null while OPEN, if EXPIRED, and for others where the addressee is masked.",
  })
  readonly settledBy!: unknown;

  @Field(() => CaseType, { nullable: true, description: "In which case. Null without one." })
  readonly case!: CaseType | null;

  @Field(() => NodeType, {
    nullable: true,
    description:
      "What it is about: a case, a handoff, a share, an item of one or an indicator. Null when it is about nothing on the hub, or about something that you may not see.",
  })
  readonly about!: unknown;
}

export const RequestConnection = connectionOf("InformationRequest", () => InformationRequestType);
export const RequestEvent = eventOf("InformationRequest", {
  field: "informationRequest",
  type: () => InformationRequestType,
});

@ArgsType()
export class RequestsArgs extends PageArgs {
  @Field(() => [enumType(requestStates)], { nullable: true, description: "Only those in one of these states." })
  readonly states?: readonly RequestState[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Only those that your organisation is asked (false: that others are).",
  })
  readonly addressedToUs?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Only those that your organisation asked (false: that others did).",
  })
  readonly askedByUs?: boolean | null;

  @Field(() => ID, { nullable: true, description: "Only those in this case." })
  readonly caseId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "Only those about this: a case, handoff, share, item or indicator that you see.",
  })
  readonly aboutId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: "The question as it is for you now." })
export class InformationRequestPayload {
  @Field(() => InformationRequestType, { nullable: true, description: "Null when you may no longer see it." })
  readonly informationRequest!: unknown;

  @PositionField()
  readonly position!: unknown;
}
