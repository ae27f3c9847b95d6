import { ArgsType, Field, InputType, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { IdField, IdempotencyKey, NestedList, PositionField, enumType } from "../../platform/graphql";
import { eventOf } from "../../platform/events/event.graphql";
import type { ItemResult } from "../../platform/items";
import { ItemResultType } from "../../platform/items.graphql";
import { NodeType, PageArgs, connectionOf } from "../../platform/read/read.graphql";
import { ActorType } from "../accounts/account.graphql";
import { CaseType } from "../cases/case.graphql";
import { type TimeFlag, timeFlags } from "../cases/times";
import { CLOCK_MAX, ENTRIES_MAX, type GivenEntry, TEXT_MAX, type TimelineEntry } from "./timeline";
import type { AddTimelineEntries } from "./timeline.service";

type NotServed = "caseId" | "recordedById" | "recordedByOrganizationId";

/** A fact added to {@link TimelineEntry} does not compile until it is declared here, or named among those not served. */
@ObjectType("TimelineEntry", {
  implements: NodeType,
  simpleResolvers: true,
  description: "What happened in the incident (経緯), when, and by whose clock. A correction is another entry.",
})
export class TimelineEntryType
  extends NodeType
  implements Omit<TimelineEntry, NotServed | "occurredAt" | "recordedAt">
{
  @Field(() => GraphQLDateTime, { description: "When it happened, by the source's clock." })
  readonly occurredAt!: string;

  @Field(() => String, {
    nullable: true,
    description: "Whose clock told `occurredAt`: a sensor, a log, a person's memory. Null: not known.",
  })
  readonly clock!: string | null;

  @Field(() => [enumType(timeFlags)], {
    description: "OCCURRED_IN_FUTURE when it is told to have happened after it was recorded.",
  })
  readonly timeFlags!: readonly TimeFlag[];

  @Field(() => String, { description: "What happened." })
  readonly text!: string;

  @Field(() => GraphQLDateTime, { description: "When it was written down here." })
  readonly recordedAt!: string;

  @Field(() => ActorType, { nullable: true, description: "Who wrote it down." })
  readonly recordedBy!: unknown;

  @Field(() => CaseType, { nullable: true, description: "In which case." })
  readonly case!: CaseType | null;
}

export const TimelineConnection = connectionOf("TimelineEntry", () => TimelineEntryType);
export const TimelineEvent = eventOf("TimelineEntry", { field: "entry", type: () => TimelineEntryType });

@ArgsType()
export class TimelineArgs extends PageArgs {
  @Field(() => GraphQLDateTime, { nullable: true, description: "Only what happened at this time or later." })
  readonly from?: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "Only what happened before this time." })
  readonly until?: Date | null;
}

@InputType({ description: "Something that happened in the incident." })
export class TimelineEntryInput implements GivenEntry {
  @Field(() => GraphQLDateTime, {
    description: "When, by the source's clock. A time that cannot be true is kept, and flagged.",
  })
  readonly occurredAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: `Whose clock told it: a sensor, a log, a person's memory. At most ${CLOCK_MAX} characters, or the entry is REFUSED.`,
  })
  readonly clock?: string | null;

  @Field(() => String, { description: `What happened. 1 to ${TEXT_MAX} characters, or the entry is REFUSED.` })
  readonly text!: string;
}

@InputType({ description: "Writes down what happened in an incident." })
export class AddTimelineEntriesInput implements AddTimelineEntries {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The case. NOT_FOUND when you cannot read it.")
  readonly caseId!: string;

  @NestedList(() => TimelineEntryInput, {
    most: ENTRIES_MAX,
    description: "What happened, in any order. What the case has already, word for word, is UNCHANGED.",
  })
  readonly entries!: readonly TimelineEntryInput[];
}

@ObjectType({ simpleResolvers: true, description: "What became of each entry, and all of it as it is for you now." })
export class TimelinePayload {
  @Field(() => [ItemResultType], {
    description: "One for each entry, in the order of the input; `id` is that of the TimelineEntry.",
  })
  readonly results!: readonly ItemResult[];

  @Field(() => [TimelineEntryType], { description: "The entries of the results, in this order, none twice." })
  readonly entries!: unknown;

  @Field(() => CaseType, { nullable: true, description: "Null when you may no longer see it." })
  readonly case!: unknown;

  @PositionField()
  readonly position!: unknown;
}
