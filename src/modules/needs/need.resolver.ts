import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Outcome } from "../../platform/change";
import type { Context } from "../../platform/context";
import { PageArgs } from "../../platform/read/read.graphql";
import { Ref } from "../../platform/read/reader";
import { type ReadRow, readField } from "../../platform/read/selection";
import { bind, sql } from "../../platform/sql";
import {
  CloseNeedInput,
  NeedConnection,
  NeedPartnerConnection,
  NeedPayload,
  NeedType,
  NeedsArgs,
  PartnerNeedsArgs,
  StateNeedInput,
  UpdateNeedInput,
} from "./need.graphql";
import { needModel } from "./need.read";
import type { NeedOutcome, NeedService } from "./need.service";

const payload = ({ needId, position }: Outcome<NeedOutcome>) => ({ need: new Ref(needModel, needId), position });

@Resolver(() => NeedType)
export class NeedResolver {
  constructor(private readonly service: NeedService) {}

  @Query(() => NeedType, { nullable: true, description: "One information need by its id." })
  need(
    @Arg("id", () => ID, { description: "Its id." }) id: string,
    @Ctx() { reads }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return reads.one(needModel, id, info);
  }

  @Query(() => NeedConnection, { description: "What your organisation wants to receive, newest first." })
  needs(@Args(() => NeedsArgs) _args: NeedsArgs, @Ctx() { reads, viewer }: Context, @Info() info: GraphQLResolveInfo) {
    return reads.page(needModel, info, (n) => sql`${n("organizationId")} = ${bind(viewer.organizationId, "text")}`);
  }

  @Query(() => NeedConnection, {
    description:
      "What partners want to receive, as far as they show it to you: who would want what you have. Newest first.",
  })
  needsOfPartners(
    @Args(() => PartnerNeedsArgs) _args: PartnerNeedsArgs,
    @Ctx() { reads, viewer }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return reads.page(needModel, info, (n) => sql`${n("organizationId")} <> ${bind(viewer.organizationId, "text")}`);
  }

  @FieldResolver(() => NeedPartnerConnection, {
    nullable: true,
    description: "The partners that it is shown to. For its owner; else null.",
  })
  partners(@Root() row: ReadRow, @Args(() => PageArgs) _args: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }

  @Mutation(() => NeedPayload, {
    description: "Says what your organisation wants to receive, why, and how it would use it.",
  })
  async stateNeed(
    @Arg("input", () => StateNeedInput, { description: "What, why, how, and whom it is shown to." })
    input: StateNeedInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.state(viewer, input));
  }

  @Mutation(() => NeedPayload, { description: "Changes a need, or whom it is shown to." })
  async updateNeed(
    @Arg("input", () => UpdateNeedInput, { description: "What is to change." }) input: UpdateNeedInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.update(viewer, input));
  }

  @Mutation(() => NeedPayload, { description: "Closes a need." })
  async closeNeed(
    @Arg("input", () => CloseNeedInput, { description: "Which." }) input: CloseNeedInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.close(viewer, input));
  }
}
