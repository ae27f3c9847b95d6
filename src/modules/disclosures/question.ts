import type { Viewer } from "../../platform/context";
import { DomainError } from "../../platform/errors";
import { type Tlp, strictestTlp } from "../../platform/marking";
import { unknownAccount } from "../accounts/account.find";
import type { InformationKind } from "../shares/five-w";
import type { ShareKind } from "../shares/share";
import { type Candidate, type Sending, isNamedOnly } from "./audience";
import type { Leaving } from "./disclosure";
import {
  type Ask,
  type CaseFacts,
  type OwnPart,
  type VenueFacts,
  candidatesOf,
  caseFactsOf,
  ownPartOf,
  personsAmong,
  venueFactsOf,
} from "./facts";

/** What somebody thinks of sending. */
export type AudienceQuestion = {
  readonly kind?: ShareKind | null;
  readonly caseId?: string | null;
  readonly venueId?: string | null;
  readonly recipientIds?: readonly string[] | null;
  readonly personIds?: readonly string[] | null;
  readonly namedOnly?: boolean | null;
  readonly tlp: Tlp;
  readonly items?:
    | readonly {
        readonly kind: InformationKind;
        readonly tlp?: Tlp | null;
        readonly deIdentified?: boolean | null;
      }[]
    | null;
};
/** Something that it would say. */
export type Said = Omit<Leaving, "path">;
/** The question, and what the rules need to know to answer it. */
export type Known = {
  readonly question: AudienceQuestion;
  readonly said: readonly Said[];
  readonly sending: Sending;
  readonly venue: VenueFacts | undefined;
  readonly facts: CaseFacts | undefined;
  readonly part: OwnPart | undefined;
  readonly own: Candidate | undefined;
  readonly candidates: readonly Candidate[];
};

/** Reads what the rules ask for. NOT_FOUND for what the viewer does not see: publishing would answer the same. */
export async function knownOf(ask: Ask, viewer: Viewer, question: AudienceQuestion): Promise<Known> {
  const { caseId = null, venueId = null } = question;
  const { organizationId } = viewer;
  const part = await ownPartOf(ask, viewer, caseId);
  if (caseId !== null && !part) throw new DomainError("NOT_FOUND", "Case was not found.", { field: "input.caseId" });
  const venue = await venueFactsOf(ask, viewer, venueId);
  if (venueId !== null && !venue)
    throw new DomainError("NOT_FOUND", "Venue was not found.", { field: "input.venueId" });
  const recipientIds = [...new Set(question.recipientIds ?? venue?.memberIds ?? [])];
  const personIds = [...new Set(question.personIds ?? [])];
  const all = await candidatesOf(ask, viewer, { venueId, caseId, recipientIds, personIds });
  const candidates = all.filter(({ id }) => id !== organizationId);
  if (candidates.length < recipientIds.filter((id) => id !== organizationId).length)
    throw new DomainError("NOT_FOUND", "Organization was not found.", { field: "input.recipientIds" });
  if ((await personsAmong(ask, personIds, [organizationId, ...recipientIds])) < personIds.length)
    throw unknownAccount("input.personIds");
  const said = saidBy(question);
  const sending = sendingOf(question, said, venue);
  const facts = await caseFactsOf(ask, caseId, organizationId);
  return { question, said, sending, venue, facts, part, own: all.find(({ id }) => id === organizationId), candidates };
}

/** What it would say, marked as publishing would mark it; a report tells of the response by itself. */
const saidBy = ({ kind, tlp, items }: AudienceQuestion): readonly Said[] => [
  ...(items ?? []).map((item) => ({
    kind: item.kind,
    tlp: strictestTlp([tlp, item.tlp ?? undefined]) ?? tlp,
    deIdentified: item.deIdentified ?? false,
  })),
  ...(kind === "STATUS_REPORT" ? [{ kind: "RESPONSE_STATUS" as const, tlp, deIdentified: false }] : []),
];

function sendingOf(
  { tlp, namedOnly = null, personIds }: AudienceQuestion,
  said: readonly Said[],
  venue: VenueFacts | undefined,
): Sending {
  const itemTlps = said.map((item) => item.tlp);
  return {
    venueKind: venue?.kind ?? null,
    namedOnly: isNamedOnly({ tlp, namedOnly, persons: personIds?.length ?? 0, itemTlps }),
    tlp,
    itemTlps,
    relayed: false,
  };
}
