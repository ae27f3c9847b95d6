import { DomainError } from "../../platform/errors";
import { type ValueOf, vocabulary } from "../../platform/vocabulary";

export const feedbackTargets = vocabulary("FeedbackTarget", "What feedback is about.", {
  SHARE_REVISION: ["共有の版", "Share revision", "A revision of a share, and items of it.", "共有の版とその項目。"],
  ASSERTION: ["指標の表明", "Assertion", "What an organisation states of an indicator.", "指標に関する組織の表明。"],
  HANDOFF: ["引き継ぎ", "Handoff", "How a case was handed over.", "事案の引き継ぎ方。"],
  CASE: ["事案", "Case", "How a case is worked.", "事案の進め方。"],
  HUB: ["ハブ", "Hub", "The hub itself; the operator answers.", "ハブ自体。運営者が回答する。"],
});
export type FeedbackTarget = ValueOf<typeof feedbackTargets>;

export const verdicts = vocabulary("Verdict", "What a receiver found.", {
  USEFUL: ["有用", "Useful", "It helped.", "役に立った。"],
  HIT: ["該当あり", "Hit", "It was seen here.", "自組織で確認された。"],
  NO_HIT: ["該当なし", "No hit", "It was looked for, and not seen here.", "調べたが確認されなかった。"],
  FALSE_POSITIVE: ["誤り", "False positive", "It is not malicious.", "悪性ではない。"],
  TOO_BROAD: [
    "広すぎ",
    "Too broad",
    "It hits what is legitimate too: an abused site, a shared host.",
    "正規のものまで該当する（悪用された正規サイトなど）。",
  ],
  MISSING: ["不足", "Missing", "Something belongs to it that is not in it.", "含まれるべきものが欠けている。"],
  OUTDATED: ["古い", "Outdated", "It was true, and is no longer.", "かつては正しかったが、もう違う。"],
  LATE: ["遅い", "Late", "It came after it could have helped.", "役立つ時機を過ぎていた。"],
  UNCLEAR: [
    "不明瞭",
    "Unclear",
    "It cannot be understood, or acted upon, as it is.",
    "内容または取るべき行動が分からない。",
  ],
  UNUSABLE: ["利用不可", "Unusable", "Its handling or form kept it from being used.", "取扱制限や形式のため使えない。"],
});
export type Verdict = ValueOf<typeof verdicts>;

export const aspects = vocabulary("Aspect", "Which quality a verdict speaks of.", {
  ACCURACY: ["正確性", "Accuracy", "Whether it is right.", "正しいかどうか。"],
  COVERAGE: ["網羅性", "Coverage", "Whether it is all of it.", "漏れがないか。"],
  SPEED: ["早さ", "Speed", "Whether it came in time.", "間に合ったか。"],
  CLARITY: ["明瞭さ", "Clarity", "Whether it can be understood.", "分かりやすいか。"],
  HANDLING: ["取扱い", "Handling", "Whether its marking and form let it be used.", "取扱制限や形式が適切か。"],
});
export type Aspect = ValueOf<typeof aspects>;

/** The quality that a verdict speaks of. USEFUL speaks of all. */
export const aspectOf: Readonly<Record<Verdict, Aspect | null>> = {
  USEFUL: null,
  HIT: "ACCURACY",
  NO_HIT: "ACCURACY",
  FALSE_POSITIVE: "ACCURACY",
  TOO_BROAD: "ACCURACY",
  MISSING: "COVERAGE",
  OUTDATED: "SPEED",
  LATE: "SPEED",
  UNCLEAR: "CLARITY",
  UNUSABLE: "HANDLING",
};
/** These put an item in doubt for every recipient, until the sender settles it. */
export const disputing: readonly Verdict[] = ["FALSE_POSITIVE", "TOO_BROAD"];
/** These speak of items, and so must name them (V18). */
export const ofItems: readonly Verdict[] = ["HIT", "NO_HIT", "FALSE_POSITIVE", "TOO_BROAD", "OUTDATED"];

export const feedbackStates = vocabulary("FeedbackState", "Where feedback stands in its loop.", {
  OPEN: ["未対応", "Open", "It was filed.", "提出された。"],
  ACKNOWLEDGED: ["受領", "Acknowledged", "The addressee has read it.", "宛先が受領した。"],
  UNDER_REVIEW: ["検討中", "Under review", "The addressee looks into it.", "宛先が検討している。"],
  RESOLVED: ["回答済み", "Resolved", "The addressee said what became of it.", "宛先が結果を回答した。"],
  CLOSED: [
    "完了",
    "Closed",
    "Its author is content, or did not say otherwise in time.",
    "提出者が了承した、または期限が過ぎた。",
  ],
  WITHDRAWN: ["取下げ", "Withdrawn", "Its author took it back.", "提出者が取り下げた。"],
});
export type FeedbackState = ValueOf<typeof feedbackStates>;

