import { DomainError } from "../../platform/errors";
import type { Tlp } from "../../platform/marking";
import { type InformationKind, isVictimSide } from "../shares/five-w";
import type { DisclosureClause } from "../agreements/agreement";
import type { DisclosureConsent } from "../consents/consent";

/** A case as the rules of disclosure look at it: what was learned in it leaves it on conditions only. */
export type CaseSource = {
  /** The affected organisation; while it is not known, the owner stands for it. */
  readonly affectedId: string;
  /** What the agreements allow that are in force between whoever discloses and the affected organisation. */
  readonly clauses: readonly DisclosureClause[];
  readonly consents: readonly Pick<DisclosureConsent, "kinds" | "recipientIds">[];
};

/** An item that would leave the case. */
export type Leaving = {
  /** The path of the item, for the error. */
  readonly path: string;
  readonly kind: InformationKind;
  readonly tlp: Tlp;
  readonly deIdentified: boolean;
};

export const disclosureNeeds = ["CONSENT", "CLAUSE", "DE_IDENTIFICATION"] as const;
export type DisclosureNeed = (typeof disclosureNeeds)[number];

/** What an item lacks to leave its case to these organisations; undefined when it may. `wide`: to a community or all. */
export function needOf(
  { kind, deIdentified }: Pick<Leaving, "kind" | "deIdentified">,
  to: { readonly outside: readonly string[]; readonly wide: boolean },
  source: CaseSource,
): DisclosureNeed | undefined {
  if (to.outside.length === 0 && !to.wide) return undefined;
  if (isVictimSide(kind)) return isConsented(kind, to, source) ? undefined : "CONSENT";
  if (!source.clauses.includes("TECHNICAL_ITEMS_OUTSIDE_CASE")) return "CLAUSE";
  return deIdentified ? undefined : "DE_IDENTIFICATION";
}

/** A consent that names nobody is for all; others are for whom they name, each recipient by one or another of them. */
function isConsented(
  kind: InformationKind,
  { outside, wide }: { readonly outside: readonly string[]; readonly wide: boolean },
  { consents }: CaseSource,
): boolean {
  const named = consents.flatMap(({ kinds, recipientIds }) =>
    (kinds as readonly string[]).includes(kind) ? [recipientIds] : [],
  );
  return named.includes(null) || (!wide && outside.every((id) => named.some((ids) => ids?.includes(id))));
}

/**
 * Whether something that comes from a case stays with those it is sent to: V6 lets it go to no others, so the clients
 * and parts of the recipients have no part in it, whatever its TLP says. Of its own side the affected organisation says
 * by its consent that it may go on; it needs no agreement with itself.
 */
export function isBound(
  items: readonly Pick<Leaving, "kind" | "deIdentified">[],
  discloserId: string,
  source: CaseSource | undefined,
): boolean {
  if (!source) return false;
  const own = source.affectedId === discloserId ? (["TECHNICAL_ITEMS_OUTSIDE_CASE"] as const) : source.clauses;
  const anybody = { outside: [], wide: true };
  return items.length === 0 || items.some((item) => needOf(item, anybody, { ...source, clauses: own }) !== undefined);
}

/** What an item lacks, in a sentence. */
export const saysOf: Readonly<Record<DisclosureNeed, string>> = {
  CONSENT: "What tells of the victim leaves the case only with the recorded consent of the affected organisation.",
  CLAUSE: "Technical items leave the case only where an agreement with the affected organisation has that clause.",
  DE_IDENTIFICATION: "A technical item leaves the case only when a person has confirmed that it is de-identified.",
};

/** Why somebody who takes part in the case is outside of it. */
export const NOT_ADMITTED = "Who takes part in the case, and is not admitted by the affected organisation, is outside.";

/** To whom something would be told, and how far beyond them. */
export type Disclosed = {
  readonly discloserId: string;
  readonly outside: readonly string[];
  /** Who of them takes part in the case, and was not admitted. */
  readonly notAdmitted: readonly string[];
  readonly wide: (tlp: Tlp) => boolean;
};

/**
 * V6: within the case those whom the affected organisation admitted exchange freely. Outside, technical items need the agreement's clause and a
 * person's confirmation for each, victim-side items the recorded consent. The affected organisation speaks for itself.
 */
export function assertDisclosable(items: readonly Leaving[], to: Disclosed, source: CaseSource | undefined): void {
  if (!source || source.affectedId === to.discloserId) return;
  const refused = items.flatMap(({ path, kind, tlp, deIdentified }) => {
    const need = needOf({ kind, deIdentified }, { outside: to.outside, wide: to.wide(tlp) }, source);
    return need ? [{ path, kind, needs: need }] : [];
  });
  const [first] = refused;
  if (!first) return;
  const { notAdmitted } = to;
  const message = `${saysOf[first.needs]}${notAdmitted.length > 0 ? ` ${NOT_ADMITTED}` : ""}`;
  throw new DomainError("DISCLOSURE_FORBIDDEN", message, { field: first.path, details: { refused, notAdmitted } });
}
