import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from "type-graphql";
import type { Context } from "../../platform/context";
import { OrganizationConnection, OrganizationType, OrganizationsArgs } from "./organization.graphql";
import { organizationModel } from "./organization.read";

@Resolver(() => OrganizationType)
export class OrganizationResolver {
  @Query(() => OrganizationType, { nullable: true, description: "One organisation by its id." })
  organization(
    @Arg("id", () => ID, { description: "Its id." }) id: string,
    @Ctx() { reads }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return reads.one(organizationModel, id, info);
  }

  @Query(() => OrganizationConnection, { description: "The organisations on this hub, newest first." })
  organizations(
    @Args(() => OrganizationsArgs) _args: OrganizationsArgs,
    @Ctx() { reads }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return reads.page(organizationModel, info);
  }
}
