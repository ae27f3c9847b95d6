import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, ID, Info, Mutation, Query, Resolver } from "type-graphql";
import type { Outcome } from "../../platform/change";
import type { Context } from "../../platform/context";
import { Ref } from "../../platform/read/reader";
import { AgreementConnection, AgreementType, AgreementsArgs } from "./agreement.graphql";
import {
  AcceptAgreementInput,
  AgreementPayload,
  CreateAgreementInput,
  EndAgreementInput,
} from "./agreement.input.graphql";
import { agreementModel } from "./agreement.read";
import type { AgreementOutcome, AgreementService } from "./agreement.service";

const payload = ({ agreementId, position }: Outcome<AgreementOutcome>) => ({
  agreement: new Ref(agreementModel, agreementId),
  position,
});

@Resolver()
export class AgreementResolver {
  constructor(private readonly service: AgreementService) {}

  @Query(() => AgreementType, {
    nullable: true,
    description: "One agreement by its id. NOT_FOUND when your organisation is no party of it.",
  })
  agreement(
    @Arg("id", () => ID, { description: "Its id." }) id: string,
    @Ctx() { reads }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return reads.one(agreementModel, id, info);
  }

  @Query(() => AgreementConnection, { description: "The agreements of your organisation, newest first." })
  agreements(
    @Args(() => AgreementsArgs) _args: AgreementsArgs,
    @Ctx() { reads }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return reads.page(agreementModel, info);
  }

  @Mutation(() => AgreementPayload, {
    description: "Proposes an agreement to other organisations. By a LIAISON or ADMIN.",
  })
  async createAgreement(
    @Arg("input", () => CreateAgreementInput, { description: "Between whom, and what." }) input: CreateAgreementInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.create(viewer, input));
  }

  @Mutation(() => AgreementPayload, {
    description:
      "Binds your organisation to an agreement that was proposed to it; with the last party it is active. By a LIAISON or ADMIN.",
  })
  async acceptAgreement(
    @Arg("input", () => AcceptAgreementInput, { description: "Which." }) input: AcceptAgreementInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.accept(viewer, input));
  }

  @Mutation(() => AgreementPayload, {
    description: "Turns a proposed agreement down, or ends one. By a LIAISON or ADMIN of any party.",
  })
  async endAgreement(
    @Arg("input", () => EndAgreementInput, { description: "Which, and why." }) input: EndAgreementInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.end(viewer, input));
  }
}
