import type { GraphQLResolveInfo } from "graphql";
import { Args, Ctx, FieldResolver, Info, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../platform/context";
import { PageArgs } from "../../platform/read/read.graphql";
import { type ReadRow, readField } from "../../platform/read/selection";
import { NeedConnection } from "../needs/need.graphql";
import { AudienceConnection, AudienceLineType, ShareAudienceArgs } from "./audience.graphql";
import { audienceModel } from "./audience.read";
import { previewOf } from "./preview";

@Resolver(() => AudienceLineType)
export class AudienceResolver {
  @Query(() => AudienceConnection, {
    description:
      "Before it is sent: whom it would reach, and why, and who would be refused, by the very rules that publishing obeys.",
  })
  async shareAudience(
    @Args(() => ShareAudienceArgs) { input }: ShareAudienceArgs,
    @Ctx() { reads, viewer }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const lines = await previewOf((name, statement) => reads.run(name, statement), viewer, input);
    return reads.page(audienceModel(lines), info);
  }

  @FieldResolver(() => NeedConnection, {
    description: "The needs that it has shown you and that ask for this: who would want it.",
  })
  needs(@Root() row: ReadRow, @Args(() => PageArgs) _args: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }
}
