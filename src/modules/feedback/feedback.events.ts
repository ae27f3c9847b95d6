import { defineEvents } from "../../platform/events/event.vocabulary";
import type { DomainEvent } from "../../platform/events/log";
import type { Feedback } from "./feedback";

export const feedbackEvents = defineEvents({
  FEEDBACK_FILED: ["フィードバック受信", "Feedback filed", "Feedback was filed.", "フィードバックが提出された。"],
  FEEDBACK_MOVED: [
    "フィードバック更新",
    "Feedback moved",
    "Feedback went to another state.",
    "フィードバックの状態が変わった。",
  ],
  FEEDBACK_OUTCOME: [
    "フィードバックの結果",
    "Feedback outcome",
    "What became of feedback on something that you received.",
    "受け取った情報へのフィードバックの結果が出た。",
  ],
});

type Told = Pick<Feedback, "id" | "outcomeId" | "caseId" | "version" | "anonymous" | "addresseeMasked">;

/** For author and addressee. What an anonymous author or a masked addressee does names nobody. */
export const feedbackTold = (
  type: "FEEDBACK_FILED" | "FEEDBACK_MOVED",
  { id, caseId, version, anonymous, addresseeMasked }: Told,
  changed: readonly string[],
): DomainEvent => ({
  type,
  subject: "Feedback",
  subjectId: id,
  caseId,
  changed,
  version,
  ...(anonymous || addresseeMasked ? { unnamed: true as const } : {}),
});

/** For everybody who received what the feedback is about. Who moved it is not told: it could be its author. */
export const outcomeTold = ({ outcomeId, caseId }: Told, changed: readonly string[]): DomainEvent => ({
  type: "FEEDBACK_OUTCOME",
  subject: "FeedbackOutcome",
  subjectId: outcomeId,
  caseId,
  changed,
  version: null,
  unnamed: true,
});
