import { ArgsType, Field, ID, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { NodeType, PageArgs, connectionOf } from "../../platform/read/read.graphql";
import { AccountInterface } from "./account.graphql";
import type { AuditEntry } from "./audit.read";

@ObjectType("AuditEntry", {
  implements: NodeType,
  simpleResolvers: true,
  description: "One thing that an account of your organisation did. It is written with the change, and never altered.",
})
export class AuditEntryType extends NodeType implements Omit<AuditEntry, "at" | "actorId" | "organizationId"> {
  @Field(() => GraphQLDateTime, { description: "When." })
  readonly at!: string;

  @Field(() => String, { description: "The mutation, as the schema names it." })
  readonly operation!: string;

  @Field(() => [ID], {
    description: "What it changed: the ids of what you may see of it, of the first 100.",
  })
  readonly subjectIds!: readonly string[];

  @Field(() => AccountInterface, { nullable: true, description: "Who did it." })
  readonly account!: AccountInterface | null;
}

export const AuditConnection = connectionOf("AuditEntry", () => AuditEntryType);

@ArgsType()
export class AuditArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: "Only this mutation." })
  readonly operation?: string | null;

  @Field(() => ID, { nullable: true, description: "Only what this account did." })
  readonly accountId?: string | null;
}
