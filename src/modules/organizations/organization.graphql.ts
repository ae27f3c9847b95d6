import { ArgsType, Directive, Field, Int, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { enumType } from "../../platform/graphql";
import { eventOf } from "../../platform/events/event.graphql";
import { NodeType, PageArgs, connectionOf } from "../../platform/read/read.graphql";
import {
  type CoverageDay,
  type CoverageWindow,
  type Organization,
  type OrganizationContact,
  type OrganizationKind,
  coverageDays,
  organizationKinds,
} from "./organization";

@ObjectType("OrganizationContact", {
  simpleResolvers: true,
  description: "Somebody to call. Contacts are in calling order.",
})
export class OrganizationContactType implements OrganizationContact {
  @Field(() => String, { description: "Person or desk." })
  readonly name!: string;

  @Field(() => String, { nullable: true, description: "What they decide or do." })
  readonly role!: string | null;

  @Field(() => String, { nullable: true, description: "A telephone number, as it is dialled." })
  readonly phone!: string | null;

  @Field(() => String, { nullable: true, description: "An e-mail address." })
  readonly email!: string | null;

  @Field(() => String, { nullable: true, description: "When they answer, in words." })
  readonly hours!: string | null;
}

@ObjectType("CoverageWindow", {
  simpleResolvers: true,
  description: "When an organisation answers, in its own time zone.",
})
export class CoverageWindowType implements CoverageWindow {
  @Field(() => [enumType(coverageDays)], { description: "The days on which it begins." })
  readonly days!: readonly CoverageDay[];

  @Field(() => String, { description: "HH:MM, from 00:00." })
  readonly from!: string;

  @Field(() => String, { description: "HH:MM, up to 24:00. Before `from`: the window goes on past midnight." })
  readonly until!: string;

  @Field(() => String, { nullable: true, description: "Who answers, and how." })
  readonly note!: string | null;
}

/** A fact added to {@link Organization} does not compile until it is declared here, or named among those not served. */
@Directive('@key(fields: "id")')
@ObjectType("Organization", {
  implements: NodeType,
  simpleResolvers: true,
  description: "A party (組織): a SOC, a CSIRT, a vendor, a coordinator, or a victim that has no accounts on this hub.",
})
export class OrganizationType extends NodeType implements Omit<Organization, "parentId" | "createdAt" | "updatedAt"> {
  @Field(() => Int, {
    description:
      "Counts the changes that everyone may see: not those of contacts, coverage and clients. Give it back as `expectedVersion`.",
  })
  readonly version!: number;

  @Field(() => String, { description: "The name it goes by, in Latin letters." })
  readonly name!: string;

  @Field(() => String, { nullable: true, description: "Its name in Japanese (組織名)." })
  readonly nameJa!: string | null;

  @Field(() => String, { description: "Short and unique on the hub, as analysts write it: ACME-CSIRT." })
  readonly shortCode!: string;

  @Field(() => [enumType(organizationKinds)], {
    description: "What it does in incident work. Empty for a plain victim.",
  })
  readonly kinds!: readonly OrganizationKind[];

  @Field(() => String, { nullable: true, description: "The sector it works in." })
  readonly sector!: string | null;

  @Field(() => String, { nullable: true, description: "ISO 3166-1 alpha-2." })
  readonly country!: string | null;

  @Field(() => String, { description: "IANA name, as Asia/Tokyo: in which its coverage is told." })
  readonly timeZone!: string;

  @Field(() => [OrganizationContactType], {
    nullable: true,
    description: "Whom to call, in calling order. Null unless you share a case or an agreement in force with it.",
  })
  readonly contacts!: readonly OrganizationContactType[];

  @Field(() => [CoverageWindowType], {
    nullable: true,
    description: "When it answers. Null unless you share a case or an agreement in force with it.",
  })
  readonly coverageWindows!: readonly CoverageWindowType[];

  @Field(() => GraphQLDateTime, { description: "Since when the hub knows it." })
  readonly createdAt!: string;

  @Field(() => GraphQLDateTime, { description: "When it was changed last, as `version` counts changes." })
  readonly updatedAt!: string;

  @Field(() => OrganizationType, { nullable: true, description: "The organisation it is a part of." })
  readonly parent!: OrganizationType | null;
}

export const OrganizationConnection = connectionOf("Organization", () => OrganizationType);
export const OrganizationEvent = eventOf("Organization", { field: "organization", type: () => OrganizationType });

@ArgsType()
export class OrganizationsArgs extends PageArgs {
  @Field(() => enumType(organizationKinds), { nullable: true, description: "Only those that do this." })
  readonly kind?: OrganizationKind | null;

  @Field(() => String, { nullable: true, description: "Only those whose name or short code holds this." })
  readonly text?: string | null;
}
