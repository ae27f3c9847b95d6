import { DomainError, type ErrorCode } from "./errors";
import { type ValueOf, vocabulary } from "./vocabulary";

export const itemOutcomes = vocabulary("ItemOutcome", "What became of one item of a call that brought many.", {
  OK: ["反映", "OK", "It was taken, and changed something.", "受け付け、反映した。"],
  UNCHANGED: ["変更なし", "Unchanged", "It is right, and was so before.", "既に同じ内容のため変更なし。"],
  REFUSED: ["拒否", "Refused", "It was not taken; the code and the message say why.", "受け付けなかった。理由を示す。"],
});
export type ItemOutcome = ValueOf<typeof itemOutcomes>;

/** What became of one item, by its place in the input. Kept with the mutation's outcome, so it holds ids and no values. */
export type ItemResult = {
  readonly index: number;
  readonly outcome: ItemOutcome;
  /** What the item made or found; null when it was refused. */
  readonly id: string | null;
  readonly code: ErrorCode | null;
  /** The path of the wrong field, from `input`. */
  readonly field: string | null;
  readonly message: string | null;
};

const taken = (outcome: ItemOutcome, index: number, id: string): ItemResult => ({
  index,
  outcome,
  id,
  code: null,
  field: null,
  message: null,
});
export const itemOk = (index: number, id: string): ItemResult => taken("OK", index, id);
export const itemUnchanged = (index: number, id: string): ItemResult => taken("UNCHANGED", index, id);

/** The item is left out, and the others stand. */
export function itemRefused(index: number, { code, field, message }: DomainError): ItemResult {
  return { index, outcome: "REFUSED", id: null, code, field: field ?? null, message };
}
