import { ArgsType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import {
  ExpectedVersion,
  IdField,
  IdempotencyKey,
  OptionalText,
  PositionField,
  Text,
  enumType,
} from "../../platform/graphql";
import { eventOf } from "../../platform/events/event.graphql";
import { NodeType, PageArgs, connectionOf } from "../../platform/read/read.graphql";
import { ActorType, UserType } from "../accounts/account.graphql";
import { CaseType } from "../cases/case.graphql";
import { OrganizationType } from "../organizations/organization.graphql";
import { type Task, type TaskState, taskStates } from "./task";
import type { AddTask, AssignTask, EndTask } from "./task.service";

type NotServed =
  | "caseId"
  | "organizationId"
  | "accountId"
  | "addedById"
  | "addedByOrganizationId"
  | "endedById"
  | "endedByOrganizationId";
type Times = "assignedAt" | "dueAt" | "addedAt" | "endedAt";

/** A fact added to {@link Task} does not compile until it is declared here, or named among those not served. */
@ObjectType("Task", {
  implements: NodeType,
  simpleResolvers: true,
  description: "Something that an organisation has to do in a case. While it is open, the case waits on it.",
})
export class TaskType extends NodeType implements Omit<Task, NotServed | Times> {
  @Field(() => Int, { description: "Counts the changes. Give it back as `expectedVersion`." })
  readonly version!: number;

  @Field(() => String, { description: "What is to be done, in one line." })
  readonly title!: string;

  @Field(() => String, { nullable: true, description: "What there is to say about it." })
  readonly detail!: string | null;

  @Field(() => enumType(taskStates), { description: "Where it stands." })
  readonly state!: TaskState;

  @Field(() => OrganizationType, { nullable: true, description: "Who has to do it." })
  readonly organization!: OrganizationType | null;

  @Field(() => UserType, {
    nullable: true,
    description: "Which person there. Null when none is named, for a tool, and for a person that you may not see.",
  })
  readonly user!: UserType | null;

  @Field(() => Boolean, { description: "Whether it is with the account that asks." })
  readonly yours!: boolean;

  @Field(() => GraphQLDateTime, { description: "Since when it is with this organisation." })
  readonly assignedAt!: string;

  @Field(() => GraphQLDateTime, { nullable: true, description: "Until when it is to be done. Null: no time was set." })
  readonly dueAt!: string | null;

  @Field(() => Boolean, { description: "Whether it is open past its due time." })
  readonly overdue!: boolean;

  @Field(() => GraphQLDateTime, { description: "When it was added." })
  readonly addedAt!: string;

  @Field(() => ActorType, { nullable: true, description: "Who added it." })
  readonly addedBy!: unknown;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When it was done or cancelled. Null while open." })
  readonly endedAt!: string | null;

  @Field(() => ActorType, { nullable: true, description: "Who did or cancelled it. Null while open." })
  readonly endedBy!: unknown;

  @Field(() => String, { nullable: true, description: "What came of it, or why it was cancelled." })
  readonly outcome!: string | null;

  @Field(() => CaseType, { nullable: true, description: "In which case." })
  readonly case!: CaseType | null;
}

export const TaskConnection = connectionOf("Task", () => TaskType);
export const TaskEvent = eventOf("Task", { field: "task", type: () => TaskType });

@ArgsType()
export class TasksArgs extends PageArgs {
  @Field(() => [enumType(taskStates)], { nullable: true, description: "Only those in one of these states." })
  readonly states?: readonly TaskState[] | null;

  @Field(() => ID, { nullable: true, description: "Only those that this organisation has to do." })
  readonly organizationId?: string | null;
}

const ACCOUNT =
  "Which person or tool there. NOT_FOUND when it is not of that organisation, INVALID_INPUT when the case is for its members only and it is none.";

@InputType({ description: "Adds a task to a case." })
export class AddTaskInput implements AddTask {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The case. NOT_FOUND when you cannot read it, STATE_CONFLICT when it is closed.")
  readonly caseId!: string;

  @Text({ max: 300, description: "What is to be done, in one line." })
  readonly title!: string;

  @OptionalText({ max: 20_000, description: "What there is to say about it." })
  readonly detail?: string | null;

  @IdField("Who has to do it: an organisation that takes part, and not only looks on. Left out: yours.", true)
  readonly organizationId?: string | null;

  @IdField(ACCOUNT, true)
  readonly accountId?: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "Until when." })
  readonly dueAt?: Date | null;
}

@InputType({ description: "Names a task, and the version of it that you decided on." })
abstract class OfTaskInput {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The task. NOT_FOUND when you cannot read it, STATE_CONFLICT when it is not open.")
  readonly taskId!: string;

  @ExpectedVersion("task")
  readonly expectedVersion!: number;
}

@InputType({ description: "Gives a task to somebody, or another due time." })
export class AssignTaskInput extends OfTaskInput implements AssignTask {
  @IdField("Who has to do it: an organisation that takes part, and not only looks on.")
  readonly organizationId!: string;

  @IdField(`${ACCOUNT} Left out: nobody is named.`, true)
  readonly accountId?: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "Until when. Left out, it stays; null removes it." })
  readonly dueAt?: Date | null;
}

@InputType({ description: "Says that a task was done." })
export class CompleteTaskInput extends OfTaskInput implements EndTask {
  @OptionalText({ max: 20_000, description: "What came of it." })
  readonly outcome?: string | null;
}

@InputType({ description: "Says that a task is not to be done any more." })
export class CancelTaskInput extends OfTaskInput implements EndTask {
  @OptionalText({ max: 20_000, description: "Why." })
  readonly outcome?: string | null;
}

@ObjectType({ simpleResolvers: true, description: "The task as it is for you now." })
export class TaskPayload {
  @Field(() => TaskType, { nullable: true, description: "Null when you may no longer see it." })
  readonly task!: unknown;

  @PositionField()
  readonly position!: unknown;
}
