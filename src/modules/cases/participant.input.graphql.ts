import { ArrayMaxSize, ArrayMinSize, Length } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { IdField, IdempotencyKey, NestedList, OptionalText, enumType } from "../../platform/graphql";
import { type ParticipantRole, participantRoles } from "./participant";
import type { AddCaseMembers, AssignCase, Assignment, RemoveCaseMember } from "./member.service";
import type {
  AdmitParticipant,
  InviteParticipant,
  LeaveCase,
  RemoveParticipant,
  RespondToInvitation,
  SetTrackingId,
} from "./participant.service";

const REASON_MAX = 2_000;
const ACCOUNTS_MAX = 100;

@InputType({ description: "Names a case." })
abstract class OfCaseInput {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The case. NOT_FOUND when you cannot read it.")
  readonly caseId!: string;
}

@InputType({ description: "Invites an organisation to a case. It sees the case from then on." })
export class InviteParticipantInput extends OfCaseInput implements InviteParticipant {
  @IdField("Whom. STATE_CONFLICT when it takes part or is invited already.")
  readonly organizationId!: string;

  @Field(() => enumType(participantRoles), { description: "As what." })
  readonly role!: ParticipantRole;

  @ArrayMaxSize(ACCOUNTS_MAX)
  @Length(1, 100, { each: true })
  @Field(() => [ID], {
    defaultValue: [],
    description: `The people and tools of that organisation who see a restricted or RED case; without them nobody there does. At most ${ACCOUNTS_MAX}. NOT_FOUND when one is not of that organisation.`,
  })
  readonly memberIds!: readonly string[];
}

@InputType({
  description: "Admits an organisation that takes part in a case: what is in it may be shared with it freely.",
})
export class AdmitParticipantInput extends OfCaseInput implements AdmitParticipant {
  @IdField("Whom. NOT_FOUND when it never took part, STATE_CONFLICT when it does no longer.")
  readonly organizationId!: string;
}

@InputType({ description: "Answers an invitation to a case." })
export class RespondToInvitationInput extends OfCaseInput implements RespondToInvitation {
  @Field(() => Boolean, { description: "True: you take part. False: you decline, and see the case no longer." })
  readonly accept!: boolean;

  @OptionalText({ max: REASON_MAX, description: "Why you decline, for those who remain." })
  readonly reason?: string | null;
}

@InputType({ description: "Ends your organisation's part in a case. It sees the case no longer." })
export class LeaveCaseInput extends OfCaseInput implements LeaveCase {
  @OptionalText({ max: REASON_MAX, description: "Why, for those who remain." })
  readonly reason?: string | null;
}

@InputType({ description: "Ends another organisation's part in a case. It sees the case no longer." })
export class RemoveParticipantInput extends OfCaseInput implements RemoveParticipant {
  @IdField("Whose part. NOT_FOUND when it never took part.")
  readonly organizationId!: string;

  @OptionalText({ max: REASON_MAX, description: "Why, for those who remain." })
  readonly reason?: string | null;
}

@InputType({ description: "Sets your organisation's own number for a case. Nobody else sees it." })
export class SetTrackingIdInput extends OfCaseInput implements SetTrackingId {
  @OptionalText({ min: 1, max: 100, description: "The number in your own system. Null removes it." })
  readonly trackingId?: string | null;
}

@InputType({ description: "Names people and tools for a case." })
export class AddCaseMembersInput extends OfCaseInput implements AddCaseMembers {
  @ArrayMinSize(1)
  @ArrayMaxSize(ACCOUNTS_MAX)
  @Length(1, 100, { each: true })
  @Field(() => [ID], {
    description: `Accounts of organisations that take part or are invited. 1 to ${ACCOUNTS_MAX}. One that is not is REFUSED with NOT_FOUND.`,
  })
  readonly accountIds!: readonly string[];
}

@InputType({ description: "Takes a person or tool off a case." })
export class RemoveCaseMemberInput extends OfCaseInput implements RemoveCaseMember {
  @IdField("The CaseMember. NOT_FOUND when the case has no such one, STATE_CONFLICT when it was removed before.")
  readonly memberId!: string;
}

@InputType({ description: "Whether an account works on a case." })
export class AssignmentInput implements Assignment {
  @IdField("A person or tool of your own organisation.")
  readonly accountId!: string;

  @Field(() => Boolean, { description: "True: it works on the case. False: it does not; it stays a member." })
  readonly assigned!: boolean;
}

@InputType({ description: "Says who of your organisation works on a case." })
export class AssignCaseInput extends OfCaseInput implements AssignCase {
  @NestedList(() => AssignmentInput, {
    most: ACCOUNTS_MAX,
    description:
      "One entry an account. REFUSED with NOT_FOUND for another organisation's, with FORBIDDEN when the case is for its members only and it is none.",
  })
  readonly accounts!: readonly AssignmentInput[];
}
