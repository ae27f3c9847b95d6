import { Field, InputType } from "type-graphql";
import { IdField, Nested, OptionalText, Text, enumType } from "../../platform/graphql";
import type { Pap, Tlp } from "../../platform/marking";
import { paps, tlps } from "../../platform/marking.vocabulary";
import { indicatorTypeTerms } from "../indicators/indicator";
import { type IndicatorType, maxRuleLength } from "../indicators/indicator.value";
import { type Corner, type Limitation, corners } from "../revisions/revision";
import { type InformationKind, informationKinds } from "../shares/five-w";
import type { GivenCorrection, GivenItem } from "./publication";

@InputType({ description: "A value that tells of an attacker, defanged or not." })
export class ItemIndicatorInput {
  @Field(() => enumType(indicatorTypeTerms), {
    nullable: true,
    description: "What it is. Left out: what the value shows by itself.",
  })
  readonly type?: IndicatorType | null;

  @Text({ max: maxRuleLength, description: "The value; it is refanged and written in its one form." })
  readonly value!: string;
}

@InputType({ description: "One piece of information: an indicator, words, or both." })
export class ShareItemInput implements GivenItem {
  @Field(() => enumType(informationKinds), {
    nullable: true,
    description: "What kind of information it is. Left out: as the type of the indicator tells.",
  })
  readonly kind?: InformationKind | null;

  @Nested(() => ItemIndicatorInput, { nullable: true, description: "The indicator." })
  readonly indicator?: ItemIndicatorInput | null;

  @OptionalText({ max: 10_000, description: "What there is to say in words." })
  readonly text?: string | null;

  @Field(() => enumType(tlps), {
    nullable: true,
    description: "Its own TLP; the stricter of it and the share's counts.",
  })
  readonly tlp?: Tlp | null;

  @Field(() => enumType(paps), {
    nullable: true,
    description: "Its own PAP; the stricter of it and the share's counts.",
  })
  readonly pap?: Pap | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "You confirm, as a person, that it tells nothing of who the victim is. DISCLOSURE_FORBIDDEN when a tool says so.",
  })
  readonly deIdentified?: boolean | null;
}

@InputType({ description: "What is different in an item; what is left out stays as it was." })
export class CorrectItemInput extends ShareItemInput implements GivenCorrection {
  @IdField("Which item: its `lineageId`.")
  readonly lineageId!: string;

  @OptionalText({ max: 2_000, description: "Why." })
  readonly note?: string | null;
}

@InputType({ description: "An item that is taken back." })
export class RetractItemInput {
  @IdField("Which item: its `lineageId`.")
  readonly lineageId!: string;

  @OptionalText({ max: 2_000, description: "Why." })
  readonly note?: string | null;
}

@InputType({ description: "What was given up for what is claimed." })
export class LimitationInput implements Limitation {
  @Field(() => enumType(corners), { description: "The corner that was given up." })
  readonly corner!: Corner;

  @Text({ max: 2_000, description: "What the receiver must not expect." })
  readonly note!: string;
}
