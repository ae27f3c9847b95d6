import { Args, Ctx, Query, Resolver } from "type-graphql";
import type { Context } from "../../platform/context";
import { invalid } from "../../platform/errors";
import { SharingMetricsArgs, SharingMetricsType } from "./sharing-metrics.graphql";
import { sharingMetrics } from "./sharing-metrics.read";

@Resolver()
export class SharingMetricsResolver {
  @Query(() => [SharingMetricsType], {
    description:
      "How sharing went in a period: of all senders together, then of each; over what you may see and nothing else.",
  })
  sharingMetrics(@Args(() => SharingMetricsArgs) asked: SharingMetricsArgs, @Ctx() { reads }: Context) {
    const { from, until, senderIds = null } = asked;
    if (until <= from) throw invalid("until", "The period ends after it began.");
    return reads.select<readonly SharingMetricsType[]>("Query.sharingMetrics", ({ me }) =>
      sharingMetrics({ from, until, senderIds }, me),
    );
  }
}
