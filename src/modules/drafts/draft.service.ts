import type { Outcome, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { DomainError, invalid } from "../../platform/errors";
import { confirmItems, dropItems, insertItems, itemsOf, saveRevision } from "../revisions/revision.store";
import { draftTold } from "../shares/share.events";
import { lockOwnShare } from "../shares/share.lock";
import { addAddressees, dropAddressees, saveShare } from "../shares/share.store";
import type { GivenShare } from "../publications/publication";
import type { PublicationService, ShareOutcome } from "../publications/publication.service";
import { insertDraft } from "../publications/release";
import { isDeIdentified } from "../publications/rules";

type Input = { readonly idempotencyKey: string };
type OfShare = Input & { readonly shareId: string; readonly expectedVersion: number };
export type DraftShare = Input & GivenShare;
export type UpdateDraft = OfShare & GivenShare;
export type ConfirmDeIdentified = OfShare & { readonly itemIds: readonly string[] };

/** What is being written and has not gone out: it may be incomplete, and only its sender sees it. */
export class DraftService {
  constructor(
    private readonly writer: Writer,
    private readonly publications: PublicationService,
  ) {}

  draft(viewer: Viewer, input: DraftShare): Promise<Outcome<ShareOutcome>> {
    return this.writer.mutate(viewer, "draftShare", input, async (change) => {
      const draft = await this.publications.begin(change, "draftShare", input);
      await insertDraft(change.tx, draft);
      change.tell(draftTold(draft.share));
      return { shareId: draft.share.id, revisionId: draft.revision.id };
    });
  }

  /** Writes a draft anew, as a whole. */
  update(viewer: Viewer, input: UpdateDraft): Promise<Outcome<ShareOutcome>> {
    return this.writer.mutate(viewer, "updateDraft", input, async (change) => {
      const { tx } = change;
      const was = await lockOwnShare(change, "updateDraft", input);
      if ((input.caseId ?? null) !== was.caseId)
        throw invalid("input.caseId", "A draft stays in its case: draft another one.");
      const { id, version, createdAt, createdById, currentRevisionId } = was;
      const known = { id, version: version + 1, createdAt, createdById, currentRevisionId };
      await dropItems(tx, id);
      await dropAddressees(tx, id);
      const { share, revision, items, addressees } = await this.publications.compose(change, input, known);
      await saveRevision(tx, revision);
      await saveShare(tx, share);
      await insertItems(tx, items);
      await addAddressees(tx, id, addressees);
      change.tell(draftTold(share));
      return { shareId: id, revisionId: revision.id };
    });
  }

  /** A person's word, item by item, that nothing in them tells who the victim is: V6. */
  confirm(viewer: Viewer, input: ConfirmDeIdentified): Promise<Outcome<ShareOutcome>> {
    return this.writer.mutate(viewer, "confirmDeIdentified", input, async (change) => {
      const { tx, now } = change;
      const was = await lockOwnShare(change, "confirmDeIdentified", input);
      if (viewer.accountKind !== "USER")
        throw new DomainError(
          "DISCLOSURE_FORBIDDEN",
          "A person confirms that an item is de-identified; a tool cannot.",
        );
      const revisionId = was.currentRevisionId ?? "";
      const known = new Set((await itemsOf(tx, revisionId)).map(({ id }) => id));
      const unknown = input.itemIds.findIndex((id) => !known.has(id));
      if (unknown >= 0)
        throw new DomainError("NOT_FOUND", "ShareItem was not found.", { field: `input.itemIds[${unknown}]` });
      await confirmItems(tx, input.itemIds, viewer.accountId, now);
      const items = await itemsOf(tx, revisionId);
      const share = { ...was, version: was.version + 1, deIdentified: isDeIdentified(was, items) };
      await saveShare(tx, share);
      change.tell(draftTold(share));
      return { shareId: share.id, revisionId };
    });
  }
}
