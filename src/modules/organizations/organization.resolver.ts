import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../platform/context";
import { PageArgs } from "../../platform/read/read.graphql";
import { Ref } from "../../platform/read/reader";
import { type ReadRow, readField } from "../../platform/read/selection";
import { OrganizationConnection, OrganizationType, OrganizationsArgs } from "./organization.graphql";
import {
  CreateOrganizationInput,
  OrganizationPayload,
  SetClientsInput,
  UpdateOrganizationInput,
} from "./organization.input.graphql";
import { organizationModel } from "./organization.read";
import type { OrganizationOutcome, OrganizationService } from "./organization.service";
import type { Outcome } from "../../platform/change";

const payload = ({ organizationId, position }: Outcome<OrganizationOutcome>) => ({
  organization: new Ref(organizationModel, organizationId),
  position,
});

@Resolver(() => OrganizationType)
export class OrganizationResolver {
  constructor(private readonly service: OrganizationService) {}

  @Query(() => OrganizationType, { nullable: true, description: "One organisation by its id." })
  organization(
    @Arg("id", () => ID, { description: "Its id." }) id: string,
    @Ctx() { reads }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return reads.one(organizationModel, id, info);
  }

  @Query(() => OrganizationConnection, { description: "The organisations on this hub, newest first." })
  organizations(
    @Args(() => OrganizationsArgs) _args: OrganizationsArgs,
    @Ctx() { reads }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return reads.page(organizationModel, info);
  }

  @FieldResolver(() => OrganizationConnection, {
    description: "The organisations that are a part of it, newest first.",
  })
  children(@Root() row: ReadRow, @Args(() => PageArgs) _args: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }

  @FieldResolver(() => OrganizationConnection, {
    nullable: true,
    description:
      "Its customers, as those of an outsourced SOC: what is TLP:AMBER for it reaches them. Null unless it is your own organisation.",
  })
  clients(@Root() row: ReadRow, @Args(() => PageArgs) _args: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }

  @FieldResolver(() => OrganizationConnection, {
    nullable: true,
    description:
      "Whose customer it is: what is TLP:AMBER for them reaches it. Null unless it is your own organisation.",
  })
  providers(@Root() row: ReadRow, @Args(() => PageArgs) _args: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }

  @Mutation(() => OrganizationPayload, { description: "Enters an organisation on the hub. By its operator." })
  async createOrganization(
    @Arg("input", () => CreateOrganizationInput, { description: "Who it is." }) input: CreateOrganizationInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.create(viewer, input));
  }

  @Mutation(() => OrganizationPayload, {
    description: "Changes what is said of an organisation. By its own ADMIN, or the operator of the hub.",
  })
  async updateOrganization(
    @Arg("input", () => UpdateOrganizationInput, { description: "What is to change." }) input: UpdateOrganizationInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.update(viewer, input));
  }

  @Mutation(() => OrganizationPayload, {
    description: "Says who a provider's customers are. By its own ADMIN, or the operator of the hub.",
  })
  async setClients(
    @Arg("input", () => SetClientsInput, { description: "Whom to add and to remove." }) input: SetClientsInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.setClients(viewer, input));
  }
}
