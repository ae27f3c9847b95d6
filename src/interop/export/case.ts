import { notFound } from "../../platform/errors";
import type { ExportedCase, ExportedNote, ExportedSighting } from "./exported";
import { Statements, factsOf, pagesOf, partyOf, statementOf, type Ask, type Exported, type Wanted } from "./export";
import {
  caseText,
  detectionsText,
  sightingsText,
  type CaseAnswer,
  type DetectionsAnswer,
  type FoundDetection,
  type FoundSighting,
  type SightingsAnswer,
} from "./export.queries";

type Found = NonNullable<CaseAnswer["case"]>;
type Marked = Pick<ExportedCase, "tlp" | "pap">;

/** A case with all that is said, noticed and found in it. */
export async function exportCase(ask: Ask, id: string, wanted: Wanted): Promise<Exported<ExportedCase>> {
  const statements = new Statements(wanted);
  let found: Found | undefined;
  const assertions = pagesOf(async (after) => {
    found = (await ask<CaseAnswer>(caseText(wanted.doubts), { id, after })).case ?? undefined;
    if (!found) throw notFound("Case");
    return found.assertions;
  });
  for await (const nodes of assertions)
    statements.add(nodes.flatMap((node) => (node.indicator ? [statementOf(node, node.indicator)] : [])));
  if (!found) throw notFound("Case");
  const { title, summary, reference, openedAt: created, updatedAt: modified, owner, tlp, pap } = found;
  const marked = { tlp, pap };
  const one: ExportedCase = {
    ...{ id, title, summary, reference, created, modified, by: partyOf(owner), ...marked, facts: factsOfCase(found) },
    detections: await detectionsIn(ask, id, marked),
    sightings: await sightingsIn(ask, id, marked),
  };
  return { one, statements: statements.all };
}

const factsOfCase = (found: Found) =>
  factsOf({
    ...{ severity: found["severity"], category: found["category"], state: found["state"] },
    ...{ disposition: found["disposition"], tags: found["tags"], techniques: found["techniques"] },
    ...{ occurred_at: found["occurredAt"], detected_at: found["detectedAt"], aware_at: found["awareAt"] },
    ...{ contained_at: found["containedAt"], closed_at: found["closedAt"] },
  });

async function detectionsIn(ask: Ask, id: string, marked: Marked): Promise<readonly ExportedNote[]> {
  const nothing = { edges: [], pageInfo: { hasNextPage: false, endCursor: null } };
  const pages = pagesOf<FoundDetection>(
    async (after) => (await ask<DetectionsAnswer>(detectionsText, { id, after })).case?.detections ?? nothing,
  );
  const notes: ExportedNote[] = [];
  for await (const nodes of pages) notes.push(...nodes.map((node) => noteOf(node, marked)));
  return notes;
}

function noteOf(found: FoundDetection, marked: Marked): ExportedNote {
  const { id, recordedAt, updatedAt, organization, vantage, tool, rule, title, firstSeen, detectedAt } = found;
  return {
    ...{ id, created: recordedAt, modified: updatedAt, by: partyOf(organization), ...marked },
    text: title ?? rule ?? tool ?? "A detection",
    facts: factsOf({ vantage, tool, rule, title, first_seen: firstSeen, detected_at: detectedAt }),
  };
}

async function sightingsIn(ask: Ask, id: string, marked: Marked): Promise<readonly ExportedSighting[]> {
  const nothing = { edges: [], pageInfo: { hasNextPage: false, endCursor: null } };
  const pages = pagesOf<FoundSighting>(
    async (after) => (await ask<SightingsAnswer>(sightingsText, { id, after })).case?.sightings ?? nothing,
  );
  const sightings: ExportedSighting[] = [];
  for await (const nodes of pages) sightings.push(...nodes.flatMap((node) => sightingOf(node, marked)));
  return sightings;
}

function sightingOf(found: FoundSighting, marked: Marked): readonly ExportedSighting[] {
  const { id, reportedAt, organization, indicator, result, count, firstSeen, lastSeen, note } = found;
  if (!indicator) return [];
  const { type, value } = indicator;
  return [
    {
      ...{ id, created: reportedAt, modified: reportedAt, by: partyOf(organization), ...marked },
      ...{ type, value, result, count },
      ...(firstSeen === null ? {} : { firstSeen }),
      ...(lastSeen === null ? {} : { lastSeen }),
      ...(note === null ? {} : { note }),
    },
  ];
}
