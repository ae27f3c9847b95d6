import { ArrayMinSize } from "class-validator";
import { InputType } from "type-graphql";
import { ExpectedVersion, IdField, IdempotencyKey } from "../../platform/graphql";
import { OfShareInput } from "../publications/publication.input.graphql";
import { ITEMS_MAX, IdList, ShareFactsInput } from "../publications/share.input.graphql";
import type { ConfirmDeIdentified, DraftShare, UpdateDraft } from "./draft.service";

@InputType({ description: "A share that is not to go out yet. It may be incomplete." })
export class DraftShareInput extends ShareFactsInput implements DraftShare {
  @IdempotencyKey()
  readonly idempotencyKey!: string;
}

@InputType({ description: "A draft, written anew as a whole. STATE_CONFLICT for what has gone out: it never changes." })
export class UpdateDraftInput extends ShareFactsInput implements UpdateDraft {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The draft.")
  readonly shareId!: string;

  @ExpectedVersion("share")
  readonly expectedVersion!: number;
}

@InputType({ description: "A person's word that items of a draft tell nothing of who the victim is." })
export class ConfirmDeIdentifiedInput extends OfShareInput implements ConfirmDeIdentified {
  @IdList(ITEMS_MAX, "The items, by their `id`.")
  @ArrayMinSize(1)
  readonly itemIds!: readonly string[];
}
