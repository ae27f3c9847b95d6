import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../platform/context";
import { SharePayload } from "../publications/publication.input.graphql";
import { sharePayload } from "../publications/publication.resolver";
import { ConfirmDeIdentifiedInput, DraftShareInput, UpdateDraftInput } from "./draft.graphql";
import type { DraftService } from "./draft.service";

@Resolver()
export class DraftResolver {
  constructor(private readonly service: DraftService) {}

  @Mutation(() => SharePayload, { description: "Writes a share that does not go out yet." })
  async draftShare(
    @Arg("input", () => DraftShareInput, { description: "As far as it is known." }) input: DraftShareInput,
    @Ctx() { viewer }: Context,
  ) {
    return sharePayload(await this.service.draft(viewer, input));
  }

  @Mutation(() => SharePayload, { description: "Writes a draft anew." })
  async updateDraft(
    @Arg("input", () => UpdateDraftInput, { description: "The whole of it." }) input: UpdateDraftInput,
    @Ctx() { viewer }: Context,
  ) {
    return sharePayload(await this.service.update(viewer, input));
  }

  @Mutation(() => SharePayload, { description: "Confirms that items of a draft are de-identified. By a person." })
  async confirmDeIdentified(
    @Arg("input", () => ConfirmDeIdentifiedInput, { description: "Which items." }) input: ConfirmDeIdentifiedInput,
    @Ctx() { viewer }: Context,
  ) {
    return sharePayload(await this.service.confirm(viewer, input));
  }
}
