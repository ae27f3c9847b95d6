import type { ViewerChange } from "../../platform/change";
import { DomainError } from "../../platform/errors";
import { newId } from "../../platform/ids";
import { byAge, changedBy, fateOf } from "./alert";
import type { Detection, DetectionFacts } from "./detection";
import { detectionTold } from "./detection.events";
import { insertDetections, knownDetections, updateDetections } from "./detection.store";

/** What became of a detection. UNCHANGED: it is known, in this word of its tool or in a later one. */
export type RecordedDetection =
  | { readonly fate: "ADDED" | "CHANGED" | "UNCHANGED"; readonly id: string }
  | { readonly fate: "REFUSED"; readonly error: DomainError };

/**
 * Records what tools say, alert by alert: the first word on one is a detection, a later one changes it, and what is known
 * is known. The order in which they come makes no difference within one call. The change holds the lock on what the
 * organisation says, so what is read here is still so when it is written.
 */
export async function recordDetections(
  change: ViewerChange,
  caseId: string | null,
  facts: readonly DetectionFacts[],
): Promise<readonly RecordedDetection[]> {
  const { organizationId, accountId } = change.viewer;
  const sourceIds = [...new Set(facts.flatMap(({ sourceId }) => sourceId ?? []))];
  const known = await knownDetections(change.tx, organizationId, caseId, sourceIds);
  const now = new Map(known);
  const added: Detection[] = [];
  const fates = new Map<DetectionFacts, RecordedDetection>();
  for (const one of [...facts].sort((a, b) => byAge(a.rawAlert, b.rawAlert))) {
    const before = one.sourceId === null ? undefined : now.get(one.sourceId);
    const after = before
      ? nextOf(before, one, change.now)
      : firstOf(one, { organizationId, accountId, caseId }, change.now);
    fates.set(one, fateFrom(before, after));
    if (after instanceof DomainError || after === before) continue;
    if (one.sourceId === null) added.push(after);
    else now.set(one.sourceId, after);
  }
  const all = [...added, ...now.values()];
  await write(change, all, new Map([...known.values()].map((one) => [one.id, one])));
  return facts.map((one) => {
    const fate = fates.get(one);
    if (!fate) throw new Error("A detection that was given has a fate.");
    return fate;
  });
}

const firstOf = (
  facts: DetectionFacts,
  whose: Pick<Detection, "organizationId" | "accountId" | "caseId">,
  now: Date,
) => ({
  ...facts,
  ...whose,
  id: newId("det"),
  version: 1,
  recordedAt: now,
  updatedAt: now,
});

/** A detection after one more word of its tool: itself where that says nothing new. */
function nextOf(before: Detection, facts: DetectionFacts, now: Date): Detection | DomainError {
  const fate = fateOf(before.rawAlert, facts.rawAlert);
  if (fate instanceof DomainError) return fate;
  return fate === "NEWER" ? changedBy(before, facts, now) : before;
}

function fateFrom(before: Detection | undefined, after: Detection | DomainError): RecordedDetection {
  if (after instanceof DomainError) return { fate: "REFUSED", error: after };
  return { fate: before === undefined ? "ADDED" : after === before ? "UNCHANGED" : "CHANGED", id: after.id };
}

async function write(
  change: ViewerChange,
  all: readonly Detection[],
  known: ReadonlyMap<string, Detection>,
): Promise<void> {
  const inserts = all.filter(({ id }) => !known.has(id));
  const updates = all
    .filter((one) => known.has(one.id) && known.get(one.id) !== one)
    .map((one) => ({ ...one, version: one.version + 1 }));
  await insertDetections(change.tx, inserts);
  await updateDetections(change.tx, updates);
  for (const row of inserts) change.tell(detectionTold("DETECTION_RECORDED", row, ["detectedAt"]));
  for (const row of updates) {
    const was = known.get(row.id);
    const changed = (["tool", "rule", "title", "firstSeen", "detectedAt"] as const).filter(
      (field) => String(row[field]) !== String(was?.[field]),
    );
    change.tell(detectionTold("DETECTION_UPDATED", row, [...changed, "rawAlert"]));
  }
}
