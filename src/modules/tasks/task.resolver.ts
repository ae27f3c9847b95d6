import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from "type-graphql";
import type { Outcome } from "../../platform/change";
import type { Context } from "../../platform/context";
import { Ref } from "../../platform/read/reader";
import { type ReadRow, readField } from "../../platform/read/selection";
import { CaseType } from "../cases/case.graphql";
import {
  AddTaskInput,
  AssignTaskInput,
  CancelTaskInput,
  CompleteTaskInput,
  TaskConnection,
  TaskPayload,
  TasksArgs,
} from "./task.graphql";
import { taskModel } from "./task.read";
import type { TaskOutcome, TaskService } from "./task.service";

const payload = ({ taskId, position }: Outcome<TaskOutcome>) => ({ task: new Ref(taskModel, taskId), position });

@Resolver(() => CaseType)
export class TaskResolver {
  constructor(private readonly service: TaskService) {}

  @FieldResolver(() => TaskConnection, { description: "What is to be done in it, and was, newest first." })
  tasks(@Root() row: ReadRow, @Args(() => TasksArgs) _args: TasksArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }

  @Mutation(() => TaskPayload, {
    description: "Adds a task to a case, and gives it to an organisation. By whoever takes an active part.",
  })
  async addTask(
    @Arg("input", () => AddTaskInput, { description: "What, by whom, until when." }) input: AddTaskInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.add(viewer, input));
  }

  @Mutation(() => TaskPayload, {
    description:
      "Gives a task to somebody, or another due time. By who added it, or the case's owner; by the assignee among its own people (FORBIDDEN beyond).",
  })
  async assignTask(
    @Arg("input", () => AssignTaskInput, { description: "Which, and to whom." }) input: AssignTaskInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.assign(viewer, input));
  }

  @Mutation(() => TaskPayload, { description: "Says that a task was done. By its assignee, or the case's owner." })
  async completeTask(
    @Arg("input", () => CompleteTaskInput, { description: "Which, and what came of it." }) input: CompleteTaskInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.complete(viewer, input));
  }

  @Mutation(() => TaskPayload, {
    description: "Says that a task is not to be done any more. By who added it, or the case's owner.",
  })
  async cancelTask(
    @Arg("input", () => CancelTaskInput, { description: "Which, and why." }) input: CancelTaskInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.cancel(viewer, input));
  }
}
