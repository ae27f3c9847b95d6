import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../../platform/context";
import { Ref } from "../../platform/read/reader";
import { type ReadRow, readField } from "../../platform/read/selection";
import { CaseType } from "../cases/case.graphql";
import { caseModel } from "../cases/case.read";
import { AddTimelineEntriesInput, TimelineArgs, TimelineConnection, TimelinePayload } from "./timeline.graphql";
import type { TimelineService } from "./timeline.service";

@Resolver(() => CaseType)
export class TimelineResolver {
  constructor(private readonly service: TimelineService) {}

  @FieldResolver(() => TimelineConnection, { description: "What happened (経緯), in the order in which it happened." })
  timeline(@Root() row: ReadRow, @Args(() => TimelineArgs) _args: TimelineArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }

  @Mutation(() => TimelinePayload, {
    description: "Writes down what happened in an incident, many entries at once. By whoever takes an active part.",
  })
  async addTimelineEntries(
    @Arg("input", () => AddTimelineEntriesInput, { description: "What happened." }) input: AddTimelineEntriesInput,
    @Ctx() { viewer }: Context,
  ) {
    const { caseId, ...outcome } = await this.service.add(viewer, input);
    return { ...outcome, case: new Ref(caseModel, caseId) };
  }
}
