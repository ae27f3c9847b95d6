import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, Info, Mutation, Query, Resolver } from "type-graphql";
import type { Context } from "../../platform/context";
import { Ref } from "../../platform/read/reader";
import { ApiKeyPayload, CreateApiKeyInput, NewApiKeyPayload, RevokeApiKeyInput } from "./account.input.graphql";
import { ApiKeyConnection, ApiKeysArgs } from "./api-key.graphql";
import { apiKeyModel } from "./api-key.read";
import type { ApiKeyService } from "./api-key.service";
import { AuditArgs, AuditConnection } from "./audit.graphql";
import { auditModel } from "./audit.read";

@Resolver()
export class ApiKeyResolver {
  constructor(private readonly service: ApiKeyService) {}

  @Query(() => ApiKeyConnection, {
    description: "The API keys of your organisation's accounts, newest first. For its ADMIN; for others it is empty.",
  })
  apiKeys(@Args(() => ApiKeysArgs) _args: ApiKeysArgs, @Ctx() { reads }: Context, @Info() info: GraphQLResolveInfo) {
    return reads.page(apiKeyModel, info);
  }

  @Query(() => AuditConnection, {
    description: "What your organisation's accounts did, newest first. For its ADMIN; for others it is empty.",
  })
  auditLog(@Args(() => AuditArgs) _args: AuditArgs, @Ctx() { reads }: Context, @Info() info: GraphQLResolveInfo) {
    return reads.page(auditModel, info);
  }

  @Mutation(() => NewApiKeyPayload, {
    description:
      "Gives an account a key, and shows its secret once. Two may live at once, to change from one to the next. By the organisation's ADMIN, or the operator of the hub.",
  })
  async createApiKey(
    @Arg("input", () => CreateApiKeyInput, { description: "Whose, what for, until when." }) input: CreateApiKeyInput,
    @Ctx() { viewer }: Context,
  ) {
    const { apiKeyId, secret, position } = await this.service.create(viewer, input);
    return { apiKey: new Ref(apiKeyModel, apiKeyId), secret, secretShown: secret !== null, position };
  }

  @Mutation(() => ApiKeyPayload, {
    description:
      "Ends a key at once, with what is open with it. By the organisation's ADMIN, or the operator of the hub.",
  })
  async revokeApiKey(
    @Arg("input", () => RevokeApiKeyInput, { description: "Which." }) input: RevokeApiKeyInput,
    @Ctx() { viewer }: Context,
  ) {
    const { apiKeyId, position } = await this.service.revoke(viewer, input);
    return { apiKey: new Ref(apiKeyModel, apiKeyId), position };
  }
}
