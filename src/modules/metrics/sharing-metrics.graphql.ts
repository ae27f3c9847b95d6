import { ArgsType, Field, Float, ID, Int, ObjectType } from "type-graphql";
import { ArrayMaxSize, IsArray, IsOptional, Length } from "class-validator";
import { GraphQLDateTime } from "../../platform/date-time";
import { enumType } from "../../platform/graphql";
import { type NotUsedReason, notUsedReasons } from "../receipts/receipt";
import { type Corner, corners } from "../revisions/revision";
import { type MetricsPeriod, metricsPeriods } from "./sharing-metrics";

const RATIO = "0 to 1; null when there is nothing to count.";

@ObjectType("FirstShareMetrics", {
  simpleResolvers: true,
  description: "How fast first revisions were, and how good they turned out: one is not served without the other.",
})
export class FirstShareMetrics {
  @Field(() => Int, {
    nullable: true,
    description:
      "firstShareLatency: minutes from detection to the first revision; the median. Null when no share tells.",
  })
  readonly latencyMinutes!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: `accuracyOfFirst: items of the first revision that no later one retracted or corrected. ${RATIO}`,
  })
  readonly accuracy!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: `coverageOfFirst: items of the first revision among those of the last one. ${RATIO}`,
  })
  readonly coverage!: number | null;

  @Field(() => Int, { description: "How many shares are final: accuracy and coverage are of these." })
  readonly finalShares!: number;
}

@ObjectType("ClaimsRate", {
  simpleResolvers: true,
  description: "The rate of false positives under one pair of claims.",
})
export class ClaimsRate {
  @Field(() => [enumType(corners)], { description: "What was claimed when the items were first shared." })
  readonly claims!: readonly Corner[];

  @Field(() => Int, { description: "How many items were decided on." })
  readonly adjudicated!: number;

  @Field(() => Float, { nullable: true, description: "0 to 1; null below five adjudicated items." })
  readonly rate!: number | null;
}

@ObjectType("FalsePositiveMetrics", {
  simpleResolvers: true,
  description: "falsePositiveRate: over adjudicated items, on which a later revision or adopted feedback has decided.",
})
export class FalsePositiveMetrics {
  @Field(() => Int, { description: "How many items were decided on." })
  readonly adjudicated!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      "Retracted by a revision, or adopted as false or too broad and not confirmed since, among them: 0 to 1; null below five.",
  })
  readonly rate!: number | null;

  @Field(() => [ClaimsRate], { description: "The same by what was claimed." })
  readonly byClaims!: readonly ClaimsRate[];
}

@ObjectType("LoopMetrics", {
  simpleResolvers: true,
  description:
    "loopClosureRate: what became of the feedback on these shares that you wrote by name, passed on or answer.",
})
export class LoopMetrics {
  @Field(() => Int, { description: "How much was filed, without what was withdrawn." })
  readonly filed!: number;

  @Field(() => Int, { description: "Closed by its author." })
  readonly closedByPeople!: number;

  @Field(() => Int, { description: "Closed because nobody objected: counted apart, and in no rate." })
  readonly closedByTimeout!: number;

  @Field(() => Int, { description: "Not answered 14 days after it was filed." })
  readonly pastDue!: number;

  @Field(() => Float, { nullable: true, description: `Closed by people among all that was filed. ${RATIO}` })
  readonly closureRate!: number | null;
}

@ObjectType("ReasonCount", { simpleResolvers: true, description: "How often something was not used for one reason." })
export class ReasonCount {
  @Field(() => enumType(notUsedReasons), { description: "Why it was not used." })
  readonly reason!: NotUsedReason;

  @Field(() => Int, { description: "How often." })
  readonly count!: number;
}

@ObjectType("UseMetrics", {
  simpleResolvers: true,
  description: "useRate: what recipients did with these shares, as far as you see their receipts.",
})
export class UseMetrics {
  @Field(() => Int, { description: "How many receipts there are." })
  readonly receipts!: number;

  @Field(() => Int, { description: "How many of them say USED of any revision." })
  readonly used!: number;

  @Field(() => Float, { nullable: true, description: `Used among all. ${RATIO}` })
  readonly rate!: number | null;

  @Field(() => [ReasonCount], {
    description: "Why not, the commonest first: the newest reason of each that was never used.",
  })
  readonly reasons!: readonly ReasonCount[];
}

@ObjectType("SharingMetrics", {
  simpleResolvers: true,
  description: "How sharing went: of one sender or, first in the list, of all together.",
})
export class SharingMetricsType {
  @Field(() => GraphQLDateTime, { description: "The start of the period." })
  readonly from!: string;

  @Field(() => GraphQLDateTime, { description: "Its end, itself not in it." })
  readonly until!: string;

  @Field(() => ID, { nullable: true, description: "The sender. Null for all together." })
  readonly senderId!: string | null;

  @Field(() => String, { nullable: true, description: "Its name." })
  readonly senderName!: string | null;

  @Field(() => Int, { description: "How many shares of threat information these are." })
  readonly shares!: number;

  @Field(() => FirstShareMetrics, { description: "Speed and quality of first revisions." })
  readonly firstShare!: FirstShareMetrics;

  @Field(() => Float, {
    nullable: true,
    description: `claimHonesty: claims of first revisions that later ones bore out. ${RATIO}`,
  })
  readonly claimHonesty!: number | null;

  @Field(() => FalsePositiveMetrics, { description: "How often items were wrong." })
  readonly falsePositives!: FalsePositiveMetrics;

  @Field(() => LoopMetrics, { description: "Whether feedback is answered, and the answer accepted." })
  readonly loop!: LoopMetrics;

  @Field(() => UseMetrics, { description: "Whether what is shared is used." })
  readonly use!: UseMetrics;

  @Field(() => Float, {
    nullable: true,
    description: "1 when one organisation sends everything, near 0 when many send alike. Null for a single sender.",
  })
  readonly senderConcentration!: number | null;
}

@ArgsType()
export class SharingMetricsArgs {
  @Field(() => GraphQLDateTime, { description: "The start of the period: by the time of first publication." })
  readonly from!: Date;

  @Field(() => GraphQLDateTime, { description: "The end of the period, itself not in it." })
  readonly until!: Date;

  @Field(() => [ID], { nullable: true, description: "Only these senders. At most 100." })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @Length(1, 100, { each: true })
  readonly senderIds?: readonly string[] | null;

  @Field(() => enumType(metricsPeriods), {
    nullable: true,
    description:
      "Cut by the calendar, oldest first, each with all senders together, also where nothing was shared. At most 120 periods. Left out: the whole.",
  })
  readonly by?: MetricsPeriod | null;

  @Field(() => String, {
    nullable: true,
    description: "IANA name, as Asia/Tokyo: whose calendar. Left out: your organisation's.",
  })
  @IsOptional()
  @Length(1, 100)
  readonly timeZone?: string | null;
}