export const resolutions = vocabulary("Resolution", "What became of feedback.", {
  ADOPTED: ["採用", "Adopted", "It was taken up, perhaps in a new revision.", "採用した（新しい版を含む）。"],
  PARTLY_ADOPTED: ["一部採用", "Partly adopted", "Some of it was taken up.", "一部を採用した。"],
  NOT_ADOPTED: ["不採用", "Not adopted", "It was not taken up; the reason is given.", "理由を付して採用しなかった。"],
  ANSWERED: ["回答", "Answered", "The question was answered.", "質問に回答した。"],
  THANKED: ["謝意", "Thanked", "It asks for nothing more than thanks.", "謝意を伝えた。"],
  DUPLICATE: ["重複", "Duplicate", "Other feedback says the same.", "同じ内容のフィードバックがある。"],
});
export type Resolution = ValueOf<typeof resolutions>;

export const closers = vocabulary("ClosedBy", "How feedback came to be closed. Counted apart.", {
  AUTHOR: ["提出者", "Author", "Its author closed it.", "提出者が完了とした。"],
  TIMEOUT: ["期限切れ", "Timeout", "Nobody objected until the due time.", "期限までに異議がなかった。"],
});
export type ClosedBy = ValueOf<typeof closers>;

export const directions = vocabulary("FeedbackDirection", "Which way feedback went.", {
  TO_US: ["受信", "To us", "You answer it.", "自組織が回答する。"],
  BY_US: ["送信", "By us", "You filed it, or it passed through you.", "自組織が提出した、または中継した。"],
});

/** What a receiver says of something it received (フィードバック): constructive, at any time, anonymous if wanted. */
export type Feedback = {
  readonly id: string;
  /** The same feedback as those see it who only learn its outcome. */
  readonly outcomeId: string;
  readonly version: number;
  readonly target: FeedbackTarget;
  readonly targetId: string;
  readonly shareId: string | null;
  /** Of a forwarded copy, the first of its line; else the share itself. Its sender answers. */
  readonly lineShareId: string | null;
  readonly caseId: string | null;
  readonly verdict: Verdict;
  readonly observation: string | null;
  readonly effect: string | null;
  readonly proposal: string | null;
  readonly question: string | null;
  readonly lineageIds: readonly string[];
  /** The same items where their line of forwards begins: there they are put in doubt, and so in every copy. */
  readonly rootIds: readonly string[];
  /** Null when it is anonymous: who filed it is kept in the receipt's hash alone. */
  readonly authorId: string | null;
  readonly authorOrganizationId: string | null;
  readonly anonymous: boolean;
  /** How many organisations could have filed it; null when it has a name. */
  readonly anonymitySet: number | null;
  readonly receiptHash: string | null;
  readonly addresseeId: string;
  /** The forwarder through whom it goes to a masked origin. */
  readonly viaId: string | null;
  readonly addresseeMasked: boolean;
  readonly state: FeedbackState;
  readonly resolution: Resolution | null;
  readonly reason: string | null;
  readonly revisionId: string | null;
  readonly filedAt: Date;
  readonly acknowledgedAt: Date | null;
  readonly resolvedAt: Date | null;
  readonly closedAt: Date | null;
  readonly closedBy: ClosedBy | null;
  /** It speaks of what is for named persons alone (RED), and so is for them alone. */
  readonly namedOnly: boolean;
  /** Since when whoever received the target reads what becomes of it. It stays when the author reopens it. */
  readonly outcomeAt: Date | null;
};

/** What waits for the next batch, so that no time tells who did it: a filing, or what an anonymous author did later. */
export type PendingFeedback = {
  readonly id: string;
  readonly act: "FILE" | "CLOSE" | "REOPEN" | "WITHDRAW";
  readonly receiptHash: string;
  readonly content: object;
  readonly dueAt: Date;
};

/** How long the addressee has to answer before it is past due. */
export const ANSWER_DAYS = 14;
/** How long the author has to say that an answer does not do. */
export const CLOSING_DAYS = 14;
/** Fewer organisations than this could not hide one among them. */
export const ANONYMITY_MIN = 2;
/** Anonymous acts go out together on the next full ten minutes. */
export const BATCH_MINUTES = 10;

export function nextBatch(now: Date): Date {
  const ms = BATCH_MINUTES * 60_000;
  return new Date((Math.floor(now.getTime() / ms) + 1) * ms);
}

/** V18: what speaks of items names them. What is constructive says something: a text with what is not plain by itself. */
export function assertComplete(
  {
    target,
    verdict,
    items,
    texts,
  }: { readonly target: FeedbackTarget; readonly verdict: Verdict; readonly items: number; readonly texts: number },
  field: string,
): void {
  const incomplete = (of: string, message: string) =>
    new DomainError("FEEDBACK_INCOMPLETE", message, { field: `${field}.${of}` });
  if (target === "SHARE_REVISION" && ofItems.includes(verdict) && items === 0) {
    throw incomplete("lineageIds", `${verdict} speaks of items: name them.`);
  }
  if (target !== "SHARE_REVISION" && items > 0) throw incomplete("lineageIds", "Only a share's revision has items.");
  if (["MISSING", "UNCLEAR", "UNUSABLE", "LATE"].includes(verdict) && texts === 0) {
    throw incomplete(
      "observation",
      `${verdict} says what was found, or what would be better: observation, effect, proposal or question.`,
    );
  }
}

export function assertResolution(resolution: Resolution, reason: string | null | undefined): void {
  if (resolution !== "NOT_ADOPTED" || (reason ?? "").trim() !== "") return;
  throw new DomainError("FEEDBACK_INCOMPLETE", "NOT_ADOPTED needs a reason.", { field: "input.reason" });
}
