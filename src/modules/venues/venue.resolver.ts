import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Outcome } from "../../platform/change";
import type { Context } from "../../platform/context";
import { Ref } from "../../platform/read/reader";
import { type ReadRow, readField } from "../../platform/read/selection";
import { VenueConnection, VenueMemberConnection, VenueMembersArgs, VenueType, VenuesArgs } from "./venue.graphql";
import {
  AddVenueMembersInput,
  AddVenueMembersPayload,
  CreateVenueInput,
  JoinVenueInput,
  RemoveVenueMemberInput,
  UpdateVenueInput,
  VenuePayload,
} from "./venue.input.graphql";
import { venueModel } from "./venue.read";
import type { VenueOutcome, VenueService } from "./venue.service";

const payload = ({ venueId, position }: Outcome<VenueOutcome>) => ({ venue: new Ref(venueModel, venueId), position });

@Resolver(() => VenueType)
export class VenueResolver {
  constructor(private readonly service: VenueService) {}

  @Query(() => VenueType, {
    nullable: true,
    description: "One venue by its id. NOT_FOUND when it is not there for you.",
  })
  venue(
    @Arg("id", () => ID, { description: "Its id." }) id: string,
    @Ctx() { reads }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return reads.one(venueModel, id, info);
  }

  @Query(() => VenueConnection, {
    description: "The venues that your organisation is in or invited to, and those for everybody, newest first.",
  })
  venues(@Args(() => VenuesArgs) _args: VenuesArgs, @Ctx() { reads }: Context, @Info() info: GraphQLResolveInfo) {
    return reads.page(venueModel, info);
  }

  @FieldResolver(() => VenueMemberConnection, {
    nullable: true,
    description:
      "Who is in it, in the order of invitation. Null unless you manage it, or are a member and it shows its members.",
  })
  members(
    @Root() row: ReadRow,
    @Args(() => VenueMembersArgs) _args: VenueMembersArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readField(row, info);
  }

  @Mutation(() => VenuePayload, {
    description:
      "Opens a venue and invites organisations to it. By a LIAISON or ADMIN; HUB and PUBLIC by the operator.",
  })
  async createVenue(
    @Arg("input", () => CreateVenueInput, { description: "What it is, and for whom." }) input: CreateVenueInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.create(viewer, input));
  }

  @Mutation(() => VenuePayload, {
    description: "Changes names and description of a venue. By the organisation that manages it.",
  })
  async updateVenue(
    @Arg("input", () => UpdateVenueInput, { description: "What is to change." }) input: UpdateVenueInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.update(viewer, input));
  }

  @Mutation(() => AddVenueMembersPayload, {
    description: "Invites organisations to a venue. By the organisation that manages it.",
  })
  async addVenueMembers(
    @Arg("input", () => AddVenueMembersInput, { description: "Whom." }) input: AddVenueMembersInput,
    @Ctx() { viewer }: Context,
  ) {
    const outcome = await this.service.addMembers(viewer, input);
    return { ...payload(outcome), results: outcome.results };
  }

  @Mutation(() => VenuePayload, {
    description: "Makes your organisation a member of a venue that it was invited to. By its LIAISON or ADMIN.",
  })
  async joinVenue(
    @Arg("input", () => JoinVenueInput, { description: "Which." }) input: JoinVenueInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.join(viewer, input));
  }

  @Mutation(() => VenuePayload, {
    description:
      "Ends a membership or an invitation. By the organisation that manages the venue, or by the member itself.",
  })
  async removeVenueMember(
    @Arg("input", () => RemoveVenueMemberInput, { description: "Whose." }) input: RemoveVenueMemberInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.removeMember(viewer, input));
  }
}
