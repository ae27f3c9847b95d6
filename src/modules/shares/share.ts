import { DomainError } from "../../platform/errors";
import type { Pap, Tlp } from "../../platform/marking";
import { type ValueOf, vocabulary } from "../../platform/vocabulary";
import type { SenderPurpose, SendingChannel, ShareTiming, SixW } from "./five-w";

export const shareKinds = vocabulary("ShareKind", "What a share is.", {
  THREAT_INFORMATION: [
    "脅威情報",
    "Threat information",
    "What helps others against an attack: it claims one or two of speed, accuracy and coverage.",
    "攻撃への備えに役立つ情報。早さ・正確性・網羅性のうち一つか二つを宣言する。",
  ],
  STATUS_REPORT: [
    "状況報告",
    "Status report",
    "Where things stand: it claims nothing of the triangle.",
    "対応状況の報告。三角形の宣言はない。",
  ],
});
export type ShareKind = ValueOf<typeof shareKinds>;

export const shareStates = vocabulary("ShareState", "Where a share stands.", {
  DRAFT: ["下書き", "Draft", "Only its sender sees it.", "送り手だけが閲覧できる。"],
  ACTIVE: [
    "共有中",
    "Active",
    "Its first revision is out; more may follow (第一報・続報).",
    "第一報を発信済み。続報があり得る。",
  ],
  FINAL: ["最終報", "Final", "Its last revision is out (最終報).", "最終報を発信済み。"],
  CLOSED: ["終了", "Closed", "The sender waits for nothing more.", "終了した。"],
  RETRACTED: [
    "撤回",
    "Retracted",
    "All of it was taken back; it stays readable as that.",
    "全体を撤回した。撤回済みとして残る。",
  ],
});
export type ShareState = ValueOf<typeof shareStates>;

export const attributions = vocabulary("Attribution", "Whether the sender may be named as the source.", {
  MAY: ["任意", "May", "The source may be named.", "情報源を示してよい。"],
  MUST: ["必須", "Must", "The source is to be named.", "情報源を示さなければならない。"],
  MUST_NOT: ["禁止", "Must not", "The source must not be named.", "情報源を示してはならない。"],
});
export type Attribution = ValueOf<typeof attributions>;

export const forwardings = vocabulary("Forwarding", "Whether recipients may pass a share on, within its TLP.", {
  NONE: ["不可", "None", "Nobody may pass it on.", "転送不可。"],
  ASK: ["要確認", "Ask", "Only after the originator gave permission.", "発信元の許可を得れば転送できる。"],
  ALLOWED: ["可", "Allowed", "Permission is given beforehand, as far as the TLP allows.", "TLPの範囲で転送できる。"],
});
export type Forwarding = ValueOf<typeof forwardings>;

/** One exchange (情報共有): who told whom what, for what purpose, under which marking. Its content is in revisions. */
export type Share = {
  readonly id: string;
  readonly version: number;
  readonly subject: string;
  readonly kind: ShareKind;
  readonly caseId: string | null;
  readonly venueId: string | null;
  readonly senderId: string;
  /** Others read no sender. It stays so on every forward. */
  readonly senderMasked: boolean;
  /** The person to turn to, and a desk or role in words. */
  readonly contactId: string | null;
  readonly contactText: string | null;
  readonly why: readonly SenderPurpose[];
  readonly whyText: string | null;
  readonly timing: ShareTiming;
  readonly validUntil: Date | null;
  readonly how: SendingChannel;
  readonly tlp: Tlp;
  readonly pap: Pap;
  /** Only named persons see it, of whatever organisation: TLP:RED, and a share within a restricted case. */
  readonly namedOnly: boolean;
  /** The marking of the case when it was published; null without a case. */
  readonly caseTlp: Tlp | null;
  readonly attribution: Attribution;
  readonly forwarding: Forwarding;
  /** Every item was confirmed by a person to tell nothing of the victim. */
  readonly deIdentified: boolean;
  /**
   * It comes from a case, and something of it has gone out, or would, that V6 lets go to nobody but those who are named:
   * the recipients' clients and parts read nothing of it. Once bound it stays so, and so does every copy of it.
   */
  readonly caseBound: boolean;
  /** Of a forwarded copy: whom it names as its source, as the originator allows. */
  readonly sourceId: string | null;
  /** The share that this is a forwarded copy of, and the first of that line. */
  readonly derivedFromId: string | null;
  readonly originId: string | null;
  /** Stated where there is no case to tell it. */
  readonly detectedAt: Date | null;
  readonly state: ShareState;
  readonly retractionReason: string | null;
  /** The newest revision; a draft's is a draft too. */
  readonly currentRevisionId: string | null;
  readonly createdById: string;
  readonly createdAt: Date;
  readonly publishedAt: Date | null;
  readonly finalizedAt: Date | null;
  readonly closedAt: Date | null;
  readonly retractedAt: Date | null;
  /** When it was published; of a draft, when it was begun. Lists are sorted by it. */
  readonly listedAt: Date;
};

/** An organisation that a share is sent to. */
export type ShareRecipient = {
  readonly id: string;
  readonly shareId: string;
  readonly organizationId: string;
  readonly addedAt: Date;
};
/** A person or tool that is named for a share; of a RED one nobody else sees anything. */
export type SharePerson = { readonly shareId: string; readonly accountId: string };

/** How the state of a share may go on. */
export const shareMoves: Readonly<Record<ShareState, readonly ShareState[]>> = {
  DRAFT: ["ACTIVE"],
  ACTIVE: ["FINAL", "RETRACTED"],
  FINAL: ["CLOSED", "RETRACTED"],
  CLOSED: ["RETRACTED"],
  RETRACTED: [],
};

/** The sender's six answers, or which are missing: V5. What was derived counts as answered. */
export function assertSenderAnswered(share: Pick<Share, "why">, what: readonly string[]): void {
  const missing: readonly SixW[] = [
    ...(share.why.length === 0 ? (["WHY"] as const) : []),
    ...(what.length === 0 ? (["WHAT"] as const) : []),
  ];
  if (missing.length === 0) return;
  const message = `The sender's six answers are not complete: ${missing.join(", ")}. Why is stated; What is derived from the items.`;
  throw new DomainError("SIX_W_INCOMPLETE", message, {
    field: missing[0] === "WHY" ? "input.fiveW.why" : "input.items",
    details: { missing },
  });
}

/** At which point of its incident a case is: the derived When. */
export function timingOf(
  facts: { readonly state: string; readonly containedAt: Date | null } | undefined,
): ShareTiming {
  if (!facts) return "ROUTINE";
  if (facts.state === "REVIEW" || facts.state === "CLOSED") return "POST_INCIDENT";
  if (facts.containedAt) return "ON_CONTAINMENT";
  return facts.state === "RESPONSE" || facts.state === "RECOVERY" ? "DURING_RESPONSE" : "ON_DETECTION";
}
