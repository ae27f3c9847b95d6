import { type ValueOf, vocabulary } from "../../platform/vocabulary";
import type { InformationKind, ReceiverPurpose, ReceiverUse } from "../shares/five-w";

export const needStates = vocabulary("NeedState", "Whether an information need stands.", {
  OPEN: ["有効", "Open", "The organisation wants to receive this.", "現在求めている。"],
  CLOSED: ["終了", "Closed", "It wants it no longer.", "もう求めていない。"],
});
export type NeedState = ValueOf<typeof needStates>;

/**
 * What an organisation wants to receive, why, and how it would use it (情報要求). Visible to the partners that it
 * chooses: it shows them who would want what they have, and answers for the receiver beforehand.
 */
export type InformationNeed = {
  readonly id: string;
  readonly version: number;
  readonly organizationId: string;
  readonly title: string;
  readonly description: string | null;
  readonly what: readonly InformationKind[];
  readonly why: readonly ReceiverPurpose[];
  readonly how: ReceiverUse;
  readonly tags: readonly string[];
  readonly neededBy: Date | null;
  readonly state: NeedState;
  readonly createdById: string;
  readonly createdAt: Date;
};
/** A partner that the need is shown to. */
export type NeedPartner = { readonly needId: string; readonly organizationId: string };
