import { ArgsType, Field, Int, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { eventOf } from "../../platform/events/event.graphql";
import { PositionField, enumType } from "../../platform/graphql";
import { NodeType, PageArgs, connectionOf } from "../../platform/read/read.graphql";
import { OrganizationType } from "../organizations/organization.graphql";
import { ShareType } from "../shares/share.graphql";
import { VenueType } from "../venues/venue.graphql";
import { type Forward, type ForwardState, forwardStates } from "./forward";

type NotServed =
  "shareId" | "originId" | "requesterId" | "originatorId" | "requestedById" | "venueId" | "recipientIds" | "copyId";

@ObjectType("Forward", {
  implements: NodeType,
  simpleResolvers: true,
  description:
    "Passing a share on (転送): who asked for it, for whom, and what came of it. For whoever asks and for the originator.",
})
export class ForwardType
  extends NodeType
  implements Omit<Forward, NotServed | "requestedAt" | "dueAt" | "answeredAt" | "forwardedAt">
{
  @Field(() => Int, { description: "Counts the changes. Give it back as `expectedVersion`." })
  readonly version!: number;

  @Field(() => enumType(forwardStates), { description: "Where it stands." })
  readonly state!: ForwardState;

  @Field(() => OrganizationType, { nullable: true, description: "Who asks for it, or passed it on." })
  readonly requester!: OrganizationType | null;

  @Field(() => ShareType, { nullable: true, description: "What is passed on, where you see it." })
  readonly share!: ShareType | null;

  @Field(() => ShareType, { nullable: true, description: "The first share of the line, where you see it." })
  readonly original!: ShareType | null;

  @Field(() => VenueType, { nullable: true, description: "Into which venue, where you see it." })
  readonly venue!: VenueType | null;

  @Field(() => String, { nullable: true, description: "What for. Null where permission was given beforehand." })
  readonly purpose!: string | null;

  @Field(() => String, { nullable: true, description: "What the originator said with the answer." })
  readonly reason!: string | null;

  @Field(() => ShareType, { nullable: true, description: "The forwarded copy, where it reached you." })
  readonly copy!: ShareType | null;

  @Field(() => GraphQLDateTime, { description: "When it was asked, or passed on without asking." })
  readonly requestedAt!: string;

  @Field(() => GraphQLDateTime, { nullable: true, description: "Until when the originator is to answer." })
  readonly dueAt!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When the originator answered." })
  readonly answeredAt!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When it was passed on." })
  readonly forwardedAt!: string | null;
}

export const ForwardConnection = connectionOf("Forward", () => ForwardType);
export const ForwardEvent = eventOf("Forward", { field: "forward", type: () => ForwardType });

@ArgsType()
export class ForwardsArgs extends PageArgs {
  @Field(() => [enumType(forwardStates)], { nullable: true, description: "Only those in one of these states." })
  readonly states?: readonly ForwardState[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Only what your organisation has to answer as the originator (false: all else).",
  })
  readonly toAnswer?: boolean | null;
}

@ObjectType({ simpleResolvers: true, description: "The forward, and the copy where one was made." })
export class ForwardPayload {
  @Field(() => ForwardType, { nullable: true, description: "Null when you may not see it." })
  readonly forward!: unknown;

  @Field(() => ShareType, { nullable: true, description: "The forwarded copy, of forwardShare." })
  readonly share!: unknown;

  @PositionField()
  readonly position!: unknown;
}
