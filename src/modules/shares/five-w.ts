import { type ValueOf, vocabulary } from "../../platform/vocabulary";

// The values of the six questions (5W1H), for both halves of an exchange. The sender's How is how it is sent, the
// receiver's is how it is used. What the hub knows it never asks: Who, Where, When and What are derived.

export const sixWs = vocabulary("SixW", "The six questions (5W1H) that both sides of an exchange answer.", {
  WHY: ["なぜ", "Why", "For what purpose. People say it.", "何のためか。人が記入する。"],
  WHEN: [
    "いつ",
    "When",
    "At which point of the incident. Derived unless stated.",
    "どの段階か。記入がなければ導出する。",
  ],
  WHAT: ["何を", "What", "Which kinds of information. Derived from the items.", "情報の種類。項目から導出する。"],
  WHERE: ["どこで", "Where", "In which place of sharing. Derived from the venue.", "情報共有の場。"],
  WHO: [
    "誰が",
    "Who",
    "Organisation and person. Derived from who is signed in.",
    "組織と担当者。ログイン情報から導出する。",
  ],
  HOW: [
    "どのように",
    "How",
    "The sender: how it is sent. The receiver: how it is used.",
    "送り手は送り方、受け手は使い方。",
  ],
});
export type SixW = ValueOf<typeof sixWs>;

export const senderPurposes = vocabulary("SenderPurpose", "Why something is shared: the sender's Why.", {
  REQUEST_ACTION: ["対処の依頼", "Request action", "The receiver is asked to act on it.", "受け手に対処を依頼する。"],
  PREVENT_SPREAD: ["拡大防止", "Prevent spread", "Others are to be spared the same.", "被害の拡大を防ぐ。"],
  ASK_FOR_HELP: [
    "支援の要請",
    "Ask for help",
    "The sender needs help to understand or respond.",
    "支援・助言を求める。",
  ],
  WARN: ["注意喚起", "Warn", "Others are warned of what may come.", "注意を喚起する。"],
  REPORT_STATUS: ["状況報告", "Report status", "Others are told where things stand.", "対応状況を知らせる。"],
  FULFIL_DUTY: [
    "義務の履行",
    "Fulfil a duty",
    "A law, contract or rule asks for it.",
    "法令・契約・規程に基づく報告。",
  ],
  LEARN: ["教訓の共有", "Learn", "Others are to learn from it.", "教訓を共有する。"],
});
export type SenderPurpose = ValueOf<typeof senderPurposes>;

export const receiverPurposes = vocabulary("ReceiverPurpose", "What information is wanted for: the receiver's Why.", {
  DECIDE: ["判断", "Decide", "To decide what to do.", "対応方針を判断する。"],
  CONTAIN: ["封じ込め", "Contain", "To contain an incident.", "インシデントを封じ込める。"],
  DETECT: ["検知", "Detect", "To detect the same from now on.", "今後の検知に使う。"],
  HUNT: ["ハンティング", "Hunt", "To look for it in what was recorded.", "過去の記録から探索する。"],
  ASSESS_EXPOSURE: [
    "影響確認",
    "Assess exposure",
    "To find out whether one is affected.",
    "自組織への影響を確認する。",
  ],
  PREVENT: ["予防", "Prevent", "To close what it came through.", "侵入経路を塞ぐ。"],
  INFORM_MANAGEMENT: ["経営報告", "Inform management", "To inform those who answer for it.", "経営層へ報告する。"],
  ANALYSE: ["分析", "Analyse", "To understand the attack or the attacker.", "攻撃・攻撃者を分析する。"],
});
export type ReceiverPurpose = ValueOf<typeof receiverPurposes>;

export const shareTimings = vocabulary("ShareTiming", "At which point of an incident something is shared.", {
  PRECURSOR: ["予兆", "Precursor", "Before anything happened: a sign.", "発生前の兆候の段階。"],
  ON_DETECTION: ["検知時", "On detection", "When it was detected.", "検知した段階。"],
  DURING_RESPONSE: ["対処中", "During response", "While it is being handled.", "対処している段階。"],
  ON_CONTAINMENT: ["封じ込め時", "On containment", "When it was contained.", "封じ込めた段階。"],
  POST_INCIDENT: ["収束後", "Post incident", "When it was over.", "収束した後。"],
  ROUTINE: ["平時", "Routine", "Apart from any incident.", "平時の定期的な共有。"],
});
export type ShareTiming = ValueOf<typeof shareTimings>;

