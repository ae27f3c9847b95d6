import { DomainError, invalid } from "../../platform/errors";
import type { Pap, Tlp } from "../../platform/marking";
import { type ValueOf, vocabulary } from "../../platform/vocabulary";
import type { TimeFlag } from "./times";

export const caseStates = vocabulary("CaseState", "Where a case stands, from its arrival to its review.", {
  RECEIVED: ["受付", "Received", "It has arrived; nobody has judged it yet.", "受け付けた。まだ判断していない。"],
  TRIAGE: ["トリアージ", "Triage", "It is being judged: real or not, how bad, whose.", "真偽・深刻度・担当を判断中。"],
  ANALYSIS: ["分析", "Analysis", "What happened is being found out.", "何が起きたかを調査中。"],
  RESPONSE: ["対処", "Response", "It is being contained and removed.", "封じ込め・除去を実施中。"],
  RECOVERY: ["復旧", "Recovery", "Systems go back into service.", "システムを復旧中。"],
  REVIEW: ["振り返り", "Review", "What is to be learned is being written down.", "事後の振り返り中。"],
  CLOSED: ["終了", "Closed", "It is over, with a disposition.", "判定を付けて終了した。"],
});
export type CaseState = ValueOf<typeof caseStates>;

export const severities = vocabulary("Severity", "How bad it is, for the affected organisation.", {
  LEVEL_1: ["レベル1", "Level 1", "Low: no action beyond the routine.", "軽微。通常業務の範囲。"],
  LEVEL_2: ["レベル2", "Level 2", "Moderate: to be handled in office hours.", "中程度。業務時間内に対応。"],
  LEVEL_3: ["レベル3", "Level 3", "Serious: to be handled today, also at night.", "重大。夜間でも当日中に対応。"],
  LEVEL_4: ["レベル4", "Level 4", "Critical: at once, with the management.", "最重大。経営層を含め即時対応。"],
});
export type Severity = ValueOf<typeof severities>;

export const dispositions = vocabulary("Disposition", "What a case turned out to be.", {
  TRUE_POSITIVE: ["正検知", "True positive", "An incident.", "実際のインシデントだった。"],
  BENIGN_POSITIVE: [
    "過検知",
    "Benign positive",
    "What was detected did happen, and is harmless here.",
    "検知内容は事実だが無害だった。",
  ],
  FALSE_POSITIVE: ["誤検知", "False positive", "What was detected did not happen.", "検知自体が誤りだった。"],
  DUPLICATE: ["重複", "Duplicate", "Another case holds it; `duplicateOf` names it.", "別の事案と重複。"],
  TRANSFERRED: ["移管", "Transferred", "It goes on outside this hub.", "ハブの外へ移管した。"],
  UNDETERMINED: ["判定不能", "Undetermined", "It could not be found out.", "判定できなかった。"],
});
export type Disposition = ValueOf<typeof dispositions>;

export const intakeSources = vocabulary("IntakeSource", "How a case came in.", {
  DETECTION: ["検知", "Detection", "A sensor or tool raised it.", "センサーやツールが検知した。"],
  USER_REPORT: ["申告", "User report", "Somebody in the organisation reported it.", "利用者からの申告。"],
  EXTERNAL_NOTICE: ["外部通報", "External notice", "Somebody outside told of it.", "外部からの通報。"],
  PARTNER_SHARE: ["情報共有", "Partner share", "A partner's shared information led to it.", "共有された情報から判明。"],
  HUNT: ["脅威ハンティング", "Hunt", "It was found by looking for it.", "能動的な調査で発見。"],
});
export type IntakeSource = ValueOf<typeof intakeSources>;

