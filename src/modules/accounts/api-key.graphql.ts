import { ArgsType, Field, ID, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { eventOf } from "../../platform/events/event.graphql";
import { enumType } from "../../platform/graphql";
import { NodeType, PageArgs, connectionOf } from "../../platform/read/read.graphql";
import { type ApiKey, type ApiKeyState, apiKeyStates } from "./account";
import { AccountInterface } from "./account.graphql";

type Served = Omit<ApiKey, "accountId" | "secretHash" | "createdAt" | "expiresAt" | "revokedAt" | "lastUsedAt">;

@ObjectType("ApiKey", {
  implements: NodeType,
  simpleResolvers: true,
  description:
    "A credential of an account, sent as `Authorization: Bearer …`. The secret is served once, when the key is made; the hub keeps a hash of it.",
})
export class ApiKeyType extends NodeType implements Served {
  @Field(() => String, { description: "What it is for, in the words of whoever made it." })
  readonly label!: string;

  @Field(() => enumType(apiKeyStates), { description: "Whether it opens the hub now." })
  readonly state!: ApiKeyState;

  @Field(() => GraphQLDateTime, { description: "Since when." })
  readonly createdAt!: string;

  @Field(() => GraphQLDateTime, { nullable: true, description: "Until when. Null when it has no end." })
  readonly expiresAt!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "When it was revoked." })
  readonly revokedAt!: string | null;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: "When it was last used, to the minute. Null when it never was.",
  })
  readonly lastUsedAt!: string | null;

  @Field(() => AccountInterface, { nullable: true, description: "Whose it is." })
  readonly account!: AccountInterface | null;
}

export const ApiKeyConnection = connectionOf("ApiKey", () => ApiKeyType);
export const ApiKeyEvent = eventOf("ApiKey", { field: "apiKey", type: () => ApiKeyType });

@ArgsType()
export class ApiKeysArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: "Only those of this account." })
  readonly accountId?: string | null;
}
