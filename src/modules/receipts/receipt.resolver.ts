import type { GraphQLResolveInfo } from "graphql";
import { Args, Ctx, FieldResolver, Info, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../platform/context";
import { type ReadRow, readField } from "../../platform/read/selection";
import { ShareType } from "../shares/share.graphql";
import { ReceiptConnection, ReceiptsArgs, ShareReceiptsArgs } from "./receipt.graphql";
import { receiptModel } from "./receipt.read";

@Resolver(() => ShareType)
export class ReceiptResolver {
  @Query(() => ReceiptConnection, {
    description: "What your organisation received and does with it, and what became of what it sent; newest first.",
  })
  shareReceipts(
    @Args(() => ReceiptsArgs) _args: ReceiptsArgs,
    @Ctx() { reads }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return reads.page(receiptModel, info);
  }

  @FieldResolver(() => ReceiptConnection, {
    description: "What recipients do with it: all for the sender, your organisation's own for you; newest first.",
  })
  receipts(
    @Root() row: ReadRow,
    @Args(() => ShareReceiptsArgs) _args: ShareReceiptsArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readField(row, info);
  }
}