export const informationKinds = vocabulary("InformationKind", "What kind of information an item is.", {
  DESTINATION: [
    "通信先",
    "Destination",
    "Where the attacker's software connects: technical information.",
    "攻撃の通信先（技術情報）。",
  ],
  MALWARE: ["マルウェア", "Malware", "Malicious files and what they do: technical.", "マルウェア（技術情報）。"],
  TTP: ["攻撃手法", "TTP", "How the attacker works: technical.", "攻撃手法（技術情報）。"],
  VULNERABILITY: ["脆弱性", "Vulnerability", "What was exploited: technical.", "悪用された脆弱性（技術情報）。"],
  DETECTION_RULE: ["検知ルール", "Detection rule", "How to detect it: technical.", "検知ルール（技術情報）。"],
  COUNTERMEASURE: ["対策", "Countermeasure", "What helps against it: technical.", "対策（技術情報）。"],
  DAMAGE: ["被害内容", "Damage", "What was lost or harmed: the victim's side.", "被害の内容（被害側情報）。"],
  RESPONSE_STATUS: [
    "対応状況",
    "Response status",
    "How far the victim's response is: the victim's side.",
    "対応の状況（被害側情報）。",
  ],
  DEVICE: ["被害端末", "Device", "Which devices are affected: the victim's side.", "被害を受けた端末（被害側情報）。"],
});
export type InformationKind = ValueOf<typeof informationKinds>;

/** What tells of the victim: outside the case it needs the consent of the affected organisation (V6). */
export const victimSideKinds = ["DAMAGE", "RESPONSE_STATUS", "DEVICE"] as const satisfies readonly InformationKind[];
export const isVictimSide = (kind: InformationKind): boolean =>
  (victimSideKinds as readonly InformationKind[]).includes(kind);

export const sendingChannels = vocabulary("SendingChannel", "How something is sent: the sender's How.", {
  API: ["API", "API", "By a tool, through this hub's API.", "ツールからAPIで送る。"],
  PORTAL: ["ポータル", "Portal", "By a person, in this hub's console.", "人がポータルから送る。"],
  MAIL: ["メール", "Mail", "By e-mail; recorded here.", "メール（ハブに記録）。"],
  PHONE: ["電話", "Phone", "By telephone; recorded here.", "電話（ハブに記録）。"],
  STIX_TAXII: ["STIX/TAXII", "STIX/TAXII", "As STIX, over TAXII or as a bundle.", "STIX形式（TAXIIなど）。"],
  FILE: ["ファイル", "File", "As a file.", "ファイルで渡す。"],
});
export type SendingChannel = ValueOf<typeof sendingChannels>;

export const receiverUses = vocabulary("ReceiverUse", "How information is used: the receiver's How.", {
  AUTO_BLOCK: ["自動遮断", "Automatic blocking", "A tool blocks it by itself.", "ツールが自動で遮断する。"],
  AUTO_DETECT: ["自動検知", "Automatic detection", "A tool watches for it.", "ツールが自動で検知する。"],
  MANUAL_HUNT: ["手動探索", "Manual hunt", "A person searches for it.", "人が過去の記録を探索する。"],
  MANUAL_REVIEW: ["手動確認", "Manual review", "A person reads and judges it.", "人が読んで判断する。"],
  FORWARD: ["転送", "Forward", "It is passed on, as far as it may be.", "許された範囲で転送する。"],
  REFERENCE: ["参考", "Reference", "It is kept to look up.", "参考として保管する。"],
  NOT_USABLE: ["利用不可", "Not usable", "It cannot be used here.", "自組織では利用できない。"],
});
export type ReceiverUse = ValueOf<typeof receiverUses>;
