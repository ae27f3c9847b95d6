import type { ViewerChange } from "../../platform/change";
import { DomainError, invalid } from "../../platform/errors";
import { newId } from "../../platform/ids";
import { findActing, unknownAccount } from "../accounts/account.find";
import { assertOthers, isNamedOnly, withOwn } from "../disclosures/audience";
import { type Ask, type CaseFacts, type VenueFacts, askIn, venueFactsOf } from "../disclosures/facts";
import { indicatorIds } from "../indicators/indicator.store";
import { existingOrganizations } from "../organizations/organization.find";
import { type ShareRevision, givenUpBy } from "../revisions/revision";
import { type Share, timingOf } from "../shares/share";
import type { Addressees } from "../shares/share.store";
import { type GivenShare, type ReadItem, newItem, readItems } from "./publication";
import { type Publication, isCaseBound, isDeIdentified } from "./rules";

/** What stays of a draft that is written anew. */
export type Known = Pick<Share, "id" | "version" | "createdAt" | "createdById" | "currentRevisionId">;

/** A share as it was given, with all that the hub knows added: who, where, when and what are derived. */
export async function compose(
  change: ViewerChange,
  given: GivenShare,
  facts: CaseFacts | undefined,
  known: Known | undefined,
): Promise<Publication> {
  const ask = askIn(change.tx);
  const venue = await venueOf(ask, change, given.venueId);
  const addressees = await addresseesOf(change, given, venue);
  assertGiven(given, change);
  const fresh = { id: newId("share"), version: 1, createdAt: change.now, createdById: change.viewer.accountId };
  const marking = { tlp: given.tlp, pap: given.pap ?? facts?.pap ?? "GREEN" };
  const base = known ?? { ...fresh, currentRevisionId: newId("rev") };
  const revision = revisionOf(change, base.id, base.currentRevisionId ?? newId("rev"), given);
  const items = await writable(change, readItems(given.items ?? [], marking, "input.items"), {
    shareId: base.id,
    revisionId: revision.id,
  });
  const share: Share = {
    ...draftOf(given, facts),
    ...(await contactOf(change, given)),
    ...base,
    ...marking,
    currentRevisionId: revision.id,
    senderId: change.viewer.organizationId,
    how: given.fiveW?.how ?? (change.viewer.accountKind === "USER" ? "PORTAL" : "API"),
    namedOnly: isNamedOnly({ ...given, persons: addressees.personIds.length, itemTlps: items.map(({ tlp }) => tlp) }),
    deIdentified: isDeIdentified({ kind: given.kind ?? "THREAT_INFORMATION" }, items),
    caseBound: false,
    listedAt: change.now,
  };
  return {
    share: { ...share, caseBound: isCaseBound({ share, items }, facts) },
    revision,
    items,
    addressees: withSender(share, addressees, change),
    venueKind: venue?.kind ?? null,
  };
}

/** The items with their indicators, which are made where they are not there yet. */
export async function writable(
  change: ViewerChange,
  read: readonly ReadItem[],
  place: { readonly shareId: string; readonly revisionId: string },
) {
  assertConfirmedByPerson(change, read, "input.items");
  const ids = await indicatorIdsOf(change, read);
  const full = { ...place, indicatorIds: ids, confirmedBy: change.viewer.accountId, now: change.now };
  return read.map((item, i) => newItem(item, i, full));
}

export async function indicatorIdsOf({ tx }: ViewerChange, read: readonly ReadItem[]) {
  const values = read.flatMap(({ indicator }) => (indicator ? [[indicator.key, indicator] as const] : []));
  return values.length === 0 ? new Map<string, string>() : indicatorIds(tx, new Map(values));
}

/** Whether an item tells nothing of the victim is judged by a person, never by a tool. */
export function assertConfirmedByPerson({ viewer }: ViewerChange, read: readonly ReadItem[], path: string): void {
  if (viewer.accountKind === "USER") return;
  const first = read.findIndex(({ deIdentified }) => deIdentified);
  if (first < 0) return;
  throw new DomainError("DISCLOSURE_FORBIDDEN", "A person confirms that an item is de-identified; a tool cannot.", {
    field: `${path}[${first}].deIdentified`,
  });
}

