import { ArgsType, Field, ID, Int, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { eventOf } from "../../platform/events/event.graphql";
import { PositionField, enumType } from "../../platform/graphql";
import { ItemResultType } from "../../platform/items.graphql";
import { NodeType, PageArgs, connectionOf } from "../../platform/read/read.graphql";
import { ActorType } from "../accounts/account.graphql";
import { type Severity, severities } from "../cases/case";
import { CaseType } from "../cases/case.graphql";
import { type ParticipantRole, participantRoles } from "../cases/participant";
import { OrganizationType } from "../organizations/organization.graphql";
import { InformationRequestPayload, InformationRequestType } from "../requests/request.graphql";
import { type Handoff, type HandoffKind, type HandoffState, handoffKinds, handoffStates } from "./handoff";
import { type EvidenceState, type Expectation, type HandoffPackage, evidenceStates, expectations } from "./package";

@ObjectType("HandoffPackage", {
  implements: NodeType,
  simpleResolvers: true,
  description:
    "One version of what is handed over. A first notice (第一報) has the summary, severity, expectation, contact and due time; the rest may not yet be known.",
})
export class HandoffPackageType
  extends NodeType
  implements Omit<HandoffPackage, "handoffId" | "authorId" | "authorOrganizationId" | "dueAt" | "at">
{
  @Field(() => Int, { description: "From 1. A version never changes: what is known later is the next one." })
  readonly number!: number;

  @Field(() => String, { description: "What it is about." })
  readonly summary!: string;

  @Field(() => enumType(severities), { description: "How bad it is, as the giver sees it." })
  readonly severity!: Severity;

  @Field(() => enumType(expectations), { description: "What the giver expects of the receiver." })
  readonly expectation!: Expectation;

  @Field(() => String, { description: "Whom to reach at the giver, and how." })
  readonly contact!: string;

  @Field(() => GraphQLDateTime, { description: "By when the giver needs it accepted." })
  readonly dueAt!: string;

  @Field(() => Int, {
    nullable: true,
    description: "How sure the giver is that it is an incident, 0 to 100. Null: not yet known.",
  })
  readonly confidence!: number | null;

  @Field(() => String, { nullable: true, description: "What the confidence rests on." })
  readonly rationale!: string | null;

  @Field(() => String, { nullable: true, description: "What was done already. Null: not yet known." })
  readonly actionsTaken!: string | null;

  @Field(() => enumType(evidenceStates), { description: "How far evidence is secured (証拠保全)." })
  readonly evidenceState!: EvidenceState;

  @Field(() => [String], { description: "What the giver knows that it does not know." })
  readonly knownUnknowns!: readonly string[];

  @Field(() => GraphQLDateTime, { description: "When this version was told." })
  readonly at!: string;

  @Field(() => ActorType, { nullable: true, description: "The person who told it, or for a tool its organisation." })
  readonly author!: unknown;

  @Field(() => HandoffType, { nullable: true, description: "Of which handoff." })
  readonly handoff!: unknown;
}

/** A fact added to {@link Handoff} does not compile until it is declared here, or named among those not served. */
@ObjectType("Handoff", {
  implements: NodeType,
  simpleResolvers: true,
  description: "A case, or work in it, that is handed from one to another (引き継ぎ).",
})
export class HandoffType
  extends NodeType
  implements
    Omit<
      Handoff,
      | "caseId"
      | "giverId"
      | "receiverId"
      | "packageId"
      | "invited"
      | "offeredById"
      | "offeredAt"
      | "acknowledgedAt"
      | "acceptedAt"
      | "completedAt"
      | "declinedAt"
      | "withdrawnAt"
      | "stateSince"
      | "acknowledgeBy"
      | "dueAt"
      | "pausedSince"
    >
{
  @Field(() => Int, { description: "Counts the changes. Give it back as `expectedVersion`." })
  readonly version!: number;

  @Field(() => enumType(handoffKinds), { description: "What is handed over." })
  readonly kind!: HandoffKind;

  @Field(() => enumType(handoffStates), { description: "Where it stands. Acknowledging is not accepting (V9)." })
  readonly state!: HandoffState;

  @Field(() => enumType(participantRoles), {
    nullable: true,
    description: "As what the receiver takes part in the case. Null for a shift change.",
  })
  readonly receiverRole!: ParticipantRole | null;

  @Field(() => [ID], {
    nullable: true,
    description: "The accounts that it is for. Empty: anybody who may receive it. Null unless you give or receive it.",
  })
  readonly receivingAccountIds!: readonly string[];

  @Field(() => String, { nullable: true, description: "Why it is handed over. A RETURN has a reason." })
  readonly reason!: string | null;

  @Field(() => String, { nullable: true, description: "Why it was declined or withdrawn." })
  readonly endReason!: string | null;

  @Field(() => String, { nullable: true, description: "What came of it. Null until it is COMPLETED." })
  readonly outcome!: string | null;

  @Field(() => GraphQLDateTime, { description: "When it was offered." })
  readonly offeredAt!: string;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When the receiver had read it." })
  readonly acknowledgedAt!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When the receiver took it." })
  readonly acceptedAt!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When what was asked for was done." })
  readonly completedAt!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When the receiver turned it down." })
  readonly declinedAt!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When the giver took it back." })
  readonly withdrawnAt!: string | null;

  @Field(() => GraphQLDateTime, { description: "Since when it is in its state." })
  readonly stateSince!: string;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "By when the receiver owes its acknowledgement. Null when no agreement says so: then `dueAt` holds.",
  })
  readonly acknowledgeBy!: string | null;

  @Field(() => GraphQLDateTime, {
    description:
      "By when the receiver owes its acceptance: the due time of the package, put off by the time that the giver owed an answer.",
  })
  readonly dueAt!: string;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "Since when the clock stands still, because the giver owes an answer. Null while it goes.",
  })
  readonly pausedSince!: string | null;

  @Field(() => Int, { description: "For how long, in seconds, the clock has stood still before. `dueAt` counts it." })
  readonly pausedSeconds!: number;

  @Field(() => Boolean, { description: "Whether the receiver is late with what it owes now." })
  readonly overdue!: boolean;

  @Field(() => Int, {
    description:
      "Which contact of the receiver is to be called now that it is late: 1 for the first. 0 while nothing is late, and after each step of the receiver.",
  })
  readonly ladderLevel!: number;

  @Field(() => CaseType, { nullable: true, description: "Which case." })
  readonly case!: CaseType | null;

  @Field(() => OrganizationType, { nullable: true, description: "Who hands over." })
  readonly giver!: OrganizationType | null;

  @Field(() => OrganizationType, { nullable: true, description: "Who is to take over." })
  readonly receiver!: OrganizationType | null;

  @Field(() => HandoffPackageType, { nullable: true, description: "What is handed over, as it is known now." })
  readonly package!: HandoffPackageType | null;
}

