import type { Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { DomainError } from "../../platform/errors";
import { bind, run, sql } from "../../platform/sql";
import { assertState } from "../../platform/verbs";
import type { Case } from "../cases/case";
import type { CaseService } from "../cases/case.service";
import { whenLeaving } from "../cases/participation";
import { type Task, assignedTask, endedTask, newTask } from "./task";
import { taskSides } from "./task.access";
import { taskTold } from "./task.events";
import { taskModel } from "./task.read";
import { TaskTable } from "./task.table";
import { taskVerbs } from "./task.verbs";

type Keyed = { readonly idempotencyKey: string };
type OfTask = Keyed & { readonly taskId: string; readonly expectedVersion: number };
export type AddTask = Keyed & {
  readonly caseId: string;
  readonly title: string;
  readonly detail?: string | null;
  /** Left out: one's own. */
  readonly organizationId?: string | null;
  readonly accountId?: string | null;
  readonly dueAt?: Date | null;
};
export type AssignTask = OfTask & {
  readonly organizationId: string;
  readonly accountId?: string | null;
  /** Left out: it stays. Null: there is none. */
  readonly dueAt?: Date | null;
};
export type EndTask = OfTask & { readonly outcome?: string | null };
export type TaskOutcome = { readonly taskId: string };

/** What is to be done in a case, by whom, until when. */
export class TaskService {
  constructor(
    private readonly writer: Writer,
    private readonly cases: CaseService,
  ) {}

  add(viewer: Viewer, input: AddTask): Promise<Outcome<TaskOutcome>> {
    const verb = taskVerbs.addTask;
    return this.writer.mutate(viewer, "addTask", input, async (change) => {
      const current = await this.cases.lock(change, "addTask", verb, input.caseId);
      assertState("addTask", verb, current.state);
      const organizationId = input.organizationId ?? viewer.organizationId;
      const accountId = input.accountId ?? null;
      await this.cases.assertCanWork(change, current, { organizationId, accountId });
      const one = newTask({ ...input, organizationId, accountId }, viewer, change.now);
      await change.tx.insert(TaskTable, one);
      change.tell(taskTold("TASK_ADDED", one, ["title", "state", "organization", "dueAt"]));
      return { taskId: one.id };
    });
  }

  assign(viewer: Viewer, input: AssignTask): Promise<Outcome<TaskOutcome>> {
    return this.writer.mutate(viewer, "assignTask", input, async (change) => {
      const { row, sides, case: current } = await this.lock(change, "assignTask", input);
      const { organizationId, accountId = null, dueAt = row.dueAt } = input;
      if (organizationId !== row.organizationId && !sides.has("ADDER") && !sides.has("OWNER")) {
        const message = "The assignee passes a task on among its own people only.";
        throw new DomainError("FORBIDDEN", message, { field: "input.organizationId" });
      }
      await this.cases.assertCanWork(change, current, { organizationId, accountId });
      const assigned = assignedTask(row, { organizationId, accountId, dueAt }, change.now);
      if (assigned === row) return { taskId: row.id };
      await change.tx.update(TaskTable, { id: row.id }, assigned);
      change.tell(taskTold("TASK_ASSIGNED", assigned, ["organization", "user", "assignedAt", "dueAt"]));
      return { taskId: row.id };
    });
  }

  complete(viewer: Viewer, input: EndTask): Promise<Outcome<TaskOutcome>> {
    return this.end(viewer, "completeTask", input);
  }

  cancel(viewer: Viewer, input: EndTask): Promise<Outcome<TaskOutcome>> {
    return this.end(viewer, "cancelTask", input);
  }

  private end(viewer: Viewer, name: "completeTask" | "cancelTask", input: EndTask): Promise<Outcome<TaskOutcome>> {
    return this.writer.mutate(viewer, name, input, async (change) => {
      const { row } = await this.lock(change, name, input);
      const ended = endedTask(row, taskVerbs[name].to, input.outcome ?? null, viewer, change.now);
      await change.tx.update(TaskTable, { id: row.id }, ended);
      const type = name === "completeTask" ? "TASK_COMPLETED" : "TASK_CANCELLED";
      change.tell(taskTold(type, ended, ["state", "outcome", "endedAt", "endedBy"]));
      return { taskId: row.id };
    });
  }

  private async lock(change: ViewerChange, name: Exclude<keyof typeof taskVerbs, "addTask">, input: OfTask) {
    const { taskId: id, expectedVersion } = input;
    const asked = { model: taskModel, id, sides: taskSides, expectedVersion, field: "input.taskId" };
    const locked = await this.cases.lockWithin(change, name, taskVerbs[name], asked);
    assertState(name, taskVerbs[name], locked.row.state);
    return locked;
  }
}

/** What an organisation leaves undone goes to the owner, who answers for the case: nothing waits on who is not there. */
async function passToOwner(change: ViewerChange, { id, ownerId }: Case, organizationId: string): Promise<void> {
  const passed = await run<Pick<Task, "id" | "version">>(
    change.tx,
    "tasks.passToOwner",
    sql`
    update tasks set organization_id = ${bind(ownerId, "text")}, account_id = null, version = version + 1,
                     assigned_at = ${bind(change.now, "timestamptz")}
    where case_id = ${bind(id, "text")} and organization_id = ${bind(organizationId, "text")} and state = 'OPEN'
    returning id, version`,
  );
  const changed = ["organization", "user", "assignedAt"];
  change.tell(...passed.map((task) => taskTold("TASK_ASSIGNED", { ...task, caseId: id }, changed)));
}
whenLeaving(passToOwner);
