import type { GraphQLResolveInfo } from "graphql";
import { Args, FieldResolver, Info, Resolver, Root } from "type-graphql";
import { PageArgs } from "../../platform/read/read.graphql";
import { type ReadRow, readField } from "../../platform/read/selection";
import { AssertionType } from "../assertions/assertion.graphql";
import { CaseType } from "../cases/case.graphql";
import { HandoffType } from "../handoffs/handoff.graphql";
import { RevisionType } from "../revisions/revision.graphql";
import { ShareType } from "../shares/share.graphql";
import { FeedbackOutcomeConnection } from "./feedback.graphql";

/** Adds to whatever feedback can be about: what became of it, for everybody who sees the thing. */
function outcomesOn(type: () => Function, what: string): new () => object {
  @Resolver(type)
  class OutcomesResolver {
    @FieldResolver(() => FeedbackOutcomeConnection, {
      description: `What became of feedback on ${what}, newest first. Never who said it.`,
    })
    feedbackOutcomes(@Root() row: ReadRow, @Args(() => PageArgs) _args: PageArgs, @Info() info: GraphQLResolveInfo) {
      return readField(row, info);
    }
  }
  return OutcomesResolver;
}

export const outcomeResolvers = [
  outcomesOn(() => ShareType, "any revision of this share, and on the copies that were forwarded from it"),
  outcomesOn(() => RevisionType, "this revision"),
  outcomesOn(() => AssertionType, "this assertion"),
  outcomesOn(() => HandoffType, "how this was handed over"),
  outcomesOn(() => CaseType, "how this case is worked"),
] as const;
