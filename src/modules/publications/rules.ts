import type { Viewer } from "../../platform/context";
import type { Tlp } from "../../platform/marking";
import {
  type Candidate,
  type Sending,
  assertCaseMarking,
  assertPlace,
  assertRecipients,
  isWide,
  outsideOf,
} from "../disclosures/audience";
import { assertDisclosable, isBound } from "../disclosures/disclosure";
import { type Ask, type CaseFacts, caseFactsOf, candidatesOf } from "../disclosures/facts";
import {
  SPEED_WINDOW_MINUTES,
  type ShareItem,
  type ShareRevision,
  assertSpeed,
  assertTriangle,
} from "../revisions/revision";
import type { InformationKind } from "../shares/five-w";
import { type Share, assertSenderAnswered } from "../shares/share";
import type { Addressees } from "../shares/share.store";
import type { VenueKind } from "../venues/venue";

/** A revision as it would go out. */
export type Publication = {
  readonly share: Share;
  readonly revision: ShareRevision;
  readonly items: readonly ShareItem[];
  readonly addressees: Addressees;
  readonly venueKind: VenueKind | null;
};
export type Manner = {
  /** Claims are judged anew; not where they are carried over, for what is only taken back or passed on. */
  readonly claims: boolean;
  /** The first of a line of forwards: its case and its sender are those that the rules ask for. */
  readonly origin?: Share;
};

/** The kinds of information that a publication tells of: the derived What. */
export const whatOf = ({ share, items }: Pick<Publication, "share" | "items">): readonly InformationKind[] => [
  ...new Set([
    ...items.filter(({ state }) => state !== "RETRACTED").map(({ kind }) => kind),
    ...(share.kind === "STATUS_REPORT" ? (["RESPONSE_STATUS"] as const) : []),
  ]),
];

/** Whether a person has confirmed of everything in it that it tells nothing of the victim. */
export const isDeIdentified = ({ kind }: Pick<Share, "kind">, items: readonly ShareItem[]): boolean => {
  const live = items.filter(({ state }) => state !== "RETRACTED");
  return kind !== "STATUS_REPORT" && live.length > 0 && live.every(({ deIdentifiedAt }) => deIdentifiedAt !== null);
};

/** Whether the case that it comes from binds it to its recipients: V6. What was bound once stays so. */
export const isCaseBound = (
  { share, items }: Pick<Publication, "share" | "items">,
  facts: CaseFacts | undefined,
): boolean => isBound(leavingOf({ share, items }), share.senderId, facts);

/** V1, V2, V4, V5, V6 and V7, in this order: what a publication says, then to whom. */
export async function assertPublishable(
  ask: Ask,
  viewer: Viewer,
  publication: Publication,
  { claims, origin }: Manner,
  now: Date,
): Promise<void> {
  const { share, revision, items, addressees } = publication;
  assertTriangle(share.kind, revision);
  assertSenderAnswered(share, items.length > 0 || share.kind === "STATUS_REPORT" ? ["ANY"] : []);
  const caseId = (origin ?? share).caseId;
  const facts = await caseFactsOf(ask, caseId, (origin ?? share).senderId);
  const candidates = await candidatesOf(ask, viewer, { ...share, ...addressees, caseId });
  if (claims) {
    const windowMinutes = speedWindow(candidates.filter(({ id }) => id !== viewer.organizationId));
    assertSpeed(revision.claims, { detectedAt: facts?.detectedAt ?? share.detectedAt, windowMinutes, now });
  }
  assertAudience(viewer, publication, candidates, facts, origin);
}

/** V6 and V7 alone, for recipients that are added to what is out already. */
export async function assertAddressable(
  ask: Ask,
  viewer: Viewer,
  publication: Publication,
  origin?: Share,
): Promise<void> {
  const { share, addressees } = publication;
  const caseId = (origin ?? share).caseId;
  const facts = await caseFactsOf(ask, caseId, (origin ?? share).senderId);
  const candidates = await candidatesOf(ask, viewer, { ...share, ...addressees, caseId });
  assertAudience(viewer, publication, candidates, facts, origin);
}

function assertAudience(
  viewer: Viewer,
  publication: Publication,
  all: readonly Candidate[],
  facts: CaseFacts | undefined,
  origin: Share | undefined,
): void {
  const { share, addressees } = publication;
  const sending = sendingOf(publication, origin !== undefined);
  const own = all.find(({ id }) => id === viewer.organizationId);
  const candidates = all.filter(({ id }) => id !== viewer.organizationId);
  const { recipientIds, personIds } = addressees;
  assertPlace(sending, {
    recipients: recipientIds.length,
    persons: personIds.length,
    senderInVenue: own?.inVenue ?? false,
  });
  assertRecipients(candidates, sending);
  const discloserId = (origin ?? share).senderId;
  const to = { ...outsideOf(candidates), wide: (tlp: Tlp) => isWide(tlp, sending) };
  assertDisclosable(leavingOf(publication), { discloserId, ...to }, facts);
  // Whether it may leave at all comes before how it is marked then.
  if (facts && !origin) assertCaseMarking(sending, facts, { discloserId, deIdentified: share.deIdentified });
}

export const sendingOf = ({ share, items, venueKind }: Publication, relayed: boolean): Sending => ({
  venueKind,
  namedOnly: share.namedOnly,
  tlp: share.tlp,
  itemTlps: [...new Set(items.filter(({ state }) => state !== "RETRACTED").map(({ tlp }) => tlp))],
  relayed,
});

/** What would leave a case, with where it stands in the input; a status report tells of the response by itself. */
const leavingOf = ({ share, items }: Pick<Publication, "share" | "items">) => [
  ...items.flatMap(({ state, kind, tlp, deIdentifiedAt }, i) =>
    state === "RETRACTED" ? [] : [{ path: `input.items[${i}]`, kind, tlp, deIdentified: deIdentifiedAt !== null }],
  ),
  ...(share.kind === "STATUS_REPORT"
    ? [{ path: "input.text", kind: "RESPONSE_STATUS" as const, tlp: share.tlp, deIdentified: false }]
    : []),
];

/** The agreement's speed window with each recipient, else the hub's; a claim holds towards all, so the shortest. */
const speedWindow = (recipients: readonly Candidate[]): number =>
  recipients.length === 0
    ? SPEED_WINDOW_MINUTES
    : Math.min(...recipients.map(({ speedWindowMinutes }) => speedWindowMinutes ?? SPEED_WINDOW_MINUTES));
