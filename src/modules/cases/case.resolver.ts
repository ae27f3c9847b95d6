import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../platform/context";
import { EventInterface } from "../../platform/events/event.graphql";
import { Ref } from "../../platform/read/reader";
import { type ReadRow, readField } from "../../platform/read/selection";
import { bind, sql } from "../../platform/sql";
import { CaseConnection, CasePayload, CaseType } from "./case.graphql";
import { CasesArgs, MoveCaseInput, UpdateCaseInput } from "./case.input.graphql";
import { caseModel } from "./case.read";
import type { CaseService } from "./case.service";
import { WaitConnection, WaitsArgs } from "./wait.graphql";
import { waitModel } from "./wait.read";

@Resolver(() => CaseType)
export class CaseResolver {
  constructor(private readonly service: CaseService) {}

  @Query(() => CaseType, {
    name: "case",
    nullable: true,
    description: "One case by its id. NOT_FOUND when it is not there for you.",
  })
  findCase(
    @Arg("id", () => ID, { description: "Its id." }) id: string,
    @Ctx() { reads }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return reads.one(caseModel, id, info);
  }

  @Query(() => CaseConnection, { description: "The cases that you may read, newest first." })
  cases(@Args(() => CasesArgs) _args: CasesArgs, @Ctx() { reads }: Context, @Info() info: GraphQLResolveInfo) {
    return reads.page(caseModel, info);
  }

  @Query(() => WaitConnection, {
    description: "What waits on your organisation, in all cases that you may read and outside of cases, longest first.",
  })
  waitingOnUs(
    @Args(() => WaitsArgs) _args: WaitsArgs,
    @Ctx() { reads, viewer }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return reads.page(waitModel, info, (w) => sql`${w("organizationId")} = ${bind(viewer.organizationId, "text")}`);
  }

  @Mutation(() => CasePayload, { description: "Moves a case to another state. By its owner." })
  async moveCase(
    @Arg("input", () => MoveCaseInput, { description: "What, and where to." }) input: MoveCaseInput,
    @Ctx() { viewer }: Context,
  ) {
    const { caseId, position } = await this.service.move(viewer, input);
    return { case: new Ref(caseModel, caseId), position };
  }

  @Mutation(() => CasePayload, {
    description:
      "States facts of a case anew. By whoever takes an active part; who sees it and whom it concerns, by its owner.",
  })
  async updateCase(
    @Arg("input", () => UpdateCaseInput, { description: "What is to be different." }) input: UpdateCaseInput,
    @Ctx() { viewer }: Context,
  ) {
    const { caseId, position } = await this.service.update(viewer, input);
    return { case: new Ref(caseModel, caseId), position };
  }
}

@Resolver(() => EventInterface)
export class EventCaseResolver {
  @FieldResolver(() => CaseType, {
    name: "case",
    nullable: true,
    description: "The case it happened in, as it is now.",
  })
  case(@Root() row: ReadRow, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }
}
