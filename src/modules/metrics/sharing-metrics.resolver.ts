import { Args, Ctx, Query, Resolver } from "type-graphql";
import type { Context } from "../../platform/context";
import { type MetricsAsked, assertAsked } from "./sharing-metrics";
import { SharingMetricsArgs, SharingMetricsType } from "./sharing-metrics.graphql";
import { sharingMetrics } from "./sharing-metrics.read";

@Resolver()
export class SharingMetricsResolver {
  @Query(() => [SharingMetricsType], {
    description:
      "How sharing went in a period, or in each day, week, month, quarter or year of it: of all senders together, then of each; over what you may see and nothing else.",
  })
  sharingMetrics(@Args(() => SharingMetricsArgs) args: SharingMetricsArgs, @Ctx() { reads }: Context) {
    const { from, until, senderIds = null, by = null, timeZone = null } = args;
    const asked: MetricsAsked = { from, until, senderIds, by, timeZone };
    assertAsked(asked);
    return reads.select<readonly SharingMetricsType[]>("Query.sharingMetrics", ({ me }) => sharingMetrics(asked, me));
  }
}
