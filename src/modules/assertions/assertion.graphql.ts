import { ArgsType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "graphql-scalars";
import { eventOf } from "../../platform/events/event.graphql";
import {
  IdField,
  IdempotencyKey,
  NestedList,
  OptionalText,
  PositionField,
  ExpectedVersion,
  enumType,
} from "../../platform/graphql";
import { ItemResultType } from "../../platform/items.graphql";
import type { Pap, Tlp } from "../../platform/marking";
import { paps, tlps } from "../../platform/marking.vocabulary";
import { LargePageArgs, NodeType, connectionOf } from "../../platform/read/read.graphql";
import { UserType } from "../accounts/account.graphql";
import { CaseType } from "../cases/case.graphql";
import { indicatorTypeTerms } from "../indicators/indicator";
import { IndicatorType } from "../indicators/indicator.graphql";
import type { IndicatorType as Kind } from "../indicators/indicator.value";
import { OrganizationType } from "../organizations/organization.graphql";
import { type Assertion, type AssertionSource, type GivenStatement, LIMITS } from "./assertion";
import type { AssertIndicators, RevokeAssertions } from "./assertion.service";

@ObjectType("AssertionSource", {
  simpleResolvers: true,
  description: "The object that an assertion was imported from, in its own terms.",
})
export class AssertionSourceType implements AssertionSource {
  @Field(() => String, { description: "The format it came in, as STIX_2_1 or MISP_EVENT." })
  readonly format!: string;

  @Field(() => String, { description: "Its id there, as indicator--…" })
  readonly id!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "The id of its creator there: a STIX identity, the UUID of a MISP organisation. Only it makes versions.",
  })
  readonly creator!: string | null;

  @Field(() => String, { nullable: true, description: "Its creator's name, where the source gave one." })
  readonly creatorName!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When its creator made it." })
  readonly created!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When its creator made this version." })
  readonly modified!: string | null;
}

type Unserved = "indicatorId" | "organizationId" | "accountId" | "caseId" | "sourceKey";
type Times = "validFrom" | "validUntil" | "createdAt" | "updatedAt";

@ObjectType("Assertion", {
  implements: NodeType,
  simpleResolvers: true,
  description:
    "What an organisation says of an indicator. Said in a case, it is seen as the case is; else its own organisation sees it, and whomever its TLP lets through.",
})
export class AssertionType extends NodeType implements Omit<Assertion, Unserved | Times> {
  @Field(() => Int, { description: "Counts the changes. Give it back as `expectedVersion`." })
  readonly version!: number;

  @Field(() => enumType(tlps), {
    description: "TLP 2.0 of what is said. In a case it opens nothing: what is said there is for the case.",
  })
  readonly tlp!: Tlp;

  @Field(() => enumType(paps), {
    nullable: true,
    description:
      "What may be done with it. Null when nobody said: then ask before you do what the attacker can notice.",
  })
  readonly pap!: Pap | null;

  @Field(() => Int, { nullable: true, description: "How sure, 0 to 100 (STIX 2.1, appendix A). Null: not said." })
  readonly confidence!: number | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "From when the value tells of the attacker." })
  readonly validFrom!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "Until when. Null: no end is known." })
  readonly validUntil!: string | null;

  @Field(() => String, { nullable: true, description: "What it is called, by whoever said it." })
  readonly name!: string | null;

  @Field(() => String, { nullable: true, description: "What is known of it, in words." })
  readonly description!: string | null;

  @Field(() => [String], { description: "Phases of an attack, as kill-chain-name:phase-name." })
  readonly killChainPhases!: readonly string[];

  @Field(() => [String], {
    description: "Words of whoever said it. `port:443` keeps a port that stood beside an address.",
  })
  readonly labels!: readonly string[];

  @Field(() => Boolean, { description: "Whether it was taken back. That is final." })
  readonly revoked!: boolean;

  @Field(() => String, { nullable: true, description: "Why it was taken back." })
  readonly revokedReason!: string | null;

  @Field(() => AssertionSourceType, { nullable: true, description: "What it was imported from." })
  readonly source!: AssertionSourceType | null;

  @Field(() => GraphQLDateTime, { description: "When it was said on this hub." })
  readonly createdAt!: string;

  @Field(() => GraphQLDateTime, { description: "When it was last changed." })
  readonly updatedAt!: string;

  @Field(() => IndicatorType, { nullable: true, description: "Of what it is said." })
  readonly indicator!: IndicatorType | null;

  @Field(() => OrganizationType, { nullable: true, description: "Who says it." })
  readonly organization!: OrganizationType | null;

  @Field(() => UserType, {
    nullable: true,
    description: "The person who said it first. Null for a tool, or a person that you may not see.",
  })
  readonly author!: UserType | null;

  @Field(() => CaseType, { nullable: true, description: "The case it is said in. Null outside a case." })
  readonly case!: CaseType | null;
}

export const AssertionConnection = connectionOf("Assertion", () => AssertionType);
export const AssertionEvent = eventOf("Assertion", { field: "assertion", type: () => AssertionType });

@ArgsType()
export class AssertionsArgs extends LargePageArgs {
  @Field(() => Boolean, {
    nullable: true,
    description: "Only those that were taken back (false: only those that stand).",
  })
  readonly revoked?: boolean | null;
}

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
