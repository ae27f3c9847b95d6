import { DomainError, invalid } from "../../platform/errors";
import { type Tlp, strictestTlp } from "../../platform/marking";
import type { VenueKind } from "../venues/venue";
import type { CaseSource } from "./disclosure";

/** An organisation that something would be sent to, as the rules of marking look at it. */
export type Candidate = {
  readonly id: string;
  /** It is a member of the venue, as far as the sender may know. */
  readonly inVenue: boolean;
  /** It takes part in the case, as far as the sender may know. */
  readonly inCase: boolean;
  /** It does, and the affected organisation, or who stands for that, lets it hear everything: V6. */
  readonly admitted: boolean;
  /** It is a client or a part of whoever sends. A vendor is neither, unless it is entered as a client. */
  readonly close: boolean;
  /** It is in a closed community together with whoever sends. */
  readonly inCommunity: boolean;
  /** A person or tool of it is named. */
  readonly named: boolean;
  /** What the agreement with it says of speed; null when none does. */
  readonly speedWindowMinutes: number | null;
};

/** What would be sent where. */
export type Sending = {
  readonly venueKind: VenueKind | null;
  readonly namedOnly: boolean;
  /** The share's marking, and those of its items where they are stricter. */
  readonly tlp: Tlp;
  readonly itemTlps: readonly Tlp[];
  /** It is passed on by somebody who received it: the marking binds the forwarder as it bound everybody. */
  readonly relayed: boolean;
};

/**
 * Whether only the named persons see any of it: what is TLP:RED, and what is said to be so. Where nothing is said, naming
 * persons says it, unless they are named for RED items.
 */
export const isNamedOnly = (given: {
  readonly tlp: Tlp;
  readonly namedOnly?: boolean | null;
  readonly persons: number;
  readonly itemTlps: readonly Tlp[];
}): boolean => given.tlp === "RED" || (given.namedOnly ?? (given.persons > 0 && !given.itemTlps.includes("RED")));

/** Whoever shares something with named persons is one of them, and so is whom to turn to. */
export const withOwn = (namedOnly: boolean, personIds: readonly string[], own: readonly string[]): readonly string[] =>
  namedOnly || personIds.length > 0 ? [...new Set([...personIds, ...own])] : personIds;

/** Refuses to send something to oneself. */
export function assertOthers(recipientIds: readonly string[] | null | undefined, own: string): void {
  if (recipientIds?.includes(own)) throw invalid("input.recipientIds", "Nobody shares with itself: name the others.");
}

/** Why a marking does not let this organisation be a recipient; undefined when it does. V7. */
export function refusalOf(candidate: Candidate, sending: Sending): string | undefined {
  const { venueKind, namedOnly, relayed } = sending;
  if (venueKind && venueKind !== "HUB" && venueKind !== "PUBLIC" && !candidate.inVenue)
    return "It is no member of the venue.";
  if (namedOnly && !candidate.named) return "TLP:RED and named shares are for persons: name one of this organisation.";
  if (!relayed) return undefined;
  const strictest = [sending.tlp, ...sending.itemTlps].find((tlp) => !relayReaches(tlp, candidate));
  return strictest && `TLP:${spelled(strictest)} does not let you pass it on to this organisation.`;
}

/** TLP 2.0: to whom a recipient may pass something on. Permission of the originator widens none of it. */
function relayReaches(tlp: Tlp, { close, inCommunity }: Candidate): boolean {
  if (tlp === "CLEAR") return true;
  if (tlp === "GREEN") return close || inCommunity;
  return tlp === "AMBER" && close;
}

