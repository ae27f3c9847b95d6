import { ArrayMinSize, ArrayUnique, IsOptional, Matches } from "class-validator";
import { Field, InputType, ObjectType } from "type-graphql";
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
import { type Role, roles } from "./account";
import { AccountInterface, ServiceAccountType, UserType } from "./account.graphql";
import type { CreateServiceAccount, CreateUser, UpdateAccount } from "./account.service";
import { ApiKeyType } from "./api-key.graphql";
import type { CreateApiKey, RevokeApiKey } from "./api-key.service";

const ROLES = "What it may do: at least one role, each once. OPERATOR is given by an operator only.";
const EMAIL = "An e-mail address.";
const emailForm = Matches(/^[^\s@]+@[^\s@]+$/, { message: "this is no e-mail address" });
const ORGANIZATION =
  "For whom it acts; left out, your own organisation. FORBIDDEN for another's, but for the operator.";

/** A list of roles that holds at least one, and none twice. */
const Roles = (nullable: boolean): PropertyDecorator => {
  const decorators = [
    Field(() => [enumType(roles)], { description: ROLES, nullable }),
    ...(nullable ? [IsOptional()] : []),
    ArrayMinSize(1, { message: "an account has at least one role" }),
    ArrayUnique({ message: "each role stands once" }),
  ];
  return (target, key) => {
    for (const decorate of decorators) decorate(target, key);
  };
};

@InputType({ description: "Gives a tool an account." })
export class CreateServiceAccountInput implements CreateServiceAccount {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField(ORGANIZATION, true)
  readonly organizationId?: string | null;

  @Text({ max: 200, description: "The name that it goes by." })
  readonly name!: string;

  @Roles(false)
  readonly roles!: readonly Role[];
}

@InputType({ description: "Gives a person an account." })
export class CreateUserInput implements CreateUser {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField(ORGANIZATION, true)
  readonly organizationId?: string | null;

  @Text({ max: 200, description: "The name that the person goes by." })
  readonly name!: string;

  @OptionalText({ max: 254, min: 3, description: EMAIL })
  @emailForm
  readonly email?: string | null;

  @Roles(false)
  readonly roles!: readonly Role[];
}

@InputType({ description: "Changes an account. What is left out stays as it is." })
export class UpdateAccountInput implements UpdateAccount {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The account. FORBIDDEN when it is not of your organisation, or an operator's and you are none.")
  readonly accountId!: string;

  @ExpectedVersion("account")
  readonly expectedVersion!: number;

  @OptionalText({ max: 200, min: 1, description: "The name that it goes by." })
  readonly name?: string | null;

  @OptionalText({ max: 254, min: 3, description: `${EMAIL} For persons only. Null removes it.` })
  @emailForm
  readonly email?: string | null;

  @Roles(true)
  readonly roles?: readonly Role[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether it can sign in. Its keys open nothing while it is false, and what is open with them ends.",
  })
  @IsOptional()
  readonly active?: boolean | null;
}

@InputType({ description: "Gives an account a key." })
export class CreateApiKeyInput implements CreateApiKey {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField(
    "Whose. STATE_CONFLICT when it is not active, or has two live keys: revoke one first, `details.live` names them.",
  )
  readonly accountId!: string;

  @Text({ max: 200, description: "What it is for." })
  readonly label!: string;

  @Field(() => GraphQLDateTime, { nullable: true, description: "Until when, in the future. Null: until revoked." })
  @IsOptional()
  readonly expiresAt?: Date | null;
}

@InputType({ description: "Revokes a key." })
export class RevokeApiKeyInput implements RevokeApiKey {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The key. STATE_CONFLICT when it is revoked already.")
  readonly apiKeyId!: string;
}

@ObjectType({ simpleResolvers: true, description: "The person's account as it is for you now." })
export class UserPayload {
  @Field(() => UserType, { nullable: true, description: "The account." })
  readonly user!: unknown;

  @PositionField()
  readonly position!: unknown;
}

@ObjectType({ simpleResolvers: true, description: "The tool's account as it is for you now." })
export class ServiceAccountPayload {
  @Field(() => ServiceAccountType, { nullable: true, description: "The account." })
  readonly serviceAccount!: unknown;

  @PositionField()
  readonly position!: unknown;
}

@ObjectType({ simpleResolvers: true, description: "The account as it is for you now." })
export class AccountPayload {
  @Field(() => AccountInterface, { nullable: true, description: "The account." })
  readonly account!: unknown;

  @PositionField()
  readonly position!: unknown;
}

@ObjectType({ simpleResolvers: true, description: "The key as it is for you now." })
export class ApiKeyPayload {
  @Field(() => ApiKeyType, { nullable: true, description: "The key, without its secret." })
  readonly apiKey!: unknown;

  @PositionField()
  readonly position!: unknown;
}

@ObjectType({ simpleResolvers: true, description: "A new key." })
export class NewApiKeyPayload extends ApiKeyPayload {
  @Field(() => String, {
    nullable: true,
    description:
      "The whole key, to be sent as `Authorization: Bearer …`: shown here once, and kept nowhere. Null when the call is a repeated one. If the first answer was lost, revoke the key and make another with a new idempotency key.",
  })
  readonly secret!: string | null;

  @Field(() => Boolean, {
    description: "Whether `secret` is in this answer: true for the call that made the key, false for its repetitions.",
  })
  readonly secretShown!: boolean;
}
