/** Below this many adjudicated items a rate of false positives tells of single items, so it is hidden. */
export const RATE_MIN = 5;
/** How long feedback may wait for its answer before it counts as past due. */
export const ANSWER_DAYS = 14;

/** What is asked: shares first published in a period, perhaps of some senders only. */
export type MetricsAsked = {
  readonly from: Date;
  readonly until: Date;
  readonly senderIds: readonly string[] | null;
};
