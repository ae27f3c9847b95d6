import { ArrayMaxSize, IsArray, IsOptional, Length } from "class-validator";
import { Field, ID, InputType, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import {
  IdField,
  IdempotencyKey,
  Nested,
  NestedList,
  OptionalText,
  PositionField,
  TextList,
  enumType,
} from "../../platform/graphql";
import { ItemResultType } from "../../platform/items.graphql";
import type { Pap, Tlp } from "../../platform/marking";
import { paps, tlps } from "../../platform/marking.vocabulary";
import { AssertionItemInput, ITEMS_MAX } from "../assertions/assertion.input.graphql";
import { type IntakeSource, type Severity, intakeSources, severities } from "../cases/case";
import { CaseType } from "../cases/case.graphql";
import { ExternalReferenceInput } from "../cases/case.input.graphql";
import { type ParticipantRole, participantRoles } from "../cases/participant";
import { DetectionInput, DetectionType } from "../detections/detection.graphql";
import { HandoffType } from "../handoffs/handoff.graphql";
import { HandoffOfferInput } from "../handoffs/handoff.input.graphql";
import { ImportSummaryType, IntelFileInput } from "./import.graphql";
import type { OpenCase } from "./intake.service";

const ACCOUNTS_MAX = 100;
const ANY_TIME = "A time that cannot be true is kept, and flagged in `timeFlags`.";

const MemberIds =
  (description: string): PropertyDecorator =>
  (target, key) => {
    for (const decorate of [
      IsOptional(),
      IsArray(),
      ArrayMaxSize(ACCOUNTS_MAX),
      Length(1, 100, { each: true }),
      Field(() => [ID], { nullable: true, description: `${description} At most ${ACCOUNTS_MAX}.` }),
    ])
      decorate(target, key);
  };
const ToldTime = (description: string): PropertyDecorator =>
  Field(() => GraphQLDateTime, { nullable: true, description: `${description} ${ANY_TIME}` });

@InputType({ description: "An organisation that is invited to a case as it is opened." })
export class OpenCaseParticipantInput {
  @IdField("Whom. It sees the case from then on.")
  readonly organizationId!: string;

  @Field(() => enumType(participantRoles), { description: "As what." })
  readonly role!: ParticipantRole;

  @MemberIds(
    "The people and tools of that organisation who see a restricted or RED case; without them nobody there does. NOT_FOUND when one is not of it.",
  )
  readonly memberIds?: readonly string[] | null;
}

@InputType({
  description:
    "Opens a case, with all that belongs to its first minute in one call. Your organisation owns it. What the detection says need not be said again.",
})
export class OpenCaseInput implements OpenCase {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @OptionalText({ min: 1, max: 300, description: "What it is about, in one line. Else the detection's title or rule." })
  readonly title?: string | null;

  @OptionalText({ max: 20_000, description: "What is known, in a few sentences." })
  readonly summary?: string | null;

  @Field(() => enumType(severities), { description: "How bad it is for the affected organisation." })
  readonly severity!: Severity;

  @OptionalText({ max: 200, description: "The kind of incident, in your words." })
  readonly category?: string | null;

  @Field(() => enumType(tlps), {
    defaultValue: "AMBER",
    description: "TLP 2.0 of what is in the case. RED makes it for its members only.",
  })
  readonly tlp!: Tlp;

  @Field(() => enumType(paps), {
    defaultValue: "AMBER",
    description: "What may be done with what is in the case.",
  })
  readonly pap!: Pap;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Whether only the named members see it. You are one of them.",
  })
  readonly restricted!: boolean;

  @Field(() => enumType(intakeSources), { defaultValue: "DETECTION", description: "How it came in." })
  readonly intake!: IntakeSource;

  @IdField("The affected organisation (被害組織). It need not have accounts here, and is not invited by this.", true)
  readonly affectedOrganizationId?: string | null;

  @ToldTime("When it began, as far as known. Else when the detection was first seen.")
  readonly occurredAt?: Date | null;

  @OptionalText({ max: 200, description: "Whose clock told `occurredAt`. Else the detection's tool." })
  readonly occurredClock?: string | null;

  @ToldTime("When a sensor, tool or person first noticed it (検知). Else when the detection was made.")
  readonly detectedAt?: Date | null;

  @ToldTime("When the affected organisation came to know of it (覚知).")
  readonly awareAt?: Date | null;

  @ToldTime("When it was contained (封じ込め).")
  readonly containedAt?: Date | null;

  @TextList({ max: 100, most: 50, description: "Words to find it by." })
  readonly tags?: readonly string[] | null;

  @TextList({ max: 9, most: 100, description: "MITRE ATT&CK techniques, as T1566.001." })
  readonly techniques?: readonly string[] | null;

  @NestedList(() => ExternalReferenceInput, { most: 50, nullable: true, description: "Where else it is kept." })
  readonly externalReferences?: readonly ExternalReferenceInput[] | null;

  @Field(() => enumType(participantRoles), {
    nullable: true,
    description: "As what your organisation takes part. Else as what it is.",
  })
  readonly role?: ParticipantRole | null;

  @MemberIds("People and tools of your own organisation who see a restricted or RED case with you.")
  readonly memberIds?: readonly string[] | null;

  @NestedList(() => OpenCaseParticipantInput, {
    most: 50,
    nullable: true,
    description: "Whom to invite. A handoff invites its receiver by itself.",
  })
  readonly participants?: readonly OpenCaseParticipantInput[] | null;

  @Nested(() => DetectionInput, { nullable: true, description: "What was noticed: recorded in the case." })
  readonly detection?: DetectionInput | null;

  @IdField("Instead: a detection of your own that is recorded already and that no case holds yet.", true)
  readonly detectionId?: string | null;

  @NestedList(() => AssertionItemInput, {
    most: ITEMS_MAX,
    nullable: true,
    description: "The first indicators, value by value. A wrong one is refused by itself.",
  })
  readonly indicators?: readonly AssertionItemInput[] | null;

  @Nested(() => IntelFileInput, {
    nullable: true,
    description: "More indicators: a file, read as by importIndicators.",
  })
  readonly file?: IntelFileInput | null;

  @Nested(() => HandoffOfferInput, {
    nullable: true,
    description:
      "To whom the case is handed at once. Its package's summary and severity are the case's, where they are left out.",
  })
  readonly handoff?: HandoffOfferInput | null;
}

@ObjectType({ simpleResolvers: true, description: "The case with what was opened with it." })
export class OpenCasePayload {
  @Field(() => CaseType, { nullable: true, description: "The case." })
  readonly case!: unknown;

  @Field(() => DetectionType, { nullable: true, description: "The detection, where there was one." })
  readonly detection!: unknown;

  @Field(() => HandoffType, { nullable: true, description: "The handoff, where there was one." })
  readonly handoff!: unknown;

  @Field(() => [ItemResultType], { description: "One for each of `indicators`, in order; `id` is the assertion's." })
  readonly items!: readonly ItemResultType[];

  @Field(() => [ItemResultType], { description: "One for each of `detection.indicators`, in order." })
  readonly matched!: readonly ItemResultType[];

  @Field(() => ImportSummaryType, { nullable: true, description: "What became of the file, where there was one." })
  readonly summary!: ImportSummaryType | null;

  @PositionField()
  readonly position!: unknown;
}