/** Refuses a sending whose marking does not fit its place, or that reaches nobody. V7. */
export function assertPlace(
  { venueKind, tlp, namedOnly, itemTlps }: Sending,
  audience: { readonly recipients: number; readonly persons: number; readonly senderInVenue: boolean },
): void {
  const closed = venueKind !== null && venueKind !== "HUB" && venueKind !== "PUBLIC";
  if (closed && !audience.senderInVenue)
    throw new DomainError("FORBIDDEN", "Only members share in this venue.", { field: "input.venueId" });
  if (venueKind === "PUBLIC" && tlp !== "CLEAR") throw tooWide("input.tlp", "Only TLP:CLEAR is for the public.");
  if (itemTlps.includes("RED") && audience.persons === 0)
    throw tooWide("input.personIds", "What is TLP:RED is for named persons: name them.");
  const community = !namedOnly && (venueKind === "HUB" || venueKind === "CLOSED_COMMUNITY") && tlp === "GREEN";
  if (audience.recipients === 0 && !community && tlp !== "CLEAR")
    throw invalid("input.recipientIds", "It reaches nobody: name recipients, or a venue whose members you may see.");
}

/** Refuses all recipients that the marking does not allow, each with its reason. */
export function assertRecipients(candidates: readonly Candidate[], sending: Sending): void {
  const refused = candidates.flatMap((candidate) => {
    const reason = refusalOf(candidate, sending);
    return reason ? [{ organizationId: candidate.id, reason }] : [];
  });
  if (refused.length === 0) return;
  throw new DomainError("AUDIENCE_TOO_WIDE", refused[0]?.reason ?? "", {
    field: "input.recipientIds",
    details: { refused },
  });
}

/** Who is outside of the case for what is shared, and who of them takes part in it without being admitted: V6. */
export const outsideOf = (
  candidates: readonly Candidate[],
): { readonly outside: readonly string[]; readonly notAdmitted: readonly string[] } => ({
  outside: candidates.filter(({ admitted }) => !admitted).map(({ id }) => id),
  notAdmitted: candidates.filter(({ inCase, admitted }) => inCase && !admitted).map(({ id }) => id),
});

/** The marking that binds what is in a case. */
export type CaseMarking = { readonly tlp: Tlp; readonly restricted: boolean };

/**
 * What is in a case is bound by its marking. Of what it de-identified an originator says otherwise where an agreement
 * with the affected organisation has that clause; that organisation itself needs none. V7.
 */
export function assertCaseMarking(
  { tlp, namedOnly }: Pick<Sending, "tlp" | "namedOnly">,
  bound: CaseMarking & Pick<CaseSource, "affectedId" | "clauses">,
  by: { readonly discloserId: string; readonly deIdentified: boolean },
): void {
  if (strictestTlp([tlp, bound.tlp]) !== tlp) {
    const own = bound.affectedId === by.discloserId || bound.clauses.includes("OWN_MARKING_WHEN_DEIDENTIFIED");
    if (!by.deIdentified) throw tooFree(bound.tlp, "DE_IDENTIFICATION");
    if (!own) throw tooFree(bound.tlp, "CLAUSE");
  }
  if ((bound.restricted || bound.tlp === "RED") && !namedOnly && !by.deIdentified)
    throw tooWide("input.personIds", "The case is for its named members: name the persons, or de-identify every item.");
}

function tooFree(caseTlp: Tlp, needs: "DE_IDENTIFICATION" | "CLAUSE"): DomainError {
  const unless = {
    DE_IDENTIFICATION: "de-identify every item",
    CLAUSE: "agree with the affected organisation on OWN_MARKING_WHEN_DEIDENTIFIED",
  };
  const message = `The case is TLP:${spelled(caseTlp)}: mark it no freer, or ${unless[needs]}.`;
  return new DomainError("AUDIENCE_TOO_WIDE", message, { field: "input.tlp", details: { caseTlp, needs } });
}

/** Whether the marking itself carries it beyond the recipients: to a community, or to everybody. */
export const isWide = (tlp: Tlp, { venueKind, namedOnly }: Pick<Sending, "venueKind" | "namedOnly">): boolean =>
  !namedOnly && (tlp === "CLEAR" || (tlp === "GREEN" && (venueKind === "HUB" || venueKind === "CLOSED_COMMUNITY")));

/** As TLP 2.0 spells it. */
const spelled = (tlp: Tlp): string => tlp.replace("_", "+");

const tooWide = (field: string, message: string) => new DomainError("AUDIENCE_TOO_WIDE", message, { field });
