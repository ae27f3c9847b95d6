import { ArgsType, Field, ID, Int, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { eventOf } from "../../platform/events/event.graphql";
import { enumType } from "../../platform/graphql";
import { NodeType, PageArgs, connectionOf } from "../../platform/read/read.graphql";
import { OrganizationType } from "../organizations/organization.graphql";
import {
  type Venue,
  type VenueKind,
  type VenueMember,
  type VenueMemberState,
  venueKinds,
  venueMemberStates,
} from "./venue";

@ObjectType("Venue", {
  implements: NodeType,
  simpleResolvers: true,
  description:
    'A place where information is shared (情報共有の場): the "Where" of a share. Seen by its members and whom it invites; HUB and PUBLIC venues by everybody.',
})
export class VenueType extends NodeType implements Omit<Venue, "ownerId" | "createdAt"> {
  @Field(() => Int, {
    description: "Counts the changes of its names and description. Give it back as `expectedVersion`.",
  })
  readonly version!: number;

  @Field(() => enumType(venueKinds), { description: "What kind of place it is." })
  readonly kind!: VenueKind;

  @Field(() => String, { description: "The name it goes by, in Latin letters." })
  readonly name!: string;

  @Field(() => String, { nullable: true, description: "Its name in Japanese." })
  readonly nameJa!: string | null;

  @Field(() => String, { nullable: true, description: "What it is for, and its rules." })
  readonly description!: string | null;

  @Field(() => Boolean, {
    description: "Whether members see each other, here and as recipients of a share. It never changes.",
  })
  readonly showsMembers!: boolean;

  @Field(() => GraphQLDateTime, { description: "Since when." })
  readonly createdAt!: string;

  @Field(() => OrganizationType, {
    nullable: true,
    description: "The organisation that manages it. Null where the operator of the hub does.",
  })
  readonly owner!: OrganizationType | null;
}

@ObjectType("VenueMember", {
  implements: NodeType,
  simpleResolvers: true,
  description: "An organisation's place in a venue.",
})
export class VenueMemberType
  extends NodeType
  implements Omit<VenueMember, "venueId" | "organizationId" | "invitedAt" | "joinedAt" | "leftAt">
{
  @Field(() => enumType(venueMemberStates), { description: "Whether it is a member." })
  readonly state!: VenueMemberState;

  @Field(() => GraphQLDateTime, { description: "When it was invited, the last time." })
  readonly invitedAt!: string;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When it joined. Null until then." })
  readonly joinedAt!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When it declined, left or was removed." })
  readonly leftAt!: string | null;

  @Field(() => OrganizationType, { nullable: true, description: "Who it is." })
  readonly organization!: OrganizationType | null;

  @Field(() => VenueType, { nullable: true, description: "In which venue. Null when you may no longer see it." })
  readonly venue!: VenueType | null;
}

export const VenueConnection = connectionOf("Venue", () => VenueType);
export const VenueMemberConnection = connectionOf("VenueMember", () => VenueMemberType);
export const VenueEvent = eventOf("Venue", { field: "venue", type: () => VenueType });
export const VenueMemberEvent = eventOf("VenueMember", { field: "venueMember", type: () => VenueMemberType });

@ArgsType()
export class VenuesArgs extends PageArgs {
  @Field(() => [enumType(venueKinds)], { nullable: true, description: "Only venues of these kinds." })
  readonly kinds?: readonly VenueKind[] | null;

  @Field(() => ID, { nullable: true, description: "Only venues that this organisation manages." })
  readonly ownerId?: string | null;

  @Field(() => String, { nullable: true, description: "Only venues whose name holds this." })
  readonly text?: string | null;
}

@ArgsType()
export class VenueMembersArgs extends PageArgs {
  @Field(() => [enumType(venueMemberStates)], { nullable: true, description: "Only places in these states." })
  readonly states?: readonly VenueMemberState[] | null;
}
