import { ArgsType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { eventOf } from "../../platform/events/event.graphql";
import { IdField, IdempotencyKey, NestedList, PositionField, enumType } from "../../platform/graphql";
import { ItemResultType } from "../../platform/items.graphql";
import { LargePageArgs, NodeType, connectionOf } from "../../platform/read/read.graphql";
import { UserType } from "../accounts/account.graphql";
import { CaseType } from "../cases/case.graphql";
import { indicatorTypeTerms } from "../indicators/indicator";
import { IndicatorType } from "../indicators/indicator.graphql";
import type { IndicatorType as Kind } from "../indicators/indicator.value";
import { OrganizationType } from "../organizations/organization.graphql";
import { type GivenSighting, LIMITS, type Sighting, type SightingResult, sightingResults } from "./sighting";
import type { ReportSightings } from "./sighting.service";

type Unserved = "indicatorId" | "organizationId" | "accountId" | "caseId";

@ObjectType("Sighting", {
  implements: NodeType,
  simpleResolvers: true,
  description:
    "What an organisation found where it looked for an indicator. Seen by its own organisation, and in a case by whoever sees the case.",
})
export class SightingType
  extends NodeType
  implements Omit<Sighting, Unserved | "firstSeen" | "lastSeen" | "reportedAt">
{
  @Field(() => enumType(sightingResults), { description: "What came of looking." })
  readonly result!: SightingResult;

  @Field(() => Int, { description: "How often it was seen: 0 for NO_HIT." })
  readonly count!: number;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When it was first seen, by the source's clock." })
  readonly firstSeen!: string | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "When it was last seen; of NO_HIT, until when was looked. By the source's clock.",
  })
  readonly lastSeen!: string | null;

  @Field(() => Boolean, {
    description:
      "Whether it is told to have been seen after it was reported: kept as told, and not to be believed (V21).",
  })
  readonly timeInDoubt!: boolean;

  @Field(() => String, { nullable: true, description: "Where and how, in words." })
  readonly note!: string | null;

  @Field(() => GraphQLDateTime, { description: "When it was reported." })
  readonly reportedAt!: string;

  @Field(() => IndicatorType, { nullable: true, description: "What was looked for. Null when you may not see it." })
  readonly indicator!: IndicatorType | null;

  @Field(() => OrganizationType, { nullable: true, description: "Who looked." })
  readonly organization!: OrganizationType | null;

  @Field(() => UserType, {
    nullable: true,
    description: "The person who reported it. Null for a tool, or a person that you may not see.",
  })
  readonly reporter!: UserType | null;

  @Field(() => CaseType, { nullable: true, description: "The case it was reported in. Null outside a case." })
  readonly case!: CaseType | null;
}

@ObjectType({
  simpleResolvers: true,
  description: "The sightings of an indicator that you may see, counted. What you may not see counts nowhere.",
})
export class SightingSummary {
  @Field(() => Int, { description: "Reports of HIT." })
  readonly hits!: number;

  @Field(() => Int, { description: "Reports of NO_HIT." })
  readonly noHits!: number;

  @Field(() => Int, { description: "Reports of FALSE_POSITIVE." })
  readonly falsePositives!: number;

  @Field(() => Int, { description: "How many organisations reported." })
  readonly organizations!: number;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When it was last seen. Null without a hit that says." })
  readonly lastHitAt!: string | null;
}

export const SightingConnection = connectionOf("Sighting", () => SightingType);
export const SightingEvent = eventOf("Sighting", { field: "sighting", type: () => SightingType });

@ArgsType()
export class SightingsArgs extends LargePageArgs {
  @Field(() => enumType(sightingResults), { nullable: true, description: "Only these." })
  readonly result?: SightingResult | null;
}

/** Its limits are checked item by item, so that a wrong one holds no other back. */
@InputType({ description: "A report on one indicator: by its id, or by its value." })
export class SightingItemInput implements GivenSighting {
  @Field(() => ID, { nullable: true, description: "The indicator. NOT_FOUND when you cannot see it." })
  readonly indicatorId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Instead of its id: the value, defanged or not. NOT_FOUND when you see no indicator of this value.",
  })
  readonly value?: string | null;

  @Field(() => enumType(indicatorTypeTerms), {
    nullable: true,
    description: "With a value: its type. Left out, the likeliest that you see.",
  })
  readonly type?: Kind | null;

  @Field(() => enumType(sightingResults), { description: "What came of looking." })
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

  @Field(() => String, {
    nullable: true,
    description: `Where and how, in words. At most ${LIMITS.note} characters.`,
  })
  readonly note?: string | null;
}

@InputType({ description: "Tells what was found of many indicators at once." })
export class ReportSightingsInput implements ReportSightings {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField(
    "The case to report in: whoever sees it sees the reports. Left out, your own organisation alone. NOT_FOUND when you cannot read it.",
    true,
  )
  readonly caseId?: string | null;

  @NestedList(() => SightingItemInput, { most: 1_000, description: "The reports." })
  readonly items!: readonly SightingItemInput[];
}

@ObjectType({ simpleResolvers: true, description: "What became of each report." })
export class ReportSightingsPayload {
  @Field(() => [ItemResultType], { description: "One for each report, in order; `id` is the sighting's." })
  readonly items!: readonly ItemResultType[];

  @Field(() => [SightingType], { description: "The sightings that were made." })
  readonly sightings!: unknown;

  @Field(() => CaseType, { nullable: true, description: "The case it was reported in, as it is for you now." })
  readonly case!: unknown;

  @PositionField()
  readonly position!: unknown;
}
