import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, ID, Info, Query, Resolver } from "type-graphql";
import type { Context } from "./context";
import { CursorScalar } from "./graphql";
import { NodeType } from "./read/read.graphql";

@Resolver()
export class NodeResolver {
  @Query(() => NodeType, { nullable: true, description: "Anything by its id. NOT_FOUND when it is not there for you." })
  node(
    @Arg("id", () => ID, { description: "Its id." }) id: string,
    @Ctx() { reads }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return reads.node(id, info);
  }

  @Query(() => [NodeType], {
    nullable: "items",
    description: "Up to 100 things by their ids, in this order; null where there is none for you.",
  })
  nodes(
    @Arg("ids", () => [ID], { description: "At most 100. PAGE_TOO_LARGE above." }) ids: string[],
    @Ctx() { reads }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return reads.nodes(ids, info);
  }

  @Query(() => CursorScalar, {
    description:
      "Where the event log stands: everything up to here is in the answers beside it. Give it as `after` to `events`, and nothing falls between.",
  })
  position(@Ctx() { reads, streams, viewer }: Context) {
    return reads.horizon().then((position) => streams.cursorAt(viewer, position));
  }
}
