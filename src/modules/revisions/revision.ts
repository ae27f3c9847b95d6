import { DomainError, invalid } from "../../platform/errors";
import type { Pap, Tlp } from "../../platform/marking";
import { type ValueOf, vocabulary } from "../../platform/vocabulary";
import type { InformationKind } from "../shares/five-w";

export const corners = vocabulary("Corner", "A corner of the triangle: only two can be had at once.", {
  SPEED: ["早さ", "Speed", "It comes early enough to prevent.", "予防に間に合う早さ。"],
  ACCURACY: ["正確性", "Accuracy", "What it says is right.", "内容が正しい。"],
  COVERAGE: ["網羅性", "Coverage", "What there is to say is all in it.", "漏れがない。"],
});
export type Corner = ValueOf<typeof corners>;

export const revisionStates = vocabulary("RevisionState", "Where a revision stands.", {
  DRAFT: ["下書き", "Draft", "Not published yet.", "未発信。"],
  PUBLISHED: ["発信済み", "Published", "The newest that is out. It never changes.", "最新の発信。以後変更されない。"],
  SUPERSEDED: ["更新済み", "Superseded", "A later revision took its place.", "後の報に置き換えられた。"],
  RETRACTED: ["撤回", "Retracted", "It was taken back with the whole share.", "共有全体とともに撤回された。"],
});
export type RevisionState = ValueOf<typeof revisionStates>;

export const itemStates = vocabulary("ShareItemState", "What the sender says of an item, now.", {
  ASSERTED: ["提示", "Asserted", "It was stated.", "提示された。"],
  CORRECTED: ["訂正", "Corrected", "It was changed in a later revision.", "後の報で訂正された。"],
  CONFIRMED: ["確認済み", "Confirmed", "It was found right.", "正しいと確認された。"],
  RETRACTED: ["取消", "Retracted", "It was taken back: do not use it.", "取り消された。使用しないこと。"],
});
export type ItemState = ValueOf<typeof itemStates>;

export const itemChanges = vocabulary("ShareItemChange", "What a revision did with an item.", {
  ADDED: ["追加", "Added", "It is new in this revision.", "この報で追加された。"],
  CORRECTED: ["訂正", "Corrected", "This revision changed it.", "この報で訂正された。"],
  CONFIRMED: ["確認", "Confirmed", "This revision confirmed it.", "この報で確認された。"],
  RETRACTED: ["取消", "Retracted", "This revision took it back.", "この報で取り消された。"],
  CARRIED: ["継続", "Carried", "It stands as in the revision before.", "前の報から変わらない。"],
});
export type ItemChange = ValueOf<typeof itemChanges>;

/** What was given up for what is claimed, in words: what the receiver must not expect. */
export type Limitation = { readonly corner: Corner; readonly note: string };

/** One state of what is shared (第一報, 続報, 最終報). Once published it never changes; a change is a new one (V3). */
export type ShareRevision = {
  readonly id: string;
  readonly shareId: string;
  readonly number: number;
  readonly state: RevisionState;
  readonly claims: readonly Corner[];
  readonly givenUp: readonly Corner[];
  readonly limitations: readonly Limitation[];
  readonly text: string | null;
  readonly createdById: string;
  readonly createdAt: Date;
  readonly publishedAt: Date | null;
};

/** One piece of information in one revision. `lineageId` is the same in every revision of the share. */
export type ShareItem = {
  readonly id: string;
  readonly shareId: string;
  readonly revisionId: string;
  readonly lineageId: string;
  readonly position: number;
  readonly kind: InformationKind;
  readonly indicatorId: string | null;
  readonly text: string | null;
  readonly state: ItemState;
  readonly change: ItemChange;
  /** Why it was corrected or retracted. */
  readonly note: string | null;
  /** The stricter of the share's and its own. */
  readonly tlp: Tlp;
  readonly pap: Pap;
  /** Who confirmed that it tells nothing of the victim. */
  readonly deIdentifiedById: string | null;
  readonly deIdentifiedAt: Date | null;
};

