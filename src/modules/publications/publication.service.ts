import { isDeepStrictEqual } from "node:util";
import type { Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { DomainError, invalid } from "../../platform/errors";
import { newId } from "../../platform/ids";
import { assertRole } from "../../platform/verbs";
import type { CaseService } from "../cases/case.service";
import { askIn, caseFactsOf, venueKindOf } from "../disclosures/facts";
import { type Corner, type Limitation, type ShareRevision, givenUpBy } from "../revisions/revision";
import type { ItemMarks } from "../revisions/item-marks.service";
import { findRevision, itemsOf } from "../revisions/revision.store";
import type { Share } from "../shares/share";
import { addresseesOf } from "../shares/share.store";
import { lockOwnShare } from "../shares/share.lock";
import { shareVerbs } from "../shares/share.verbs";
import { type Changes, assertDistinct, nextItems, readChanges } from "./changes";
import { type Known, assertConfirmedByPerson, compose, indicatorIdsOf } from "./compose";
import type { GivenChanges, GivenShare } from "./publication";
import { type Publication, assertPublishable, isCaseBound, isDeIdentified } from "./rules";
import { insertDraft, release, releaseNext } from "./release";

type Input = { readonly idempotencyKey: string };
type OfShare = Input & { readonly shareId: string; readonly expectedVersion: number };
export type ShareNow = Input & GivenShare;
export type PublishRevision = OfShare &
  GivenChanges & {
    readonly claims?: readonly Corner[] | null;
    readonly limitations?: readonly Limitation[] | null;
    readonly text?: string | null;
  };
export type RetractItems = OfShare & {
  readonly items: readonly { readonly lineageId: string; readonly note?: string | null }[];
};
export type ShareOutcome = { readonly shareId: string; readonly revisionId: string | null };

/** What goes out: a share with its first revision in one call, and the revisions that follow. */
export class PublicationService {
  constructor(
    private readonly writer: Writer,
    private readonly cases: CaseService,
    private readonly marks: ItemMarks,
  ) {}

  /** Creates a share and publishes its first revision. */
  share(viewer: Viewer, input: ShareNow): Promise<Outcome<ShareOutcome>> {
    return this.writer.mutate(viewer, "share", input, async (change) => {
      const draft = await this.begin(change, "share", input);
      await assertPublishable(askIn(change.tx), viewer, draft, { claims: true }, change.now);
      const unsent = { ...draft, share: { ...draft.share, version: 0 } };
      await insertDraft(change.tx, unsent);
      const { id } = await release(change, unsent);
      return { shareId: id, revisionId: draft.revision.id };
    });
  }

  /** Checks who begins a share and, within a case, that the viewer works in it; then adds what the hub knows. */
  async begin(change: ViewerChange, name: "share" | "draftShare", given: GivenShare): Promise<Publication> {
    assertRole(change.viewer, name, shareVerbs[name]);
    const caseId = given.caseId ?? null;
    if (caseId !== null)
      await this.cases.lock(change, name, { roles: shareVerbs[name].roles, sides: ["PARTICIPANT"] }, caseId);
    return this.compose(change, given);
  }

  /** What is given, with all that the hub knows added. `known`: it is a draft already. */
  async compose(change: ViewerChange, given: GivenShare, known?: Known): Promise<Publication> {
    const facts = await caseFactsOf(askIn(change.tx), given.caseId ?? null, change.viewer.organizationId);
    return compose(change, given, facts, known);
  }

  /** Publishes the next revision; of a draft, the first, as it was drafted. */
  publishRevision(viewer: Viewer, input: PublishRevision): Promise<Outcome<ShareOutcome>> {
    return this.writer.mutate(viewer, "publishRevision", input, async (change) => {
      const share = await lockOwnShare(change, "publishRevision", input);
      const [revision, items] = await standing(change, share);
      if (share.state === "DRAFT") return this.publishDraft(change, input, { share, revision, items });
      if (share.originId !== null)
        throw new DomainError("FORBIDDEN", "A forwarded copy is revised where it comes from: forward the new one.");
      const changes = readChanges(items, input, share);
      assertSaysSomething(changes, input, revision);
      const ask = askIn(change.tx);
      const next = await this.next(change, { share, revision, items }, changes, input);
      const bound = share.caseBound || isCaseBound(next, await caseFactsOf(ask, share.caseId, share.senderId));
      await assertPublishable(ask, viewer, next, { claims: true }, change.now);
      await releaseNext(change, this.marks, { ...next, share: { ...next.share, caseBound: bound } }, changes);
      return { shareId: share.id, revisionId: next.revision.id };
    });
  }

  /** Takes items back in a revision of its own, which claims what the one before did: it says nothing new. */
  retractItems(viewer: Viewer, input: RetractItems): Promise<Outcome<ShareOutcome>> {
    return this.writer.mutate(viewer, "retractItems", input, async (change) => {
      const share = await lockOwnShare(change, "retractItems", input);
      if (input.items.length === 0) throw invalid("input.items", "Name the items that are taken back.");
      const [revision, items] = await standing(change, share);
      const changes = readChanges(items, { retract: input.items }, share);
      const next = await this.next(change, { share, revision, items }, changes, {});
      await releaseNext(change, this.marks, next, changes);
      return { shareId: share.id, revisionId: next.revision.id };
    });
  }

  private async publishDraft(
    change: ViewerChange,
    input: PublishRevision,
    { share, revision, items }: Standing,
  ): Promise<ShareOutcome> {
    const { add, correct, confirm, retract, claims, limitations, text } = input;
    if ([add, correct, confirm, retract, claims, limitations, text].some((given) => given != null))
      throw invalid("input", "A draft is published as it is: change it by updateDraft.");
    const ask = askIn(change.tx);
    const addressees = await addresseesOf(change.tx, share.id);
    const facts = await caseFactsOf(ask, share.caseId, share.senderId);
    const venueKind = await venueKindOf(ask, share.venueId);
    if (share.validUntil && share.validUntil <= change.now)
      throw invalid("input.shareId", "Its time is over: give the draft a later validUntil, or none.");
    const caseBound = isCaseBound({ share, items }, facts);
    const marked = { ...share, caseTlp: facts?.tlp ?? null, deIdentified: isDeIdentified(share, items), caseBound };
    const draft = { share: marked, revision, items, addressees, venueKind };
    await assertPublishable(ask, change.viewer, draft, { claims: true }, change.now);
    await release(change, draft);
    return { shareId: share.id, revisionId: revision.id };
  }

  private async next(
    change: ViewerChange,
    { share, revision, items }: Standing,
    changes: Changes,
    { claims, limitations, text }: Partial<PublishRevision>,
  ): Promise<Publication> {
    const read = [...changes.added, ...[...changes.corrected.values()].map((one) => one.read)];
    assertConfirmedByPerson(change, read, "input.add");
    const next: ShareRevision = {
      ...revision,
      id: newId("rev"),
      number: revision.number + 1,
      state: "PUBLISHED",
      claims: claims ?? revision.claims,
      givenUp: share.kind === "STATUS_REPORT" ? [] : givenUpBy(claims ?? revision.claims),
      limitations: (limitations ?? stillGivenUp(revision, claims)).map(({ corner, note }) => ({ corner, note })),
      text: text ?? (share.kind === "STATUS_REPORT" ? revision.text : null),
      createdById: change.viewer.accountId,
      createdAt: change.now,
      publishedAt: change.now,
    };
    if (share.kind !== "STATUS_REPORT" && text?.trim())
      throw invalid("input.text", "Only a status report has a text; say it in an item.");
    const place = { shareId: share.id, revisionId: next.id, confirmedBy: change.viewer.accountId, now: change.now };
    const all = nextItems(items, changes, { ...place, indicatorIds: await indicatorIdsOf(change, read) });
    assertDistinct(all);
    return {
      share: { ...share, deIdentified: isDeIdentified(share, all) },
      revision: next,
      items: all,
      addressees: await addresseesOf(change.tx, share.id),
      venueKind: await venueKindOf(askIn(change.tx), share.venueId),
    };
  }
}

/** What was said of the corners that are still given up. */
const stillGivenUp = ({ limitations, claims: before }: ShareRevision, claims: readonly Corner[] | null | undefined) =>
  limitations.filter(({ corner }) => !(claims ?? before).includes(corner));

/** A revision that says what the one before did would ask every recipient anew for nothing. */
function assertSaysSomething(
  { added, corrected, confirmed, retracted }: Changes,
  { claims, limitations, text }: Partial<PublishRevision>,
  before: ShareRevision,
): void {
  if (added.length + corrected.size + confirmed.size + retracted.size > 0) return;
  const isNew = (given: unknown, known: unknown) => given != null && !isDeepStrictEqual(given, known);
  const notes = limitations?.map(({ corner, note }) => ({ corner, note }));
  if (isNew(claims, before.claims) || isNew(notes, before.limitations) || isNew(text, before.text)) return;
  throw invalid("input", "A revision says something new: of an item, of its claims or, in a report, in its text.");
}

type Standing = { readonly share: Share; readonly revision: ShareRevision; readonly items: Publication["items"] };

/** The newest revision of a share that is locked, and its items. */
async function standing({ tx }: ViewerChange, { currentRevisionId }: Share) {
  if (currentRevisionId === null) throw new Error("A share has a revision from the beginning.");
  return [await findRevision(tx, currentRevisionId), await itemsOf(tx, currentRevisionId)] as const;
}
