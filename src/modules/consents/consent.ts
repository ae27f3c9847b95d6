import type { victimSideKinds } from "../shares/five-w";

export type VictimSideKind = (typeof victimSideKinds)[number];

/** The affected organisation's word that something of its own side may leave the case (開示同意): V6. */
export type DisclosureConsent = {
  readonly id: string;
  readonly version: number;
  readonly caseId: string;
  /** Whose consent it is. */
  readonly organizationId: string;
  readonly kinds: readonly VictimSideKind[];
  /** To whom. Null: to whomever the sender's marking allows. */
  readonly recipientIds: readonly string[] | null;
  /** Who said so, in words, where it was recorded for an organisation that has no accounts. */
  readonly givenBy: string | null;
  readonly note: string | null;
  readonly validUntil: Date | null;
  readonly recordedById: string;
  readonly recordedAt: Date;
  readonly withdrawnAt: Date | null;
};
