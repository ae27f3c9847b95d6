import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../platform/context";
import { PageArgs } from "../../platform/read/read.graphql";
import { type ReadRow, readField } from "../../platform/read/selection";
import { UserConnection } from "../accounts/account.graphql";
import { CaseType } from "../cases/case.graphql";
import { RecipientConnection, ShareConnection, ShareType, SharesArgs } from "./share.graphql";
import { shareModel } from "./share.read";

@Resolver(() => ShareType)
export class ShareResolver {
  @Query(() => ShareType, {
    nullable: true,
    description: "One share by its id. NOT_FOUND when it is not there for you.",
  })
  share(
    @Arg("id", () => ID, { description: "Its id." }) id: string,
    @Ctx() { reads }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return reads.one(shareModel, id, info);
  }

  @Query(() => ShareConnection, { description: "The shares that you sent or that reached you, newest first." })
  shares(@Args(() => SharesArgs) _args: SharesArgs, @Ctx() { reads }: Context, @Info() info: GraphQLResolveInfo) {
    return reads.page(shareModel, info);
  }

  @FieldResolver(() => RecipientConnection, {
    nullable: true,
    description:
      "Whom it was sent to, in the order of adding. For the sender, and for members of a venue that shows its members; else null.",
  })
  recipients(@Root() row: ReadRow, @Args(() => PageArgs) _args: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }

  @FieldResolver(() => UserConnection, {
    nullable: true,
    description: "The persons that are named for it, as far as you may see them. For the sender; else null.",
  })
  persons(@Root() row: ReadRow, @Args(() => PageArgs) _args: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }
}

@Resolver(() => CaseType)
export class CaseShareResolver {
  @FieldResolver(() => ShareConnection, {
    description: "What was shared from the case, as far as it reached you: who takes part does not see it by that.",
  })
  shares(@Root() row: ReadRow, @Args(() => PageArgs) _args: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }
}
