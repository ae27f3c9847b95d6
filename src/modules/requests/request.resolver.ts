import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../platform/context";
import { PageArgs } from "../../platform/read/read.graphql";
import { Ref } from "../../platform/read/reader";
import { type ReadRow, readField } from "../../platform/read/selection";
import { CaseType } from "../cases/case.graphql";
import { IndicatorType } from "../indicators/indicator.graphql";
import { ShareType } from "../shares/share.graphql";
import { InformationRequestPayload, InformationRequestType, RequestConnection, RequestsArgs } from "./request.graphql";
import { AskInformationInput, DeclineInformationRequestInput } from "./request.input.graphql";
import { requestModel } from "./request.read";
import type { RequestService } from "./request.service";

@Resolver(() => InformationRequestType)
export class RequestResolver {
  constructor(private readonly service: RequestService) {}

  @Query(() => InformationRequestType, {
    nullable: true,
    description: "One question by its id. NOT_FOUND when it is not there for you.",
  })
  informationRequest(
    @Arg("id", () => ID, { description: "Its id." }) id: string,
    @Ctx() { reads }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return reads.one(requestModel, id, info);
  }

  @Query(() => RequestConnection, { description: "The questions that you may read, newest first." })
  informationRequests(
    @Args(() => RequestsArgs) _args: RequestsArgs,
    @Ctx() { reads }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return reads.page(requestModel, info);
  }

  @Mutation(() => InformationRequestPayload, {
    description:
      "Asks another organisation: about a case, a share, an item of one, an indicator, or nothing on the hub. A handoff is asked about by requestHandoffInfo.",
  })
  async askInformation(
    @Arg("input", () => AskInformationInput, { description: "Whom, what, and what for." }) input: AskInformationInput,
    @Ctx() { viewer }: Context,
  ) {
    const { requestId, position } = await this.service.ask(viewer, input);
    return { informationRequest: new Ref(requestModel, requestId), position };
  }

  @Mutation(() => InformationRequestPayload, {
    description: "Says that questions are not answered. A handoff that waits for the answer goes on without.",
  })
  async declineInformationRequest(
    @Arg("input", () => DeclineInformationRequestInput, { description: "Which, and why." })
    input: DeclineInformationRequestInput,
    @Ctx() { viewer }: Context,
  ) {
    const { requestId, position } = await this.service.decline(viewer, input);
    return { informationRequest: new Ref(requestModel, requestId), position };
  }
}

@Resolver(() => CaseType)
export class CaseRequestsResolver {
  @FieldResolver(() => RequestConnection, { description: "The questions asked in it, newest first." })
  informationRequests(@Root() row: ReadRow, @Args(() => PageArgs) _args: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }
}

@Resolver(() => ShareType)
export class ShareRequestsResolver {
  @FieldResolver(() => RequestConnection, {
    description: "The questions that you may read, about it or about items of it that you see, newest first.",
  })
  informationRequests(@Root() row: ReadRow, @Args(() => PageArgs) _args: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }
}

@Resolver(() => IndicatorType)
export class IndicatorRequestsResolver {
  @FieldResolver(() => RequestConnection, {
    description: "The questions about it that you may read, newest first.",
  })
  informationRequests(@Root() row: ReadRow, @Args(() => PageArgs) _args: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }
}
