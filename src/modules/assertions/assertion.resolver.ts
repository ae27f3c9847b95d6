import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../../platform/context";
import type { ItemResult } from "../../platform/items";
import { Ref, Refs } from "../../platform/read/reader";
import { type ReadRow, readField } from "../../platform/read/selection";
import { CaseType } from "../cases/case.graphql";
import { caseModel } from "../cases/case.read";
import { AssertionConnection, AssertionType, AssertionsArgs } from "./assertion.graphql";
import {
  AssertIndicatorsInput,
  AssertIndicatorsPayload,
  RevokeAssertionsInput,
  RevokeAssertionsPayload,
} from "./assertion.input.graphql";
import { assertionModel } from "./assertion.read";
import type { AssertionService } from "./assertion.service";

const assertionsOf = (items: readonly ItemResult[]) =>
  new Refs(assertionModel, [...new Set(items.flatMap(({ id }) => (id === null ? [] : [id])))]);

@Resolver(() => AssertionType)
export class AssertionResolver {
  constructor(private readonly service: AssertionService) {}

  @Mutation(() => AssertIndicatorsPayload, {
    description: "Says something of up to 1,000 values. In a case: by its participants.",
  })
  async assertIndicators(
    @Arg("input", () => AssertIndicatorsInput, { description: "What is said, of what." }) input: AssertIndicatorsInput,
    @Ctx() { viewer }: Context,
  ) {
    const { items, caseId, position } = await this.service.assert(viewer, input);
    return { items, assertions: assertionsOf(items), case: new Ref(caseModel, caseId), position };
  }

  @Mutation(() => RevokeAssertionsPayload, {
    description: "Takes up to 1,000 assertions back, for good. By the organisation that made them.",
  })
  async revokeAssertions(
    @Arg("input", () => RevokeAssertionsInput, { description: "What is taken back." }) input: RevokeAssertionsInput,
    @Ctx() { viewer }: Context,
  ) {
    const { items, position } = await this.service.revoke(viewer, input);
    return { items, assertions: assertionsOf(items), position };
  }
}

@Resolver(() => CaseType)
export class CaseAssertionResolver {
  @FieldResolver(() => AssertionConnection, { description: "What is said of indicators in the case, newest first." })
  assertions(
    @Root() row: ReadRow,
    @Args(() => AssertionsArgs) _args: AssertionsArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readField(row, info);
  }
}
