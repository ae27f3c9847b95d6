import { invalid } from "../../platform/errors";
import type { Pap, Tlp } from "../../platform/marking";
import type { IntakeSource, Severity } from "../cases/case";
import type { CaseFacts, GivenReference } from "../cases/case.facts";
import type { ParticipantRole } from "../cases/participant";
import type { OrganizationKind } from "../organizations/organization";

/** A case as whoever opens it states it. What is left out comes from the detection, where that says it. */
export type GivenCase = {
  readonly title?: string | null;
  readonly summary?: string | null;
  readonly severity: Severity;
  readonly category?: string | null;
  readonly tlp: Tlp;
  readonly pap: Pap;
  readonly restricted: boolean;
  readonly intake: IntakeSource;
  readonly affectedOrganizationId?: string | null;
  readonly occurredAt?: Date | null;
  readonly occurredClock?: string | null;
  readonly detectedAt?: Date | null;
  readonly awareAt?: Date | null;
  readonly containedAt?: Date | null;
  readonly tags?: readonly string[] | null;
  readonly techniques?: readonly string[] | null;
  readonly externalReferences?: readonly GivenReference[] | null;
};

/** What a detection says that a case would otherwise have to be told. */
export type Noticed = {
  readonly title: string | null;
  readonly rule: string | null;
  readonly tool: string | null;
  readonly firstSeen: Date | null;
  readonly detectedAt: Date;
};

/** The facts of a case to be: stated, or else known from its detection. */
export function factsOfCase(given: GivenCase, noticed: Noticed | undefined): CaseFacts {
  const title = given.title ?? noticed?.title ?? noticed?.rule;
  if (title == null) throw invalid("input.title", "Give a title: there is no detection that has one.");
  const occurredAt = given.occurredAt ?? noticed?.firstSeen ?? null;
  const clock = given.occurredClock ?? (given.occurredAt == null && occurredAt !== null ? noticed?.tool : null);
  return {
    title: title.slice(0, TITLE_MAX),
    summary: given.summary ?? "",
    severity: given.severity,
    category: given.category ?? null,
    tlp: given.tlp,
    pap: given.pap,
    restricted: given.restricted,
    affectedId: given.affectedOrganizationId ?? null,
    occurredAt,
    occurredClock: clock ?? null,
    detectedAt: given.detectedAt ?? noticed?.detectedAt ?? null,
    awareAt: given.awareAt ?? null,
    containedAt: given.containedAt ?? null,
    tags: [...new Set(given.tags ?? [])],
    techniques: [...new Set(given.techniques ?? [])],
    externalReferences: (given.externalReferences ?? []).map(({ source, id, url }) => ({
      source,
      id: id ?? null,
      url: url ?? null,
    })),
  };
}
const TITLE_MAX = 300;

/** As what an organisation takes part in a case that it opens, when it does not say: as what it is, or else as a CSIRT. */
export const roleOf = (kinds: readonly OrganizationKind[]): ParticipantRole => kinds[0] ?? "CSIRT";
