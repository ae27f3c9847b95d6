import { ArrayMaxSize, IsArray, IsOptional, Length, Max, Min } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import {
  ExpectedVersion,
  IdField,
  IdempotencyKey,
  Nested,
  NestedList,
  OptionalText,
  Text,
  TextList,
  enumType,
} from "../../platform/graphql";
import { type Severity, severities } from "../cases/case";
import { type ParticipantRole, participantRoles } from "../cases/participant";
import { AnsweredQuestionsInput, AskedQuestionsInput } from "../requests/request.input.graphql";
import { type HandoffKind, handoffKinds } from "./handoff";
import type { AnswerAboutHandoff, OfHandoff, OfferHandoff, RequestInfo, UpdatePackage } from "./handoff.service";
import type { OfferFacts } from "./offers";
import { type EvidenceState, type Expectation, type GivenPackage, evidenceStates, expectations } from "./package";
import type { HandOverShift, ShiftItem } from "./shift.service";

@InputType({
  description:
    "What is handed over. The first version has summary, severity, expectation, contact and dueAt (V10), or it is HANDOFF_INCOMPLETE, with what is missing in `details.missing`. In a later version, what is left out stays, and null is not yet known.",
})
export class HandoffPackageInput implements GivenPackage {
  @OptionalText({ max: 10_000, description: "What it is about. Needed." })
  readonly summary?: string | null;

  @Field(() => enumType(severities), { nullable: true, description: "How bad it is, as you see it. Needed." })
  @IsOptional()
  readonly severity?: Severity | null;

  @Field(() => enumType(expectations), { nullable: true, description: "What you expect of the receiver. Needed." })
  @IsOptional()
  readonly expectation?: Expectation | null;

  @OptionalText({ max: 1_000, description: "Whom to reach at your side, and how. Needed." })
  readonly contact?: string | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "By when you need it accepted; in the future. Needed.",
  })
  @IsOptional()
  readonly dueAt?: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: "How sure you are that it is an incident, 0 to 100, with its `rationale`. Left out: not yet known.",
  })
  @IsOptional()
  @Min(0)
  @Max(100)
  readonly confidence?: number | null;

  @OptionalText({ max: 10_000, description: "What the confidence rests on." })
  readonly rationale?: string | null;

  @OptionalText({ max: 10_000, description: "What was done already. Left out: not yet known." })
  readonly actionsTaken?: string | null;

  @Field(() => enumType(evidenceStates), {
    nullable: true,
    description: "How far evidence is secured. Left out: UNKNOWN.",
  })
  @IsOptional()
  readonly evidenceState?: EvidenceState | null;

  @TextList({ max: 2_000, most: 50, description: "What you know that you do not know." })
  readonly knownUnknowns?: readonly string[] | null;
}

const accountIds = (description: string): PropertyDecorator => {
  const decorators = [
    Field(() => [ID], { nullable: true, description: `${description} At most 50.` }),
    IsOptional(),
    IsArray(),
    ArrayMaxSize(50),
    Length(1, 100, { each: true }),
  ];
  return (target, key) => decorators.forEach((decorate) => decorate(target, key));
};

/** An offer, on its own or with the opening of a case. */
@InputType({ description: "To whom, what for, and what is known." })
export class HandoffOfferInput implements OfferFacts {
  @Field(() => enumType(handoffKinds), {
    description:
      "What is handed over. ESCALATION, TRANSFER and RETURN are for the case's owner, ENGAGEMENT for the owner and for a participating CSIRT; FORBIDDEN otherwise. A SHIFT_CHANGE is made by handOverShift.",
  })
  readonly kind!: HandoffKind;

  @IdField("The organisation that is to take over: it is invited to the case. A RETURN needs none.", true)
  readonly receiverId?: string | null;

  @Field(() => enumType(participantRoles), {
    nullable: true,
    description:
      "As what the receiver takes part. Left out: VENDOR for an engagement, else CSIRT, or what it is. Who takes part already keeps its role.",
  })
  @IsOptional()
  readonly receiverRole?: ParticipantRole | null;

