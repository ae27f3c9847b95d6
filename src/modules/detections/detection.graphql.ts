import { ArgsType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { ArrayMaxSize, IsArray, IsOptional, Length } from "class-validator";
import { GraphQLDateTime } from "../../platform/date-time";
import { eventOf } from "../../platform/events/event.graphql";
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
import { NodeType, PageArgs, connectionOf } from "../../platform/read/read.graphql";
import { UserType } from "../accounts/account.graphql";
import { AssertionItemInput, ITEMS_MAX } from "../assertions/assertion.input.graphql";
import { CaseType } from "../cases/case.graphql";
import { OrganizationType } from "../organizations/organization.graphql";
import { type Detection, type Vantage, vantages } from "./detection";
import type { AttachDetection, MatchingDetection, RecordDetection } from "./detection.service";
import { JsonScalar } from "./json.scalar";

type Unserved = "organizationId" | "accountId" | "caseId" | "sourceId";

@ObjectType("Detection", {
  implements: NodeType,
  simpleResolvers: true,
  description:
    "What a tool or a person noticed (検知). Seen by the organisation whose it is, and by whoever sees the case that holds it. Detections of one device from several vantages stand side by side.",
})
export class DetectionType
  extends NodeType
  implements Omit<Detection, Unserved | "firstSeen" | "detectedAt" | "recordedAt" | "updatedAt">
{
  @Field(() => Int, { description: "Counts the changes. Give it back as `expectedVersion`." })
  readonly version!: number;

  @Field(() => enumType(vantages), {
    nullable: true,
    description: "From where it was noticed. Null for an imported alert, which does not say.",
  })
  readonly vantage!: Vantage | null;

  @Field(() => String, { nullable: true, description: "The tool that noticed it, by its product name." })
  readonly tool!: string | null;

  @Field(() => String, { nullable: true, description: "The rule or analytic that matched." })
  readonly rule!: string | null;

  @Field(() => String, { nullable: true, description: "What it is about, in one line." })
  readonly title!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When it first happened, by the tool's clock." })
  readonly firstSeen!: string | null;

  @Field(() => GraphQLDateTime, { description: "When it was noticed (検知), by the tool's clock." })
  readonly detectedAt!: string;

  @Field(() => Boolean, {
    description:
      "Whether its times cannot be true: later than they were recorded, or noticed before it happened. Kept as told (V21).",
  })
  readonly timeInDoubt!: boolean;

  @Field(() => JsonScalar, {
    nullable: true,
    description: "The alert as it came: for its owner and the participants of its case. Null when there is none.",
  })
  readonly rawAlert!: unknown;

  @Field(() => GraphQLDateTime, { description: "When it was recorded here." })
  readonly recordedAt!: string;

  @Field(() => GraphQLDateTime, {
    description: "When it was last brought into a case, or its tool said something else of it.",
  })
  readonly updatedAt!: string;

  @Field(() => OrganizationType, { nullable: true, description: "Whose tool or person noticed it." })
  readonly organization!: OrganizationType | null;

  @Field(() => UserType, {
    nullable: true,
    description: "The person who recorded it. Null for a tool, or a person that you may not see.",
  })
  readonly recorder!: UserType | null;

  @Field(() => CaseType, { nullable: true, description: "The case that holds it. Null: none yet." })
  readonly case!: CaseType | null;
}

export const DetectionConnection = connectionOf("Detection", () => DetectionType);
export const DetectionEvent = eventOf("Detection", { field: "detection", type: () => DetectionType });

@ArgsType()
export class CaseDetectionsArgs extends PageArgs {
  @Field(() => enumType(vantages), { nullable: true, description: "Only from this vantage." })
  readonly vantage?: Vantage | null;
}

@ArgsType()
export class DetectionsArgs extends CaseDetectionsArgs {
  @Field(() => ID, { nullable: true, description: "Only those of this case." })
  readonly caseId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Only those that a case holds (false: that none holds yet).",
  })
  readonly held?: boolean | null;
}

@InputType({ description: "What a tool or a person noticed." })
export class DetectionInput implements MatchingDetection {
  @Field(() => enumType(vantages), { description: "From where it was noticed." })
  readonly vantage!: Vantage;

  @OptionalText({ max: 500, description: "The tool, by its product name. Else read from an OCSF alert." })
  readonly tool?: string | null;

  @OptionalText({ max: 500, description: "The rule or analytic that matched. Else read from an OCSF alert." })
  readonly rule?: string | null;

  @OptionalText({ max: 1_000, description: "What it is about, in one line. Else read from an OCSF alert." })
  readonly title?: string | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "When it first happened, by the tool's clock. Else read from an OCSF alert.",
  })
  readonly firstSeen?: Date | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "When it was noticed, by the tool's clock. Needed, unless an OCSF alert says it.",
  })
  readonly detectedAt?: Date | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description:
      "The alert as it came, at most 256 KiB of JSON (else PAYLOAD_TOO_LARGE). What has a class_uid is read as an OCSF Detection Finding (class 2004), and is known again by its product and finding_info.uid: a later word of the tool changes the detection; INVALID_INPUT or UNSUPPORTED when it is none.",
  })
  readonly rawAlert?: unknown;

  @NestedList(() => AssertionItemInput, {
    most: ITEMS_MAX,
    nullable: true,
    description: "Values that it matched: your organisation says them, as by assertIndicators.",
  })
  readonly indicators?: readonly AssertionItemInput[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: `Indicators that it matched. NOT_FOUND when you cannot see one. At most ${ITEMS_MAX}.`,
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(ITEMS_MAX)
  @Length(1, 100, { each: true })
  readonly indicatorIds?: readonly string[] | null;
}

@InputType({ description: "Records what a tool or a person noticed." })
export class RecordDetectionInput extends DetectionInput implements RecordDetection {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField(
    "The case that holds it. Left out, it is kept for your organisation. NOT_FOUND when you cannot read it.",
    true,
  )
  readonly caseId?: string | null;
}

@InputType({ description: "Brings a detection into a case." })
export class AttachDetectionInput implements AttachDetection {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("A detection of your own. STATE_CONFLICT when another case holds it.")
  readonly detectionId!: string;

  @ExpectedVersion("detection")
  readonly expectedVersion!: number;

  @IdField("The case that will hold it: whoever sees the case will see the detection and its alert.")
  readonly caseId!: string;
}

@ObjectType({ simpleResolvers: true, description: "The detection as it is for you now." })
export class DetectionPayload {
  @Field(() => DetectionType, { nullable: true, description: "What was recorded, or was known by its alert's id." })
  readonly detection!: unknown;

  @Field(() => [ItemResultType], {
    description: "One for each value that it matched, in order; `id` is the assertion's.",
  })
  readonly items!: readonly ItemResultType[];

  @Field(() => CaseType, { nullable: true, description: "The case that holds it." })
  readonly case!: unknown;

  @PositionField()
  readonly position!: unknown;
}
