import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { ArrayMaxSize, IsIn, IsOptional, Length } from "class-validator";
import { GraphQLDateTime } from "../../platform/date-time";
import { eventOf } from "../../platform/events/event.graphql";
import {
  ExpectedVersion,
  IdField,
  IdempotencyKey,
  OptionalText,
  PositionField,
  enumType,
} from "../../platform/graphql";
import { NodeType, connectionOf } from "../../platform/read/read.graphql";
import { UserType } from "../accounts/account.graphql";
import { CaseType } from "../cases/case.graphql";
import { OrganizationType } from "../organizations/organization.graphql";
import { informationKinds, victimSideKinds } from "../shares/five-w";
import type { DisclosureConsent, VictimSideKind } from "./consent";
import type { RecordConsent, WithdrawConsent } from "./consent.service";

@ObjectType("DisclosureConsent", {
  implements: NodeType,
  simpleResolvers: true,
  description:
    "The affected organisation's word that something of its own side may leave the case (開示同意). For whoever sees the case.",
})
export class ConsentType
  extends NodeType
  implements
    Omit<
      DisclosureConsent,
      "caseId" | "organizationId" | "recipientIds" | "recordedById" | "validUntil" | "recordedAt" | "withdrawnAt"
    >
{
  @Field(() => Int, { description: "Counts the changes. Give it back as `expectedVersion`." })
  readonly version!: number;

  @Field(() => CaseType, { nullable: true, description: "What it is of." })
  readonly case!: CaseType | null;

  @Field(() => OrganizationType, { nullable: true, description: "Whose consent it is." })
  readonly organization!: OrganizationType | null;

  @Field(() => [enumType(informationKinds)], { description: "What may be disclosed: DAMAGE, RESPONSE_STATUS, DEVICE." })
  readonly kinds!: readonly VictimSideKind[];

  @Field(() => Boolean, {
    description: "Whether to whomever the sender's marking allows, instead of to named recipients.",
  })
  readonly toAnybody!: boolean;

  @Field(() => String, { nullable: true, description: "Whose word was recorded, where somebody else recorded it." })
  readonly givenBy!: string | null;

  @Field(() => String, { nullable: true, description: "On what condition, in words." })
  readonly note!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "Until when it holds. Null: until it is withdrawn." })
  readonly validUntil!: string | null;

  @Field(() => Boolean, { description: "Whether it holds now." })
  readonly inForce!: boolean;

  @Field(() => UserType, { nullable: true, description: "Who recorded it. Null for a tool." })
  readonly recordedBy!: UserType | null;

  @Field(() => GraphQLDateTime, { description: "When it was recorded." })
  readonly recordedAt!: string;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When it was withdrawn." })
  readonly withdrawnAt!: string | null;
}

export const ConsentConnection = connectionOf("DisclosureConsent", () => ConsentType);
export const ConsentEvent = eventOf("DisclosureConsent", { field: "consent", type: () => ConsentType });

@InputType({ description: "A consent of the affected organisation to disclose something of its own side." })
export class RecordConsentInput implements RecordConsent {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The case. FORBIDDEN unless your organisation is the affected one, or stands in for it as the owner.")
  readonly caseId!: string;

  @Field(() => [enumType(informationKinds)], { description: "What: of DAMAGE, RESPONSE_STATUS, DEVICE. At least one." })
  @IsIn(victimSideKinds, { each: true })
  readonly kinds!: readonly VictimSideKind[];

  @Field(() => [ID], {
    nullable: true,
    description: "To whom, at most 500. Left out: to whomever the sender's marking allows.",
  })
  @IsOptional()
  @ArrayMaxSize(500)
  @Length(1, 100, { each: true })
  readonly recipientIds?: readonly string[] | null;

  @OptionalText({ max: 500, description: "Whose word it is, and how it was given. Needed to record it for another." })
  readonly givenBy?: string | null;

  @OptionalText({ max: 2_000, description: "On what condition, in words." })
  readonly note?: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "Until when it holds. In the future." })
  readonly validUntil?: Date | null;
}

@InputType({ description: "Withdraws a consent: it allows nothing more." })
export class WithdrawConsentInput implements WithdrawConsent {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The consent.")
  readonly consentId!: string;

  @ExpectedVersion("consent")
  readonly expectedVersion!: number;
}

@ObjectType({ simpleResolvers: true, description: "The consent as it is for you now." })
export class ConsentPayload {
  @Field(() => ConsentType, { nullable: true, description: "Null when you may not see it." })
  readonly consent!: unknown;

  @PositionField()
  readonly position!: unknown;
}
