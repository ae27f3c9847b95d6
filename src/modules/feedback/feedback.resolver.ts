import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, Info, Mutation, Query, Resolver } from "type-graphql";
import type { Context } from "../../platform/context";
import { invalid } from "../../platform/errors";
import { Ref } from "../../platform/read/reader";
import { bind, sql } from "../../platform/sql";
import type { AnonymousFeedback } from "./anonymous.service";
import { AnonymousFeedbackType, FeedbackArgs, FeedbackConnection } from "./feedback.graphql";
import * as Inputs from "./feedback.input.graphql";
import { feedbackModel, receiptedModel } from "./feedback.read";
import type { FeedbackOutcome, FeedbackService } from "./feedback.service";
import type { ResolutionService } from "./resolution.service";

const INPUT = { description: "What, and on which version." };
const shown = <T extends FeedbackOutcome & { readonly position: unknown }>({ feedbackId, position }: T) => ({
  feedback: new Ref(feedbackModel, feedbackId),
  position,
});

const NAMED = "Only what is filed with `anonymous: true` has an anonymity set; this would go out with your name.";

@Resolver()
export class FeedbackResolver {
  constructor(
    private readonly service: FeedbackService,
    private readonly resolutions: ResolutionService,
    private readonly anonymous: AnonymousFeedback,
  ) {}

  @Query(() => FeedbackConnection, {
    description:
      "Feedback to you and by you, newest first. Your own anonymous feedback is not among it: ask with its receipt code.",
  })
  feedback(@Args(() => FeedbackArgs) _args: FeedbackArgs, @Ctx() { reads }: Context, @Info() info: GraphQLResolveInfo) {
    return reads.page(feedbackModel, info);
  }

  @Query(() => AnonymousFeedbackType, {
    nullable: true,
    description:
      "Anonymous feedback by its receipt code. Null until it went out, on the next full ten minutes; NOT_FOUND for a code that is none.",
  })
  anonymousFeedback(
    @Arg("receiptCode", () => String, { description: "The code that you got when you filed it." }) receiptCode: string,
    @Ctx() { reads }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const receipt = bind(this.anonymous.receiptOf(receiptCode), "text");
    return reads.findWhere(receiptedModel, (f) => sql`${f("receiptHash")} = ${receipt}`, info);
  }

  @Mutation(() => Inputs.FileFeedbackPayload, { description: "Files feedback, one or many, by name or anonymously." })
  async fileFeedback(
    @Arg("input", () => Inputs.FileFeedbackInput, { description: "What you have to say." })
    input: Inputs.FileFeedbackInput,
    @Ctx() { viewer }: Context,
  ) {
    if (!input.anonymous && input.minAnonymitySet) throw invalid("input.minAnonymitySet", NAMED);
    if (!input.anonymous) return { ...(await this.service.file(viewer, input)), receiptCodes: [], anonymitySets: [] };
    const { results, anonymitySets, position } = await this.anonymous.file(viewer, input);
    return {
      position,
      anonymitySets,
      results: results.map((result) => ({ ...result, id: null })),
      receiptCodes: results.map(({ id }) => (id === null ? null : this.anonymous.codeOf(id))),
    };
  }

  @Mutation(() => Inputs.FeedbackPayload, { description: "OPEN → ACKNOWLEDGED. By the addressee." })
  async acknowledgeFeedback(
    @Arg("input", () => Inputs.AcknowledgeFeedbackInput, INPUT) input: Inputs.AcknowledgeFeedbackInput,
    @Ctx() { viewer }: Context,
  ) {
    return shown(await this.service.acknowledge(viewer, input));
  }

  @Mutation(() => Inputs.FeedbackPayload, { description: "OPEN or ACKNOWLEDGED → UNDER_REVIEW. By the addressee." })
  async reviewFeedback(
    @Arg("input", () => Inputs.ReviewFeedbackInput, INPUT) input: Inputs.ReviewFeedbackInput,
    @Ctx() { viewer }: Context,
  ) {
    return shown(await this.service.review(viewer, input));
  }

  @Mutation(() => Inputs.FeedbackPayload, {
    description:
      "→ RESOLVED, with what became of it. By the addressee. Everyone who received the target learns of the outcome.",
  })
  async resolveFeedback(
    @Arg("input", () => Inputs.ResolveFeedbackInput, INPUT) input: Inputs.ResolveFeedbackInput,
    @Ctx() { viewer }: Context,
  ) {
    return shown(await this.resolutions.resolve(viewer, input));
  }

  @Mutation(() => Inputs.AnswerFeedbackPayload, {
    description:
      "resolveFeedback for many at once, as with thanks for what was found: each answer stands or is refused by itself.",
  })
  answerFeedback(
    @Arg("input", () => Inputs.AnswerFeedbackInput, { description: "What became of each." })
    input: Inputs.AnswerFeedbackInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.resolutions.answer(viewer, input);
  }

  @Mutation(() => Inputs.FeedbackPayload, {
    description: "RESOLVED → CLOSED. By the author; by nobody objecting in 14 days it closes by itself.",
  })
  async closeFeedback(
    @Arg("input", () => Inputs.CloseFeedbackInput, INPUT) input: Inputs.CloseFeedbackInput,
    @Ctx() { viewer }: Context,
  ) {
    return shown(await this.service.close(viewer, input));
  }

  @Mutation(() => Inputs.FeedbackPayload, { description: "RESOLVED → UNDER_REVIEW. By the author." })
  async reopenFeedback(
    @Arg("input", () => Inputs.ReopenFeedbackInput, INPUT) input: Inputs.ReopenFeedbackInput,
    @Ctx() { viewer }: Context,
  ) {
    return shown(await this.service.reopen(viewer, input));
  }

  @Mutation(() => Inputs.FeedbackPayload, { description: "→ WITHDRAWN, before it was resolved. By the author." })
  async withdrawFeedback(
    @Arg("input", () => Inputs.WithdrawFeedbackInput, INPUT) input: Inputs.WithdrawFeedbackInput,
    @Ctx() { viewer }: Context,
  ) {
    return shown(await this.service.withdraw(viewer, input));
  }

  @Mutation(() => Inputs.AnonymousActPayload, {
    description: "closeFeedback for anonymous feedback, by its receipt code.",
  })
  closeAnonymousFeedback(
    @Arg("input", () => Inputs.CloseAnonymousFeedbackInput, INPUT) input: Inputs.CloseAnonymousFeedbackInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.anonymous.act(viewer, "closeAnonymousFeedback", input);
  }

  @Mutation(() => Inputs.AnonymousActPayload, {
    description: "reopenFeedback for anonymous feedback, by its receipt code.",
  })
  reopenAnonymousFeedback(
    @Arg("input", () => Inputs.ReopenAnonymousFeedbackInput, INPUT) input: Inputs.ReopenAnonymousFeedbackInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.anonymous.act(viewer, "reopenAnonymousFeedback", input);
  }

  @Mutation(() => Inputs.AnonymousActPayload, {
    description: "withdrawFeedback for anonymous feedback, by its receipt code.",
  })
  withdrawAnonymousFeedback(
    @Arg("input", () => Inputs.WithdrawAnonymousFeedbackInput, INPUT) input: Inputs.WithdrawAnonymousFeedbackInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.anonymous.act(viewer, "withdrawAnonymousFeedback", input);
  }
}
