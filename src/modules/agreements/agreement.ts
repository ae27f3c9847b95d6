import { DomainError, invalid } from "../../platform/errors";
import { type ValueOf, vocabulary } from "../../platform/vocabulary";
import type { Severity } from "../cases/case";

export const agreementStates = vocabulary("AgreementState", "Whether an agreement binds its parties.", {
  PROPOSED: ["提案中", "Proposed", "Not all parties have accepted it: it binds nobody.", "未受諾の当事者がいる。"],
  ACTIVE: ["有効", "Active", "All parties have accepted it. It counts within its period.", "全当事者が受諾済み。"],
  ENDED: ["終了", "Ended", "A party turned it down or ended it.", "当事者が辞退または終了させた。"],
});
export type AgreementState = ValueOf<typeof agreementStates>;

export const disclosureClauses = vocabulary(
  "DisclosureClause",
  "What the parties allow each other to share outside the case in which they learned of it.",
  {
    TECHNICAL_ITEMS_OUTSIDE_CASE: [
      "技術情報の事案外共有",
      "Technical items outside the case",
      "Destinations, malware, techniques, vulnerabilities, rules and countermeasures of a case may be shared outside it, once a person has confirmed for each item that it is de-identified.",
      "接続先・マルウェア・手口などの技術情報は、匿名化を人が項目ごとに確認すれば事案外へ共有できる。",
    ],
    VICTIM_ITEMS_ON_CONSENT: [
      "被害側情報の同意時共有",
      "Victim-side items on consent",
      "Damage, response status and devices may be shared outside the case when the affected organisation's consent to it is recorded. That consent suffices and is always needed: with this clause the parties say that they count on it.",
      "被害・対応状況・端末の情報は、被害組織の同意が記録されていれば事案外へ共有できる。同意は常に必要で、同意があれば足りる。本条項は当事者間でその前提を確認するもの。",
    ],
    OWN_MARKING_WHEN_DEIDENTIFIED: [
      "匿名化後の独自TLP",
      "Own marking when de-identified",
      "Who de-identified what it found in a case may mark that share freer than the case is marked. Between it and the affected organisation; that one needs no clause for what it finds itself.",
      "匿名化した情報には、発見者が事案より緩いTLPを付けてよい（発見者と被害組織との間で有効な場合。被害組織自身は本条項なしに付けられる）。",
    ],
  },
);
export type DisclosureClause = ValueOf<typeof disclosureClauses>;

/** How soon a receiver answers at this severity, in minutes from the offer. */
export type AgreementTarget = {
  readonly severity: Severity;
  readonly acknowledgeWithinMinutes: number;
  readonly respondWithinMinutes: number;
};

/** What organisations have promised each other (合意). */
export type Agreement = {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly state: AgreementState;
  readonly validFrom: Date;
  /** Null: until it is ended. */
  readonly validUntil: Date | null;
  readonly targets: readonly AgreementTarget[];
  /** How long after the detection a share may claim speed. Null: as the hub says. */
  readonly speedWindowMinutes: number | null;
  readonly disclosureClauses: readonly DisclosureClause[];
  readonly proposedById: string;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly endingReason: string | null;
};

export type AgreementParty = {
  readonly agreementId: string;
  readonly organizationId: string;
  /** Null until it accepts. */
  readonly acceptedAt: Date | null;
};

/** One rung of the contact ladder: whom to call, and how long to wait before the next is called. */
export type AgreementContact = {
  readonly id: string;
  readonly agreementId: string;
  readonly step: number;
  readonly organizationId: string;
  readonly name: string;
  readonly phone: string;
  readonly minutesToNext: number;
};

export type AgreementTerms = Pick<Agreement, "validFrom" | "validUntil" | "targets"> & {
  readonly partyIds: readonly string[];
  readonly contactLadder: readonly Pick<AgreementContact, "organizationId">[];
};

/** Refuses terms that cannot hold. `partyIds` are all parties, the proposer's organisation too. */
export function assertTerms({ validFrom, validUntil, targets, partyIds, contactLadder }: AgreementTerms): void {
  if (partyIds.length < 2) {
    throw invalid("input.partyIds", "An agreement is between two or more organisations: name another than your own.");
  }
  if (validUntil && validUntil <= validFrom) throw invalid("input.validUntil", "validUntil is after validFrom.");
  targets.forEach(({ severity, acknowledgeWithinMinutes, respondWithinMinutes }, i) => {
    if (targets.findIndex((other) => other.severity === severity) !== i) {
      throw invalid(`input.targets[${i}].severity`, "Each severity has one target.");
    }
    if (respondWithinMinutes < acknowledgeWithinMinutes) {
      const field = `input.targets[${i}].respondWithinMinutes`;
      throw invalid(field, "An answer does not come before the acknowledgement.");
    }
  });
  contactLadder.forEach(({ organizationId }, i) => {
    if (partyIds.includes(organizationId)) return;
    throw invalid(`input.contactLadder[${i}].organizationId`, "A contact belongs to one of the parties.");
  });
}

/** The parties after one of them accepted; the agreement is active when all have. */
export function accepted(
  parties: readonly AgreementParty[],
  organizationId: string,
  now: Date,
): { readonly parties: readonly AgreementParty[]; readonly state: AgreementState } {
  if (parties.some((party) => party.organizationId === organizationId && party.acceptedAt)) {
    const message = "Your organisation has accepted it already; others have not.";
    throw new DomainError("STATE_CONFLICT", message, { field: "input.agreementId" });
  }
  const after = parties.map((party) =>
    party.organizationId === organizationId ? { ...party, acceptedAt: now } : party,
  );
  return { parties: after, state: after.every(({ acceptedAt }) => acceptedAt) ? "ACTIVE" : "PROPOSED" };
}
