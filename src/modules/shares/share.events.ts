import { defineEvents } from "../../platform/events/event.vocabulary";
import type { DomainEvent } from "../../platform/events/log";
import type { Share } from "./share";

export const shareEvents = defineEvents({
  SHARE_DRAFTED: [
    "共有の下書き",
    "Share drafted",
    "A share was drafted or its draft changed.",
    "共有の下書きが作成・更新された。",
  ],
  SHARE_PUBLISHED: [
    "情報共有",
    "Share published",
    "The first revision of a share is out.",
    "共有の第一報が発信された。",
  ],
  REVISION_PUBLISHED: ["続報", "Revision published", "A share has a new revision.", "共有の続報が発信された。"],
  SHARE_FINALIZED: ["最終報", "Share finalized", "The last revision of a share is out.", "共有が最終報となった。"],
  SHARE_CLOSED: ["共有終了", "Share closed", "A share was closed.", "共有が終了した。"],
  SHARE_RETRACTED: ["共有撤回", "Share retracted", "All of a share was taken back.", "共有全体が撤回された。"],
  SHARE_RECIPIENTS_ADDED: [
    "宛先追加",
    "Recipients added",
    "A share was sent to more organisations.",
    "共有の宛先が追加された。",
  ],
  SHARE_EXPIRED: ["有効期限切れ", "Share expired", "A share's time is over.", "共有の有効期限が過ぎた。"],
});

/** A masked sender is not told by the events of its share either. */
export const unnamedIf = (masked: boolean): { readonly unnamed?: true } => (masked ? { unnamed: true } : {});

export const shareTold = (
  type: keyof typeof shareEvents,
  { id, caseId, version, senderMasked }: Pick<Share, "id" | "caseId" | "version" | "senderMasked">,
  changed: readonly string[],
): DomainEvent => ({ type, subject: "Share", subjectId: id, caseId, changed, version, ...unnamedIf(senderMasked) });

/** How a share was drafted is its sender's: once it is out, nobody else is to replay it, nor who did it. */
export const draftTold = (share: Share): DomainEvent => shareTold("SHARE_DRAFTED", share, ["draft"]);