  @OptionalText({ max: 2_000, description: "Why it is handed over. A RETURN needs it." })
  readonly reason?: string | null;

  @Nested(() => HandoffPackageInput, { description: "What is known." })
  readonly package!: HandoffPackageInput;

  @accountIds(
    "The people and tools of the receiver that it is for. Of a restricted or RED case they become members, and nobody else of a new participant sees it.",
  )
  readonly receivingAccountIds?: readonly string[] | null;
}

@InputType({ description: "Offers a case, or work in it, to another organisation." })
export class OfferHandoffInput extends HandoffOfferInput implements OfferHandoff {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The case. NOT_FOUND when you cannot read it, FORBIDDEN when you do not take part in it.")
  readonly caseId!: string;
}

/** What every step of a handoff names. */
@InputType()
export abstract class OfHandoffInput implements OfHandoff {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The handoff. NOT_FOUND when you cannot read it, FORBIDDEN when this step is not yours.")
  readonly handoffId!: string;

  @ExpectedVersion("handoff")
  readonly expectedVersion!: number;
}

@InputType({ description: "Tells more of what is handed over, or something else." })
export class UpdateHandoffPackageInput extends OfHandoffInput implements UpdatePackage {
  @Nested(() => HandoffPackageInput, { description: "What is known anew. What is left out stays." })
  readonly package!: HandoffPackageInput;
}

@InputType({ description: "Says that it was read." })
export class AcknowledgeHandoffInput extends OfHandoffInput {}

@InputType({ description: "Asks the giver." })
export class RequestHandoffInfoInput extends AskedQuestionsInput implements RequestInfo {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The handoff. NOT_FOUND when you cannot read it, FORBIDDEN when you do not receive it.")
  readonly handoffId!: string;

  @ExpectedVersion("handoff")
  readonly expectedVersion!: number;
}

@InputType({ description: "Answers every question." })
export class AnswerInformationRequestInput extends AnsweredQuestionsInput implements AnswerAboutHandoff {
  @Nested(() => HandoffPackageInput, {
    nullable: true,
    description: "For a question about a handoff: a new version of its package. What is left out stays.",
  })
  readonly package?: HandoffPackageInput | null;
}

@InputType({ description: "Takes it." })
export class AcceptHandoffInput extends OfHandoffInput {}

@InputType({ description: "Does not take it." })
export class DeclineHandoffInput extends OfHandoffInput {
  @Text({ max: 2_000, description: "Why." })
  readonly reason!: string;
}

@InputType({ description: "Takes it back." })
export class WithdrawHandoffInput extends OfHandoffInput {
  @OptionalText({ max: 2_000, description: "Why." })
  readonly reason?: string | null;
}

@InputType({ description: "Says that what was asked for is done." })
export class CompleteHandoffInput extends OfHandoffInput {
  @Text({ max: 10_000, description: "What came of it." })
  readonly outcome!: string;
}

@InputType({ description: "One case of a shift." })
export class ShiftItemInput implements ShiftItem {
  @IdField("The case. NOT_FOUND when you cannot read it, FORBIDDEN when you do not take part in it.")
  readonly caseId!: string;

  @Nested(() => HandoffPackageInput, {
    description:
      "What the next shift needs to know. Severity, contact and dueAt may be left out: they are those of the case and of the shift.",
  })
  readonly package!: HandoffPackageInput;
}

@InputType({ description: "Hands the cases of one shift to the next (申し送り), inside your organisation." })
export class HandOverShiftInput implements HandOverShift {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @OptionalText({ max: 1_000, description: "Whom of this shift to reach, and how, for cases that do not say." })
  readonly contact?: string | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "By when the next shift takes the cases, for those that do not say.",
  })
  @IsOptional()
  readonly dueAt?: Date | null;

  @accountIds(
    "Whom of your organisation it is for. Left out: anybody but you. Of a restricted or RED case they become members.",
  )
  readonly receivingAccountIds?: readonly string[] | null;

  @NestedList(() => ShiftItemInput, { most: 100, description: "The cases." })
  readonly items!: readonly ShiftItemInput[];
}
