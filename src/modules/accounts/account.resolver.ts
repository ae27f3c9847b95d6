import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../platform/context";
import { EventInterface } from "../../platform/events/event.graphql";
import { withRow } from "../../platform/read/model";
import { Ref } from "../../platform/read/reader";
import { type ReadRow, readField } from "../../platform/read/selection";
import { AccountsArgs, ActorType, MeType, ServiceAccountConnection, UserConnection } from "./account.graphql";
import {
  AccountPayload,
  CreateServiceAccountInput,
  CreateUserInput,
  ServiceAccountPayload,
  UpdateAccountInput,
  UserPayload,
} from "./account.input.graphql";
import { accountModel, meModel, serviceAccountModel, userModel } from "./account.read";
import type { AccountService } from "./account.service";

@Resolver()
export class AccountResolver {
  constructor(private readonly service: AccountService) {}

  @Query(() => MeType, { description: "Who you are: what a client needs to know of itself." })
  me(@Ctx() { reads }: Context, @Info() info: GraphQLResolveInfo) {
    return reads.findWhere(meModel, withRow, info);
  }

  @Query(() => UserConnection, {
    description: "The people of your organisation, and of those with a case in common, newest first.",
  })
  users(@Args(() => AccountsArgs) _args: AccountsArgs, @Ctx() { reads }: Context, @Info() info: GraphQLResolveInfo) {
    return reads.page(userModel, info);
  }

  @Query(() => ServiceAccountConnection, {
    description: "The tools of your organisation, newest first. For its ADMIN; for others the list is empty.",
  })
  serviceAccounts(
    @Args(() => AccountsArgs) _args: AccountsArgs,
    @Ctx() { reads }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return reads.page(serviceAccountModel, info);
  }

  @Mutation(() => UserPayload, {
    description: "Gives a person an account. By the organisation's ADMIN, or the operator of the hub.",
  })
  async createUser(
    @Arg("input", () => CreateUserInput, { description: "Who it is." }) input: CreateUserInput,
    @Ctx() { viewer }: Context,
  ) {
    const { accountId, position } = await this.service.createUser(viewer, input);
    return { user: new Ref(userModel, accountId), position };
  }

  @Mutation(() => ServiceAccountPayload, {
    description: "Gives a tool an account. By the organisation's ADMIN, or the operator of the hub.",
  })
  async createServiceAccount(
    @Arg("input", () => CreateServiceAccountInput, { description: "What it is." }) input: CreateServiceAccountInput,
    @Ctx() { viewer }: Context,
  ) {
    const { accountId, position } = await this.service.createServiceAccount(viewer, input);
    return { serviceAccount: new Ref(serviceAccountModel, accountId), position };
  }

  @Mutation(() => AccountPayload, {
    description:
      "Changes name, roles or activity of an account. By the organisation's ADMIN, or the operator of the hub. What is open with its keys ends when its rights change.",
  })
  async updateAccount(
    @Arg("input", () => UpdateAccountInput, { description: "What is to change." }) input: UpdateAccountInput,
    @Ctx() { viewer }: Context,
  ) {
    const { accountId, position } = await this.service.update(viewer, input);
    return { account: new Ref(accountModel, accountId), position };
  }
}

@Resolver(() => EventInterface)
export class EventActorResolver {
  @FieldResolver(() => ActorType, {
    nullable: true,
    description: "Who did it. Null when a due time came, or when the author is hidden.",
  })
  actor(@Root() row: ReadRow, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }
}
