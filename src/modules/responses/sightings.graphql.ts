import { Field, InputType, Int } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { IdField, NestedList, OptionalText, enumType } from "../../platform/graphql";
import { LIMITS, type SightingResult, sightingResults } from "../sightings/sighting";
import { ShareResponseInput } from "./response.graphql";
import type { ItemSighting } from "./sightings.part";

@InputType({ description: "What was found of one item of the revision that you respond to. The sender sees it." })
export class ItemSightingInput implements ItemSighting {
  @IdField("The item: its `lineageId`. NOT_FOUND when it is not in the revision for you.")
  readonly lineageId!: string;

  @Field(() => enumType(sightingResults), { description: "What came of looking for its indicator." })
  readonly result!: SightingResult;

  @Field(() => Int, {
    nullable: true,
    description: `How often it was seen: 1 to ${LIMITS.count}, 1 when left out; 0 for NO_HIT.`,
  })
  readonly count?: number | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When it was first seen, by the source's clock." })
  readonly firstSeen?: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When it was last seen: not before firstSeen." })
  readonly lastSeen?: Date | null;

  @OptionalText({ max: LIMITS.note, description: "Where and how, in words." })
  readonly note?: string | null;
}

NestedList(() => ItemSightingInput, {
  most: 500,
  nullable: true,
  description: "What you found of its items: kept as your sightings, and told to the sender.",
})(ShareResponseInput.prototype, "sightings");
