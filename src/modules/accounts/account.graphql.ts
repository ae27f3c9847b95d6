import { ArgsType, Field, ID, Int, InterfaceType, ObjectType, createUnionType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { enumType } from "../../platform/graphql";
import { eventOf } from "../../platform/events/event.graphql";
import { TYPE_MARK } from "../../platform/read/compile";
import { NodeType, PageArgs, connectionOf } from "../../platform/read/read.graphql";
import type { ReadRow } from "../../platform/read/selection";
import { OrganizationType } from "../organizations/organization.graphql";
import { type Account, type AccountKind, type Role, accountKinds, roles } from "./account";

const kindOf = (row: object): string => String((row as ReadRow)[TYPE_MARK]);

@InterfaceType("Account", {
  implements: NodeType,
  description: "Who signs in for an organisation: a person or a tool.",
  resolveType: kindOf,
})
export abstract class AccountInterface
  extends NodeType
  implements Omit<Account, "kind" | "organizationId" | "email" | "createdAt">
{
  @Field(() => Int, {
    description: "Counts the changes of name, roles and activity. Give it back as `expectedVersion`.",
  })
  readonly version!: number;

  @Field(() => String, { description: "The name that it goes by." })
  readonly name!: string;

  @Field(() => [enumType(roles)], { description: "What it may do for its organisation." })
  readonly roles!: readonly Role[];

  @Field(() => Boolean, { description: "Whether it can sign in." })
  readonly active!: boolean;

  @Field(() => GraphQLDateTime, { description: "Since when the hub knows it." })
  readonly createdAt!: string;

  @Field(() => OrganizationType, { nullable: true, description: "For whom it acts." })
  readonly organization!: OrganizationType | null;
}

@ObjectType("User", {
  implements: [NodeType, AccountInterface],
  simpleResolvers: true,
  description: "A person (担当者) of an organisation. Seen by the own organisation and by those with a case in common.",
})
export class UserType extends AccountInterface {
  @Field(() => String, {
    nullable: true,
    description: "An e-mail address. Null outside the person's own organisation.",
  })
  readonly email!: string | null;
}

@ObjectType("ServiceAccount", {
  implements: [NodeType, AccountInterface],
  simpleResolvers: true,
  description:
    "A tool (ツール) that acts for an organisation: a SIEM, an EDR console. Seen by the organisation's ADMIN.",
})
export class ServiceAccountType extends AccountInterface {}

@ObjectType("Me", { simpleResolvers: true, description: "Who you are on this hub, as your credential says." })
export class MeType {
  @Field(() => ID, { description: "The id of your account." })
  readonly accountId!: string;

  @Field(() => enumType(accountKinds), { description: "Whether you are a person or a tool." })
  readonly kind!: AccountKind;

  @Field(() => String, { description: "The name of your account." })
  readonly name!: string;

  @Field(() => [enumType(roles)], { description: "What you may do for your organisation." })
  readonly roles!: readonly Role[];

  @Field(() => Boolean, {
    description: "Whether you administer the hub's organisations and accounts. That shows you no case.",
  })
  readonly operator!: boolean;

  @Field(() => OrganizationType, { nullable: true, description: "For whom you act." })
  readonly organization!: OrganizationType | null;

  @Field(() => UserType, { nullable: true, description: "Your account, when you are a person." })
  readonly user!: UserType | null;

  @Field(() => ServiceAccountType, {
    nullable: true,
    description: "Your account, when you are a tool that may read accounts of tools.",
  })
  readonly serviceAccount!: ServiceAccountType | null;
}

export const UserConnection = connectionOf("User", () => UserType);
export const ServiceAccountConnection = connectionOf("ServiceAccount", () => ServiceAccountType);
export const UserEvent = eventOf("User", { field: "user", type: () => UserType });
export const ServiceAccountEvent = eventOf("ServiceAccount", {
  field: "serviceAccount",
  type: () => ServiceAccountType,
});

export const ActorType = createUnionType({
  name: "Actor",
  description:
    "Who did something: the person where you may see it, else the organisation. A tool is shown as its organisation.",
  types: () => [UserType, OrganizationType] as const,
  resolveType: kindOf,
});

@ArgsType()
export class AccountsArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: "Only those of this organisation." })
  readonly organizationId?: string | null;

  @Field(() => Boolean, { nullable: true, description: "Only those that can sign in (false: that cannot)." })
  readonly active?: boolean | null;

  @Field(() => String, { nullable: true, description: "Only those whose name holds this." })
  readonly text?: string | null;
}
