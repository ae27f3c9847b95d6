import { ArrayMaxSize, ArrayMinSize, IsArray, IsOptional, Length } from "class-validator";
import { Field, InputType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import {
  ExpectedVersion,
  IdField,
  IdempotencyKey,
  IntField,
  NestedList,
  OptionalText,
  Text,
} from "../../platform/graphql";
import type { AskedQuestions, GivenAnswer } from "./request";
import type { AnswerRequest, AskInformation, DeclineRequest } from "./request.service";

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

  @IdField(
    "The case that it is in, and about where nothing else is named: whoever sees the case sees it. Left out: only the two organisations do. Of a share it is the case that it was sent from; a masked sender is asked without.",
    true,
  )
  readonly caseId?: string | null;

  @IdField(
    "What it is about: a share, an item of one or an indicator. NOT_FOUND when you cannot read it, INVALID_INPUT for anything else.",
    true,
  )
  readonly aboutId?: string | null;

  @IdField(
    "Who is asked: another organisation; in a case one that takes part in it. Of a share or an item leave it out: that asks the sender, also a masked one, and of a forwarded copy whoever passed it on.",
    true,
  )
  readonly addresseeId?: string | null;
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
