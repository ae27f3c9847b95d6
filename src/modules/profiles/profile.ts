import type { ReceiverPurpose, ReceiverUse } from "../shares/five-w";

/** What an organisation says once for all that it receives: receipts are acknowledged and answered with it. */
export type StandingProfile = {
  readonly id: string;
  readonly organizationId: string;
  readonly version: number;
  readonly active: boolean;
  readonly why: readonly ReceiverPurpose[];
  readonly whyText: string | null;
  readonly how: ReceiverUse;
  readonly updatedById: string;
  readonly updatedAt: Date;
};
