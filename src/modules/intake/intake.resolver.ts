import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../platform/context";
import { Ref } from "../../platform/read/reader";
import { caseModel } from "../cases/case.read";
import { detectionModel } from "../detections/detection.read";
import { handoffModel } from "../handoffs/handoff.read";
import { ImportIndicatorsInput, ImportIndicatorsPayload } from "./import.graphql";
import type { ImportService } from "./import.service";
import { OpenCaseInput, OpenCasePayload } from "./intake.graphql";
import type { IntakeService } from "./intake.service";

@Resolver()
export class IntakeResolver {
  constructor(
    private readonly intake: IntakeService,
    private readonly imports: ImportService,
  ) {}

  @Mutation(() => OpenCasePayload, {
    description:
      "Opens a case with its detection, first indicators, guests and handoff, in one call: all of it, or nothing.",
  })
  async openCase(
    @Arg("input", () => OpenCaseInput, { description: "The case, and what comes with it." }) input: OpenCaseInput,
    @Ctx() { viewer }: Context,
  ) {
    const { caseId, detectionId, handoffId, ...opened } = await this.intake.open(viewer, input);
    return {
      ...opened,
      case: new Ref(caseModel, caseId),
      detection: new Ref(detectionModel, detectionId),
      handoff: new Ref(handoffModel, handoffId),
    };
  }

  @Mutation(() => ImportIndicatorsPayload, {
    description: "Reads a file of threat intelligence of any format, stores what is good, and names what is not.",
  })
  async importIndicators(
    @Arg("input", () => ImportIndicatorsInput, { description: "The file." }) input: ImportIndicatorsInput,
    @Ctx() { viewer }: Context,
  ) {
    const { caseId, ...outcome } = await this.imports.import(viewer, input);
    return { position: null, ...outcome, case: new Ref(caseModel, caseId) };
  }
}
