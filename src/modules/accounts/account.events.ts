import { defineEvents } from "../../platform/events/event.vocabulary";
import type { DomainEvent } from "../../platform/events/log";
import type { Account } from "./account";

export const accountEvents = defineEvents({
  ACCOUNT_CREATED: [
    "アカウント作成",
    "Account created",
    "A person or a tool was given an account.",
    "利用者またはツールのアカウントが作成された。",
  ],
  ACCOUNT_UPDATED: [
    "アカウント更新",
    "Account updated",
    "Name, roles or activity of an account changed. Its open streams end when its rights did.",
    "アカウントの名前・ロール・有効状態が変わった。",
  ],
  API_KEY_CREATED: ["APIキー発行", "API key created", "An account got an API key.", "APIキーが発行された。"],
  API_KEY_REVOKED: [
    "APIキー失効",
    "API key revoked",
    "An API key was revoked; what was open with it ends.",
    "APIキーが取り消され、そのキーによる接続は終了する。",
  ],
});

/** `version` is null when nothing changed that everyone who sees the account may see. */
export const accountTold = (
  type: "ACCOUNT_CREATED" | "ACCOUNT_UPDATED",
  { id, kind }: Account,
  changed: readonly string[],
  version: number | null,
): DomainEvent => ({
  type,
  subject: kind === "USER" ? "User" : "ServiceAccount",
  subjectId: id,
  caseId: null,
  changed,
  version,
});

export const apiKeyTold = (
  type: "API_KEY_CREATED" | "API_KEY_REVOKED",
  subjectId: string,
  changed: readonly string[],
): DomainEvent => ({ type, subject: "ApiKey", subjectId, caseId: null, changed, version: null });
