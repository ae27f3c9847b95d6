import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../platform/context";
import { PageArgs } from "../../platform/read/read.graphql";
import { type ReadRow, readField } from "../../platform/read/selection";
import { AssertionConnection, AssertionsArgs } from "../assertions/assertion.graphql";
import { CaseConnection, CaseType } from "../cases/case.graphql";
import "./correlation.read";
import {
  CorrelationType,
  IndicatorConnection,
  IndicatorFilterArgs,
  IndicatorType,
  IndicatorsArgs,
} from "./indicator.graphql";
import { indicatorModel } from "./indicator.read";

@Resolver(() => IndicatorType)
export class IndicatorResolver {
  @Query(() => IndicatorType, { nullable: true, description: "One indicator by its id." })
  indicator(
    @Arg("id", () => ID, { description: "Its id. NOT_FOUND when it is not there for you." }) id: string,
    @Ctx() { reads }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return reads.one(indicatorModel, id, info);
  }

  @Query(() => IndicatorConnection, {
    description:
      "The indicators that you may read, in an order without meaning: a time would tell when others first spoke of them.",
  })
  indicators(
    @Args(() => IndicatorsArgs) _args: IndicatorsArgs,
    @Ctx() { reads }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return reads.page(indicatorModel, info);
  }

  @FieldResolver(() => AssertionConnection, { description: "Who says what of it, newest first." })
  assertions(
    @Root() row: ReadRow,
    @Args(() => AssertionsArgs) _args: AssertionsArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readField(row, info);
  }

  @FieldResolver(() => CaseConnection, {
    description: "Correlation: the cases that hold it, of those that you may read, newest first.",
  })
  cases(@Root() row: ReadRow, @Args(() => PageArgs) _args: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }
}

@Resolver(() => CaseType)
export class CaseIndicatorResolver {
  @FieldResolver(() => IndicatorConnection, {
    description: "The indicators of the case: of which somebody says something in it.",
  })
  indicators(
    @Root() row: ReadRow,
    @Args(() => IndicatorFilterArgs) _args: IndicatorFilterArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readField(row, info);
  }

  @FieldResolver(() => [CorrelationType], {
    description: "Other cases that you may read and that share indicators with this one. At most 200.",
  })
  correlatedCases(@Root() row: ReadRow, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }
}