export const HandoffConnection = connectionOf("Handoff", () => HandoffType);
export const PackageConnection = connectionOf("HandoffPackage", () => HandoffPackageType);
export const HandoffEvent = eventOf("Handoff", { field: "handoff", type: () => HandoffType });

@ArgsType()
export class HandoffsArgs extends PageArgs {
  @Field(() => [enumType(handoffStates)], { nullable: true, description: "Only those in one of these states." })
  readonly states?: readonly HandoffState[] | null;

  @Field(() => [enumType(handoffKinds)], { nullable: true, description: "Only those of one of these kinds." })
  readonly kinds?: readonly HandoffKind[] | null;

  @Field(() => ID, { nullable: true, description: "Only those of this case." })
  readonly caseId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Only those that your organisation gives (false: others give).",
  })
  readonly givenByUs?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Only those that your organisation receives (false: others receive).",
  })
  readonly receivedByUs?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Only those whose receiver is late (false: is not)." })
  readonly overdue?: boolean | null;
}

@ObjectType({ simpleResolvers: true, description: "The handoff and its case as they are for you now." })
export class HandoffPayload {
  @Field(() => HandoffType, { nullable: true, description: "Null when you may no longer see it, as after declining." })
  readonly handoff!: unknown;

  @Field(() => CaseType, { nullable: true, description: "Null when you may no longer see it." })
  readonly case!: unknown;

  @PositionField()
  readonly position!: unknown;
}

@ObjectType({ simpleResolvers: true, description: "The handoff, and the question that was asked about it." })
export class HandoffInfoPayload extends HandoffPayload {
  @Field(() => InformationRequestType, { nullable: true, description: "The question. Its addressee is the giver." })
  readonly informationRequest!: unknown;
}

@ObjectType({ simpleResolvers: true, description: "The question, and the handoff that goes on with its answer." })
export class AnswerPayload extends InformationRequestPayload {
  @Field(() => HandoffType, { nullable: true, description: "Null when the question was not about a handoff." })
  readonly handoff!: unknown;
}

@ObjectType({ simpleResolvers: true, description: "What became of each case of a shift." })
export class HandOverShiftPayload {
  @Field(() => [ItemResultType], { description: "One result for each case, in their order; `id` is the handoff." })
  readonly items!: unknown;

  @Field(() => [HandoffType], { description: "The new handoffs, in the order of their cases." })
  readonly handoffs!: unknown;

  @PositionField()
  readonly position!: unknown;
}
