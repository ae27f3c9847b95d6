import { DomainError, invalid } from "../../platform/errors";
import { type ValueOf, vocabulary } from "../../platform/vocabulary";
import type { Severity } from "../cases/case";

export const expectations = vocabulary("Expectation", "What the giver of a handoff expects of its receiver.", {
  INFORM_ONLY: ["情報提供のみ", "Inform only", "To know of it; nothing else.", "把握してもらうのみ。"],
  INVESTIGATE: ["調査", "Investigate", "To find out what happened.", "何が起きたかの調査。"],
  WATCH_AND_REPORT: ["監視・報告", "Watch and report", "To watch on, and to report.", "監視の継続と報告。"],
  CONTAIN_HOST: ["端末の封じ込め", "Contain the host", "To isolate a device.", "端末の隔離。"],
  BLOCK_NETWORK: ["通信遮断", "Block the network", "To block destinations.", "通信先の遮断。"],
  COLLECT_EVIDENCE: ["証拠保全", "Collect evidence", "To secure evidence before it is lost.", "証拠の収集・保全。"],
  REBUILD: ["再構築", "Rebuild", "To set systems up anew.", "システムの再構築。"],
  HARDEN: ["対策強化", "Harden", "To make a repetition harder.", "再発防止の強化。"],
  OTHER: ["その他", "Other", "What the summary says.", "概要に記載。"],
});
export type Expectation = ValueOf<typeof expectations>;

export const evidenceStates = vocabulary("EvidenceState", "How far evidence is secured.", {
  NOT_STARTED: ["未着手", "Not started", "Nobody has begun to secure it.", "保全に着手していない。"],
  IN_PROGRESS: ["保全中", "In progress", "It is being secured.", "保全作業中。"],
  PRESERVED: ["保全済み", "Preserved", "It is secured.", "保全済み。"],
  LOST: ["消失", "Lost", "It is lost, or was changed.", "失われた、または改変された。"],
  UNKNOWN: ["不明", "Unknown", "Not yet known.", "未確認。"],
});
export type EvidenceState = ValueOf<typeof evidenceStates>;

/** What the giver tells: a first notice has the first five, the rest may not yet be known (null). */
export type PackageFacts = {
  readonly summary: string;
  readonly severity: Severity;
  readonly expectation: Expectation;
  readonly contact: string;
  readonly dueAt: Date;
  /** How sure the giver is that it is an incident, 0 to 100. */
  readonly confidence: number | null;
  readonly rationale: string | null;
  readonly actionsTaken: string | null;
  readonly evidenceState: EvidenceState;
  readonly knownUnknowns: readonly string[];
};

/** One version of what is handed over. It never changes: what is known later is the next version. */
export type HandoffPackage = PackageFacts & {
  readonly id: string;
  readonly handoffId: string;
  /** From 1. */
  readonly number: number;
  readonly authorId: string;
  readonly authorOrganizationId: string;
  readonly at: Date;
};

/** What is told anew. Left out: as it was before. Null: not yet known. */
export type GivenPackage = { readonly [Fact in keyof PackageFacts]?: PackageFacts[Fact] | null };

/** The package with what is told anew. `path` is where in the input it stands. */
export function packageOf(given: GivenPackage, before: Partial<PackageFacts>, now: Date, path: string): PackageFacts {
  const told = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const all: GivenPackage = { ...before, ...told };
  const facts = complete(all, path);
  if (facts.confidence !== null && !facts.rationale) {
    throw invalid(`${path}.rationale`, "A confidence needs its rationale: leave it out while it is not yet known.");
  }
  if (given.dueAt && given.dueAt <= now) throw invalid(`${path}.dueAt`, "The due time has passed already.");
  return facts;
}

/** V10: what is missing is named. */
function complete(given: GivenPackage, path: string): PackageFacts {
  const { summary, severity, expectation, contact, dueAt } = given;
  if (!hasWords(summary) || !severity || !expectation || !hasWords(contact) || !dueAt) {
    const needed = { summary: hasWords(summary), severity, expectation, contact: hasWords(contact), dueAt };
    const missing = Object.entries(needed).flatMap(([name, value]) => (value ? [] : [name]));
    const details = { missing };
    const message = `A handoff needs ${missing.join(", ")}.`;
    throw new DomainError("HANDOFF_INCOMPLETE", message, { field: `${path}.${missing[0] ?? ""}`, details });
  }
  return {
    summary,
    severity,
    expectation,
    contact,
    dueAt,
    confidence: given.confidence ?? null,
    rationale: given.rationale ?? null,
    actionsTaken: given.actionsTaken ?? null,
    evidenceState: given.evidenceState ?? "UNKNOWN",
    knownUnknowns: given.knownUnknowns ?? [],
  };
}

const hasWords = (text: string | null | undefined): text is string => (text ?? "").trim() !== "";