/** What an item is through all revisions: where it came from, and what is said against it. */
export type ShareLineage = {
  readonly id: string;
  readonly shareId: string;
  /** Itself and, of a forwarded copy, the lineages that it was copied from: what befalls one of them befalls it. */
  readonly path: readonly string[];
  /** Since when a receiver's verdict stands against it that the sender has not settled. */
  readonly disputedAt: Date | null;
  readonly retractedAt: Date | null;
  /** When it was disputed, settled or taken back last. */
  readonly changedAt: Date | null;
};

/** The hub's speed window, where no agreement of the sender with a recipient sets a shorter or longer one. */
export const SPEED_WINDOW_MINUTES = 24 * 60;

/** The corners that are not claimed. */
export const givenUpBy = (claims: readonly Corner[]): readonly Corner[] =>
  corners.values.filter((corner) => !claims.includes(corner));

/** V1: one or two corners, each once; a status report claims none. V2: a note for each corner given up. */
export function assertTriangle(
  kind: "THREAT_INFORMATION" | "STATUS_REPORT",
  { claims, limitations }: Pick<ShareRevision, "claims" | "limitations">,
): void {
  if (kind === "STATUS_REPORT") {
    if (claims.length > 0) throw invalid("input.claims", "A status report claims nothing of the triangle.");
    if (limitations.length > 0) throw invalid("input.limitations", "A status report gives up no corner.");
    return;
  }
  const distinct = new Set(claims).size === claims.length;
  if (claims.length < 1 || claims.length > 2 || !distinct) {
    const details = { claims, allowed: "one or two of SPEED, ACCURACY, COVERAGE, each once" };
    const message = "Only two of speed, accuracy and coverage can be had at once: claim one or two, each once.";
    throw new DomainError("TRIANGLE_VIOLATION", message, { field: "input.claims", details });
  }
  assertNotes(claims, limitations);
  const noted = new Set(limitations.filter(({ note }) => note.trim() !== "").map(({ corner }) => corner));
  const missing = givenUpBy(claims).filter((corner) => !noted.has(corner));
  if (missing.length === 0) return;
  const message = `Say in a limitation note what the receiver must not expect: ${missing.join(", ")}.`;
  throw new DomainError("LIMITATION_MISSING", message, { field: "input.limitations", details: { missing } });
}

/** A note is of a corner that was given up, and each has one. */
function assertNotes(claims: readonly Corner[], limitations: readonly Limitation[]): void {
  limitations.forEach(({ corner }, i) => {
    const field = `input.limitations[${i}].corner`;
    if (claims.includes(corner)) throw invalid(field, `${corner} is claimed: a limitation is of what was given up.`);
    if (limitations.findIndex((other) => other.corner === corner) < i)
      throw invalid(field, `${corner} has a note already.`);
  });
}

/** V4: speed may be claimed only so long after the detection. */
export function assertSpeed(
  claims: readonly Corner[],
  {
    detectedAt,
    windowMinutes,
    now,
  }: { readonly detectedAt: Date | null; readonly windowMinutes: number; readonly now: Date },
): void {
  if (!claims.includes("SPEED")) return;
  if (!detectedAt) {
    throw invalid("input.detectedAt", "Who claims speed says when it was detected: in the case, or else in the share.");
  }
  if (detectedAt > now) {
    const details = { detectedAt: detectedAt.toISOString() };
    const message = "It is told to have been detected in the future: no speed can be claimed of that.";
    throw new DomainError("SPEED_WINDOW_PASSED", message, { field: "input.claims", details });
  }
  const passedMinutes = Math.floor((now.getTime() - detectedAt.getTime()) / 60_000);
  if (passedMinutes <= windowMinutes) return;
  const details = { detectedAt: detectedAt.toISOString(), windowMinutes, passedMinutes };
  const message = `Speed may be claimed within ${windowMinutes} minutes after the detection; ${passedMinutes} have passed.`;
  throw new DomainError("SPEED_WINDOW_PASSED", message, { field: "input.claims", details });
}
