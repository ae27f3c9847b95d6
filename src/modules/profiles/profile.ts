import { type ValueOf, vocabulary } from "../../platform/vocabulary";
import type { InformationKind, ReceiverPurpose, ReceiverUse } from "../shares/five-w";

export const profileStates = vocabulary(
  "ProfileState",
  "What an organisation does by itself with what arrives, and its standing profile says of it.",
  {
    ACKNOWLEDGED: [
      "受領確認",
      "Acknowledged",
      "It takes note; people say the rest.",
      "受領を確認する。以後は人が回答する。",
    ],
    PLANNED: ["利用予定", "Planned", "It is going to use it.", "利用を予定する。"],
    USED: ["利用済み", "Used", "Its tools use it as it arrives.", "受信と同時にツールが利用する。"],
  },
);
export type ProfileState = ValueOf<typeof profileStates>;

/** What an organisation says once for all that it receives: receipts are answered with it. */
export type StandingProfile = {
  readonly id: string;
  readonly organizationId: string;
  readonly version: number;
  readonly active: boolean;
  readonly why: readonly ReceiverPurpose[];
  readonly whyText: string | null;
  readonly how: ReceiverUse;
  /** What is done by itself with what arrives. */
  readonly state: ProfileState;
  /** It speaks for what tells of these and of nothing else. Empty: for all. */
  readonly kinds: readonly InformationKind[];
  readonly updatedById: string;
  readonly updatedAt: Date;
};
