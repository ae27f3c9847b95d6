import { type ValueOf, vocabulary } from "../../platform/vocabulary";

export const waitKinds = vocabulary("WaitKind", "What somebody waits for.", {
  ACKNOWLEDGEMENT: [
    "受領確認待ち",
    "Acknowledgement",
    "A handoff was offered: the receiver owes its acknowledgement.",
    "引き継ぎの受領確認を待っている。",
  ],
  ACCEPTANCE: [
    "受諾待ち",
    "Acceptance",
    "A handoff was acknowledged: the receiver owes accepting or declining it.",
    "引き継ぎの受諾または辞退を待っている。",
  ],
  COMPLETION: [
    "完了待ち",
    "Completion",
    "An engagement was accepted: the receiver owes its completion.",
    "依頼された作業の完了を待っている。",
  ],
  ANSWER: ["回答待ち", "Answer", "A question was asked: the addressee owes its answer.", "照会への回答を待っている。"],
  TASK: ["作業待ち", "Task", "A task is open with this organisation.", "作業が未完了。"],
  FEEDBACK: [
    "フィードバック回答待ち",
    "Feedback",
    "Feedback was filed: its addressee owes saying what becomes of it.",
    "フィードバックへの回答を待っている。",
  ],
  PERMISSION: [
    "転送許可待ち",
    "Permission",
    "Somebody asks to pass a share on: its originator owes its word.",
    "転送の許可を待っている。",
  ],
});
export type WaitKind = ValueOf<typeof waitKinds>;

/** Whose turn it is (ボール): which organisation owes what, since when, and due when. Derived, never stored. */
export type Wait = {
  /** The id of what is waited for: the handoff, request, task, feedback or forward. */
  readonly id: string;
  /** Null for what waits outside any case. */
  readonly caseId: string | null;
  readonly organizationId: string;
  readonly kind: WaitKind;
  readonly since: Date;
  readonly dueAt: Date | null;
  /** The organisations that may know of it. Null: whoever sees the case. */
  readonly seenBy: readonly string[] | null;
  /** The accounts that alone may know of it, where it is about what is for named persons (RED). */
  readonly named: readonly string[] | null;
};
