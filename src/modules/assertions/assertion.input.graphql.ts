import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import {
  ExpectedVersion,
  IdField,
  IdempotencyKey,
  NestedList,
  OptionalText,
  PositionField,
  enumType,
} from "../../platform/graphql";
import { ItemResultType } from "../../platform/items.graphql";
import type { Pap, Tlp } from "../../platform/marking";
import { paps, tlps } from "../../platform/marking.vocabulary";
import { CaseType } from "../cases/case.graphql";
import { indicatorTypeTerms } from "../indicators/indicator";
import type { IndicatorType as Kind } from "../indicators/indicator.value";
import { type GivenStatement, LIMITS } from "./assertion";
import { AssertionType } from "./assertion.graphql";
import type { AssertIndicators, RevokeAssertions } from "./assertion.service";

const each = (most: number, max: number) => `At most ${most}, each of 1 to ${max} characters.`;

/** Its limits are checked item by item, so that a wrong one holds no other back. */
@InputType({ description: "Something said of one value. A wrong item is refused by itself; the others are taken." })
export class AssertionItemInput implements GivenStatement {
  @Field(() => String, { description: "The value, defanged or not. INVALID_INPUT when it fits no type." })
  readonly value!: string;

  @Field(() => enumType(indicatorTypeTerms), {
    nullable: true,
    description:
      "Its type. Left out, the hub tells by the value; file names, mutexes, subjects, JA3 and rules need it.",
  })
  readonly type?: Kind | null;

  @Field(() => String, { nullable: true, description: `What it is called. At most ${LIMITS.name} characters.` })
  readonly name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: `What is known of it. At most ${LIMITS.description} characters.`,
  })
  readonly description?: string | null;

  @Field(() => Int, { nullable: true, description: "How sure, 0 to 100." })
  readonly confidence?: number | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "From when the value tells of the attacker." })
  readonly validFrom?: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "Until when: after validFrom." })
  readonly validUntil?: Date | null;

  @Field(() => enumType(tlps), { nullable: true, description: "TLP 2.0 of this item; else that of the call." })
  readonly tlp?: Tlp | null;

  @Field(() => enumType(paps), { nullable: true, description: "PAP of this item; else that of the call." })
  readonly pap?: Pap | null;

  @Field(() => [String], {
    nullable: true,
    description: `Phases of an attack, as kill-chain-name:phase-name. ${each(LIMITS.words, LIMITS.word)}`,
  })
  readonly killChainPhases?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: `Words to find it by. ${each(LIMITS.words, LIMITS.word)}` })
  readonly labels?: readonly string[] | null;
}

export const ITEMS_MAX = 1_000;

@InputType({
  description:
    "Says something of many values at once. What your organisation says of a value already is changed where it differs; what an item leaves out stays.",
})
export class AssertIndicatorsInput implements AssertIndicators {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The case to say it in: the values are then its indicators. NOT_FOUND when you cannot read it.", true)
  readonly caseId?: string | null;

  @NestedList(() => AssertionItemInput, { most: ITEMS_MAX, description: "What is said, value by value." })
  readonly items!: readonly AssertionItemInput[];

  @Field(() => enumType(tlps), {
    nullable: true,
    description:
      "For items without their own. Without either, a new assertion takes its case's, and outside a case AMBER_STRICT.",
  })
  readonly tlp?: Tlp | null;

  @Field(() => enumType(paps), {
    nullable: true,
    description: "For items without their own. Without either, a new assertion takes its case's.",
  })
  readonly pap?: Pap | null;

  @Field(() => Int, { nullable: true, description: "For items without their own: 0 to 100." })
  readonly confidence?: number | null;
}

@ObjectType({ simpleResolvers: true, description: "What became of each item." })
export class AssertIndicatorsPayload {
  @Field(() => [ItemResultType], { description: "One for each item, in order; `id` is the assertion's." })
  readonly items!: readonly ItemResultType[];

  @Field(() => [AssertionType], { description: "What your organisation now says of these values, as far as taken." })
  readonly assertions!: unknown;

  @Field(() => CaseType, { nullable: true, description: "The case it was said in, as it is for you now." })
  readonly case!: unknown;

  @PositionField()
  readonly position!: unknown;
}

@InputType({ description: "An assertion to take back." })
export class RevokeItemInput {
  @Field(() => ID, { description: "The assertion. It is your organisation's own, else FORBIDDEN." })
  readonly assertionId!: string;

  @ExpectedVersion("assertion")
  readonly expectedVersion!: number;
}

@InputType({ description: "Takes assertions of your own organisation back, for good." })
export class RevokeAssertionsInput implements RevokeAssertions {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @NestedList(() => RevokeItemInput, { most: ITEMS_MAX, description: "What is taken back." })
  readonly items!: readonly RevokeItemInput[];

  @OptionalText({ max: 2_000, description: "Why, for whoever acted on them." })
  readonly reason?: string | null;
}

@ObjectType({ simpleResolvers: true, description: "What became of each item." })
export class RevokeAssertionsPayload {
  @Field(() => [ItemResultType], { description: "One for each item, in order. UNCHANGED: it was revoked already." })
  readonly items!: readonly ItemResultType[];

  @Field(() => [AssertionType], { description: "The assertions as they are now." })
  readonly assertions!: unknown;

  @PositionField()
  readonly position!: unknown;
}
