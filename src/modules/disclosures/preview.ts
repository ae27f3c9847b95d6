import type { Viewer } from "../../platform/context";
import { DomainError } from "../../platform/errors";
import { bind, sql } from "../../platform/sql";
import {
  type Candidate,
  assertCaseMarking,
  assertOthers,
  assertPlace,
  isWide,
  outsideOf,
  refusalOf,
  withOwn,
} from "./audience";
import type { AudienceLine } from "./audience.read";
import { NOT_ADMITTED, isBound, needOf, saysOf } from "./disclosure";
import type { Ask, CaseFacts } from "./facts";
import { type AudienceQuestion, type Known, type Said, knownOf } from "./question";

type Line = Omit<AudienceLine, "position" | "what">;

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
  const what = [...new Set(known.said.map(({ kind }) => kind))];
  return lines.map((line, position) => ({ ...line, position, what }));
}

/** What is wrong with the sending as a whole. */
function wholeLines(known: Known, viewer: Viewer): readonly Line[] {
  const { question, said, sending, facts, part, own, candidates } = known;
  const persons = withOwn(sending.namedOnly, question.personIds ?? [], [viewer.accountId]).length;
  const place = { recipients: candidates.length, persons, senderInVenue: own?.inVenue ?? false };
  const deIdentified = said.length > 0 && said.every((item) => item.deIdentified);
  const by = { discloserId: viewer.organizationId, deIdentified };
  const [wide] = said.flatMap(
    (item) => lacks(item, { outside: [], wide: isWide(item.tlp, sending) }, facts, viewer) ?? [],
  );
  return [
    ...(part && !part.works ? [refused(null, "FORBIDDEN", "Whoever works in the case shares what is in it.")] : []),
    ...problem(() => assertOthers(question.recipientIds, viewer.organizationId)),
    ...problem(() => assertPlace(sending, place)),
    ...(wide ? [refused(null, "DISCLOSURE_FORBIDDEN", wide)] : []),
    ...problem(() => facts && assertCaseMarking(sending, facts, by)),
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

function recipientLine(candidate: Candidate, { said, sending, facts }: Known, viewer: Viewer): Line {
  const reason = refusalOf(candidate, sending);
  if (reason) return refused(candidate.id, "AUDIENCE_TOO_WIDE", reason);
  const { outside, notAdmitted } = outsideOf([candidate]);
  const [lacking] = said.flatMap((item) => lacks(item, { outside, wide: false }, facts, viewer) ?? []);
  if (lacking) {
    const message = `${lacking}${notAdmitted.length > 0 ? ` ${NOT_ADMITTED}` : ""}`;
    return refused(candidate.id, "DISCLOSURE_FORBIDDEN", message);
  }
  return reached("RECIPIENT", candidate.id);
}

function lacks(
  item: Said,
  to: Parameters<typeof needOf>[1],
  facts: CaseFacts | undefined,
  viewer: Viewer,
): string | undefined {
  if (!facts || facts.affectedId === viewer.organizationId) return undefined;
  const need = needOf(item, to, facts);
  return need && saysOf[need];
}

/** Whom the marking lets at it beside the recipients. */
async function reachedLines(
  ask: Ask,
  { said, sending, venue, facts, candidates }: Known,
  viewer: Viewer,
  allowed: readonly string[],
): Promise<readonly Line[]> {
  const { tlp, namedOnly, venueKind } = sending;
  if (namedOnly) return [];
  if (tlp === "CLEAR" || (tlp === "GREEN" && venueKind === "HUB")) return [reached("EVERYBODY", null)];
  if (tlp !== "AMBER" && tlp !== "GREEN") return [];
  const named = new Set(candidates.map(({ id }) => id));
  const close = isBound(said, viewer.organizationId, facts) ? [] : allowed;
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
