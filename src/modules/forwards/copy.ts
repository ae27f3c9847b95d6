import type { ViewerChange } from "../../platform/change";
import { DomainError } from "../../platform/errors";
import { newId } from "../../platform/ids";
import { type Pap, type Tlp, strictestPap, strictestTlp } from "../../platform/marking";
import { rowOf, scopeOf, visibleRows } from "../../platform/read/model";
import { bind, newAlias, run, sql } from "../../platform/sql";
import type { SenderAnswers } from "../publications/publication";
import { type Publication, isDeIdentified } from "../publications/rules";
import type { ShareItem, ShareRevision } from "../revisions/revision";
import { itemModel } from "../revisions/revision.read";
import { itemsOf, pathsOf } from "../revisions/revision.store";
import type { Share } from "../shares/share";
import type { Addressees } from "../shares/share.store";
import type { VenueKind } from "../venues/venue";

/** What whoever passes a share on says of its own: why, to whom, and perhaps a stricter marking. */
export type GivenForward = {
  readonly subject?: string | null;
  readonly fiveW?: SenderAnswers | null;
  readonly tlp?: Tlp | null;
  readonly pap?: Pap | null;
  readonly lineageIds?: readonly string[] | null;
  readonly nameSource?: boolean | null;
};
export type Line = { readonly share: Share; readonly origin: Share; readonly revision: ShareRevision };
export type Copy = {
  /** As it came, on which the rules look: whether it may be passed on at all. */
  readonly publication: Publication;
  /** As it goes out. */
  readonly sent: Publication;
  readonly paths: ReadonlyMap<string, readonly string[]>;
};

/**
 * A copy of what reached the viewer, under the viewer's own name: what it says and claims is the originator's, why and
 * to whom it is passed on the forwarder's. The marking may become stricter and never freer. The case stays behind.
 */
export async function copyOf(
  change: ViewerChange,
  line: Line,
  given: GivenForward,
  to: { readonly venueId: string | null; readonly venueKind: VenueKind | null; readonly addressees: Addressees },
): Promise<Copy> {
  const marking = markingOf(line.share, given);
  const [shareId, revisionId] = [newId("share"), newId("rev")];
  const chosen = await itemsToCopy(change, line.share, given.lineageIds);
  const copies = chosen.map((item) => copiedItem(item, { shareId, revisionId }, marking));
  const known = await pathsOf(
    change.tx,
    chosen.map(({ lineageId }) => lineageId),
  );
  const paths = new Map(copies.map(({ lineageId }, i) => [lineageId, known.get(chosen[i]?.lineageId ?? "") ?? []]));
  const share: Share = { ...copiedShare(change, line, given, marking), id: shareId, currentRevisionId: revisionId };
  const revision: ShareRevision = {
    ...line.revision,
    id: revisionId,
    shareId,
    number: 1,
    state: "DRAFT",
    createdById: change.viewer.accountId,
    createdAt: change.now,
    publishedAt: null,
  };
  const { venueId, venueKind, addressees } = to;
  const marked = { ...share, venueId, deIdentified: isDeIdentified(share, copies) };
  const publication = { share: marked, revision, items: copies, addressees, venueKind };
  const sent = {
    ...publication,
    share: { ...marked, tlp: relayed(line.share.tlp, marked.tlp) },
    items: copies.map((item, i) => ({ ...item, tlp: relayed(chosen[i]?.tlp ?? item.tlp, item.tlp) })),
  };
  return { publication, sent, paths };
}

/**
 * TLP 2.0: AMBER lets a recipient tell its own organisation and its clients, and there it stops. Whoever has it from a
 * forward is where it stops: what came as AMBER goes out as AMBER+STRICT.
 */
const relayed = (received: Tlp, tlp: Tlp): Tlp => (received === "AMBER" && tlp === "AMBER" ? "AMBER_STRICT" : tlp);

