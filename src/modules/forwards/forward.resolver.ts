import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Outcome } from "../../platform/change";
import type { Context } from "../../platform/context";
import { PageArgs } from "../../platform/read/read.graphql";
import { Ref } from "../../platform/read/reader";
import { type ReadRow, readField } from "../../platform/read/selection";
import { OrganizationConnection } from "../organizations/organization.graphql";
import { ShareType } from "../shares/share.graphql";
import { shareModel } from "../shares/share.read";
import { ForwardConnection, ForwardPayload, ForwardType, ForwardsArgs } from "./forward.graphql";
import { AnswerForwardingInput, ForwardShareInput, RequestForwardingInput } from "./forward.input.graphql";
import { forwardModel } from "./forward.read";
import type { ForwardOutcome, ForwardService } from "./forward.service";

const payload = ({ forwardId, shareId, position }: Outcome<ForwardOutcome>) => ({
  forward: new Ref(forwardModel, forwardId),
  share: new Ref(shareModel, shareId),
  position,
});

@Resolver(() => ForwardType)
export class ForwardResolver {
  constructor(private readonly service: ForwardService) {}

  @Query(() => ForwardConnection, {
    description:
      "What your organisation asked to pass on or passed on, and what others ask it as the originator; newest first.",
  })
  forwards(@Args(() => ForwardsArgs) _args: ForwardsArgs, @Ctx() { reads }: Context, @Info() info: GraphQLResolveInfo) {
    return reads.page(forwardModel, info);
  }

  @FieldResolver(() => OrganizationConnection, { description: "To whom." })
  recipients(@Root() row: ReadRow, @Args(() => PageArgs) _args: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }

  @Mutation(() => ForwardPayload, { description: "Asks the originator for permission to pass a share on." })
  async requestForwarding(
    @Arg("input", () => RequestForwardingInput, { description: "What, to whom, what for." })
    input: RequestForwardingInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.request(viewer, input));
  }

  @Mutation(() => ForwardPayload, { description: "Gives or refuses permission to pass a share on. By its originator." })
  async answerForwarding(
    @Arg("input", () => AnswerForwardingInput, { description: "The answer." }) input: AnswerForwardingInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.answer(viewer, input));
  }

  @Mutation(() => ForwardPayload, {
    description:
      "Passes on what reached you: a copy in your name. What its origin takes back or has disputed is so in the copy at once.",
  })
  async forwardShare(
    @Arg("input", () => ForwardShareInput, { description: "What, to whom, why." }) input: ForwardShareInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.forward(viewer, input));
  }
}

@Resolver(() => ShareType)
export class ShareForwardResolver {
  @FieldResolver(() => ForwardConnection, {
    description:
      "Who asked to pass it on or did: all for its originator, your organisation's own for you; newest first.",
  })
  forwards(@Root() row: ReadRow, @Args(() => ForwardsArgs) _args: ForwardsArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }
}
