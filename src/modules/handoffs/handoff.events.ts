import { isDeepStrictEqual } from "node:util";
import { defineEvents } from "../../platform/events/event.vocabulary";
import type { DomainEvent } from "../../platform/events/log";
import type { Handoff } from "./handoff";

export const handoffEvents = defineEvents({
  HANDOFF_OFFERED: ["引き継ぎ依頼", "Handoff offered", "A case is handed on.", "引き継ぎが依頼された。"],
  HANDOFF_UPDATED: [
    "引き継ぎ情報更新",
    "Handoff updated",
    "A handoff has a new version of its package.",
    "引き継ぎ情報の新しい版が出た。",
  ],
  HANDOFF_ACKNOWLEDGED: ["受領確認", "Handoff acknowledged", "The receiver has read it.", "受け手が受領を確認した。"],
  HANDOFF_INFO_REQUESTED: [
    "追加情報要求",
    "Information requested",
    "The receiver asked the giver; the clock stands still.",
    "受け手が追加情報を求めた。",
  ],
  HANDOFF_RESUMED: [
    "引き継ぎ再開",
    "Handoff resumed",
    "The giver owes no answer any more; the clock goes on.",
    "回答等により計時が再開した。",
  ],
  HANDOFF_ACCEPTED: ["受諾", "Handoff accepted", "The receiver took it.", "受け手が引き受けた。"],
  HANDOFF_DECLINED: ["引き継ぎ辞退", "Handoff declined", "The receiver does not take it.", "受け手が辞退した。"],
  HANDOFF_WITHDRAWN: [
    "引き継ぎ取り下げ",
    "Handoff withdrawn",
    "It is offered no longer.",
    "引き継ぎが取り下げられた。",
  ],
  HANDOFF_COMPLETED: ["引き継ぎ完了", "Handoff completed", "What was asked for is done.", "依頼された作業が完了した。"],
  HANDOFF_OVERDUE: [
    "期限超過",
    "Handoff overdue",
    "The receiver is late: `ladderLevel` says which contact on the ladder is to be called.",
    "期限を過ぎた。次の連絡先に連絡する。",
  ],
});

const apiNames: Partial<Record<keyof Handoff, string>> = {
  caseId: "case",
  giverId: "giver",
  receiverId: "receiver",
  packageId: "package",
};
const notServed: readonly (keyof Handoff)[] = ["id", "version", "invited", "offeredById"];

/** Tells of what has changed of a handoff, as the API names it; of a new one, what it is. */
export function handoffTold(
  type: keyof typeof handoffEvents,
  before: Handoff | undefined,
  after: Handoff,
): DomainEvent {
  const fields = Object.keys(after) as (keyof Handoff)[];
  const changed = fields
    .filter((field) => !notServed.includes(field) && !isDeepStrictEqual(before?.[field] ?? null, after[field]))
    .map((field) => apiNames[field] ?? field);
  const { id, caseId, version } = after;
  return { type, subject: "Handoff", subjectId: id, caseId, version, changed };
}
