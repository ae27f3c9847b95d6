import { canonicalJson, isJsonObject } from "../../interop/json";
import { DomainError } from "../../platform/errors";
import type { Detection, DetectionFacts } from "./detection";

/** What a word on an alert is to the one that is known. NEWER: the tool has changed what it says. */
export type AlertFate = "SAME" | "NEWER" | "OLDER";

const numberAt = (alert: unknown, field: string): number => {
  const value = isJsonObject(alert) ? alert[field] : undefined;
  return typeof value === "number" ? value : 0;
};

/** Which word is later: by its time, and of one time by what the tool did with it (OCSF: 1 create, 2 update, 3 close). */
export const byAge = (a: unknown, b: unknown): number =>
  numberAt(a, "time") - numberAt(b, "time") || numberAt(a, "activity_id") - numberAt(b, "activity_id");

/** A tool tells of one alert again and again. Of one time it can have said one thing only. */
export function fateOf(known: unknown, given: unknown): AlertFate | DomainError {
  if (canonicalJson(known) === canonicalJson(given)) return "SAME";
  const age = byAge(given, known);
  if (age !== 0) return age > 0 ? "NEWER" : "OLDER";
  const message = "Another content of this finding with the same time and activity is known; this one is not taken.";
  return new DomainError("INVALID_INPUT", message, { field: "time" });
}

/** A detection after its tool's next word: that says what is so now, and not when it was first noticed. */
export const changedBy = (known: Detection, facts: DetectionFacts, now: Date): Detection => ({
  ...known,
  tool: facts.tool ?? known.tool,
  rule: facts.rule ?? known.rule,
  title: facts.title ?? known.title,
  firstSeen: facts.firstSeen ?? known.firstSeen,
  detectedAt: facts.detectedAt < known.detectedAt ? facts.detectedAt : known.detectedAt,
  rawAlert: facts.rawAlert,
  updatedAt: now,
});
