import { Directive, Field, ID, Int, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { PositionField, enumType } from "../../platform/graphql";
import { eventOf } from "../../platform/events/event.graphql";
import type { Pap, Tlp } from "../../platform/marking";
import { paps, tlps } from "../../platform/marking.vocabulary";
import { NodeType, connectionOf } from "../../platform/read/read.graphql";
import { OrganizationType } from "../organizations/organization.graphql";
import {
  type CarriedOver,
  type Case,
  type CaseState,
  type Disposition,
  type ExternalReference,
  type IntakeSource,
  type Severity,
  caseStates,
  dispositions,
  intakeSources,
  severities,
} from "./case";
import { type TimeFlag, timeFlags } from "./times";
import { WaitType } from "./wait.graphql";

@ObjectType("ExternalReference", {
  simpleResolvers: true,
  description: "Where else the case, or something about it, is kept.",
})
export class ExternalReferenceType implements ExternalReference {
  @Field(() => String, { description: "Whose it is: a ticket system, a report, a CERT." })
  readonly source!: string;

  @Field(() => String, { nullable: true, description: "Its number there." })
  readonly id!: string | null;

  @Field(() => String, { nullable: true, description: "Where to read it. The hub never fetches it." })
  readonly url!: string | null;
}

@ObjectType("CarriedOver", {
  simpleResolvers: true,
  description: "Something that was outstanding when the case was closed, and went on elsewhere.",
})
export class CarriedOverType implements CarriedOver {
  @Field(() => ID, { description: "What was outstanding: a handoff, an isolation, a feedback. `node` reads it." })
  readonly id!: string;

  @Field(() => String, { description: "What it was, in the words of CASE_NOT_CLOSABLE." })
  readonly what!: string;

  @Field(() => String, { description: "Who goes on with it, and how, in the words of whoever closed the case." })
  readonly note!: string;

  @Field(() => GraphQLDateTime, { description: "When the case was closed over it." })
  readonly at!: string;
}

/** A fact added to {@link Case} does not compile until it is declared here, or named among those that are not served. */
@Directive('@key(fields: "id")')
@ObjectType("Case", {
  implements: NodeType,
  simpleResolvers: true,
  description: "One incident (事案) that organisations work together.",
})
export class CaseType
  extends NodeType
  implements
    Omit<
      Case,
      | "ownerId"
      | "affectedId"
      | "duplicateOfId"
      | "occurredAt"
      | "detectedAt"
      | "awareAt"
      | "containedAt"
      | "closedAt"
      | "openedAt"
      | "updatedAt"
    >
{
  @Field(() => Int, {
    description: "Counts the changes that everyone who sees the case may see. Give it back as `expectedVersion`.",
  })
  readonly version!: number;

  @Field(() => String, {
    description: "Short, random, made to be read over the phone: SAN-7KQ4-M2X; the last character is a check digit.",
  })
  readonly reference!: string;

  @Field(() => String, { description: "What it is about, in one line." })
  readonly title!: string;

  @Field(() => String, { description: "What is known, in a few sentences." })
  readonly summary!: string;

  @Field(() => enumType(severities), {
    description: "How bad it is for the affected organisation; LEVEL_4 is the highest.",
  })
  readonly severity!: Severity;

  @Field(() => String, { nullable: true, description: "The kind of incident, in the words of whoever judged it." })
  readonly category!: string | null;

  @Field(() => enumType(tlps), { description: "TLP 2.0 of what is in the case. It never widens who sees the case." })
  readonly tlp!: Tlp;

  @Field(() => enumType(paps), { description: "What may be done with what is in the case." })
  readonly pap!: Pap;

  @Field(() => Boolean, { description: "Whether only the named members see it. TLP:RED has the same effect." })
  readonly restricted!: boolean;

  @Field(() => enumType(caseStates), { description: "Where it stands." })
  readonly state!: CaseState;

  @Field(() => enumType(dispositions), {
    nullable: true,
    description: "What it turned out to be. Null until it is closed.",
  })
  readonly disposition!: Disposition | null;

  @Field(() => String, { nullable: true, description: "Why it was closed as it was." })
  readonly closingReason!: string | null;

  @Field(() => String, { nullable: true, description: "Why it was reopened, the last time." })
  readonly reopeningReason!: string | null;

  @Field(() => enumType(intakeSources), { description: "How it came in." })
  readonly intake!: IntakeSource;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "When it began, as far as known, by the source's clock.",
  })
  readonly occurredAt!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Whose clock told `occurredAt`: a sensor, a log, a person's memory.",
  })
  readonly occurredClock!: string | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "When a sensor, tool or person first noticed it (検知).",
  })
  readonly detectedAt!: string | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "When the affected organisation came to know of it (覚知).",
  })
  readonly awareAt!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When it was contained (封じ込め)." })
  readonly containedAt!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When it was closed." })
  readonly closedAt!: string | null;

  @Field(() => [enumType(timeFlags)], {
    description: "What cannot be true of its times. They are kept as they were told; a source's clock may be wrong.",
  })
  readonly timeFlags!: readonly TimeFlag[];

  @Field(() => [CarriedOverType], {
    description: "What was outstanding when it was closed, in words; of every closing, the oldest first.",
  })
  readonly carriedOver!: readonly CarriedOverType[];

  @Field(() => [String], { description: "Words to find it by." })
  readonly tags!: readonly string[];

  @Field(() => [String], { description: "MITRE ATT&CK techniques, as T1566.001." })
  readonly techniques!: readonly string[];

  @Field(() => [ExternalReferenceType], { description: "Where else it is kept." })
  readonly externalReferences!: readonly ExternalReferenceType[];

  @Field(() => GraphQLDateTime, { description: "When it was opened on this hub." })
  readonly openedAt!: string;

  @Field(() => GraphQLDateTime, { description: "When it was changed last, as `version` counts changes." })
  readonly updatedAt!: string;

  @Field(() => OrganizationType, {
    nullable: true,
    description: "Who answers for the case: exactly one organisation at every instant.",
  })
  readonly owner!: OrganizationType | null;

  @Field(() => OrganizationType, {
    nullable: true,
    description: "The affected organisation (被害組織). Null when not known.",
  })
  readonly affectedOrganization!: OrganizationType | null;

  @Field(() => CaseType, {
    nullable: true,
    description: "The case that holds this one. Null unless DUPLICATE, or when you may not see it.",
  })
  readonly duplicateOf!: CaseType | null;

  @Field(() => [WaitType], {
    description: "Whose turn it is (ボール): who owes what, since when, due when. Derived from what is open.",
  })
  readonly waitingOn!: readonly WaitType[];
}

export const CaseConnection = connectionOf("Case", () => CaseType);
export const CaseEvent = eventOf("Case");

@ObjectType({ simpleResolvers: true, description: "The case as it is for you now." })
export class CasePayload {
  @Field(() => CaseType, { nullable: true, description: "Null when you may no longer see it." })
  readonly case!: unknown;

  @PositionField()
  readonly position!: unknown;
}
