import { DomainError, invalid } from "../../platform/errors";
import type { ReceiverPurpose, ReceiverUse, SixW } from "./five-w";

/** The receiver's half of the six answers, as far as people state it. */
export type ReceiverHalf = {
  readonly why: readonly ReceiverPurpose[];
  readonly whyText: string | null;
  readonly how: ReceiverUse | null;
  readonly neededBy: Date | null;
};

/**
 * V5, of what is used or not used: Who, Where, When and What are derived; Why and How are stated or prefilled. That
 * something was not usable says not how it was used; of what was not used it says enough, and is derived. `at` is where
 * the answers stand.
 */
export function assertReceiverAnswered(
  { why, how }: Pick<ReceiverHalf, "why" | "how">,
  state: string,
  at: string,
): void {
  if (state !== "USED" && state !== "NOT_USED") return;
  const howIsOpen = state === "USED" && (how === null || how === "NOT_USABLE");
  const missing: readonly SixW[] = [
    ...(why.length === 0 ? (["WHY"] as const) : []),
    ...(howIsOpen ? (["HOW"] as const) : []),
  ];
  if (missing.length === 0) return;
  const message = `The receiver's six answers are not complete: ${missing.join(", ")}. Say what it was for, and how it was used.`;
  throw new DomainError("SIX_W_INCOMPLETE", message, {
    field: `${at}.${missing[0] === "WHY" ? "why" : "how"}`,
    details: { missing },
  });
}

/**
 * A time by which something is needed lies ahead when it is stated: it is a wish, not something that happened, which
 * would be kept and flagged (V21). What stands already may be repeated after it has passed.
 */
export function assertNeededLater(
  neededBy: Date | null | undefined,
  { was, now }: { readonly was: Date | null; readonly now: Date },
  field: string,
): void {
  if (!neededBy || neededBy > now || neededBy.getTime() === was?.getTime()) return;
  throw invalid(field, "The time by which it is needed has passed already.");
}
