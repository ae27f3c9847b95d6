import { type ValueOf, vocabulary } from "../../platform/vocabulary";

export const participantRoles = vocabulary("ParticipantRole", "As what an organisation takes part in a case.", {
  SOC: ["SOC", "SOC", "Watches and detects.", "監視・検知を担う。"],
  CSIRT: ["CSIRT", "CSIRT", "Decides and coordinates.", "判断・調整を担う。"],
  VENDOR: ["ベンダー", "Vendor", "Was called in to investigate or respond.", "調査・対応の支援に入る。"],
  COORDINATOR: ["調整機関", "Coordinator", "Coordinates between organisations.", "組織間を調整する。"],
  IT_OPERATIONS: ["情報システム部門", "IT operations", "Runs the systems concerned.", "対象システムを運用する。"],
  LEGAL: ["法務", "Legal", "Advises on duties and evidence.", "法的義務・証拠について助言する。"],
  MANAGEMENT: ["経営層", "Management", "Answers for decisions beyond the CSIRT.", "CSIRTを超える判断を担う。"],
  OBSERVER: ["オブザーバー", "Observer", "Looks on, and changes nothing.", "閲覧のみ。"],
});
export type ParticipantRole = ValueOf<typeof participantRoles>;

export const participantStates = vocabulary("ParticipantState", "Whether an organisation takes part in a case.", {
  INVITED: [
    "招待中",
    "Invited",
    "It was invited, sees the case, and has not answered.",
    "招待され閲覧できるが、未回答。",
  ],
  ACTIVE: ["参加中", "Active", "It takes part.", "参加している。"],
  DECLINED: ["辞退", "Declined", "It declined, and sees the case no longer.", "辞退した。以後閲覧できない。"],
  LEFT: [
    "離脱",
    "Left",
    "It left or was removed, and sees the case no longer.",
    "離脱または除外された。以後閲覧できない。",
  ],
});
export type ParticipantState = ValueOf<typeof participantStates>;

/** One organisation's part in a case. */
export type CaseParticipant = {
  readonly id: string;
  readonly caseId: string;
  readonly organizationId: string;
  readonly role: ParticipantRole;
  readonly state: ParticipantState;
  /** The organisation's own number for the case. */
  readonly trackingId: string | null;
  readonly joinedAt: Date;
  /**
   * Who let it in, and when: whoever invited it or handed it something, or the affected organisation afterwards; of who
   * opened the case, itself. Whether that admits it (V6) depends on whom the case concerns now.
   */
  readonly admittedById: string;
  readonly admittedAt: Date;
  readonly leftAt: Date | null;
  /** Why it declined, left or was removed. */
  readonly leavingReason: string | null;
  /** Whether everybody in it could see the case at some time: the case was for more than its members while it took part. */
  readonly seenByAll: boolean;
};
