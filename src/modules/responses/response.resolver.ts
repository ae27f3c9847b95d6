import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../../platform/context";
import { LargePageArgs } from "../../platform/read/read.graphql";
import { Refs } from "../../platform/read/reader";
import { type ReadRow, readField } from "../../platform/read/selection";
import { receiptModel } from "../receipts/receipt.read";
import { ItemType } from "../revisions/revision.graphql";
import { SightingConnection } from "../sightings/sighting.graphql";
import { RespondToShareInput, RespondToSharePayload } from "./response.graphql";
import "./response.read";
import "./sightings.graphql";
import type { ResponseService } from "./response.service";

@Resolver()
export class ResponseResolver {
  constructor(private readonly service: ResponseService) {}

  @Mutation(() => RespondToSharePayload, {
    description:
      "Says what your organisation does with what reached it: acknowledgement, use and six answers, of many shares in one call.",
  })
  async respondToShare(
    @Arg("input", () => RespondToShareInput, { description: "One response for each revision." })
    input: RespondToShareInput,
    @Ctx() { viewer }: Context,
  ) {
    const { results, receiptIds, position } = await this.service.respond(viewer, input);
    return { results, receipts: new Refs(receiptModel, receiptIds), position };
  }
}

@Resolver(() => ItemType)
export class ItemSightingResolver {
  @FieldResolver(() => SightingConnection, {
    description:
      "What recipients told of it with their responses: all for the sender, your organisation's own for you.",
  })
  sightings(@Root() row: ReadRow, @Args(() => LargePageArgs) _args: LargePageArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }
}
