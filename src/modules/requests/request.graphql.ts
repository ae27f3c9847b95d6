import { ArrayMaxSize, ArrayMinSize, IsArray, IsOptional, Length } from "class-validator";
import { GraphQLDateTime } from "graphql-scalars";
import { ArgsType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { eventOf } from "../../platform/events/event.graphql";
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
import { NodeType, PageArgs, connectionOf } from "../../platform/read/read.graphql";
import { ActorType } from "../accounts/account.graphql";
import { CaseType } from "../cases/case.graphql";
import { OrganizationType } from "../organizations/organization.graphql";
import {
  type AskedQuestions,
  type GivenAnswer,
  type InformationRequest,
  type Question,
  type RequestState,
  requestStates,
} from "./request";
import type { AnswerRequest, AskInformation, DeclineRequest } from "./request.service";

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
  description: "Structured questions (照会) of one organisation to another: what for, by when, and about what.",
})
export class InformationRequestType
  extends NodeType
  implements
    Omit<
      InformationRequest,
      | "caseId"
      | "subjectType"
      | "subjectId"
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

  @Field(() => OrganizationType, { nullable: true, description: "Who is asked." })
  readonly addressee!: OrganizationType | null;

  @Field(() => ActorType, {
    nullable: true,
    description:
      "The person who answered or declined, or for a tool its organisation. Null while OPEN, and if EXPIRED.",
  })
  readonly settledBy!: unknown;

  @Field(() => CaseType, { nullable: true, description: "In which case. Null without one." })
  readonly case!: CaseType | null;

  @Field(() => NodeType, {
    nullable: true,
    description: "What it is about: a handoff or a case. Null when it is about nothing on the hub.",
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

  @Field(() => ID, { nullable: true, description: "Only those about this handoff or case." })
  readonly aboutId?: string | null;
}

const QUESTIONS_MAX = 50;

/** What is asked, wherever a question is asked. */
@InputType()
export abstract class AskedQuestionsInput implements AskedQuestions {
  @Text({ max: 2_000, description: "What the answers are for." })
  readonly purpose!: string;

  @Field(() => [String], {
    description: `The questions, each of 1 to 2000 characters; 1 to ${QUESTIONS_MAX}. They are numbered from 1.`,
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(QUESTIONS_MAX)
  @Length(1, 2_000, { each: true })
  readonly questions!: readonly string[];

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "By when the answers are needed. After that they are owed no longer: it is EXPIRED.",
  })
  @IsOptional()
  readonly dueAt?: Date | null;
}

@InputType({ description: "Asks another organisation." })
export class AskInformationInput extends AskedQuestionsInput implements AskInformation {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The case that it is about. Left out: it is about none, and only the two organisations see it.", true)
  readonly caseId?: string | null;

  @IdField("Who is asked: another organisation; in a case one that takes part in it.")
  readonly addresseeId!: string;
}

@InputType({ description: "The answer to one question: words, or that it is not known." })
export class GivenAnswerInput implements GivenAnswer {
  @IntField({ min: 1, max: QUESTIONS_MAX, description: "Which question." })
  readonly number!: number;

  @OptionalText({ max: 10_000, description: "The answer." })
  readonly answer?: string | null;

  @Field(() => Boolean, { nullable: true, description: "True when it is not known: then there is no `answer`." })
  @IsOptional()
  readonly notKnown?: boolean | null;
}

/** What every answer holds; what comes with it is added where the subject of the question is known. */
@InputType()
export abstract class AnsweredQuestionsInput implements AnswerRequest {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The question. NOT_FOUND when you cannot read it, FORBIDDEN when you are not asked.")
  readonly informationRequestId!: string;

  @ExpectedVersion("question")
  readonly expectedVersion!: number;

  @NestedList(() => GivenAnswerInput, { most: QUESTIONS_MAX, description: "An answer to every question." })
  readonly answers!: readonly GivenAnswerInput[];
}

@InputType({ description: "Says that questions are not answered, and why." })
export class DeclineInformationRequestInput implements DeclineRequest {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The question. NOT_FOUND when you cannot read it, FORBIDDEN when you are not asked.")
  readonly informationRequestId!: string;

  @ExpectedVersion("question")
  readonly expectedVersion!: number;

  @Text({ max: 2_000, description: "Why." })
  readonly reason!: string;
}

@ObjectType({ simpleResolvers: true, description: "The question as it is for you now." })
export class InformationRequestPayload {
  @Field(() => InformationRequestType, { nullable: true, description: "Null when you may no longer see it." })
  readonly informationRequest!: unknown;

  @PositionField()
  readonly position!: unknown;
}
