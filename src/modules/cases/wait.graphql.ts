import { ArgsType, Field, ID, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { enumType } from "../../platform/graphql";
import { PageArgs, connectionOf } from "../../platform/read/read.graphql";
import { OrganizationType } from "../organizations/organization.graphql";
import { CaseType } from "./case.graphql";
import { type Wait, type WaitKind, waitKinds } from "./wait";

@ObjectType("Wait", {
  simpleResolvers: true,
  description:
    "Whose turn it is (ボール): an organisation owes something. Whoever sees the case sees it; of feedback, permissions, and questions outside a case or for named persons, only those who take part in them, and of what a masked organisation owes nobody else.",
})
export class WaitType implements Pick<Wait, "id" | "kind"> {
  @Field(() => ID, {
    description: "The id of what is waited for: a handoff, a request, a task, feedback, a forward. `node` reads it.",
  })
  readonly id!: string;

  @Field(() => enumType(waitKinds), { description: "What is owed." })
  readonly kind!: WaitKind;

  @Field(() => GraphQLDateTime, { description: "Since when." })
  readonly since!: string;

  @Field(() => GraphQLDateTime, { nullable: true, description: "Until when. Null when no time was set." })
  readonly dueAt!: string | null;

  @Field(() => Boolean, { description: "Whether the due time has passed." })
  readonly overdue!: boolean;

  @Field(() => OrganizationType, { nullable: true, description: "Who owes it." })
  readonly organization!: OrganizationType | null;

  @Field(() => CaseType, {
    nullable: true,
    description: "In which case. Null for what is outside any, or in one that you do not see.",
  })
  readonly case!: CaseType | null;
}

export const WaitConnection = connectionOf("Wait", () => WaitType);

@ArgsType()
export class WaitsArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: "Only in this case." })
  readonly caseId?: string | null;

  @Field(() => Boolean, { nullable: true, description: "Only what is past its due time (false: what is not)." })
  readonly overdue?: boolean | null;
}
