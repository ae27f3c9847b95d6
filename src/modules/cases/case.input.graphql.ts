import { ArgsType, Field, ID, InputType } from "type-graphql";
import { IsBoolean, IsOptional } from "class-validator";
import { GraphQLDateTime } from "../../platform/date-time";
import {
  ExpectedVersion,
  IdField,
  IdempotencyKey,
  NestedList,
  OptionalText,
  Text,
  TextList,
  enumType,
} from "../../platform/graphql";
import type { Pap, Tlp } from "../../platform/marking";
import { paps, tlps } from "../../platform/marking.vocabulary";
import { PageArgs } from "../../platform/read/read.graphql";
import { type CaseState, type Disposition, type Severity, caseStates, dispositions, severities } from "./case";
import type { GivenReference } from "./case.facts";
import type { MoveCase, UpdateCase } from "./case.service";

@ArgsType()
export class CasesArgs extends PageArgs {
  @Field(() => [enumType(caseStates)], { nullable: true, description: "Only cases in one of these states." })
  readonly states?: readonly CaseState[] | null;

  @Field(() => [enumType(severities)], { nullable: true, description: "Only cases of one of these severities." })
  readonly severities?: readonly Severity[] | null;

  @Field(() => ID, { nullable: true, description: "Only cases that this organisation owns." })
  readonly ownerId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Only cases that your organisation gave this number of its own. Whole, as it was set.",
  })
  readonly trackingId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Only cases that you are assigned to (false: that you are not).",
  })
  readonly assignedToMe?: boolean | null;

  @Field(() => ID, { nullable: true, description: "Only cases in which something waits on this organisation." })
  readonly waitingOnId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Only cases in which something waits on your organisation (false: nothing).",
  })
  readonly waitingOnUs?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Only cases whose title, summary or reference holds this, in any case and width; Japanese needs no word breaks.",
  })
  readonly text?: string | null;
}

@InputType({ description: "Something outstanding that is carried over in words when a case closes." })
export class CarriedOverInput {
  @IdField("What is outstanding, as CASE_NOT_CLOSABLE listed it.")
  readonly id!: string;

  @Text({ max: 2_000, description: "Who goes on with it, and how." })
  readonly note!: string;
}

@InputType({ description: "Moves a case to another state." })
export class MoveCaseInput implements MoveCase {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The case. NOT_FOUND when you cannot read it, FORBIDDEN when you do not own it.")
  readonly caseId!: string;

  @ExpectedVersion("case")
  readonly expectedVersion!: number;

  @Field(() => enumType(caseStates), {
    description: "Where to. STATE_CONFLICT, with what is allowed, when it cannot go there.",
  })
  readonly to!: CaseState;

  @Field(() => enumType(dispositions), {
    nullable: true,
    description:
      "What the case turned out to be. Needed to close it, and only then. From TRIAGE it is not TRUE_POSITIVE.",
  })
  readonly disposition?: Disposition | null;

  @OptionalText({ max: 2_000, description: "Why. Needed to close from TRIAGE, and to reopen." })
  readonly reason?: string | null;

  @IdField("The case that holds this one, for DUPLICATE.", true)
  readonly duplicateOfId?: string | null;

  @NestedList(() => CarriedOverInput, {
    most: 1_000,
    nullable: true,
    description:
      "What is outstanding when the case closes: accepted engagements that are not completed, and feedback that is not answered (V19). CASE_NOT_CLOSABLE lists what is missing here. Tasks and open questions do not hold a case up.",
  })
  readonly carriedOver?: readonly CarriedOverInput[] | null;
}

@InputType({ description: "Where else the case, or something about it, is kept." })
export class ExternalReferenceInput implements GivenReference {
  @Text({ max: 200, description: "Whose it is: a ticket system, a report, a CERT." })
  readonly source!: string;

  @OptionalText({ max: 200, description: "Its number there." })
  readonly id?: string | null;

  @OptionalText({ max: 2_000, description: "Where to read it: https:// or http://. The hub never fetches it." })
  readonly url?: string | null;
}

const STAYS = "Left out, it stays.";
const OR_NOTHING = "Left out, it stays; null removes it.";
const BY_OWNER = "By the owner alone: FORBIDDEN for others when it changes.";
const ANY_TIME = "A time that cannot be true is kept, and flagged in `timeFlags`.";

/** A time that somebody tells, which may be wrong. */
const ToldTime = (description: string): PropertyDecorator =>
  Field(() => GraphQLDateTime, { nullable: true, description: `${description} ${OR_NOTHING} ${ANY_TIME}` });

@InputType({ description: "States facts of a case anew. What is left out stays as it is." })
export class UpdateCaseInput implements UpdateCase {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The case. NOT_FOUND when you cannot read it, FORBIDDEN when you take no active part in it.")
  readonly caseId!: string;

  @ExpectedVersion("case")
  readonly expectedVersion!: number;

  @OptionalText({ min: 1, max: 300, description: `What it is about, in one line. ${STAYS}` })
  readonly title?: string | null;

  @OptionalText({ max: 20_000, description: `What is known, in a few sentences. ${STAYS}` })
  readonly summary?: string | null;

  @Field(() => enumType(severities), { nullable: true, description: `How bad it is. ${STAYS}` })
  readonly severity?: Severity | null;

  @OptionalText({ max: 200, description: `The kind of incident, in your words. ${OR_NOTHING}` })
  readonly category?: string | null;

  @Field(() => enumType(tlps), {
    nullable: true,
    description: `TLP 2.0 of what is in the case. RED makes it for its members only; name them before. ${BY_OWNER} ${STAYS}`,
  })
  readonly tlp?: Tlp | null;

  @Field(() => enumType(paps), {
    nullable: true,
    description: `What may be done with what is in the case. ${BY_OWNER} ${STAYS}`,
  })
  readonly pap?: Pap | null;

  @IsOptional()
  @IsBoolean()
  @Field(() => Boolean, {
    nullable: true,
    description: `Whether only the named members see it. You become one; name the others before. ${BY_OWNER} ${STAYS}`,
  })
  readonly restricted?: boolean | null;

  @IdField(`The affected organisation (被害組織). ${BY_OWNER} ${OR_NOTHING}`, true)
  readonly affectedOrganizationId?: string | null;

  @ToldTime("When it began, as far as known.")
  readonly occurredAt?: Date | null;

  @OptionalText({ max: 200, description: `Whose clock told \`occurredAt\`. ${OR_NOTHING}` })
  readonly occurredClock?: string | null;

  @ToldTime("When a sensor, tool or person first noticed it (検知).")
  readonly detectedAt?: Date | null;

  @ToldTime("When the affected organisation came to know of it (覚知).")
  readonly awareAt?: Date | null;

  @ToldTime("When it was contained (封じ込め).")
  readonly containedAt?: Date | null;

  @TextList({ max: 100, most: 50, description: `Words to find it by: all of them. ${STAYS}` })
  readonly tags?: readonly string[] | null;

  @TextList({ max: 9, most: 100, description: `MITRE ATT&CK techniques, as T1566.001: all of them. ${STAYS}` })
  readonly techniques?: readonly string[] | null;

  @NestedList(() => ExternalReferenceInput, {
    most: 50,
    nullable: true,
    description: `Where else it is kept: all of it. ${STAYS}`,
  })
  readonly externalReferences?: readonly ExternalReferenceInput[] | null;
}
