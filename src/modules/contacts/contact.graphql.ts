import { ArgsType, Field, InputType, Int, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import {
  ExpectedVersion,
  IdField,
  IdempotencyKey,
  Nested,
  OptionalText,
  PositionField,
  Text,
  enumType,
} from "../../platform/graphql";
import { eventOf } from "../../platform/events/event.graphql";
import { NodeType, PageArgs, connectionOf } from "../../platform/read/read.graphql";
import { ActorType } from "../accounts/account.graphql";
import { CaseType } from "../cases/case.graphql";
import { type TimeFlag, timeFlags } from "../cases/times";
import { OrganizationType } from "../organizations/organization.graphql";
import {
  type ContactAttempt,
  type ContactChannel,
  type ContactResult,
  type Decision,
  contactChannels,
  contactResults,
} from "./contact";
import type { ConfirmDecision, LogContact } from "./contact.service";

type NotServed =
  | "caseId"
  | "organizationId"
  | "deciderId"
  | "confirmedById"
  | "confirmedByOrganizationId"
  | "loggedById"
  | "loggedByOrganizationId";

/** A fact added to {@link ContactAttempt} does not compile until it is declared here, or named among those not served. */
@ObjectType("ContactAttempt", {
  implements: NodeType,
  simpleResolvers: true,
  description: "One attempt to reach somebody about a case: whom, how, when, with what result, and what was decided.",
})
export class ContactType
  extends NodeType
  implements Omit<ContactAttempt, NotServed | "at" | "confirmedAt" | "loggedAt">
{
  @Field(() => Int, { description: "Counts the changes. Give it back as `expectedVersion`." })
  readonly version!: number;

  @Field(() => OrganizationType, { nullable: true, description: "Whom: the organisation, when it is known here." })
  readonly organization!: OrganizationType | null;

  @Field(() => String, { nullable: true, description: "Whom: the person or desk, in words." })
  readonly person!: string | null;

  @Field(() => String, { nullable: true, description: "The number or address, as it was dialled or written to." })
  readonly address!: string | null;

  @Field(() => enumType(contactChannels), { description: "How." })
  readonly channel!: ContactChannel;

  @Field(() => GraphQLDateTime, { description: "When." })
  readonly at!: string;

  @Field(() => String, { nullable: true, description: "Whose clock told `at`. Null: the hub's, or not known." })
  readonly clock!: string | null;

  @Field(() => [enumType(timeFlags)], { description: "OCCURRED_IN_FUTURE when `at` is later than it was logged." })
  readonly timeFlags!: readonly TimeFlag[];

  @Field(() => enumType(contactResults), { description: "What came of it." })
  readonly result!: ContactResult;

  @Field(() => String, { nullable: true, description: "What was said." })
  readonly note!: string | null;

  @Field(() => String, { nullable: true, description: "What was decided by word of mouth. Null when nothing was." })
  readonly decision!: string | null;

  @Field(() => String, { nullable: true, description: "Who decided, in words." })
  readonly decidedBy!: string | null;

  @Field(() => OrganizationType, { nullable: true, description: "Whose decision it is: it confirms it later (追認)." })
  readonly decidingOrganization!: OrganizationType | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "When the decision was confirmed. Null while it is not.",
  })
  readonly confirmedAt!: string | null;

  @Field(() => ActorType, { nullable: true, description: "Who confirmed the decision. Null while it is not." })
  readonly confirmedBy!: unknown;

  @Field(() => GraphQLDateTime, { description: "When it was logged here." })
  readonly loggedAt!: string;

  @Field(() => ActorType, { nullable: true, description: "Who logged it." })
  readonly loggedBy!: unknown;

  @Field(() => CaseType, { nullable: true, description: "About which case." })
  readonly case!: CaseType | null;
}

export const ContactConnection = connectionOf("ContactAttempt", () => ContactType);
export const ContactEvent = eventOf("ContactAttempt", { field: "contactAttempt", type: () => ContactType });

@ArgsType()
export class ContactsArgs extends PageArgs {
  @Field(() => [enumType(contactResults)], { nullable: true, description: "Only those with one of these results." })
  readonly results?: readonly ContactResult[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Only those with a verbal decision that nobody has confirmed yet (false: the others).",
  })
  readonly toBeConfirmed?: boolean | null;
}

@InputType({ description: "A decision that was made by word of mouth." })
export class DecisionInput implements Decision {
  @Text({ max: 4_000, description: "What was decided." })
  readonly text!: string;

  @Text({ max: 300, description: "Who decided, in words: name and function." })
  readonly decidedBy!: string;

  @IdField("Whose decision it is, who confirms it later (追認). Left out: the organisation that was called.", true)
  readonly organizationId?: string | null;
}

@InputType({ description: "Logs an attempt to reach somebody about a case." })
export class LogContactInput implements LogContact {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The case. NOT_FOUND when you cannot read it.")
  readonly caseId!: string;

  @IdField("Whom: the organisation, when it is known here. This or `person` is needed.", true)
  readonly organizationId?: string | null;

  @OptionalText({ max: 300, description: "Whom: the person or desk, in words." })
  readonly person?: string | null;

  @OptionalText({ max: 300, description: "The number or address, as it was dialled or written to." })
  readonly address?: string | null;

  @Field(() => enumType(contactChannels), { description: "How." })
  readonly channel!: ContactChannel;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "When. Left out: now. A time that cannot be true is kept, and flagged.",
  })
  readonly at?: Date | null;

  @OptionalText({ max: 200, description: "Whose clock told `at`." })
  readonly clock?: string | null;

  @Field(() => enumType(contactResults), { description: "What came of it." })
  readonly result!: ContactResult;

  @OptionalText({ max: 4_000, description: "What was said." })
  readonly note?: string | null;

  @Nested(() => DecisionInput, { nullable: true, description: "What was decided, when somebody was REACHED." })
  readonly decision?: DecisionInput | null;
}

@InputType({ description: "Confirms a decision that was made by word of mouth (追認)." })
export class ConfirmDecisionInput implements ConfirmDecision {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The contact attempt. NOT_FOUND when you cannot read it, STATE_CONFLICT without an unconfirmed decision.")
  readonly contactAttemptId!: string;

  @ExpectedVersion("contact attempt")
  readonly expectedVersion!: number;
}

@ObjectType({ simpleResolvers: true, description: "The contact attempt as it is for you now." })
export class ContactPayload {
  @Field(() => ContactType, { nullable: true, description: "Null when you may no longer see it." })
  readonly contactAttempt!: unknown;

  @PositionField()
  readonly position!: unknown;
}
