import { DomainError, invalid } from "../../platform/errors";
import { newId } from "../../platform/ids";
import type { ShareItem } from "../revisions/revision";
import {
  type GivenChanges,
  type GivenCorrection,
  type Marking,
  type Place,
  type ReadItem,
  allRead,
  contentOf,
  newItem,
  readItem,
  readItems,
} from "./publication";

/** What a revision does with items, read and checked: each item at most once, none that is not there or taken back. */
export type Changes = {
  readonly added: readonly ReadItem[];
  readonly corrected: ReadonlyMap<string, { readonly read: ReadItem; readonly note: string | null }>;
  readonly confirmed: ReadonlySet<string>;
  readonly retracted: ReadonlyMap<string, string | null>;
};

export function readChanges(current: readonly ShareItem[], given: GivenChanges, marking: Marking): Changes {
  const { add, correct, confirm, retract } = given;
  const known = new Map(current.map((item) => [item.lineageId, item]));
  const named = new Set<string>();
  const check = (lineageId: string, field: string): ShareItem => {
    const item = known.get(lineageId);
    if (!item) throw new DomainError("NOT_FOUND", "ShareItem was not found.", { field });
    if (item.state === "RETRACTED") {
      const details = { from: item.state, to: null, allowed: [] };
      throw new DomainError("STATE_CONFLICT", "What was taken back stays so: add it anew.", { field, details });
    }
    if (named.has(lineageId)) throw invalid(field, "A revision does one thing with an item.");
    named.add(lineageId);
    return item;
  };
  const corrections = (correct ?? []).map((one, i) =>
    readCorrection(check(one.lineageId, `input.correct[${i}].lineageId`), one, marking, `input.correct[${i}]`),
  );
  confirm?.forEach((lineageId, i) => check(lineageId, `input.confirm[${i}]`));
  retract?.forEach(({ lineageId }, i) => check(lineageId, `input.retract[${i}].lineageId`));
  return {
    added: readItems(add ?? [], marking, "input.add"),
    corrected: new Map(
      allRead(corrections).map((read, i) => {
        const { lineageId = "", note = null } = correct?.[i] ?? {};
        return [lineageId, { read, note }];
      }),
    ),
    confirmed: new Set(confirm),
    retracted: new Map((retract ?? []).map(({ lineageId, note }) => [lineageId, note ?? null])),
  };
}

/** A correction says what is different; what it leaves out stays. A person confirms a corrected item anew. */
function readCorrection(
  item: ShareItem,
  { kind, text, indicator, tlp, pap, deIdentified }: GivenCorrection,
  marking: Marking,
  path: string,
): ReadItem | DomainError {
  const given = {
    kind: kind ?? item.kind,
    indicator: indicator ?? null,
    text: text === undefined ? item.text : text,
    tlp: tlp ?? item.tlp,
    pap: pap ?? item.pap,
    deIdentified: deIdentified ?? false,
  };
  return readItem(given, marking, path, item.indicatorId !== null);
}

/** All items of the next revision: those of the one before, changed or carried on, and the new ones after them. */
export function nextItems(current: readonly ShareItem[], changes: Changes, place: Place): readonly ShareItem[] {
  const last = current.reduce((most, { position }) => Math.max(most, position), -1);
  const added = changes.added.map((read, i) => newItem(read, last + 1 + i, place));
  return [...current.map((item) => nextItem(item, changes, place)), ...added];
}

function nextItem(item: ShareItem, { corrected, confirmed, retracted }: Changes, place: Place): ShareItem {
  const { lineageId } = item;
  const next = { ...item, id: newId("sitem"), revisionId: place.revisionId };
  const correction = corrected.get(lineageId);
  if (correction) {
    const content = contentOf(correction.read, place);
    const indicatorId = content.indicatorId ?? item.indicatorId;
    return { ...next, ...content, indicatorId, note: correction.note, state: "CORRECTED", change: "CORRECTED" };
  }
  if (confirmed.has(lineageId)) return { ...next, state: "CONFIRMED", change: "CONFIRMED" };
  const reason = retracted.get(lineageId);
  if (reason !== undefined) return { ...next, note: reason, state: "RETRACTED", change: "RETRACTED" };
  return { ...next, change: "CARRIED" };
}

/** An indicator stands once among what is not taken back. */
export function assertDistinct(items: readonly ShareItem[]): void {
  const seen = new Set<string>();
  for (const { indicatorId, state } of items) {
    if (!indicatorId || state === "RETRACTED") continue;
    if (seen.has(indicatorId)) {
      throw invalid("input.add", "An indicator stands in the share already: correct or confirm its item.");
    }
    seen.add(indicatorId);
  }
}
