import type { Change } from "../../platform/change";
import type { ItemMarks } from "../revisions/item-marks.service";
import { type Feedback, disputing } from "./feedback";
import { doubtedElsewhere } from "./feedback.store";

/**
 * Settles what this feedback said against items. An item is in doubt as long as any feedback that says so is open, so
 * the items are held first: whoever says something against them just now is waited for, and found.
 */
export async function settleDoubts(
  change: Change,
  marks: ItemMarks,
  settled: readonly Feedback[],
  { named }: { readonly named: boolean },
): Promise<void> {
  const doubting = settled.filter(({ verdict }) => disputing.includes(verdict));
  const roots = [...new Set(doubting.flatMap(({ rootIds }) => rootIds))];
  if (roots.length === 0) return;
  await marks.hold(change, roots);
  const doubted = await doubtedElsewhere(change, doubting, roots);
  await marks.settle(
    change,
    roots.filter((root) => !doubted.has(root)),
    { named },
  );
}
