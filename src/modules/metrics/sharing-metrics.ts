import { invalid } from "../../platform/errors";
import { type ValueOf, vocabulary } from "../../platform/vocabulary";
import { isTimeZone } from "../organizations/organization";

/** Below this many adjudicated items a rate of false positives tells of single items, so it is hidden. */
export const RATE_MIN = 5;

/** What is asked: shares first published in a period, perhaps of some senders only. */
export type MetricsAsked = {
  readonly from: Date;
  readonly until: Date;
  readonly senderIds: readonly string[] | null;
  /** Into which pieces of the calendar it is cut; null for none. */
  readonly by: MetricsPeriod | null;
  /** Whose calendar; null for the viewer's organisation's. */
  readonly timeZone: string | null;
};

export const metricsPeriods = vocabulary("MetricsPeriod", "A piece of the calendar by which metrics are cut.", {
  DAY: ["日", "Day", "From midnight to midnight.", "0時から24時まで。"],
  WEEK: ["週", "Week", "From Monday on (ISO 8601).", "月曜日から（ISO 8601）。"],
  MONTH: ["月", "Month", "A month of the calendar.", "暦月。"],
  QUARTER: ["四半期", "Quarter", "From January, April, July or October on.", "1月、4月、7月、10月から。"],
  YEAR: ["年", "Year", "A year of the calendar.", "暦年。"],
});
export type MetricsPeriod = ValueOf<typeof metricsPeriods>;

export const stepOf: Readonly<Record<MetricsPeriod, string>> = {
  DAY: "1 day",
  WEEK: "7 days",
  MONTH: "1 month",
  QUARTER: "3 months",
  YEAR: "1 year",
};
const SHORTEST_DAYS: Readonly<Record<MetricsPeriod, number>> = { DAY: 1, WEEK: 7, MONTH: 28, QUARTER: 90, YEAR: 365 };
export const PERIODS_MAX = 120;

/** Refuses a period that is none, and more pieces of one than a chart shows. */
export function assertAsked({ from, until, by, timeZone }: MetricsAsked): void {
  if (until <= from) throw invalid("until", "The period ends after it began.");
  if (timeZone !== null && !isTimeZone(timeZone)) {
    throw invalid("timeZone", "timeZone is a name of the IANA time zone database, as Asia/Tokyo.");
  }
  if (by === null) return;
  const pieces = (until.getTime() - from.getTime()) / (SHORTEST_DAYS[by] * 86_400_000);
  if (pieces > PERIODS_MAX)
    throw invalid("by", `At most ${PERIODS_MAX} periods are told at once: ask for longer ones.`);
}
