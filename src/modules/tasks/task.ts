import { newId } from "../../platform/ids";
import { type ValueOf, vocabulary } from "../../platform/vocabulary";

export const taskStates = vocabulary("TaskState", "Where a task stands.", {
  OPEN: ["未完了", "Open", "It is to be done.", "未完了。"],
  DONE: ["完了", "Done", "It was done.", "完了した。"],
  CANCELLED: ["取消", "Cancelled", "It is not to be done any more.", "取り消した。"],
});
export type TaskState = ValueOf<typeof taskStates>;

/** Something that an organisation has to do in a case. While it is open, the case waits on that organisation. */
export type Task = {
  readonly id: string;
  readonly version: number;
  readonly caseId: string;
  readonly title: string;
  readonly detail: string | null;
  readonly state: TaskState;
  /** Who has to do it. */
  readonly organizationId: string;
  /** Which person or tool there. */
  readonly accountId: string | null;
  /** Since when it is with this organisation. */
  readonly assignedAt: Date;
  readonly dueAt: Date | null;
  readonly addedAt: Date;
  readonly addedById: string;
  readonly addedByOrganizationId: string;
  readonly endedAt: Date | null;
  readonly endedById: string | null;
  readonly endedByOrganizationId: string | null;
  readonly outcome: string | null;
};

type By = { readonly accountId: string; readonly organizationId: string };
type Given = Pick<Task, "caseId" | "title" | "organizationId" | "accountId"> & {
  readonly detail?: string | null;
  readonly dueAt?: Date | null;
};

export function newTask({ caseId, title, organizationId, accountId, ...given }: Given, by: By, now: Date): Task {
  return {
    id: newId("task"),
    version: 1,
    caseId,
    title,
    detail: given.detail ?? null,
    state: "OPEN",
    organizationId,
    accountId,
    assignedAt: now,
    dueAt: given.dueAt ?? null,
    addedAt: now,
    addedById: by.accountId,
    addedByOrganizationId: by.organizationId,
    endedAt: null,
    endedById: null,
    endedByOrganizationId: null,
    outcome: null,
  };
}

/** The task after it was done, or is not to be done any more. */
export function endedTask(task: Task, state: "DONE" | "CANCELLED", outcome: string | null, by: By, now: Date): Task {
  return {
    ...task,
    version: task.version + 1,
    state,
    outcome,
    endedAt: now,
    endedById: by.accountId,
    endedByOrganizationId: by.organizationId,
  };
}

export type Assignee = {
  readonly organizationId: string;
  readonly accountId: string | null;
  readonly dueAt: Date | null;
};

/** The task with another assignee or due time; the same object when nothing changes. Who gets it owes it from now on. */
export function assignedTask(task: Task, to: Assignee, now: Date): Task {
  const same = task.accountId === to.accountId && task.dueAt?.getTime() === to.dueAt?.getTime();
  if (task.organizationId === to.organizationId && same) return task;
  const assignedAt = task.organizationId === to.organizationId ? task.assignedAt : now;
  return { ...task, ...to, assignedAt, version: task.version + 1 };
}
