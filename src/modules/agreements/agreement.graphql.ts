import { ArgsType, Field, ID, Int, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { eventOf } from "../../platform/events/event.graphql";
import { enumType } from "../../platform/graphql";
import { NodeType, PageArgs, connectionOf } from "../../platform/read/read.graphql";
import { type Severity, severities } from "../cases/case";
import { OrganizationType } from "../organizations/organization.graphql";
import {
  type Agreement,
  type AgreementContact,
  type AgreementState,
  type AgreementTarget,
  type DisclosureClause,
  agreementStates,
  disclosureClauses,
} from "./agreement";

@ObjectType("AgreementTarget", {
  simpleResolvers: true,
  description: "How soon a receiver of a handoff has promised to answer, at one severity.",
})
export class AgreementTargetType implements AgreementTarget {
  @Field(() => enumType(severities), { description: "At which severity." })
  readonly severity!: Severity;

  @Field(() => Int, { description: "Minutes from the offer to the acknowledgement." })
  readonly acknowledgeWithinMinutes!: number;

  @Field(() => Int, { description: "Minutes from the offer to accepting or declining." })
  readonly respondWithinMinutes!: number;
}

@ObjectType("AgreementParty", { simpleResolvers: true, description: "One side of an agreement." })
export class AgreementPartyType {
  @Field(() => OrganizationType, { nullable: true, description: "Who it is." })
  readonly organization!: OrganizationType | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When it bound itself. Null until it does." })
  readonly acceptedAt!: string | null;
}

@ObjectType("AgreementContact", {
  implements: NodeType,
  simpleResolvers: true,
  description: "One rung of the contact ladder (連絡順): whom to call, and how long to wait before the next is called.",
})
export class AgreementContactType extends NodeType implements Omit<AgreementContact, "agreementId" | "organizationId"> {
  @Field(() => Int, { description: "Its place on the ladder, from 1." })
  readonly step!: number;

  @Field(() => OrganizationType, { nullable: true, description: "Whose contact it is." })
  readonly organization!: OrganizationType | null;

  @Field(() => String, { description: "Person or desk." })
  readonly name!: string;

  @Field(() => String, { description: "A telephone number, as it is dialled." })
  readonly phone!: string;

  @Field(() => Int, { description: "Minutes to wait for an answer before the next is called." })
  readonly minutesToNext!: number;

  @Field(() => AgreementType, { nullable: true, description: "Of which agreement." })
  readonly agreement!: unknown;
}

@ObjectType("Agreement", {
  implements: NodeType,
  simpleResolvers: true,
  description:
    "What two or more organisations have promised each other (合意): how soon they answer, what may be shared outside a case, whom to call. Seen by its parties only.",
})
export class AgreementType
  extends NodeType
  implements Omit<Agreement, "proposedById" | "validFrom" | "validUntil" | "createdAt" | "endedAt">
{
  @Field(() => Int, { description: "Counts the changes. Give it back as `expectedVersion`." })
  readonly version!: number;

  @Field(() => String, { description: "What the parties call it." })
  readonly title!: string;

  @Field(() => enumType(agreementStates), { description: "Whether its parties have bound themselves." })
  readonly state!: AgreementState;

  @Field(() => Boolean, { description: "Whether it counts now: ACTIVE, and within its period." })
  readonly inForce!: boolean;

  @Field(() => GraphQLDateTime, { description: "From when it counts." })
  readonly validFrom!: string;

  @Field(() => GraphQLDateTime, { nullable: true, description: "Until when it counts. Null: until it is ended." })
  readonly validUntil!: string | null;

  @Field(() => [AgreementTargetType], {
    description: "How soon a receiver answers, by severity. What is not listed was not promised.",
  })
  readonly targets!: readonly AgreementTargetType[];

  @Field(() => Int, {
    nullable: true,
    description: "For how many minutes after the detection a share may claim speed (早さ). Null: as the hub says.",
  })
  readonly speedWindowMinutes!: number | null;

  @Field(() => [enumType(disclosureClauses)], { description: "What may be shared outside the case." })
  readonly disclosureClauses!: readonly DisclosureClause[];

  @Field(() => [AgreementPartyType], { description: "Between whom." })
  readonly parties!: readonly AgreementPartyType[];

  @Field(() => [AgreementContactType], { description: "Whom to call, in this order." })
  readonly contactLadder!: readonly AgreementContactType[];

  @Field(() => OrganizationType, { nullable: true, description: "Who proposed it." })
  readonly proposedBy!: OrganizationType | null;

  @Field(() => GraphQLDateTime, { description: "When it was proposed." })
  readonly createdAt!: string;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When a party turned it down or ended it." })
  readonly endedAt!: string | null;

  @Field(() => String, { nullable: true, description: "Why it was turned down or ended." })
  readonly endingReason!: string | null;
}

export const AgreementConnection = connectionOf("Agreement", () => AgreementType);
export const AgreementEvent = eventOf("Agreement", { field: "agreement", type: () => AgreementType });

@ArgsType()
export class AgreementsArgs extends PageArgs {
  @Field(() => [enumType(agreementStates)], { nullable: true, description: "Only those in one of these states." })
  readonly states?: readonly AgreementState[] | null;

  @Field(() => Boolean, { nullable: true, description: "Only those that count now (false: that do not)." })
  readonly inForce?: boolean | null;

  @Field(() => ID, { nullable: true, description: "Only those that this organisation is a party of, too." })
  readonly withId?: string | null;
}
