import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Outcome } from "../../platform/change";
import type { Context } from "../../platform/context";
import { Ref } from "../../platform/read/reader";
import { revisionModel } from "../revisions/revision.read";
import { shareModel } from "../shares/share.read";
import type { LifecycleService } from "./lifecycle.service";
import {
  AddRecipientsInput,
  CloseShareInput,
  FinalizeShareInput,
  PublishRevisionInput,
  RetractItemsInput,
  RetractShareInput,
  SharePayload,
} from "./publication.input.graphql";
import type { PublicationService, ShareOutcome } from "./publication.service";
import { ShareInput } from "./share.input.graphql";

/** The share and the revision that a change was about, as they are for the viewer now. */
export const sharePayload = ({ shareId, revisionId, position }: Outcome<ShareOutcome>) => ({
  share: new Ref(shareModel, shareId),
  revision: new Ref(revisionModel, revisionId),
  position,
});

@Resolver()
export class PublicationResolver {
  constructor(
    private readonly publications: PublicationService,
    private readonly lifecycle: LifecycleService,
  ) {}

  @Mutation(() => SharePayload, {
    description: "Creates a share and publishes its first revision (第一報), in one call.",
  })
  async share(
    @Arg("input", () => ShareInput, { description: "What, to whom, why." }) input: ShareInput,
    @Ctx() { viewer }: Context,
  ) {
    return sharePayload(await this.publications.share(viewer, input));
  }

  @Mutation(() => SharePayload, {
    description: "Publishes the next revision (続報); of a draft, the first. What has gone out never changes.",
  })
  async publishRevision(
    @Arg("input", () => PublishRevisionInput, { description: "What it changes." }) input: PublishRevisionInput,
    @Ctx() { viewer }: Context,
  ) {
    return sharePayload(await this.publications.publishRevision(viewer, input));
  }

  @Mutation(() => SharePayload, {
    description: "Takes items back, in a revision of their own that claims what the one before did.",
  })
  async retractItems(
    @Arg("input", () => RetractItemsInput, { description: "Which, and why." }) input: RetractItemsInput,
    @Ctx() { viewer }: Context,
  ) {
    return sharePayload(await this.publications.retractItems(viewer, input));
  }

  @Mutation(() => SharePayload, { description: "Sends a share that is out to more organisations or persons." })
  async addRecipients(
    @Arg("input", () => AddRecipientsInput, { description: "Whom." }) input: AddRecipientsInput,
    @Ctx() { viewer }: Context,
  ) {
    return sharePayload(await this.lifecycle.addRecipients(viewer, input));
  }

  @Mutation(() => SharePayload, { description: "Says that the newest revision is the last (最終報)." })
  async finalizeShare(
    @Arg("input", () => FinalizeShareInput, { description: "Which share." }) input: FinalizeShareInput,
    @Ctx() { viewer }: Context,
  ) {
    return sharePayload(await this.lifecycle.finalize(viewer, input));
  }

  @Mutation(() => SharePayload, { description: "Closes a share whose last revision is out." })
  async closeShare(
    @Arg("input", () => CloseShareInput, { description: "Which share." }) input: CloseShareInput,
    @Ctx() { viewer }: Context,
  ) {
    return sharePayload(await this.lifecycle.close(viewer, input));
  }

  @Mutation(() => SharePayload, { description: "Takes all of a share back. It stays readable as retracted." })
  async retractShare(
    @Arg("input", () => RetractShareInput, { description: "Which, and why." }) input: RetractShareInput,
    @Ctx() { viewer }: Context,
  ) {
    return sharePayload(await this.lifecycle.retract(viewer, input));
  }
}
