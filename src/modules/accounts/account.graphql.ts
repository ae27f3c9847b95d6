import { Field, Int, ObjectType, createUnionType } from "type-graphql";
import { GraphQLDateTime } from "graphql-scalars";
import { enumType } from "../../platform/graphql";
import { eventOf } from "../../platform/events/event.graphql";
import { TYPE_MARK } from "../../platform/read/compile";
import { NodeType, connectionOf } from "../../platform/read/read.graphql";
import type { ReadRow } from "../../platform/read/selection";
import { OrganizationType } from "../organizations/organization.graphql";
import { type Account, type Role, roles } from "./account";

@ObjectType("User", {
  implements: NodeType,
  simpleResolvers: true,
  description: "A person (担当者) of an organisation.",
})
export class UserType extends NodeType implements Omit<Account, "kind" | "organizationId" | "createdAt"> {
  @Field(() => Int, { description: "Counts the changes." })
  readonly version!: number;

  @Field(() => String, { description: "The name that the person goes by." })
  readonly name!: string;

  @Field(() => String, {
    nullable: true,
    description: "An e-mail address. Null outside the person's own organisation.",
  })
  readonly email!: string | null;

  @Field(() => [enumType(roles)], {
    nullable: true,
    description: "What the person may do. Null outside the own organisation.",
  })
  readonly roles!: readonly Role[];

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether the person can sign in. Null outside the own organisation.",
  })
  readonly active!: boolean;

  @Field(() => GraphQLDateTime, { description: "Since when the hub knows the person." })
  readonly createdAt!: string;

  @Field(() => OrganizationType, { nullable: true, description: "For whom the person acts." })
  readonly organization!: OrganizationType | null;
}

export const UserConnection = connectionOf("User", () => UserType);
export const UserEvent = eventOf("User", { field: "user", type: () => UserType });

export const ActorType = createUnionType({
  name: "Actor",
  description:
    "Who did something: the person where you may see it, else the organisation. A tool is shown as its organisation.",
  types: () => [UserType, OrganizationType] as const,
  resolveType: (row: object) => String((row as ReadRow)[TYPE_MARK]),
});
