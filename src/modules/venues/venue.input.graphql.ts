import { ArrayMaxSize, ArrayMinSize, IsArray, Length } from "class-validator";
import { Field, ID, InputType, ObjectType } from "type-graphql";
import {
  ExpectedVersion,
  IdField,
  IdempotencyKey,
  OptionalText,
  PositionField,
  Text,
  TextList,
  enumType,
} from "../../platform/graphql";
import type { ItemResult } from "../../platform/items";
import { ItemResultType } from "../../platform/items.graphql";
import { type VenueKind, venueKinds } from "./venue";
import { VenueType } from "./venue.graphql";
import type { AddVenueMembers, CreateVenue, RemoveVenueMember, UpdateVenue } from "./venue.service";

const VENUE = "The venue. FORBIDDEN when your organisation does not manage it.";

@InputType({ description: "Opens a venue. Your organisation manages it and is its first member." })
export class CreateVenueInput implements CreateVenue {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @Field(() => enumType(venueKinds), {
    description: "What kind of place it is, for good. HUB and PUBLIC are for the operator of the hub.",
  })
  readonly kind!: VenueKind;

  @Text({ max: 200, description: "The name it goes by, in Latin letters." })
  readonly name!: string;

  @OptionalText({ max: 200, min: 1, description: "Its name in Japanese." })
  readonly nameJa?: string | null;

  @OptionalText({ max: 2_000, min: 1, description: "What it is for, and its rules." })
  readonly description?: string | null;

  @Field(() => Boolean, {
    defaultValue: true,
    description: "Whether members see each other. It never changes: they join under this promise.",
  })
  readonly showsMembers!: boolean;

  @TextList({
    max: 100,
    most: 100,
    description: "The organisations to invite, by their ids. BILATERAL: exactly one.",
  })
  readonly memberIds?: readonly string[] | null;
}

@InputType({ description: "Changes what is said of a venue. What is left out stays as it is." })
export class UpdateVenueInput implements UpdateVenue {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField(VENUE)
  readonly venueId!: string;

  @ExpectedVersion("venue")
  readonly expectedVersion!: number;

  @OptionalText({ max: 200, min: 1, description: "The name it goes by, in Latin letters." })
  readonly name?: string | null;

  @OptionalText({ max: 200, min: 1, description: "Its name in Japanese. Null removes it." })
  readonly nameJa?: string | null;

  @OptionalText({ max: 2_000, min: 1, description: "What it is for, and its rules. Null removes it." })
  readonly description?: string | null;
}

@InputType({ description: "Invites organisations to a venue. Each joins by itself." })
export class AddVenueMembersInput implements AddVenueMembers {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField(`${VENUE} STATE_CONFLICT for a bilateral one.`)
  readonly venueId!: string;

  @ExpectedVersion("venue")
  readonly expectedVersion!: number;

  @Field(() => [ID], { description: "Whom to invite: 1 to 100 organisations." })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @Length(1, 100, { each: true })
  readonly organizationIds!: readonly string[];
}

@InputType({ description: "Makes your organisation a member of a venue that it was invited to." })
export class JoinVenueInput {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The venue. FORBIDDEN when your organisation is not invited.")
  readonly venueId!: string;

  @ExpectedVersion("venue")
  readonly expectedVersion!: number;
}

@InputType({ description: "Ends a membership or an invitation." })
export class RemoveVenueMemberInput implements RemoveVenueMember {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The venue.")
  readonly venueId!: string;

  @ExpectedVersion("venue")
  readonly expectedVersion!: number;

  @IdField(
    "Whose. FORBIDDEN for another than your own, unless you manage the venue. STATE_CONFLICT for the managing organisation.",
  )
  readonly organizationId!: string;
}

@ObjectType({ simpleResolvers: true, description: "The venue as it is for you now." })
export class VenuePayload {
  @Field(() => VenueType, { nullable: true, description: "The venue. Null when you may no longer see it." })
  readonly venue!: unknown;

  @PositionField()
  readonly position!: unknown;
}

@ObjectType({
  simpleResolvers: true,
  description: "The venue as it is for you now, and what became of each invitation.",
})
export class AddVenueMembersPayload extends VenuePayload {
  @Field(() => [ItemResultType], {
    description: "One for each organisation, in order; `id` is that of its place in the venue.",
  })
  readonly results!: readonly ItemResult[];
}
