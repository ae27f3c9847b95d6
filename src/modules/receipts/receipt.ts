import { DomainError, invalid } from "../../platform/errors";
import type { Pap } from "../../platform/marking";
import { type ValueOf, vocabulary } from "../../platform/vocabulary";
import type { ReceiverPurpose, ReceiverUse } from "../shares/five-w";
import type { ReceiverHalf } from "../shares/receiver-half";

export const receiptStates = vocabulary("ReceiptState", "What a recipient does with a revision.", {
  DELIVERED: ["配信済み", "Delivered", "It is there for the recipient.", "受け手に届いた。"],
  ACKNOWLEDGED: ["受領確認", "Acknowledged", "The recipient took note of it.", "受け手が受領を確認した。"],
  PLANNED: ["利用予定", "Planned", "The recipient is going to use it.", "利用を予定している。"],
  USED: ["利用済み", "Used", "The recipient used it.", "利用した。"],
  NOT_USED: [
    "不利用",
    "Not used",
    "The recipient did not use it; the reason says why.",
    "利用しなかった（理由を示す）。",
  ],
  DECLINED: ["辞退", "Declined", "The recipient does not take it.", "受け取りを辞退した。"],
});
export type ReceiptState = ValueOf<typeof receiptStates>;

export const notUsedReasons = vocabulary("NotUsedReason", "Why something that was shared was not used.", {
  NO_CONTEXT: ["文脈不足", "No context", "It does not say enough to act on.", "利用に必要な文脈が足りない。"],
  WRONG_FORMAT: ["形式不適合", "Wrong format", "Its format does not fit the tools.", "形式がツールに合わない。"],
  TOO_LATE: ["時期遅れ", "Too late", "It came after it would have helped.", "届いた時点で遅かった。"],
  NOT_APPLICABLE: ["対象外", "Not applicable", "Nothing here is concerned.", "自組織には該当しない。"],
  NO_CAPABILITY: ["手段なし", "No capability", "There is no tool or person to use it.", "利用する手段・人員がない。"],
  HANDLING_RESTRICTION: [
    "取扱制限",
    "Handling restriction",
    "Its marking forbids the use.",
    "取扱制限により利用できない。",
  ],
});
export type NotUsedReason = ValueOf<typeof notUsedReasons>;

export const prefills = vocabulary(
  "Prefill",
  "Where the receiver's answers were taken from before anybody stated them.",
  {
    STANDING_PROFILE: [
      "定型プロファイル",
      "Standing profile",
      "The organisation's profile.",
      "組織の定型プロファイル。",
    ],
    INFORMATION_NEED: [
      "情報要求",
      "Information need",
      "A need that it had told the sender of.",
      "送り手に示した情報要求。",
    ],
  },
);
export type Prefill = ValueOf<typeof prefills>;

/** The receiver's half of an exchange: one for each share and organisation that received it. */
export type ShareReceipt = ReceiverHalf & {
  readonly id: string;
  readonly version: number;
  readonly shareId: string;
  readonly organizationId: string;
  readonly prefilledFrom: Prefill | null;
  /** Who answered last. */
  readonly answeredById: string | null;
  readonly answeredAt: Date | null;
  readonly createdAt: Date;
};

/** What the recipient does with one revision. The newest one's is the receipt's state. */
export type ShareUse = {
  readonly receiptId: string;
  readonly number: number;
  readonly state: ReceiptState;
  readonly reason: NotUsedReason | null;
  readonly note: string | null;
  readonly deliveredAt: Date;
  readonly acknowledgedAt: Date | null;
  readonly plannedAt: Date | null;
  /** When it was used, not used or declined. */
  readonly settledAt: Date | null;
};

/** Where a receipt may go from each state: forward, over any step, never back. */
export const receiptMoves: Readonly<Record<ReceiptState, readonly ReceiptState[]>> = {
  DELIVERED: ["ACKNOWLEDGED", "PLANNED", "USED", "NOT_USED", "DECLINED"],
  ACKNOWLEDGED: ["PLANNED", "USED", "NOT_USED", "DECLINED"],
  PLANNED: ["USED", "NOT_USED", "DECLINED"],
  USED: [],
  NOT_USED: [],
  DECLINED: [],
};

/** What a recipient says of a revision; what is left out stays as it was. */
export type Answer = {
  readonly state?: ReceiptState | null;
  readonly reason?: NotUsedReason | null;
  readonly note?: string | null;
  readonly fiveW?: {
    readonly why?: readonly ReceiverPurpose[] | null;
    readonly whyText?: string | null;
    readonly how?: ReceiverUse | null;
    readonly neededBy?: Date | null;
  } | null;
};

/** The receiver's answers after what was stated; what was not stated stays as it was or was prefilled. */
export function answeredHalf(half: ReceiverHalf, { fiveW }: Answer): ReceiverHalf {
  return {
    why: fiveW?.why ? [...new Set(fiveW.why)] : half.why,
    whyText: fiveW?.whyText === undefined ? half.whyText : fiveW.whyText,
    how: fiveW?.how ?? half.how,
    neededBy: fiveW?.neededBy === undefined ? half.neededBy : fiveW.neededBy,
  };
}

/** A use after an answer. The same object when nothing changes. `at` is the path of the answer, for errors. */
export function movedUse(use: ShareUse, { state, reason, note }: Answer, at: string, now: Date): ShareUse {
  if (reason && state !== "NOT_USED") throw invalid(`${at}.reason`, "A reason is given for NOT_USED, and only then.");
  const noted = note === undefined || note === use.note ? use : { ...use, note };
  if (!state || state === use.state) return noted;
  if (!receiptMoves[use.state].includes(state)) {
    const details = { from: use.state, to: state, allowed: receiptMoves[use.state] };
    throw new DomainError("STATE_CONFLICT", `What is ${use.state} cannot become ${state}.`, {
      field: `${at}.state`,
      details,
    });
  }
  if (state === "NOT_USED" && !reason) throw invalid(`${at}.reason`, "NOT_USED needs a reason.");
  return {
    ...noted,
    state,
    reason: reason ?? null,
    acknowledgedAt: use.acknowledgedAt ?? now,
    plannedAt: state === "PLANNED" ? now : use.plannedAt,
    settledAt: state === "ACKNOWLEDGED" || state === "PLANNED" ? null : now,
  };
}

/** PAP: what reaches the adversary needs PAP:GREEN or freer. */
export const papAllows = (pap: Pap, how: ReceiverUse | null): boolean =>
  how !== "AUTO_BLOCK" || pap === "CLEAR" || pap === "GREEN";

/** V7: a recipient obeys the PAP of what it received. */
export function assertPapAllows(pap: Pap, how: ReceiverUse | null, field: string): void {
  if (papAllows(pap, how)) return;
  const details = { pap, how };
  const message = `PAP:${pap} allows passive use only, and blocking reaches the adversary.`;
  throw new DomainError("AUDIENCE_TOO_WIDE", message, { field, details });
}
