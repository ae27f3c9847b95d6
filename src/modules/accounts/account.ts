import { type ValueOf, vocabulary } from "../../platform/vocabulary";

export const roles = vocabulary("Role", "What an account may do for its organisation.", {
  ADMIN: [
    "管理者",
    "Admin",
    "Manages the organisation's accounts and keys; sees no restricted case by that.",
    "組織のアカウントとキーを管理する。制限付き事案は見えない。",
  ],
  LIAISON: [
    "窓口",
    "Liaison",
    "Hands cases off and shares information with other organisations.",
    "他組織への引き継ぎと情報共有を行う窓口。",
  ],
  RESPONDER: [
    "対応者",
    "Responder",
    "Works on cases and requests response actions.",
    "事案を調査・対応し、対処を依頼する。",
  ],
  APPROVER: [
    "承認者",
    "Approver",
    "Approves response actions on what the organisation owns.",
    "自組織の資産への対処を承認する。",
  ],
  EXECUTOR: [
    "実行者",
    "Executor",
    "A connector that carries out authorised actions: an EDR console.",
    "承認された対処を実行するコネクタ（EDRなど）。",
  ],
  OBSERVER: [
    "閲覧者",
    "Observer",
    "Reads what its organisation may read, and changes nothing.",
    "閲覧のみ。変更はできない。",
  ],
  OPERATOR: [
    "ハブ運営者",
    "Operator",
    "Administers organisations and accounts of the hub, and sees no case by that.",
    "ハブの組織とアカウントを管理する。事案は見えない。",
  ],
});
export type Role = ValueOf<typeof roles>;

export const accountKinds = vocabulary("AccountKind", "Who signs in.", {
  USER: ["利用者", "User", "A person.", "人。"],
  SERVICE_ACCOUNT: [
    "サービスアカウント",
    "Service account",
    "A tool: a SIEM, an EDR console.",
    "ツール（SIEM、EDRなど）。",
  ],
});
export type AccountKind = ValueOf<typeof accountKinds>;

/** Who acts: a person (USER) or a tool (SERVICE_ACCOUNT), for one organisation. */
export type Account = {
  readonly id: string;
  readonly version: number;
  readonly kind: AccountKind;
  readonly organizationId: string;
  readonly name: string;
  readonly email: string | null;
  readonly roles: readonly Role[];
  readonly active: boolean;
  readonly createdAt: Date;
};

export const apiKeyStates = vocabulary("ApiKeyState", "Whether an API key opens the hub.", {
  LIVE: ["有効", "Live", "It opens the hub for its account.", "有効。"],
  EXPIRED: ["期限切れ", "Expired", "Its time is over.", "有効期限が過ぎた。"],
  REVOKED: ["失効", "Revoked", "Somebody revoked it.", "取り消された。"],
});
export type ApiKeyState = ValueOf<typeof apiKeyStates>;

/** A credential of an account. The secret itself is shown once and kept nowhere. */
export type ApiKey = {
  readonly id: string;
  readonly accountId: string;
  readonly label: string;
  readonly secretHash: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
};

/** Two, so that a tool can be given its next key before the old one is revoked. */
export const LIVE_KEYS_MAX = 2;

export function stateOfKey({ revokedAt, expiresAt }: Pick<ApiKey, "revokedAt" | "expiresAt">, now: Date): ApiKeyState {
  if (revokedAt) return "REVOKED";
  return expiresAt && expiresAt <= now ? "EXPIRED" : "LIVE";
}
