import { type ValueOf, vocabulary } from "../../platform/vocabulary";

export const timeFlags = vocabulary(
  "TimeFlag",
  "Why a time cannot be true as it was told. The time is kept as it was told: a source's clock may be wrong (V21).",
  {
    OCCURRED_IN_FUTURE: [
      "発生が未来",
      "Occurred in the future",
      "It is told to have happened after it was recorded.",
      "発生時刻が記録時刻より後になっている。",
    ],
    DETECTED_IN_FUTURE: [
      "検知が未来",
      "Detected in the future",
      "It is told to have been detected after it was recorded.",
      "検知時刻が記録時刻より後になっている。",
    ],
    AWARE_IN_FUTURE: [
      "覚知が未来",
      "Aware in the future",
      "The awareness is told to be after it was recorded.",
      "覚知時刻が記録時刻より後になっている。",
    ],
    CONTAINED_IN_FUTURE: [
      "封じ込めが未来",
      "Contained in the future",
      "It is told to have been contained after it was recorded.",
      "封じ込め時刻が記録時刻より後になっている。",
    ],
    DETECTED_BEFORE_OCCURRED: [
      "発生前の検知",
      "Detected before it occurred",
      "Detected before it is told to have begun.",
      "検知時刻が発生時刻より前になっている。",
    ],
    AWARE_BEFORE_OCCURRED: [
      "発生前の覚知",
      "Aware before it occurred",
      "Known before it is told to have begun.",
      "覚知時刻が発生時刻より前になっている。",
    ],
    AWARE_BEFORE_DETECTED: [
      "検知前の覚知",
      "Aware before it was detected",
      "Known to the affected organisation before anything or anybody first noticed it.",
      "覚知時刻が検知時刻より前になっている。",
    ],
    CONTAINED_BEFORE_OCCURRED: [
      "発生前の封じ込め",
      "Contained before it occurred",
      "Contained before it is told to have begun.",
      "封じ込め時刻が発生時刻より前になっている。",
    ],
    CONTAINED_BEFORE_DETECTED: [
      "検知前の封じ込め",
      "Contained before it was detected",
      "Contained before it is told to have been detected.",
      "封じ込め時刻が検知時刻より前になっている。",
    ],
  },
);
export type TimeFlag = ValueOf<typeof timeFlags>;

/** The times of a case that people and tools tell. */
export type ToldTimes = {
  readonly occurredAt: Date | null;
  readonly detectedAt: Date | null;
  readonly awareAt: Date | null;
  readonly containedAt: Date | null;
};
type Told = keyof ToldTimes;

const inFuture: readonly (readonly [Told, TimeFlag])[] = [
  ["occurredAt", "OCCURRED_IN_FUTURE"],
  ["detectedAt", "DETECTED_IN_FUTURE"],
  ["awareAt", "AWARE_IN_FUTURE"],
  ["containedAt", "CONTAINED_IN_FUTURE"],
];
const inWrongOrder: readonly (readonly [Told, Told, TimeFlag])[] = [
  ["detectedAt", "occurredAt", "DETECTED_BEFORE_OCCURRED"],
  ["awareAt", "occurredAt", "AWARE_BEFORE_OCCURRED"],
  ["awareAt", "detectedAt", "AWARE_BEFORE_DETECTED"],
  ["containedAt", "occurredAt", "CONTAINED_BEFORE_OCCURRED"],
  ["containedAt", "detectedAt", "CONTAINED_BEFORE_DETECTED"],
];

/**
 * What cannot be true of the times of a case (V21). "In the future" is judged when a time is recorded, and stays: that
 * the hour has come since does not make it true. So a time that `before` held already keeps its flag.
 */
export function timeFlagsOf(
  told: ToldTimes,
  recordedAt: Date,
  before?: ToldTimes & { readonly timeFlags: readonly TimeFlag[] },
): readonly TimeFlag[] {
  const wasSaid = (time: Told) => before !== undefined && before[time]?.getTime() === told[time]?.getTime();
  return [
    ...inFuture.flatMap(([time, flag]) => {
      const flagged = wasSaid(time) ? before?.timeFlags.includes(flag) : isBefore(recordedAt, told[time]);
      return flagged ? [flag] : [];
    }),
    ...inWrongOrder.flatMap(([earlier, later, flag]) => (isBefore(told[earlier], told[later]) ? [flag] : [])),
  ];
}

const isBefore = (a: Date | null, b: Date | null): boolean => a !== null && b !== null && a < b;
