import { ArgsType, Field, Int, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { eventOf } from "../../platform/events/event.graphql";
import { enumType } from "../../platform/graphql";
import type { Pap, Tlp } from "../../platform/marking";
import { paps, tlps } from "../../platform/marking.vocabulary";
import { LargePageArgs, NodeType, connectionOf } from "../../platform/read/read.graphql";
import { UserType } from "../accounts/account.graphql";
import { CaseType } from "../cases/case.graphql";
import { IndicatorType } from "../indicators/indicator.graphql";
import { OrganizationType } from "../organizations/organization.graphql";
import type { Assertion, AssertionSource } from "./assertion";

@ObjectType("AssertionSource", {
  simpleResolvers: true,
  description: "The object that an assertion was imported from, in its own terms.",
})
export class AssertionSourceType implements AssertionSource {
  @Field(() => String, { description: "The format it came in, as STIX_2_1 or MISP_EVENT." })
  readonly format!: string;

  @Field(() => String, { description: "Its id there, as indicator--…" })
  readonly id!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "The id of its creator there: a STIX identity, the UUID of a MISP organisation. Only it makes versions.",
  })
  readonly creator!: string | null;

  @Field(() => String, { nullable: true, description: "Its creator's name, where the source gave one." })
  readonly creatorName!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When its creator made it." })
  readonly created!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When its creator made this version." })
  readonly modified!: string | null;
}

type Unserved = "indicatorId" | "organizationId" | "accountId" | "caseId" | "sourceKey" | "unsaid";
type Times = "validFrom" | "validUntil" | "createdAt" | "updatedAt";

@ObjectType("Assertion", {
  implements: NodeType,
  simpleResolvers: true,
  description:
    "What an organisation says of an indicator. Said in a case, it is seen as the case is; else its own organisation sees it, and whomever its TLP lets through.",
})
export class AssertionType extends NodeType implements Omit<Assertion, Unserved | Times> {
  @Field(() => Int, { description: "Counts the changes. Give it back as `expectedVersion`." })
  readonly version!: number;

  @Field(() => enumType(tlps), {
    description: "TLP 2.0 of what is said. In a case it opens nothing: what is said there is for the case.",
  })
  readonly tlp!: Tlp;

  @Field(() => enumType(paps), {
    nullable: true,
    description:
      "What may be done with it. Null when nobody said: then ask before you do what the attacker can notice.",
  })
  readonly pap!: Pap | null;

  @Field(() => Int, { nullable: true, description: "How sure, 0 to 100 (STIX 2.1, appendix A). Null: not said." })
  readonly confidence!: number | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "From when the value tells of the attacker." })
  readonly validFrom!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "Until when. Null: no end is known." })
  readonly validUntil!: string | null;

  @Field(() => String, { nullable: true, description: "What it is called, by whoever said it." })
  readonly name!: string | null;

  @Field(() => String, { nullable: true, description: "What is known of it, in words." })
  readonly description!: string | null;

  @Field(() => [String], { description: "Phases of an attack, as kill-chain-name:phase-name." })
  readonly killChainPhases!: readonly string[];

  @Field(() => [String], {
    description: "Words of whoever said it. `port:443` keeps a port that stood beside an address.",
  })
  readonly labels!: readonly string[];

  @Field(() => Boolean, { description: "Whether it was taken back. That is final." })
  readonly revoked!: boolean;

  @Field(() => String, { nullable: true, description: "Why it was taken back." })
  readonly revokedReason!: string | null;

  @Field(() => AssertionSourceType, { nullable: true, description: "What it was imported from." })
  readonly source!: AssertionSourceType | null;

  @Field(() => GraphQLDateTime, { description: "When it was said on this hub." })
  readonly createdAt!: string;

  @Field(() => GraphQLDateTime, { description: "When it was last changed." })
  readonly updatedAt!: string;

  @Field(() => IndicatorType, { nullable: true, description: "Of what it is said." })
  readonly indicator!: IndicatorType | null;

  @Field(() => OrganizationType, { nullable: true, description: "Who says it." })
  readonly organization!: OrganizationType | null;

  @Field(() => UserType, {
    nullable: true,
    description: "The person who said it first. Null for a tool, or a person that you may not see.",
  })
  readonly author!: UserType | null;

  @Field(() => CaseType, { nullable: true, description: "The case it is said in. Null outside a case." })
  readonly case!: CaseType | null;
}

export const AssertionConnection = connectionOf("Assertion", () => AssertionType);
export const AssertionEvent = eventOf("Assertion", { field: "assertion", type: () => AssertionType });

@ArgsType()
export class AssertionsArgs extends LargePageArgs {
  @Field(() => Boolean, {
    nullable: true,
    description: "Only those that were taken back (false: only those that stand).",
  })
  readonly revoked?: boolean | null;
}
