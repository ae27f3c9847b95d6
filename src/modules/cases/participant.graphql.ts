import { ArgsType, Field, ID, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { PositionField, enumType } from "../../platform/graphql";
import { eventOf } from "../../platform/events/event.graphql";
import type { ItemResult } from "../../platform/items";
import { ItemResultType } from "../../platform/items.graphql";
import { NodeType, PageArgs, connectionOf } from "../../platform/read/read.graphql";
import { UserType } from "../accounts/account.graphql";
import { OrganizationType } from "../organizations/organization.graphql";
import { CaseType } from "./case.graphql";
import type { CaseMember } from "./member";
import {
  type CaseParticipant,
  type ParticipantRole,
  type ParticipantState,
  participantRoles,
  participantStates,
} from "./participant";

@ObjectType("CaseParticipant", {
  implements: NodeType,
  simpleResolvers: true,
  description: "An organisation's part in a case.",
})
export class ParticipantType
  extends NodeType
  implements
    Omit<
      CaseParticipant,
      "caseId" | "organizationId" | "joinedAt" | "admittedById" | "admittedAt" | "leftAt" | "seenByAll"
    >
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

  @Field(() => Boolean, {
    description:
      "Whether the others exchange freely with it within the case. Who is not admitted sees the case all the same, and is outside of it for what is shared: DISCLOSURE_FORBIDDEN. Admitted are the affected organisation with its parts and what it is a part of, whom these invited, handed something or admitted, who took part when one of them took the case over, and who opened it. While no affected organisation is known, or it has not been invited or has declined, its owner stands for it: all are.",
  })
  readonly admitted!: boolean;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "When it was let in, by invitation or afterwards. Null while it is not admitted.",
  })
  readonly admittedAt!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "Until when. Null while it takes part." })
  readonly leftAt!: string | null;

  @Field(() => String, { nullable: true, description: "Why it declined, left or was removed, if that was said." })
  readonly leavingReason!: string | null;

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
export class MemberType
  extends NodeType
  implements Omit<CaseMember, "caseId" | "accountId" | "organizationId" | "addedAt" | "removedAt">
{
  @Field(() => Boolean, { description: "Whether it is the account that asks." })
  readonly you!: boolean;

  @Field(() => Boolean, { description: "Whether it works on the case." })
  readonly assigned!: boolean;

  @Field(() => GraphQLDateTime, { description: "Since when." })
  readonly addedAt!: string;

  @Field(() => GraphQLDateTime, { nullable: true, description: "Until when. Null while it is named." })
  readonly removedAt!: string | null;

  @Field(() => OrganizationType, { nullable: true, description: "For whom it acts." })
  readonly organization!: OrganizationType | null;

  @Field(() => UserType, { nullable: true, description: "Who. Null for a tool, or a person that you may not see." })
  readonly user!: UserType | null;

  @Field(() => CaseType, { nullable: true, description: "Of which case." })
  readonly case!: CaseType | null;
}

export const ParticipantConnection = connectionOf("CaseParticipant", () => ParticipantType);
export const MemberConnection = connectionOf("CaseMember", () => MemberType);
export const ParticipantEvent = eventOf("CaseParticipant", { field: "participant", type: () => ParticipantType });
export const MemberEvent = eventOf("CaseMember", { field: "member", type: () => MemberType });

@ArgsType()
export class ParticipantsArgs extends PageArgs {
  @Field(() => [enumType(participantStates)], { nullable: true, description: "Only those in one of these states." })
  readonly states?: readonly ParticipantState[] | null;
}

@ArgsType()
export class MembersArgs extends PageArgs {
  @Field(() => Boolean, { defaultValue: false, description: "Those that were named once, instead of those that are." })
  readonly removed!: boolean;

  @Field(() => Boolean, { nullable: true, description: "Only those that work on the case (false: that do not)." })
  readonly assigned?: boolean | null;

  @Field(() => ID, { nullable: true, description: "Only those that act for this organisation." })
  readonly organizationId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: "The participant, and the case, as they are for you now." })
export class ParticipantPayload {
  @Field(() => ParticipantType, { nullable: true, description: "Null when you may no longer see the case." })
  readonly participant!: unknown;

  @Field(() => CaseType, { nullable: true, description: "Null when you may no longer see it." })
  readonly case!: unknown;

  @PositionField()
  readonly position!: unknown;
}

@ObjectType({ simpleResolvers: true, description: "The member, and the case, as they are for you now." })
export class MemberPayload {
  @Field(() => MemberType, { nullable: true, description: "Null when you may no longer see the case." })
  readonly member!: unknown;

  @Field(() => CaseType, { nullable: true, description: "Null when you may no longer see it." })
  readonly case!: unknown;

  @PositionField()
  readonly position!: unknown;
}

@ObjectType({ simpleResolvers: true, description: "What became of each account, and all of it as it is for you now." })
export class MembersPayload {
  @Field(() => [ItemResultType], {
    description: "One for each account, in the order of the input; `id` is that of the CaseMember.",
  })
  readonly results!: readonly ItemResult[];

  @Field(() => [MemberType], { description: "The members of the results, in this order, none twice." })
  readonly members!: unknown;

  @Field(() => CaseType, { nullable: true, description: "Null when you may no longer see it." })
  readonly case!: unknown;

  @PositionField()
  readonly position!: unknown;
}
