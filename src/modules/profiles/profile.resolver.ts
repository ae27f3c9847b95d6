import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Info, Mutation, Query, Resolver } from "type-graphql";
import type { Context } from "../../platform/context";
import { withRow } from "../../platform/read/model";
import { Ref } from "../../platform/read/reader";
import { ProfileType, SetStandingProfileInput, StandingProfilePayload } from "./profile.graphql";
import { profileModel } from "./profile.read";
import type { ProfileService } from "./profile.service";

@Resolver()
export class ProfileResolver {
  constructor(private readonly service: ProfileService) {}

  @Query(() => ProfileType, { nullable: true, description: "Your organisation's standing profile. Null: none is set." })
  standingProfile(@Ctx() { reads }: Context, @Info() info: GraphQLResolveInfo) {
    return reads.findWhere(profileModel, withRow, info);
  }

  @Mutation(() => StandingProfilePayload, {
    description: "Says once what your organisation wants information for, and how it uses it.",
  })
  async setStandingProfile(
    @Arg("input", () => SetStandingProfileInput, { description: "The whole profile." }) input: SetStandingProfileInput,
    @Ctx() { viewer }: Context,
  ) {
    const { profileId, position } = await this.service.set(viewer, input);
    return { standingProfile: new Ref(profileModel, profileId), position };
  }
}
