import { ArgsType, Field, ID, InputType, ObjectType } from "type-graphql";
import { ArrayMaxSize, IsOptional, Length, ValidateNested } from "class-validator";
import { IdField, NestedList, enumType } from "../../platform/graphql";
import { errorCodeValues } from "../../platform/items.graphql";
import type { ErrorCode } from "../../platform/errors";
import type { Tlp } from "../../platform/marking";
import { tlps } from "../../platform/marking.vocabulary";
import { LargePageArgs, connectionOf } from "../../platform/read/read.graphql";
import { OrganizationType } from "../organizations/organization.graphql";
import { type InformationKind, informationKinds } from "../shares/five-w";
import { type ShareKind, shareKinds } from "../shares/share";
import { type AudienceLine, type AudienceReason, audienceReasons } from "./audience.read";
import type { AudienceQuestion } from "./question";

@ObjectType("AudienceLine", {
  simpleResolvers: true,
  description: "Whom something would reach, and why; or who would be refused, and why.",
})
export class AudienceLineType implements Omit<AudienceLine, "position" | "organizationId" | "throughId" | "what"> {
  @Field(() => OrganizationType, {
    nullable: true,
    description: "Who. Null where the line is of many that are not named to you, or of the sending as a whole.",
  })
  readonly organization!: OrganizationType | null;

  @Field(() => enumType(audienceReasons), {
    nullable: true,
    description: "Why it would reach them. Null for what is wrong with the sending as a whole.",
  })
  readonly reason!: AudienceReason | null;

  @Field(() => OrganizationType, { nullable: true, description: "Through which recipient, for PART_OF." })
  readonly through!: OrganizationType | null;

  @Field(() => Boolean, { description: "Whether it would reach them. False: publishing it would be refused." })
  readonly allowed!: boolean;

  @Field(() => errorCodeValues, { nullable: true, description: "The code of the refusal. Null where it is allowed." })
  readonly code!: ErrorCode | null;

  @Field(() => String, { nullable: true, description: "Why it would be refused, in one sentence." })
  readonly message!: string | null;
}

export const AudienceConnection = connectionOf("AudienceLine", () => AudienceLineType);

@InputType({ description: "An item, as far as the rules look at it." })
export class AudienceItemInput {
  @Field(() => enumType(informationKinds), { description: "What kind of information it is." })
  readonly kind!: InformationKind;

  @Field(() => enumType(tlps), { nullable: true, description: "Its own TLP, where it is stricter." })
  readonly tlp?: Tlp | null;

  @Field(() => Boolean, { nullable: true, description: "Whether a person would confirm that it is de-identified." })
  readonly deIdentified?: boolean | null;
}

const Ids =
  (description: string): PropertyDecorator =>
  (target, key) => {
    Field(() => [ID], { nullable: true, description: `${description} At most 1000.` })(target, key);
    IsOptional()(target, key);
    ArrayMaxSize(1_000)(target, key);
    Length(1, 100, { each: true })(target, key);
  };

@InputType({ description: "What you think of sharing, and where." })
export class ShareAudienceInput implements AudienceQuestion {
  @IdField("The case it comes from.", true)
  readonly caseId?: string | null;

  @IdField("Where it is shared.", true)
  readonly venueId?: string | null;

  @Ids("To which organisations. Left out, with a venue: to all its members that you may see.")
  readonly recipientIds?: readonly string[] | null;

  @Ids("To which persons and tools of your organisation and the recipients. NOT_FOUND where one is of no such.")
  readonly personIds?: readonly string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether only they see any of it. Left out: when persons are named, unless it is for RED items.",
  })
  readonly namedOnly?: boolean | null;

  @Field(() => enumType(shareKinds), {
    nullable: true,
    description: "Left out: THREAT_INFORMATION. A STATUS_REPORT tells of the response (RESPONSE_STATUS) by itself.",
  })
  readonly kind?: ShareKind | null;

  @Field(() => enumType(tlps), { description: "TLP 2.0." })
  readonly tlp!: Tlp;

  @NestedList(() => AudienceItemInput, { most: 1_000, nullable: true, description: "What it says." })
  readonly items?: readonly AudienceItemInput[] | null;
}

@ArgsType()
export class ShareAudienceArgs extends LargePageArgs {
  @Field(() => ShareAudienceInput, { description: "What, where, to whom." })
  @ValidateNested()
  readonly input!: ShareAudienceInput;
}