function assertGiven(given: GivenShare, { now, viewer }: ViewerChange): void {
  const { kind, text, fiveW, senderMasked, attribution } = given;
  if (kind === "STATUS_REPORT" && !text?.trim())
    throw invalid("input.text", "A status report says where things stand.");
  if (kind !== "STATUS_REPORT" && text?.trim())
    throw invalid("input.text", "Only a status report has a text; say it in an item.");
  if (fiveW?.validUntil && fiveW.validUntil <= now) throw invalid("input.fiveW.validUntil", "validUntil is over.");
  if (senderMasked && attribution === "MUST")
    throw invalid("input.attribution", "Whoever is masked cannot ask to be named.");
  assertOthers(given.recipientIds, viewer.organizationId);
}

/** The venue that is named, as far as the viewer knows it. */
export async function venueOf(ask: Ask, { viewer }: ViewerChange, venueId: string | null | undefined) {
  const venue = await venueFactsOf(ask, viewer, venueId);
  if (venueId != null && !venue) throw new DomainError("NOT_FOUND", "Venue was not found.", { field: "input.venueId" });
  return venue;
}

/** The recipients that are named; none named, and a venue: its members, as far as the sender may know them. */
export async function addresseesOf(
  { tx, viewer }: ViewerChange,
  { recipientIds, personIds }: Pick<GivenShare, "recipientIds" | "personIds">,
  venue: VenueFacts | undefined,
): Promise<Addressees> {
  const named = [...new Set(recipientIds ?? venue?.memberIds ?? [])];
  const known = await existingOrganizations(tx, named);
  if (known.size < named.length)
    throw new DomainError("NOT_FOUND", "Organization was not found.", { field: "input.recipientIds" });
  const persons = [...new Set(personIds ?? [])];
  if (persons.length === 0) return { recipientIds: named, personIds: [] };
  const acting = await findActing(tx, persons, [viewer.organizationId, ...named]);
  if (acting.length < persons.length) throw unknownAccount("input.personIds");
  return { recipientIds: named, personIds: persons };
}

function withSender({ namedOnly, contactId }: Share, { recipientIds, personIds }: Addressees, change: ViewerChange) {
  const own = [change.viewer.accountId, ...(contactId ? [contactId] : [])];
  return { recipientIds, personIds: withOwn(namedOnly, personIds, own) };
}

async function contactOf({ tx, viewer }: ViewerChange, { fiveW }: GivenShare) {
  const contactId = fiveW?.contactId ?? (viewer.accountKind === "USER" ? viewer.accountId : null);
  if (fiveW?.contactId) {
    const [own] = await findActing(tx, [fiveW.contactId], [viewer.organizationId]);
    if (!own) throw unknownAccount("input.fiveW.contactId");
  }
  return { contactId, contactText: fiveW?.contactText ?? null };
}

const draftOf = (given: GivenShare, facts: CaseFacts | undefined) => ({
  subject: given.subject,
  kind: given.kind ?? ("THREAT_INFORMATION" as const),
  caseId: given.caseId ?? null,
  venueId: given.venueId ?? null,
  senderMasked: given.senderMasked ?? false,
  why: [...new Set(given.fiveW?.why)],
  whyText: given.fiveW?.whyText ?? null,
  timing: given.fiveW?.when ?? (facts || !given.detectedAt ? timingOf(facts) : ("ON_DETECTION" as const)),
  validUntil: given.fiveW?.validUntil ?? null,
  caseTlp: facts?.tlp ?? null,
  attribution: given.attribution ?? ("MAY" as const),
  forwarding: given.forwarding ?? ("ASK" as const),
  sourceId: null,
  derivedFromId: null,
  originId: null,
  detectedAt: given.detectedAt ?? null,
  state: "DRAFT" as const,
  retractionReason: null,
  publishedAt: null,
  finalizedAt: null,
  closedAt: null,
  retractedAt: null,
});

const revisionOf = (change: ViewerChange, shareId: string, id: string, given: GivenShare): ShareRevision => ({
  id,
  shareId,
  number: 1,
  state: "DRAFT",
  claims: given.claims ?? [],
  givenUp: given.kind === "STATUS_REPORT" ? [] : givenUpBy(given.claims ?? []),
  limitations: (given.limitations ?? []).map(({ corner, note }) => ({ corner, note })),
  text: given.text ?? null,
  createdById: change.viewer.accountId,
  createdAt: change.now,
  publishedAt: null,
});
