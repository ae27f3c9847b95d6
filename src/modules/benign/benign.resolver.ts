import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../platform/context";
import { PageArgs } from "../../platform/read/read.graphql";
import { Ref } from "../../platform/read/reader";
import { type ReadRow, readField } from "../../platform/read/selection";
import { IndicatorType } from "../indicators/indicator.graphql";
import { BenignHint, BenignListConnection, ImportBenignListInput, ImportBenignListPayload } from "./benign.graphql";
import { benignListModel } from "./benign.read";
import type { BenignService } from "./benign.service";

@Resolver(() => IndicatorType)
export class BenignResolver {
  constructor(private readonly service: BenignService) {}

  @Query(() => BenignListConnection, { description: "The lists of harmless values, the newest first." })
  benignLists(@Args(() => PageArgs) _args: PageArgs, @Ctx() { reads }: Context, @Info() info: GraphQLResolveInfo) {
    return reads.page(benignListModel, info);
  }

  @Mutation(() => ImportBenignListPayload, {
    description:
      "Loads a list of harmless values; one of the same name is replaced. By the operator. UNSUPPORTED for lists of substrings or regular expressions.",
  })
  async importBenignList(
    @Arg("input", () => ImportBenignListInput, { description: "The list." }) input: ImportBenignListInput,
    @Ctx() { viewer }: Context,
  ) {
    const { listId, leftOut, position } = await this.service.import(viewer, input);
    return { list: new Ref(benignListModel, listId), leftOut, position };
  }

  @FieldResolver(() => [BenignHint], {
    description: "Hints that it may be harmless: by the lists that the operator loaded. Empty when none holds it.",
  })
  knownBenign(@Root() row: ReadRow, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }
}