/** The stricter of what it came with and what the forwarder says; freer is refused. V7. */
function markingOf(share: Pick<Share, "tlp" | "pap">, { tlp, pap }: GivenForward) {
  const strict = { tlp: strictestTlp([share.tlp, tlp ?? share.tlp]), pap: strictestPap([share.pap, pap ?? share.pap]) };
  if ((tlp && strict.tlp !== tlp) || (pap && strict.pap !== pap)) {
    const details = { tlp: share.tlp, pap: share.pap };
    const message = "What is passed on keeps its marking, or gets a stricter one.";
    throw new DomainError("AUDIENCE_TOO_WIDE", message, { field: tlp ? "input.tlp" : "input.pap", details });
  }
  return { tlp: strict.tlp ?? share.tlp, pap: strict.pap ?? share.pap };
}

/** What the forwarder sees of the newest revision and is not taken back; or what it chose of that. */
async function itemsToCopy(
  { tx, viewer }: ViewerChange,
  { currentRevisionId }: Share,
  lineageIds: readonly string[] | null | undefined,
): Promise<readonly ShareItem[]> {
  const revisionId = currentRevisionId ?? "";
  const alias = newAlias();
  const id = rowOf(itemModel, alias)("id");
  const visible = visibleRows(
    itemModel,
    alias,
    scopeOf(viewer),
    (i) => sql`${i("revisionId")} = ${bind(revisionId, "text")} and ${i("state")} <> 'RETRACTED'
      and not exists (select from share_lineages l join share_lineages a on a.id = any(l.path)
        where l.id = ${i("lineageId")} and a.retracted_at is not null)`,
  );
  const seen = new Set(
    (await run<{ id: string }>(tx, "forward.items", sql`select ${id} as id from ${visible}`)).map((row) => row.id),
  );
  const items = (await itemsOf(tx, revisionId)).filter((item) => seen.has(item.id));
  if (!lineageIds) return items;
  const known = new Set(items.map(({ lineageId }) => lineageId));
  const unknown = lineageIds.findIndex((lineageId) => !known.has(lineageId));
  if (unknown >= 0)
    throw new DomainError("NOT_FOUND", "ShareItem was not found.", { field: `input.lineageIds[${unknown}]` });
  return items.filter(({ lineageId }) => lineageIds.includes(lineageId));
}

const copiedItem = (
  item: ShareItem,
  place: { readonly shareId: string; readonly revisionId: string },
  { tlp, pap }: { readonly tlp: Tlp; readonly pap: Pap },
): ShareItem => ({
  ...item,
  ...place,
  id: newId("sitem"),
  lineageId: newId("line"),
  change: "ADDED",
  tlp: strictestTlp([item.tlp, tlp]) ?? tlp,
  pap: strictestPap([item.pap, pap]) ?? pap,
});

function copiedShare(
  { viewer, now }: ViewerChange,
  { share, origin }: Line,
  { subject, fiveW, nameSource }: GivenForward,
  marking: { readonly tlp: Tlp; readonly pap: Pap },
): Share {
  const named = origin.attribution === "MUST" || (origin.attribution === "MAY" && nameSource === true);
  const until = [share.validUntil, fiveW?.validUntil ?? null].flatMap((time) => (time ? [time.getTime()] : []));
  return {
    ...share,
    ...marking,
    version: 0,
    subject: subject ?? share.subject,
    caseId: null,
    caseTlp: null,
    senderId: viewer.organizationId,
    senderMasked: false,
    sourceId: named && !origin.senderMasked ? origin.senderId : null,
    contactId: viewer.accountKind === "USER" ? viewer.accountId : null,
    contactText: fiveW?.contactText ?? null,
    why: [...new Set(fiveW?.why)],
    whyText: fiveW?.whyText ?? null,
    timing: fiveW?.when ?? share.timing,
    validUntil: until.length > 0 ? new Date(Math.min(...until)) : null,
    how: fiveW?.how ?? (viewer.accountKind === "USER" ? "PORTAL" : "API"),
    namedOnly: false,
    attribution: origin.attribution,
    forwarding: origin.forwarding,
    derivedFromId: share.id,
    originId: origin.id,
    state: "DRAFT",
    retractionReason: null,
    createdById: viewer.accountId,
    createdAt: now,
    publishedAt: null,
    finalizedAt: null,
    closedAt: null,
    retractedAt: null,
    listedAt: now,
  };
}
