import type { Viewer } from "../../platform/context";
import { DomainError } from "../../platform/errors";
import type { Tlp } from "../../platform/marking";
import { bind, sql } from "../../platform/sql";
import type { InformationKind } from "../shares/five-w";
import { type Candidate, type Sending, assertCaseMarking, assertPlace, isWide, outsideOf, refusalOf } from "./audience";
import type { AudienceLine } from "./audience.read";
import { NOT_ADMITTED, isBound, needOf, saysOf } from "./disclosure";
import { type Ask, type CaseFacts, type VenueFacts, caseFactsOf, candidatesOf, venueFactsOf } from "./facts";

/** What somebody thinks of sending. */
export type AudienceQuestion = {
  readonly caseId?: string | null;
  readonly venueId?: string | null;
  readonly recipientIds?: readonly string[] | null;
  readonly personIds?: readonly string[] | null;
  readonly tlp: Tlp;
  readonly items?:
    | readonly {
        readonly kind: InformationKind;
        readonly tlp?: Tlp | null;
        readonly deIdentified?: boolean | null;
      }[]
    | null;
};
type Line = Omit<AudienceLine, "position" | "what">;
type Known = {
  readonly question: AudienceQuestion;
  readonly sending: Sending;
  readonly venue: VenueFacts | undefined;
  readonly facts: CaseFacts | undefined;
  readonly own: Candidate | undefined;
  readonly candidates: readonly Candidate[];
};

/** Whom it would reach and why, and who would be refused, by the very rules that publishing obeys. */
export async function previewOf(
  ask: Ask,
  viewer: Viewer,
  question: AudienceQuestion,
): Promise<readonly AudienceLine[]> {
  const known = await knownOf(ask, viewer, question);
  const recipients = known.candidates.map((candidate) => recipientLine(candidate, known, viewer));
  const allowed = recipients.flatMap(({ organizationId, allowed }) =>
    allowed && organizationId ? [organizationId] : [],
  );
  const lines = [...wholeLines(known, viewer), ...recipients, ...(await reachedLines(ask, known, viewer, allowed))];
  const what = [...new Set((question.items ?? []).map(({ kind }) => kind))];
  return lines.map((line, position) => ({ ...line, position, what }));
}

async function knownOf(ask: Ask, viewer: Viewer, question: AudienceQuestion): Promise<Known> {
  const { caseId = null, venueId = null, tlp, items } = question;
  const venue = await venueFactsOf(ask, viewer, venueId);
  if (venueId !== null && !venue)
    throw new DomainError("NOT_FOUND", "Venue was not found.", { field: "input.venueId" });
  const recipientIds = [...new Set(question.recipientIds ?? venue?.memberIds ?? [])];
  const personIds = question.personIds ?? [];
  const all = await candidatesOf(ask, viewer, { venueId, caseId, recipientIds, personIds });
  const own = all.find(({ id }) => id === viewer.organizationId);
  const candidates = all.filter(({ id }) => id !== viewer.organizationId);
  if (candidates.length < recipientIds.filter((id) => id !== viewer.organizationId).length)
    throw new DomainError("NOT_FOUND", "Organization was not found.", { field: "input.recipientIds" });
  if (caseId !== null && !own?.inCase)
    throw new DomainError("NOT_FOUND", "Case was not found.", { field: "input.caseId" });
  const sending: Sending = {
    venueKind: venue?.kind ?? null,
    namedOnly: tlp === "RED" || personIds.length > 0,
    tlp,
    itemTlps: (items ?? []).map((item) => item.tlp ?? tlp),
    relayed: false,
  };
  const facts = await caseFactsOf(ask, caseId, viewer.organizationId);
  return { question, sending, venue, facts, own, candidates };
}

