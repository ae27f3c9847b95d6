import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../../platform/context";
import { Ref, Refs } from "../../platform/read/reader";
import { type ReadRow, readField } from "../../platform/read/selection";
import { CaseType } from "../cases/case.graphql";
import { caseModel } from "../cases/case.read";
import { AddTimelineEntriesInput, TimelineArgs, TimelineConnection, TimelinePayload } from "./timeline.graphql";
import { timelineModel } from "./timeline.read";
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
    const ids = new Set(outcome.results.flatMap(({ id }) => id ?? []));
    return { ...outcome, entries: new Refs(timelineModel, [...ids]), case: new Ref(caseModel, caseId) };
  }
}
