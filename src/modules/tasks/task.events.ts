import { defineEvents } from "../../platform/events/event.vocabulary";
import type { DomainEvent } from "../../platform/events/log";
import type { Task } from "./task";

export const taskEvents = defineEvents({
  TASK_ADDED: ["作業追加", "Task added", "A task was added to a case.", "事案に作業が追加された。"],
  TASK_ASSIGNED: [
    "作業割当変更",
    "Task assigned",
    "A task has another assignee or due time.",
    "作業の担当または期限が変わった。",
  ],
  TASK_COMPLETED: ["作業完了", "Task completed", "A task was done.", "作業が完了した。"],
  TASK_CANCELLED: ["作業取消", "Task cancelled", "A task is not to be done any more.", "作業が取り消された。"],
});

export const taskTold = (
  type: keyof typeof taskEvents,
  { id, caseId, version }: Pick<Task, "id" | "caseId" | "version">,
  changed: readonly string[],
): DomainEvent => ({ type, subject: "Task", subjectId: id, caseId, changed, version });