/** What is wrong with the sending as a whole. */
function wholeLines({ question, sending, facts, own, candidates }: Known, viewer: Viewer): readonly Line[] {
  const items = question.items ?? [];
  const persons = question.personIds?.length ?? 0;
  const place = { recipients: candidates.length, persons, senderInVenue: own?.inVenue ?? false };
  const sanitised = items.length > 0 && items.every(({ deIdentified }) => deIdentified);
  const wide = items.find((item) =>
    lacks(item, { outside: [], wide: isWide(item.tlp ?? sending.tlp, sending) }, facts, viewer),
  );
  return [
    ...problem(() => assertPlace(sending, place)),
    ...problem(() => facts && assertCaseMarking(sending, facts, sanitised)),
    ...(wide
      ? [refused(null, "DISCLOSURE_FORBIDDEN", lacks(wide, { outside: [], wide: true }, facts, viewer) ?? "")]
      : []),
  ];
}

function problem(check: () => unknown): readonly Line[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof DomainError) return [refused(null, error.code, error.message)];
    throw error;
  }
}

function recipientLine(candidate: Candidate, { question, sending, facts }: Known, viewer: Viewer): Line {
  const reason = refusalOf(candidate, sending);
  if (reason) return refused(candidate.id, "AUDIENCE_TOO_WIDE", reason);
  const { outside, notAdmitted } = outsideOf([candidate]);
  const [lacking] = (question.items ?? []).flatMap(
    (item) => lacks(item, { outside, wide: false }, facts, viewer) ?? [],
  );
  if (lacking) {
    const message = `${lacking}${notAdmitted.length > 0 ? ` ${NOT_ADMITTED}` : ""}`;
    return refused(candidate.id, "DISCLOSURE_FORBIDDEN", message);
  }
  return reached("RECIPIENT", candidate.id);
}

type Item = NonNullable<AudienceQuestion["items"]>[number];
function lacks(
  { kind, deIdentified }: Item,
  to: Parameters<typeof needOf>[1],
  facts: CaseFacts | undefined,
  viewer: Viewer,
): string | undefined {
  if (!facts || facts.affectedId === viewer.organizationId) return undefined;
  const need = needOf({ kind, deIdentified: deIdentified ?? false }, to, facts);
  return need && saysOf[need];
}

/** Whom the marking lets at it beside the recipients. */
async function reachedLines(
  ask: Ask,
  { question, sending, venue, facts, candidates }: Known,
  viewer: Viewer,
  allowed: readonly string[],
): Promise<readonly Line[]> {
  const { tlp, namedOnly, venueKind } = sending;
  if (namedOnly) return [];
  if (tlp === "CLEAR" || (tlp === "GREEN" && venueKind === "HUB")) return [reached("EVERYBODY", null)];
  if (tlp !== "AMBER" && tlp !== "GREEN") return [];
  const named = new Set(candidates.map(({ id }) => id));
  const items = (question.items ?? []).map((item) => ({ ...item, deIdentified: item.deIdentified ?? false }));
  const close = isBound(items, viewer.organizationId, facts) ? [] : allowed;
  const parts = await ask<{ id: string; throughId: string }>("audience.parts", partsOf(close));
  const community = tlp === "GREEN" && venueKind === "CLOSED_COMMUNITY";
  return [
    ...parts.filter(({ id }) => !named.has(id)).map(({ id, throughId }) => reached("PART_OF", id, throughId)),
    ...(close.length > 0 ? [reached("CLIENT_OF", null)] : []),
    ...(community ? (venue?.memberIds ?? []).filter((id) => !named.has(id)).map((id) => reached("COMMUNITY", id)) : []),
    ...(community ? [reached("COMMUNITY", null)] : []),
  ];
}

const partsOf = (ids: readonly string[]) => sql`
  with recursive part as (
    select o.id, o.parent_id as through_id from organizations o where o.parent_id = any(${bind(ids, "text[]")})
    union select o.id, p.through_id from organizations o join part p on o.parent_id = p.id)
  select id, min(through_id) as "throughId" from part group by id order by id`;

const reached = (
  reason: AudienceLine["reason"],
  organizationId: string | null,
  throughId: string | null = null,
): Line => ({
  organizationId,
  throughId,
  reason,
  allowed: true,
  code: null,
  message: null,
});
const refused = (organizationId: string | null, code: AudienceLine["code"], message: string): Line => ({
  organizationId,
  throughId: null,
  reason: organizationId === null ? null : "RECIPIENT",
  allowed: false,
  code,
  message,
});
