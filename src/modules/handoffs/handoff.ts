import { type ValueOf, vocabulary } from "../../platform/vocabulary";
import type { ParticipantRole } from "../cases/participant";
import type { OrganizationKind } from "../organizations/organization";

export const handoffKinds = vocabulary("HandoffKind", "What is handed from one to another.", {
  ESCALATION: [
    "エスカレーション",
    "Escalation",
    "A SOC hands a case to the CSIRT that decides on it. Ownership moves when it is accepted.",
    "SOCからCSIRTへ。受諾により主管が移る。",
  ],
  ENGAGEMENT: [
    "調査依頼",
    "Engagement",
    "Somebody is called in, as a vendor for forensics. The case keeps its owner.",
    "ベンダー等への調査依頼。主管は移らない。",
  ],
  TRANSFER: [
    "移管",
    "Transfer",
    "Another organisation is to go on with the case. Ownership moves when it is accepted.",
    "他組織への移管。受諾により主管が移る。",
  ],
  RETURN: [
    "差し戻し",
    "Return",
    "The case goes back to whoever handed it over, with a reason. Ownership moves when it is accepted.",
    "理由を付けて引き継ぎ元へ差し戻す。受諾により主管が移る。",
  ],
  SHIFT_CHANGE: [
    "申し送り",
    "Shift change",
    "One shift hands its cases to the next, inside one organisation.",
    "同一組織内での交代時の申し送り。",
  ],
});
export type HandoffKind = ValueOf<typeof handoffKinds>;

export const handoffStates = vocabulary("HandoffState", "Where a handoff (引き継ぎ) stands.", {
  OFFERED: ["依頼中", "Offered", "It was offered: the receiver owes its acknowledgement.", "受領確認を待っている。"],
  ACKNOWLEDGED: [
    "受領確認済み",
    "Acknowledged",
    "The receiver has read it, and owes accepting or declining it. That is no acceptance (V9).",
    "受け手が確認した。受諾ではない。",
  ],
  INFO_REQUESTED: [
    "追加情報待ち",
    "Information requested",
    "The receiver asked: the giver owes the answer, and the clock stands still until then.",
    "受け手が照会した。回答まで期限の計時は止まる。",
  ],
  ACCEPTED: [
    "受諾",
    "Accepted",
    "The receiver took it. Of an escalation, transfer or return it is the owner now.",
    "受け手が引き受けた。",
  ],
  COMPLETED: ["完了", "Completed", "What was asked for is done.", "依頼された作業が完了した。"],
  DECLINED: ["辞退", "Declined", "The receiver does not take it, and said why.", "受け手が理由を付けて辞退した。"],
  WITHDRAWN: [
    "取り下げ",
    "Withdrawn",
    "The giver took it back, or another organisation accepted the case first.",
    "引き継ぎ元が取り下げた、または他組織が先に受諾した。",
  ],
});
export type HandoffState = ValueOf<typeof handoffStates>;

/** A handoff (引き継ぎ) as every layer means it. */
export type Handoff = {
  readonly id: string;
  readonly version: number;
  readonly caseId: string;
  readonly kind: HandoffKind;
  readonly state: HandoffState;
  readonly giverId: string;
  readonly receiverId: string;
  /** As what the receiver takes part in the case; null for a shift change, which changes nothing about that. */
  readonly receiverRole: ParticipantRole | null;
  /** Whether it was this offer that invited the receiver to the case. */
  readonly invited: boolean;
  /** Whom in the receiving organisation it is for; empty: anybody. */
  readonly receivingAccountIds: readonly string[];
  /** The current version of the package. */
  readonly packageId: string;
  /** Why it is handed over; a RETURN has one. */
  readonly reason: string | null;
  /** Why it was declined or withdrawn. */
  readonly endReason: string | null;
  /** What came of it, once it is completed. */
  readonly outcome: string | null;
  readonly offeredById: string;
  readonly offeredAt: Date;
  readonly acknowledgedAt: Date | null;
  readonly acceptedAt: Date | null;
  readonly completedAt: Date | null;
  readonly declinedAt: Date | null;
  readonly withdrawnAt: Date | null;
  /** Since when it is in its state. */
  readonly stateSince: Date;
  /** By when the receiver owes its acknowledgement, where an agreement says so. */
  readonly acknowledgeBy: Date | null;
  /** By when the receiver owes its acceptance: what the package says, put off by the time that the giver owed an answer. */
  readonly dueAt: Date;
  /** Since when the clock stands still: the giver owes an answer. */
  readonly pausedSince: Date | null;
  readonly pausedSeconds: number;
  /** How many steps of the contact ladder were climbed since something is overdue. */
  readonly ladderLevel: number;
};

export const movesOwnership = (kind: HandoffKind): boolean => MOVING.includes(kind);
export const MOVING: readonly HandoffKind[] = ["ESCALATION", "TRANSFER", "RETURN"];
/** The states in which it is neither taken nor over. */
export const UNANSWERED: readonly HandoffState[] = ["OFFERED", "ACKNOWLEDGED", "INFO_REQUESTED"];
export const isUnanswered = ({ state }: Handoff): boolean => UNANSWERED.includes(state);

/** As what an organisation takes part whom somebody hands a case to, unless the giver says. */
export function receiverRoleOf(kind: HandoffKind, does: readonly OrganizationKind[]): ParticipantRole {
  const usual = kind === "ENGAGEMENT" ? "VENDOR" : "CSIRT";
  return does.includes(usual) ? usual : (does[0] ?? usual);
}

/** The handoff in its next state. What was overdue before is so no longer: the ladder is climbed anew. */
export function stepped(current: Handoff, state: HandoffState, now: Date, also: Partial<Handoff> = {}): Handoff {
  const clock = state === "INFO_REQUESTED" ? { pausedSince: now } : resumed(current, now);
  return { ...current, ...clock, ...also, state, version: current.version + 1, stateSince: now, ladderLevel: 0 };
}

/** The clock goes on: what was due is due later, by the time that the giver owed an answer. */
function resumed({ pausedSince, pausedSeconds, dueAt }: Handoff, now: Date) {
  if (!pausedSince) return {};
  const pausedMs = now.getTime() - pausedSince.getTime();
  return {
    pausedSince: null,
    pausedSeconds: pausedSeconds + Math.round(pausedMs / 1000),
    dueAt: new Date(dueAt.getTime() + pausedMs),
  };
}

/** The handoff with another due time. While the clock stands still, only what is still to come puts it off. */
export function dueAnew(current: Handoff, dueAt: Date, now: Date): Handoff {
  return { ...current, ...resumed(current, now), dueAt, pausedSince: current.pausedSince && now };
}

/** When the receiver will be late with what it owes now; null when it owes nothing, or the clock stands still. */
export function lateAt({ state, acknowledgeBy, dueAt }: Handoff): Date | null {
  if (state === "OFFERED") return acknowledgeBy && acknowledgeBy < dueAt ? acknowledgeBy : dueAt;
  return state === "ACKNOWLEDGED" ? dueAt : null;
}