/** A case (事案) as every layer means it. */
export type Case = {
  readonly id: string;
  readonly version: number;
  readonly reference: string;
  readonly title: string;
  readonly summary: string;
  readonly severity: Severity;
  readonly category: string | null;
  readonly tlp: Tlp;
  readonly pap: Pap;
  readonly restricted: boolean;
  readonly state: CaseState;
  readonly disposition: Disposition | null;
  readonly closingReason: string | null;
  readonly reopeningReason: string | null;
  readonly duplicateOfId: string | null;
  readonly ownerId: string;
  readonly affectedId: string | null;
  readonly intake: IntakeSource;
  readonly occurredAt: Date | null;
  readonly occurredClock: string | null;
  readonly detectedAt: Date | null;
  readonly awareAt: Date | null;
  readonly containedAt: Date | null;
  readonly closedAt: Date | null;
  /** What cannot be true of its times: V21. */
  readonly timeFlags: readonly TimeFlag[];
  /** What was outstanding when it was closed, in words: V19. Of every closing, the oldest first. */
  readonly carriedOver: readonly CarriedOver[];
  readonly tags: readonly string[];
  readonly techniques: readonly string[];
  readonly externalReferences: readonly ExternalReference[];
  readonly openedAt: Date;
  /** When its version changed last. Written by the database. */
  readonly updatedAt?: Date;
};
/** Something that was outstanding when a case was closed, and who goes on with it. */
export type CarriedOver = {
  readonly id: string;
  readonly what: string;
  readonly note: string;
  /** An instant as text: it is kept inside JSON. */
  readonly at: string;
};
export type ExternalReference = { readonly source: string; readonly id: string | null; readonly url: string | null };

/** Where a case may go from each state. */
export const caseMoves: Readonly<Record<CaseState, readonly CaseState[]>> = {
  RECEIVED: ["TRIAGE"],
  TRIAGE: ["ANALYSIS", "RESPONSE", "CLOSED"],
  ANALYSIS: ["RESPONSE"],
  RESPONSE: ["ANALYSIS", "RECOVERY", "REVIEW"],
  RECOVERY: ["RESPONSE", "REVIEW"],
  REVIEW: ["CLOSED"],
  CLOSED: ["TRIAGE"],
};

export type Move = {
  readonly to: CaseState;
  readonly disposition?: Disposition | null;
  readonly reason?: string | null;
  readonly duplicateOfId?: string | null;
};

/** The case after a move, at an instant. What else closing needs (V19) is looked up by the service. */
export function movedCase(current: Case, move: Move, now: Date): Case {
  const { state } = current;
  const { to } = move;
  if (!caseMoves[state].includes(to)) {
    const details = { from: state, to, allowed: caseMoves[state] };
    throw new DomainError("STATE_CONFLICT", `A case in ${state} cannot become ${to}.`, { field: "input.to", details });
  }
  const version = current.version + 1;
  if (to === "CLOSED") return { ...current, version, state: to, ...closing(current, move), closedAt: now };
  if (move.disposition) throw invalid("input.disposition", "A disposition is given when a case is closed.");
  if (move.duplicateOfId) throw invalid("input.duplicateOfId", "A case is a duplicate when it is closed as one.");
  return { ...current, version, state: to, ...(state === "CLOSED" ? reopening(move) : {}) };
}

function closing({ id, state }: Case, { disposition, reason, duplicateOfId }: Move) {
  if (!disposition) throw invalid("input.disposition", "Closing needs a disposition.");
  if (state === "TRIAGE" && disposition === "TRUE_POSITIVE") {
    throw invalid("input.disposition", "A case that is closed from TRIAGE is no true positive: move it on instead.");
  }
  if (state === "TRIAGE" && !reason?.trim()) throw invalid("input.reason", "Closing from TRIAGE needs a reason.");
  if ((disposition === "DUPLICATE") !== Boolean(duplicateOfId)) {
    throw invalid("input.duplicateOfId", "DUPLICATE names the case that holds it, and nothing else does.");
  }
  if (duplicateOfId === id) throw invalid("input.duplicateOfId", "A case is no duplicate of itself.");
  return { disposition, closingReason: reason || null, duplicateOfId: duplicateOfId ?? null };
}

function reopening({ reason }: Move) {
  if (!reason?.trim()) throw invalid("input.reason", "Reopening needs a reason.");
  return { disposition: null, closingReason: null, reopeningReason: reason, duplicateOfId: null, closedAt: null };
}

/** Whether a case is for its members only. */
export const isNarrow = ({ restricted, tlp }: Pick<Case, "restricted" | "tlp">): boolean => restricted || tlp === "RED";

/** The states in which work goes on. */
export const openStates: readonly CaseState[] = caseStates.values.filter((state) => state !== "CLOSED");
