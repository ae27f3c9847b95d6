import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../platform/context";
import { LargePageArgs } from "../../platform/read/read.graphql";
import { Ref } from "../../platform/read/reader";
import { type ReadRow, readField } from "../../platform/read/selection";
import { CaseType } from "../cases/case.graphql";
import { caseModel } from "../cases/case.read";
import { IndicatorConnection } from "../indicators/indicator.graphql";
import {
  AttachDetectionInput,
  CaseDetectionsArgs,
  DetectionConnection,
  DetectionPayload,
  DetectionType,
  DetectionsArgs,
  RecordDetectionInput,
} from "./detection.graphql";
import { detectionModel } from "./detection.read";
import type { DetectionService } from "./detection.service";

@Resolver(() => DetectionType)
export class DetectionResolver {
  constructor(private readonly service: DetectionService) {}

  @Query(() => DetectionType, { nullable: true, description: "One detection by its id." })
  detection(
    @Arg("id", () => ID, { description: "Its id. NOT_FOUND when it is not there for you." }) id: string,
    @Ctx() { reads }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return reads.one(detectionModel, id, info);
  }

  @Query(() => DetectionConnection, { description: "The detections that you may read, newest first." })
  detections(
    @Args(() => DetectionsArgs) _args: DetectionsArgs,
    @Ctx() { reads }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return reads.page(detectionModel, info);
  }

  @FieldResolver(() => IndicatorConnection, { description: "What it matched, of what you may see." })
  indicators(@Root() row: ReadRow, @Args(() => LargePageArgs) _args: LargePageArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }

  @Mutation(() => DetectionPayload, {
    description: "Records what a tool or a person noticed. In a case: by its participants.",
  })
  async recordDetection(
    @Arg("input", () => RecordDetectionInput, { description: "What was noticed." }) input: RecordDetectionInput,
    @Ctx() { viewer }: Context,
  ) {
    const { detectionId, items, caseId, position } = await this.service.record(viewer, input);
    return { detection: new Ref(detectionModel, detectionId), items, case: new Ref(caseModel, caseId), position };
  }

  @Mutation(() => DetectionPayload, {
    description: "Brings a detection of your own into a case that you take part in.",
  })
  async attachDetection(
    @Arg("input", () => AttachDetectionInput, { description: "Which, and into which case." })
    input: AttachDetectionInput,
    @Ctx() { viewer }: Context,
  ) {
    const { detectionId, caseId, position } = await this.service.attach(viewer, input);
    return { detection: new Ref(detectionModel, detectionId), items: [], case: new Ref(caseModel, caseId), position };
  }
}

@Resolver(() => CaseType)
export class CaseDetectionResolver {
  @FieldResolver(() => DetectionConnection, { description: "What was noticed, newest first." })
  detections(
    @Root() row: ReadRow,
    @Args(() => CaseDetectionsArgs) _args: CaseDetectionsArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readField(row, info);
  }
}
