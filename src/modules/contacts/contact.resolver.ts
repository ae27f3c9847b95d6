import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../../platform/context";
import { Ref } from "../../platform/read/reader";
import { type ReadRow, readField } from "../../platform/read/selection";
import { CaseType } from "../cases/case.graphql";
import {
  ConfirmDecisionInput,
  ContactConnection,
  ContactPayload,
  ContactsArgs,
  LogContactInput,
} from "./contact.graphql";
import { contactModel } from "./contact.read";
import type { ContactService } from "./contact.service";

@Resolver(() => CaseType)
export class ContactResolver {
  constructor(private readonly service: ContactService) {}

  @FieldResolver(() => ContactConnection, { description: "Who was called about it, the latest first." })
  contactAttempts(
    @Root() row: ReadRow,
    @Args(() => ContactsArgs) _args: ContactsArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readField(row, info);
  }

  @Mutation(() => ContactPayload, {
    description:
      "Logs an attempt to reach somebody about a case, and what was decided in it. By whoever takes an active part; attempts may run side by side.",
  })
  async logContact(
    @Arg("input", () => LogContactInput, { description: "Whom, how, when, with what result." }) input: LogContactInput,
    @Ctx() { viewer }: Context,
  ) {
    const { contactAttemptId, position } = await this.service.log(viewer, input);
    return { contactAttempt: new Ref(contactModel, contactAttemptId), position };
  }

  @Mutation(() => ContactPayload, {
    description:
      "Confirms a decision that was made by word of mouth (追認). By the organisation that decided, and not by the account that logged it.",
  })
  async confirmDecision(
    @Arg("input", () => ConfirmDecisionInput, { description: "Which." }) input: ConfirmDecisionInput,
    @Ctx() { viewer }: Context,
  ) {
    const { contactAttemptId, position } = await this.service.confirm(viewer, input);
    return { contactAttempt: new Ref(contactModel, contactAttemptId), position };
  }
}
