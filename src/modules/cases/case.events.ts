import { defineEvents } from "../../platform/events/event.vocabulary";
import type { DomainEvent } from "../../platform/events/log";
import type { Case } from "./case";
import type { CaseMember } from "./member";
import type { CaseParticipant } from "./participant";

export const caseEvents = defineEvents({
  CASE_OPENED: ["事案起票", "Case opened", "A case was opened.", "事案が起票された。"],
  CASE_MOVED: ["状態変更", "Case moved", "A case went to another state.", "事案の状態が変わった。"],
  CASE_UPDATED: ["事案更新", "Case updated", "Facts of a case changed.", "事案の内容が更新された。"],
  CASE_OWNER_CHANGED: ["主管変更", "Owner changed", "A case has another owner.", "事案の主管組織が変わった。"],
  PARTICIPANT_INVITED: [
    "参加招待",
    "Participant invited",
    "An organisation was invited to a case.",
    "組織が事案に招待された。",
  ],
  PARTICIPANT_ADMITTED: [
    "情報交換への参加承認",
    "Participant admitted",
    "The affected organisation admitted a participant: the others exchange freely with it within the case.",
    "被害組織が参加組織を承認し、事案内で自由に情報交換できるようになった。",
  ],
  PARTICIPANT_JOINED: ["参加", "Participant joined", "An organisation takes part in a case.", "組織が事案に参加した。"],
  PARTICIPANT_LEFT: [
    "離脱",
    "Participant left",
    "An organisation declined, left or was removed from a case.",
    "組織が事案から離脱した。",
  ],
  MEMBER_ADDED: ["担当追加", "Member added", "A person or tool was named for a case.", "事案の担当者が追加された。"],
  PARTICIPANT_UPDATED: [
    "参加情報更新",
    "Participant updated",
    "An organisation's own facts about its part in a case changed.",
    "参加組織自身の情報（管理番号など）が更新された。",
  ],
  MEMBER_ASSIGNED: [
    "担当割当変更",
    "Assignment changed",
    "A named person or tool was set to work on a case, or taken off it.",
    "担当者の割当が変わった。",
  ],
  MEMBER_REMOVED: [
    "担当解除",
    "Member removed",
    "A person or tool is no longer named for a case.",
    "事案の担当者が外された。",
  ],
});
type CaseEventName = keyof typeof caseEvents;

/** `changed` names the fields as the API does. */
export const caseTold = (type: CaseEventName, { id, version }: Case, changed: readonly string[]): DomainEvent => ({
  type,
  subject: "Case",
  subjectId: id,
  caseId: id,
  changed,
  version,
});

export const participantTold = (
  type: CaseEventName,
  { id, caseId }: Pick<CaseParticipant, "id" | "caseId">,
  changed: readonly string[],
): DomainEvent => ({
  type,
  subject: "CaseParticipant",
  subjectId: id,
  caseId,
  changed,
  version: null,
});

export const memberTold = (
  type: CaseEventName,
  { id, caseId }: CaseMember,
  changed: readonly string[],
): DomainEvent => ({
  type,
  subject: "CaseMember",
  subjectId: id,
  caseId,
  changed,
  version: null,
});
