import { DomainError, invalid } from "../../platform/errors";
import { newId } from "../../platform/ids";

/** What happened in an incident, when, and by whose clock. It never changes; a correction is another entry. */
export type TimelineEntry = {
  readonly id: string;
  readonly caseId: string;
  readonly occurredAt: Date;
  /** Whose clock told it. */
  readonly clock: string | null;
  readonly text: string;
  readonly recordedAt: Date;
  readonly recordedById: string;
  readonly recordedByOrganizationId: string;
};

export type GivenEntry = { readonly occurredAt: Date; readonly clock?: string | null; readonly text: string };
type By = { readonly accountId: string; readonly organizationId: string };

export const TEXT_MAX = 4_000;
export const CLOCK_MAX = 200;
export const ENTRIES_MAX = 500;

/** The entry that somebody brings, or why it is refused. */
export function newEntry(
  caseId: string,
  given: GivenEntry,
  path: string,
  by: By,
  now: Date,
): TimelineEntry | DomainError {
  const { occurredAt, text } = given;
  const clock = given.clock?.trim() || null;
  if (text.trim() === "") return invalid(`${path}.text`, "An entry says what happened.");
  if (text.length > TEXT_MAX) return invalid(`${path}.text`, `An entry has at most ${TEXT_MAX} characters.`);
  if (clock && clock.length > CLOCK_MAX) return invalid(`${path}.clock`, `At most ${CLOCK_MAX} characters.`);
  return {
    id: newId("entry"),
    caseId,
    occurredAt,
    clock,
    text,
    recordedAt: now,
    recordedById: by.accountId,
    recordedByOrganizationId: by.organizationId,
  };
}

/** Entries with the same key say the same: a tool that brings its log again adds nothing. */
export const sameEntry = ({ occurredAt, clock, text }: Pick<TimelineEntry, "occurredAt" | "clock" | "text">): string =>
  JSON.stringify([occurredAt.toISOString(), clock, text]);
