import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../../platform/context";
import { Ref, Refs } from "../../platform/read/reader";
import { type ReadRow, readField } from "../../platform/read/selection";
import { CaseType } from "./case.graphql";
import { caseModel, memberModel, participantModel } from "./case.read";
import type { MemberService, MembersOutcome } from "./member.service";
import {
  MemberConnection,
  MemberPayload,
  MembersArgs,
  MembersPayload,
  ParticipantConnection,
  ParticipantPayload,
  ParticipantsArgs,
} from "./participant.graphql";
import {
  AddCaseMembersInput,
  AdmitParticipantInput,
  AssignCaseInput,
  InviteParticipantInput,
  LeaveCaseInput,
  RemoveCaseMemberInput,
  RemoveParticipantInput,
  RespondToInvitationInput,
  SetTrackingIdInput,
} from "./participant.input.graphql";
import type { ParticipantOutcome, ParticipantService } from "./participant.service";

const payload = <T extends ParticipantOutcome>({ participantId, caseId, ...more }: T) => ({
  ...more,
  participant: new Ref(participantModel, participantId),
  case: new Ref(caseModel, caseId),
});

const membersPayload = <T extends MembersOutcome>({ caseId, ...outcome }: T) => {
  const ids = new Set(outcome.results.flatMap(({ id }) => id ?? []));
  return { ...outcome, members: new Refs(memberModel, [...ids]), case: new Ref(caseModel, caseId) };
};

@Resolver(() => CaseType)
export class ParticipantResolver {
  constructor(private readonly service: ParticipantService) {}

  @FieldResolver(() => ParticipantConnection, { description: "Who takes part, in the order of joining." })
  participants(
    @Root() row: ReadRow,
    @Args(() => ParticipantsArgs) _args: ParticipantsArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readField(row, info);
  }

  @Mutation(() => ParticipantPayload, { description: "Invites an organisation to a case. By its owner." })
  async inviteParticipant(
    @Arg("input", () => InviteParticipantInput, { description: "Whom, and as what." }) input: InviteParticipantInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.invite(viewer, input));
  }

  @Mutation(() => ParticipantPayload, {
    description:
      "Admits a participant to what is exchanged within a case (被害組織による参加承認). By the affected organisation, its parts, or what it is a part of, as soon as they are invited. Whoever is admitted stays so: nothing changes then.",
  })
  async admitParticipant(
    @Arg("input", () => AdmitParticipantInput, { description: "Whom." }) input: AdmitParticipantInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.admit(viewer, input));
  }

  @Mutation(() => ParticipantPayload, { description: "Accepts or declines an invitation. By whoever is invited." })
  async respondToInvitation(
    @Arg("input", () => RespondToInvitationInput, { description: "The answer." }) input: RespondToInvitationInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.respond(viewer, input));
  }

  @Mutation(() => ParticipantPayload, {
    description:
      "Ends your organisation's part in a case. STATE_CONFLICT for its owner, who hands it over first. It can be invited again.",
  })
  async leaveCase(
    @Arg("input", () => LeaveCaseInput, { description: "Which case, and why." }) input: LeaveCaseInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.leave(viewer, input));
  }

  @Mutation(() => ParticipantPayload, {
    description: "Ends another organisation's part in a case. By its owner, who cannot remove itself (STATE_CONFLICT).",
  })
  async removeParticipant(
    @Arg("input", () => RemoveParticipantInput, { description: "Whose, and why." }) input: RemoveParticipantInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.remove(viewer, input));
  }

  @Mutation(() => ParticipantPayload, { description: "Sets your organisation's own number for a case." })
  async setTrackingId(
    @Arg("input", () => SetTrackingIdInput, { description: "The number." }) input: SetTrackingIdInput,
    @Ctx() { viewer }: Context,
  ) {
    return payload(await this.service.setTrackingId(viewer, input));
  }
}

@Resolver(() => CaseType)
export class MemberResolver {
  constructor(private readonly service: MemberService) {}

  @FieldResolver(() => MemberConnection, { description: "The named persons and tools, in the order of naming." })
  members(@Root() row: ReadRow, @Args(() => MembersArgs) _args: MembersArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }

  @Mutation(() => MembersPayload, {
    description:
      "Names people and tools for a case: of a restricted or RED case they alone see anything. By its owner.",
  })
  async addCaseMembers(
    @Arg("input", () => AddCaseMembersInput, { description: "Whom." }) input: AddCaseMembersInput,
    @Ctx() { viewer }: Context,
  ) {
    return membersPayload(await this.service.add(viewer, input));
  }

  @Mutation(() => MemberPayload, {
    description:
      "Takes a person or tool off a case. By its own organisation, or the owner; STATE_CONFLICT for the owner's last member of a restricted or RED case.",
  })
  async removeCaseMember(
    @Arg("input", () => RemoveCaseMemberInput, { description: "Whom." }) input: RemoveCaseMemberInput,
    @Ctx() { viewer }: Context,
  ) {
    const { memberId, caseId, position } = await this.service.remove(viewer, input);
    return { member: new Ref(memberModel, memberId), case: new Ref(caseModel, caseId), position };
  }

  @Mutation(() => MembersPayload, {
    description: "Says who of your organisation works on a case. Whoever does becomes a member.",
  })
  async assignCase(
    @Arg("input", () => AssignCaseInput, { description: "Who does, and who does not." }) input: AssignCaseInput,
    @Ctx() { viewer }: Context,
  ) {
    return membersPayload(await this.service.assign(viewer, input));
  }
}
