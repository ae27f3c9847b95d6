import { ArrayUnique, IsOptional, Matches } from "class-validator";
import { Field, InputType, ObjectType } from "type-graphql";
import {
  ExpectedVersion,
  IdField,
  IdempotencyKey,
  NestedList,
  OptionalText,
  PositionField,
  Text,
  TextList,
  enumType,
} from "../../platform/graphql";
import { type CoverageDay, type OrganizationKind, coverageDays, organizationKinds } from "./organization";
import type { ContactFacts, CoverageFacts } from "./organization.change";
import { OrganizationType } from "./organization.graphql";
import type { CreateOrganization, SetClients, UpdateOrganization } from "./organization.service";

const once = ArrayUnique({ message: "each value stands once" });

@InputType({ description: "Somebody to call. A phone number or an e-mail address is needed." })
export class OrganizationContactInput implements ContactFacts {
  @Text({ max: 200, description: "Person or desk." })
  readonly name!: string;

  @OptionalText({ max: 200, min: 1, description: "What they decide or do." })
  readonly role?: string | null;

  @OptionalText({ max: 50, min: 1, description: "A telephone number, as it is dialled." })
  readonly phone?: string | null;

  @OptionalText({ max: 254, min: 3, description: "An e-mail address." })
  @Matches(/^[^\s@]+@[^\s@]+$/, { message: "this is no e-mail address" })
  readonly email?: string | null;

  @OptionalText({ max: 200, min: 1, description: "When they answer, in words." })
  readonly hours?: string | null;
}

@InputType({ description: "When an organisation answers, in its own time zone." })
export class CoverageWindowInput implements CoverageFacts {
  @Field(() => [enumType(coverageDays)], { description: "The days on which it begins: at least one, each once." })
  @once
  readonly days!: readonly CoverageDay[];

  @Field(() => String, { description: "HH:MM, 00:00 to 23:59." })
  readonly from!: string;

  @Field(() => String, {
    description:
      "HH:MM, 00:00 to 24:00, other than `from`. Before `from`: the window goes on past midnight. A whole day is 00:00 to 24:00.",
  })
  readonly until!: string;

  @OptionalText({ max: 500, min: 1, description: "Who answers, and how." })
  readonly note?: string | null;
}

const KINDS = "What it does in incident work, each once. Empty for a plain victim.";
const CONTACTS = "Whom to call, in calling order.";
const COVERAGE = "When it answers.";
const TIME_ZONE = "IANA name, as Asia/Tokyo: in which its coverage is told.";

@InputType({ description: "Enters an organisation on the hub. It may exist without accounts." })
export class CreateOrganizationInput implements CreateOrganization {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @Text({ max: 200, description: "The name it goes by, in Latin letters." })
  readonly name!: string;

  @OptionalText({ max: 200, min: 1, description: "Its name in Japanese (組織名)." })
  readonly nameJa?: string | null;

  @Text({
    max: 32,
    min: 2,
    description: "Unique on the hub and never changed: capitals, digits and hyphens, as ACME-CSIRT.",
  })
  @Matches(/^[A-Z0-9]+(-[A-Z0-9]+)*$/, { message: "a short code is made of capitals, digits and single hyphens" })
  readonly shortCode!: string;

  @Field(() => [enumType(organizationKinds)], { description: KINDS })
  @once
  readonly kinds!: readonly OrganizationKind[];

  @OptionalText({ max: 200, min: 1, description: "The sector it works in." })
  readonly sector?: string | null;

  @OptionalText({ max: 2, min: 2, description: "ISO 3166-1 alpha-2, as JP." })
  readonly country?: string | null;

  @Text({ max: 64, description: TIME_ZONE })
  readonly timeZone!: string;

  @NestedList(() => OrganizationContactInput, { most: 20, nullable: true, description: CONTACTS })
  readonly contacts?: readonly OrganizationContactInput[] | null;

  @NestedList(() => CoverageWindowInput, { most: 20, nullable: true, description: COVERAGE })
  readonly coverageWindows?: readonly CoverageWindowInput[] | null;

  @IdField("The organisation that it is a part of: what is TLP:AMBER for that one reaches it.", true)
  readonly parentId?: string | null;
}

@InputType({
  description: "Changes an organisation. What is left out stays as it is; null empties what can be empty.",
})
export class UpdateOrganizationInput implements UpdateOrganization {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The organisation. FORBIDDEN when it is not your own and you are not the operator.")
  readonly organizationId!: string;

  @ExpectedVersion("organisation")
  readonly expectedVersion!: number;

  @OptionalText({ max: 200, min: 1, description: "The name it goes by, in Latin letters." })
  readonly name?: string | null;

  @OptionalText({ max: 200, min: 1, description: "Its name in Japanese (組織名)." })
  readonly nameJa?: string | null;

  @Field(() => [enumType(organizationKinds)], { nullable: true, description: KINDS })
  @IsOptional()
  @once
  readonly kinds?: readonly OrganizationKind[] | null;

  @OptionalText({ max: 200, min: 1, description: "The sector it works in." })
  readonly sector?: string | null;

  @OptionalText({ max: 2, min: 2, description: "ISO 3166-1 alpha-2, as JP." })
  readonly country?: string | null;

  @OptionalText({ max: 64, min: 1, description: TIME_ZONE })
  readonly timeZone?: string | null;

  @NestedList(() => OrganizationContactInput, { most: 20, nullable: true, description: `All of them. ${CONTACTS}` })
  readonly contacts?: readonly OrganizationContactInput[] | null;

  @NestedList(() => CoverageWindowInput, { most: 20, nullable: true, description: `All of them. ${COVERAGE}` })
  readonly coverageWindows?: readonly CoverageWindowInput[] | null;

  @IdField(
    "The organisation that it is a part of. By the operator alone: what is TLP:AMBER for a parent reaches its children. INVALID_INPUT when it would be a part of itself.",
    true,
  )
  readonly parentId?: string | null;
}

@InputType({
  description: "Says which organisations are a provider's customers: what is TLP:AMBER for it reaches them.",
})
export class SetClientsInput implements SetClients {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The provider, as an outsourced SOC. FORBIDDEN when it is not your own and you are not the operator.")
  readonly organizationId!: string;

  @ExpectedVersion("provider")
  readonly expectedVersion!: number;

  @TextList({ max: 100, most: 100, description: "Organisations that are clients from now on, by their ids." })
  readonly add?: readonly string[] | null;

  @TextList({ max: 100, most: 100, description: "Organisations that are clients no longer, by their ids." })
  readonly remove?: readonly string[] | null;
}

@ObjectType({ simpleResolvers: true, description: "The organisation as it is for you now." })
export class OrganizationPayload {
  @Field(() => OrganizationType, { nullable: true, description: "The organisation." })
  readonly organization!: unknown;

  @PositionField()
  readonly position!: unknown;
}
