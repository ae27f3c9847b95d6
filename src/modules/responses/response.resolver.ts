import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../platform/context";
import { Refs } from "../../platform/read/reader";
import { receiptModel } from "../receipts/receipt.read";
import { RespondToShareInput, RespondToSharePayload } from "./response.graphql";
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
