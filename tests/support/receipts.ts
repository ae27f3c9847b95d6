import { shareFor } from "./sharing";
import type { Party } from "./world";

const RECEIPT = `id version state revisionNumber reason note prefilledFrom answeredAt
  uses { number state reason acknowledgedAt plannedAt settledAt }
  senderFiveW { why what who { id } }
  receiverFiveW { why whyText what where when who { id } person { id } how }`;
type Receipts = { readonly receipts: { readonly edges: readonly { readonly node: Record<string, unknown> }[] } };

/** The receipt of whoever asks, a recipient, as it reads it now. */
export async function receiptOf(who: Party, share: { readonly id: string }): Promise<unknown> {
  const { receipts } = await shareFor<Receipts>(who, share, `receipts { edges { node { ${RECEIPT} } } }`);
  return receipts.edges[0]?.node;
}

export type Result = {
  readonly outcome: string;
  readonly id: string | null;
  readonly code: string | null;
  readonly field: string | null;
};
/** Says what an organisation does with what reached it. */
export const respond = (who: Party, ...responses: readonly object[]) =>
  who.act<{ readonly results: readonly Result[]; readonly receipts: readonly unknown[] }>(
    "respondToShare",
    { responses },
    `results { index outcome id code field } receipts { ${RECEIPT} }`,
  );

/** A profile whose tools use by themselves what arrives. */
export const automatic = { active: true, why: ["PREVENT"], how: "AUTO_DETECT", state: "USED", expectedVersion: 0 };
export const setProfile = (who: Party, given: object = {}) => who.act("setStandingProfile", { ...automatic, ...given });
