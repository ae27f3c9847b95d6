import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsOptional, Length } from "class-validator";
import { Field, ID, InputType, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import {
  ExpectedVersion,
  IdField,
  IdempotencyKey,
  IntField,
  NestedList,
  PositionField,
  Text,
  enumType,
} from "../../platform/graphql";
import { type Severity, severities } from "../cases/case";
import { type AgreementTarget, type DisclosureClause, disclosureClauses } from "./agreement";
import { AgreementType } from "./agreement.graphql";
import type { AcceptAgreement, CreateAgreement, EndAgreement } from "./agreement.service";

const MONTH_MINUTES = 43_200;

@InputType({ description: "How soon a receiver of a handoff promises to answer, at one severity." })
export class AgreementTargetInput implements AgreementTarget {
  @Field(() => enumType(severities), { description: "At which severity: each once." })
  readonly severity!: Severity;

  @IntField({ min: 1, max: MONTH_MINUTES, description: "Minutes from the offer to the acknowledgement." })
  readonly acknowledgeWithinMinutes!: number;

  @IntField({
    min: 1,
    max: MONTH_MINUTES,
    description: "Minutes from the offer to accepting or declining, not less than to the acknowledgement.",
  })
  readonly respondWithinMinutes!: number;
}

@InputType({ description: "One rung of the contact ladder." })
export class AgreementContactInput {
  @IdField("Whose contact it is: one of the parties.")
  readonly organizationId!: string;

  @Text({ max: 200, description: "Person or desk." })
  readonly name!: string;

  @Text({ max: 50, description: "A telephone number, as it is dialled." })
  readonly phone!: string;

  @IntField({ min: 0, max: 1_440, description: "Minutes to wait for an answer before the next is called." })
  readonly minutesToNext!: number;
}

@InputType({
  description: "Proposes an agreement. Your organisation is a party and accepts it by this; the others accept it each.",
})
export class CreateAgreementInput implements CreateAgreement {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @Text({ max: 200, description: "What the parties call it." })
  readonly title!: string;

  @Field(() => [ID], { description: "The other parties: 1 to 20 organisations." })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @Length(1, 100, { each: true })
  readonly partyIds!: readonly string[];

  @Field(() => GraphQLDateTime, { nullable: true, description: "From when it counts; left out: from now." })
  @IsOptional()
  readonly validFrom?: Date | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "Until when it counts, after `validFrom`. Null: until it is ended.",
  })
  @IsOptional()
  readonly validUntil?: Date | null;

  @NestedList(() => AgreementTargetInput, {
    most: 4,
    nullable: true,
    description: "How soon a receiver answers, by severity.",
  })
  readonly targets?: readonly AgreementTargetInput[] | null;

  @IntField({
    min: 1,
    max: 10_080,
    nullable: true,
    description: "For how many minutes after the detection a share may claim speed. Null: as the hub says.",
  })
  readonly speedWindowMinutes?: number | null;

  @Field(() => [enumType(disclosureClauses)], {
    nullable: true,
    description: "What may be shared outside the case, each once.",
  })
  @IsOptional()
  @ArrayUnique({ message: "each clause stands once" })
  readonly disclosureClauses?: readonly DisclosureClause[] | null;

  @NestedList(() => AgreementContactInput, { most: 50, nullable: true, description: "Whom to call, in this order." })
  readonly contactLadder?: readonly AgreementContactInput[] | null;
}

@InputType({ description: "Binds your organisation to an agreement that was proposed to it." })
export class AcceptAgreementInput implements AcceptAgreement {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The agreement. STATE_CONFLICT when your organisation has accepted it, or it is not PROPOSED.")
  readonly agreementId!: string;

  @ExpectedVersion("agreement")
  readonly expectedVersion!: number;
}

@InputType({ description: "Turns a proposed agreement down, or ends one that was accepted." })
export class EndAgreementInput implements EndAgreement {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The agreement. STATE_CONFLICT when it has ended.")
  readonly agreementId!: string;

  @ExpectedVersion("agreement")
  readonly expectedVersion!: number;

  @Text({ max: 2_000, description: "Why. The other parties read it." })
  readonly reason!: string;
}

@ObjectType({ simpleResolvers: true, description: "The agreement as it is now." })
export class AgreementPayload {
  @Field(() => AgreementType, { nullable: true, description: "The agreement." })
  readonly agreement!: unknown;

  @PositionField()
  readonly position!: unknown;
}
