import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../platform/context";
import type { Position } from "../../platform/events/log";
import { PageArgs } from "../../platform/read/read.graphql";
import { Ref, Refs } from "../../platform/read/reader";
import { type ReadRow, readField } from "../../platform/read/selection";
import { CaseType } from "../cases/case.graphql";
import { caseModel } from "../cases/case.read";
import { RequestConnection } from "../requests/request.graphql";
import { requestModel } from "../requests/request.read";
import {
  AnswerPayload,
  HandOverShiftPayload,
  HandoffConnection,
  HandoffInfoPayload,
  HandoffPayload,
  HandoffType,
  HandoffsArgs,
  PackageConnection,
} from "./handoff.graphql";
import {
  AcceptHandoffInput,
  AcknowledgeHandoffInput,
  AnswerInformationRequestInput,
  CompleteHandoffInput,
  DeclineHandoffInput,
  HandOverShiftInput,
  OfferHandoffInput,
  RequestHandoffInfoInput,
  UpdateHandoffPackageInput,
  WithdrawHandoffInput,
} from "./handoff.input.graphql";
import { handoffModel } from "./handoff.read";
import type { HandoffOutcome, HandoffService } from "./handoff.service";
import type { ShiftService } from "./shift.service";

const payload = ({ handoffId, caseId, position }: HandoffOutcome & { readonly position: Position }) => ({
  handoff: new Ref(handoffModel, handoffId),
  case: new Ref(caseModel, caseId),
  position,
});

@Resolver(() => HandoffType)
export class HandoffResolver {
  constructor(private readonly service: HandoffService) {}

  @Query(() => HandoffType, {
    nullable: true,
    description: "One handoff by its id. NOT_FOUND when it is not there for you.",
  })
  handoff(
    @Arg("id", () => ID, { description: "Its id." }) id: string,
    @Ctx() { reads }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return reads.one(handoffModel, id, info);
  }

  @Query(() => HandoffConnection, { description: "The handoffs of all cases that you may read, newest first." })
  handoffs(@Args(() => HandoffsArgs) _args: HandoffsArgs, @Ctx() { reads }: Context, @Info() info: GraphQLResolveInfo) {
    return reads.page(handoffModel, info);
  }

  @FieldResolver(() => PackageConnection, { description: "Every version of what is handed over, newest first." })
  packages(@Root() row: ReadRow, @Args(() => PageArgs) _args: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }

  @FieldResolver(() => RequestConnection, { description: "What the receiver asked the giver, newest first." })
  informationRequests(@Root() row: ReadRow, @Args(() => PageArgs) _args: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }

  @Mutation(() => HandoffPayload, {
    description: "Offers a case, or work in it, to another organisation, which sees the case from now on.",
  })
  async offerHandoff(
    @Arg("input", () => OfferHandoffInput, { description: "What, to whom, and what is known." })
    input: OfferHandoffInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.offerHandoff(viewer, input));
  }

  @Mutation(() => HandoffPayload, {
    description: "Adds a version to what is handed over. By the giver, before it is accepted.",
  })
  async updateHandoffPackage(
    @Arg("input", () => UpdateHandoffPackageInput, { description: "What is known anew." })
    input: UpdateHandoffPackageInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.updatePackage(viewer, input));
  }

  @Mutation(() => HandoffPayload, {
    description: "Says that the receiver has read it. That is no acceptance: nothing moves (V9).",
  })
  async acknowledgeHandoff(
    @Arg("input", () => AcknowledgeHandoffInput, { description: "Which." }) input: AcknowledgeHandoffInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.acknowledge(viewer, input));
  }

  @Mutation(() => HandoffInfoPayload, {
    description: "The receiver asks the giver. Until the answer, the clock of the handoff stands still.",
  })
  async requestHandoffInfo(
    @Arg("input", () => RequestHandoffInfoInput, { description: "What is asked, and what for." })
    input: RequestHandoffInfoInput,
    @Ctx() { viewer }: Context,
  ) {
    const done = await this.service.requestInfo(viewer, input);
    return { ...payload(done), informationRequest: new Ref(requestModel, done.requestId) };
  }

  @Mutation(() => AnswerPayload, {
    description:
      "Answers a question, by its addressee. One about a handoff may bring a new version of its package, and sets its clock going again.",
  })
  async answerInformationRequest(
    @Arg("input", () => AnswerInformationRequestInput, { description: "The answers." })
    input: AnswerInformationRequestInput,
    @Ctx() { viewer }: Context,
  ) {
    const { requestId, subjectType, subjectId, position } = await this.service.answerRequest(viewer, input);
    const handoff = subjectType === "Handoff" ? new Ref(handoffModel, subjectId) : null;
    return { informationRequest: new Ref(requestModel, requestId), handoff, position };
  }

  @Mutation(() => HandoffPayload, {
    description:
      "The receiver takes it, after acknowledging. Of an escalation, transfer or return it owns the case from now on (V8, V9); what else the old owner offered is withdrawn.",
  })
  async acceptHandoff(
    @Arg("input", () => AcceptHandoffInput, { description: "Which." }) input: AcceptHandoffInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.accept(viewer, input));
  }

  @Mutation(() => HandoffPayload, {
    description: "The receiver does not take it. If nothing else brought it to the case, it sees the case no longer.",
  })
  async declineHandoff(
    @Arg("input", () => DeclineHandoffInput, { description: "Which, and why." }) input: DeclineHandoffInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.decline(viewer, input));
  }

  @Mutation(() => HandoffPayload, {
    description:
      "The giver takes it back. If nothing else brought the receiver to the case, it sees the case no longer.",
  })
  async withdrawHandoff(
    @Arg("input", () => WithdrawHandoffInput, { description: "Which, and why." }) input: WithdrawHandoffInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.withdraw(viewer, input));
  }

  @Mutation(() => HandoffPayload, { description: "The receiver of an engagement or a shift says that it is done." })
  async completeHandoff(
    @Arg("input", () => CompleteHandoffInput, { description: "Which, and what came of it." })
    input: CompleteHandoffInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.complete(viewer, input));
  }
}

@Resolver()
export class ShiftResolver {
  constructor(private readonly service: ShiftService) {}

  @Mutation(() => HandOverShiftPayload, {
    description:
      "Hands cases to the next shift of your organisation. A case that is refused does not hold the others back.",
  })
  async handOverShift(
    @Arg("input", () => HandOverShiftInput, { description: "The cases, and whom it is for." })
    input: HandOverShiftInput,
    @Ctx() { viewer }: Context,
  ) {
    const { items, position } = await this.service.handOver(viewer, input);
    const ids = items.flatMap(({ id }) => (id === null ? [] : [id]));
    return { items, handoffs: new Refs(handoffModel, ids), position };
  }
}

@Resolver(() => CaseType)
export class CaseHandoffsResolver {
  @FieldResolver(() => HandoffConnection, { description: "How it was handed on, newest first." })
  handoffs(@Root() row: ReadRow, @Args(() => PageArgs) _args: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }
}
