import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "graphql-scalars";
import {
  ExpectedVersion,
  IdField,
  IdempotencyKey,
  NestedList,
  OptionalText,
  PositionField,
  Text,
  enumType,
} from "../../platform/graphql";
import { eventOf } from "../../platform/events/event.graphql";
import type { Pap, Tlp } from "../../platform/marking";
import { paps, tlps } from "../../platform/marking.vocabulary";
import { NodeType, PageArgs, connectionOf } from "../../platform/read/read.graphql";
import { UserType } from "../accounts/account.graphql";
import { OrganizationType } from "../organizations/organization.graphql";
import {
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
import {
  type CaseParticipant,
  type ParticipantRole,
  type ParticipantState,
  participantRoles,
  participantStates,
} from "./participant";
import { type Wait, type WaitKind, waitKinds } from "./wait";
import type { MoveCase } from "./case.service";

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
      | "narrowedAt"
      | "occurredAt"
      | "detectedAt"
      | "awareAt"
      | "containedAt"
      | "closedAt"
      | "openedAt"
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

  @Field(() => [String], { description: "Words to find it by." })
  readonly tags!: readonly string[];

  @Field(() => [String], { description: "MITRE ATT&CK techniques, as T1566.001." })
  readonly techniques!: readonly string[];

  @Field(() => [ExternalReferenceType], { description: "Where else it is kept." })
  readonly externalReferences!: readonly ExternalReferenceType[];

  @Field(() => GraphQLDateTime, { description: "When it was opened on this hub." })
  readonly openedAt!: string;

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

@ObjectType("CaseParticipant", {
  implements: NodeType,
  simpleResolvers: true,
  description: "An organisation's part in a case.",
})
export class ParticipantType
  extends NodeType
  implements Omit<CaseParticipant, "caseId" | "organizationId" | "joinedAt" | "leftAt">
{
  @Field(() => enumType(participantRoles), { description: "As what it takes part." })
  readonly role!: ParticipantRole;

  @Field(() => enumType(participantStates), {
    description: "Whether it takes part. Only INVITED and ACTIVE see the case.",
  })
  readonly state!: ParticipantState;

  @Field(() => String, {
    nullable: true,
    description: "The organisation's own number for the case. Null for other organisations.",
  })
  readonly trackingId!: string | null;

  @Field(() => GraphQLDateTime, { description: "Since when." })
  readonly joinedAt!: string;

  @Field(() => GraphQLDateTime, { nullable: true, description: "Until when. Null while it takes part." })
  readonly leftAt!: string | null;

  @Field(() => OrganizationType, { nullable: true, description: "Who it is." })
  readonly organization!: OrganizationType | null;

  @Field(() => CaseType, { nullable: true, description: "In which case." })
  readonly case!: CaseType | null;
}

@ObjectType("CaseMember", {
  implements: NodeType,
  simpleResolvers: true,
  description: "A person or tool that is named for a case. Of a restricted or RED case only members see anything.",
})
export class MemberType extends NodeType {
  @Field(() => Boolean, { description: "Whether it works on the case." })
  readonly assigned!: boolean;

  @Field(() => GraphQLDateTime, { description: "Since when." })
  readonly addedAt!: string;

  @Field(() => UserType, { nullable: true, description: "Who. Null for a tool, or a person that you may not see." })
  readonly user!: UserType | null;

  @Field(() => CaseType, { nullable: true, description: "Of which case." })
  readonly case!: CaseType | null;
}

@ObjectType("Wait", {
  simpleResolvers: true,
  description: "Whose turn it is (ボール): an organisation owes something in a case.",
})
export class WaitType implements Omit<Wait, "caseId" | "organizationId" | "since" | "dueAt"> {
  @Field(() => ID, { description: "The id of what is waited for: a handoff, a request, a task. `node` reads it." })
  readonly id!: string;

  @Field(() => enumType(waitKinds), { description: "What is owed." })
  readonly kind!: WaitKind;

  @Field(() => GraphQLDateTime, { description: "Since when." })
  readonly since!: string;

  @Field(() => GraphQLDateTime, { nullable: true, description: "Until when. Null when no time was set." })
  readonly dueAt!: string | null;

  @Field(() => Boolean, { description: "Whether the due time has passed." })
  readonly overdue!: boolean;

  @Field(() => OrganizationType, { nullable: true, description: "Who owes it." })
  readonly organization!: OrganizationType | null;

  @Field(() => CaseType, { nullable: true, description: "In which case." })
  readonly case!: CaseType | null;
}

export const CaseConnection = connectionOf("Case", () => CaseType);
export const ParticipantConnection = connectionOf("CaseParticipant", () => ParticipantType);
export const MemberConnection = connectionOf("CaseMember", () => MemberType);
export const WaitConnection = connectionOf("Wait", () => WaitType);
export const CaseEvent = eventOf("Case");
export const ParticipantEvent = eventOf("CaseParticipant", { field: "participant", type: () => ParticipantType });
export const MemberEvent = eventOf("CaseMember", { field: "member", type: () => MemberType });

@ArgsType()
export class CasesArgs extends PageArgs {
  @Field(() => [enumType(caseStates)], { nullable: true, description: "Only cases in one of these states." })
  readonly states?: readonly CaseState[] | null;

  @Field(() => [enumType(severities)], { nullable: true, description: "Only cases of one of these severities." })
  readonly severities?: readonly Severity[] | null;

  @Field(() => ID, { nullable: true, description: "Only cases that this organisation owns." })
  readonly ownerId?: string | null;

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

@ArgsType()
export class WaitsArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: "Only in this case." })
  readonly caseId?: string | null;

  @Field(() => Boolean, { nullable: true, description: "Only what is past its due time (false: what is not)." })
  readonly overdue?: boolean | null;
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
    most: 100,
    nullable: true,
    description: "What is outstanding when the case closes. CASE_NOT_CLOSABLE lists what is missing here.",
  })
  readonly carriedOver?: readonly CarriedOverInput[] | null;
}

@ObjectType({ simpleResolvers: true, description: "The case as it is for you now." })
export class CasePayload {
  @Field(() => CaseType, { nullable: true, description: "Null when you may no longer see it." })
  readonly case!: unknown;

  @PositionField()
  readonly position!: unknown;
}
