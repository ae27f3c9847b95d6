import { Field, Int, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import type { Confidence } from "./confidence";

@ObjectType("Confidence", {
  simpleResolvers: true,
  description:
    "How sure one can be of an indicator, by what you may see of it and nothing else. The rule: half is lost with every half-life since the last news; hits pull it up, false positives down, once somebody has decided on them (docs/confidence.md).",
})
export class ConfidenceType implements Confidence {
  @Field(() => Int, { description: "0 to 100." })
  readonly value!: number;

  @Field(() => Int, { description: "The mean of what organisations state, before time and evidence. 0 to 100." })
  readonly stated!: number;

  @Field(() => Int, { description: "How many organisations state something." })
  readonly statements!: number;

  @Field(() => Int, {
    description:
      "Hits: sightings in cases that proved true, one for each organisation, and feedback that was not refused.",
  })
  readonly hits!: number;

  @Field(() => Int, {
    description:
      "False positives: sightings in cases that proved harmless, one for each organisation, adopted feedback, and items that were taken back.",
  })
  readonly falsePositives!: number;

  @Field(() => GraphQLDateTime, { description: "The newest statement or hit." })
  readonly asOf!: string;

  @Field(() => Int, { description: "Days after which half is left, by the indicator's type." })
  readonly halfLifeDays!: number;
}
