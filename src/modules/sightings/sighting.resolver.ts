import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../../platform/context";
import { Ref, Refs } from "../../platform/read/reader";
import { type ReadRow, readField } from "../../platform/read/selection";
import { CaseType } from "../cases/case.graphql";
import { caseModel } from "../cases/case.read";
import { IndicatorType } from "../indicators/indicator.graphql";
import {
  ReportSightingsInput,
  ReportSightingsPayload,
  SightingConnection,
  SightingSummary,
  SightingType,
  SightingsArgs,
} from "./sighting.graphql";
import { sightingModel } from "./sighting.read";
import type { SightingService } from "./sighting.service";

@Resolver(() => SightingType)
export class SightingResolver {
  constructor(private readonly service: SightingService) {}

  @Mutation(() => ReportSightingsPayload, {
    description: "Tells what was found of up to 1,000 indicators that you see. In a case: by its participants.",
  })
  async reportSightings(
    @Arg("input", () => ReportSightingsInput, { description: "What was found." }) input: ReportSightingsInput,
    @Ctx() { viewer }: Context,
  ) {
    const { items, caseId, position } = await this.service.report(viewer, input);
    const ids = items.flatMap(({ id }) => (id === null ? [] : [id]));
    return { items, sightings: new Refs(sightingModel, ids), case: new Ref(caseModel, caseId), position };
  }
}

@Resolver(() => IndicatorType)
export class IndicatorSightingResolver {
  @FieldResolver(() => SightingConnection, { description: "What was found of it, newest first." })
  sightings(@Root() row: ReadRow, @Args(() => SightingsArgs) _args: SightingsArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }

  @FieldResolver(() => SightingSummary, { description: "What was found of it, counted." })
  sightingSummary(@Root() row: ReadRow, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }
}

@Resolver(() => CaseType)
export class CaseSightingResolver {
  @FieldResolver(() => SightingConnection, { description: "What was found of indicators, as told in the case." })
  sightings(@Root() row: ReadRow, @Args(() => SightingsArgs) _args: SightingsArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }
}
