import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from "type-graphql";
import type { Outcome } from "../../platform/change";
import type { Context } from "../../platform/context";
import { PageArgs } from "../../platform/read/read.graphql";
import { Ref } from "../../platform/read/reader";
import { type ReadRow, readField } from "../../platform/read/selection";
import { CaseType } from "../cases/case.graphql";
import { OrganizationConnection } from "../organizations/organization.graphql";
import {
  ConsentConnection,
  ConsentPayload,
  ConsentType,
  RecordConsentInput,
  WithdrawConsentInput,
} from "./consent.graphql";
import { consentModel } from "./consent.read";
import type { ConsentOutcome, ConsentService } from "./consent.service";

const payload = ({ consentId, position }: Outcome<ConsentOutcome>) => ({
  consent: new Ref(consentModel, consentId),
  position,
});

@Resolver(() => ConsentType)
export class ConsentResolver {
  constructor(private readonly service: ConsentService) {}

  @FieldResolver(() => OrganizationConnection, {
    description: "To whom it allows it. Empty where that is whomever the marking allows.",
  })
  recipients(@Root() row: ReadRow, @Args(() => PageArgs) _args: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }

  @Mutation(() => ConsentPayload, {
    description: "Records that something of the affected organisation's side may leave the case. By that organisation.",
  })
  async recordConsent(
    @Arg("input", () => RecordConsentInput, { description: "What, and to whom." }) input: RecordConsentInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.record(viewer, input));
  }

  @Mutation(() => ConsentPayload, { description: "Withdraws a consent. What has gone out under it has gone out." })
  async withdrawConsent(
    @Arg("input", () => WithdrawConsentInput, { description: "Which." }) input: WithdrawConsentInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.withdraw(viewer, input));
  }
}

@Resolver(() => CaseType)
export class CaseConsentResolver {
  @FieldResolver(() => ConsentConnection, { description: "What the affected organisation consented to, newest first." })
  consents(@Root() row: ReadRow, @Args(() => PageArgs) _args: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }
}
