import { DomainError } from "../../platform/errors";
import type { ViewerChange } from "../../platform/change";
import { newId } from "../../platform/ids";
import type { Tlp } from "../../platform/marking";
import { type ItemResult, itemRefused } from "../../platform/items";
import { scopeOf, visibleRows } from "../../platform/read/model";
import { tableOf } from "../../platform/read/compile";
import { bind, run, sql } from "../../platform/sql";
import { itemModel } from "../revisions/revision.read";
import { pathsOf } from "../revisions/revision.store";
import { type Feedback, type FeedbackTarget, type Verdict, assertComplete } from "./feedback";
import { type Located, locate } from "./feedback.targets";

export type FeedbackEntry = {
  readonly target: FeedbackTarget;
  /** Left out for the hub itself. */
  readonly targetId?: string | null;
  readonly lineageIds?: readonly string[] | null;
  readonly verdict: Verdict;
  readonly observation?: string | null;
  readonly effect?: string | null;
  readonly proposal?: string | null;
  readonly question?: string | null;
};
export type Judged = {
  readonly entry: FeedbackEntry;
  readonly place: Located;
  /** Where the lines of the named items begin, in their order. */
  readonly rootIds: readonly string[];
  /** It is about what is for named persons alone. */
  readonly namedOnly: boolean;
};
type Verdicts = {
  readonly good: readonly (Judged & { readonly index: number })[];
  readonly refused: readonly ItemResult[];
};

/** Looks at all entries of a call at once: one statement for each kind of target, and one for the items. */
export async function judge(
  { tx, viewer }: ViewerChange,
  entries: readonly FeedbackEntry[],
  anonymous: boolean,
  pathOf: (index: number) => string = (index) => `input.entries[${index}]`,
): Promise<Verdicts> {
  const known = new Map<FeedbackTarget, ReadonlyMap<string, Located>>();
  for (const target of new Set(entries.map((entry) => entry.target))) {
    const ids = entries.filter((entry) => entry.target === target).map(({ targetId }) => targetId ?? "");
    known.set(target, await locate(tx, viewer, target, [...new Set(ids)]));
  }
  const items = await itemsOf(tx, viewer, entries);
  const paths = await pathsOf(tx, [...new Set(entries.flatMap(namedBy))]);
  const rootsOf = (entry: FeedbackEntry) => namedBy(entry).map((id) => paths.get(id)?.[0] ?? id);
  const good: (Judged & { index: number })[] = [];
  const refused: ItemResult[] = [];
  entries.forEach((entry, index) => {
    try {
      const place = known.get(entry.target)?.get(entry.target === "HUB" ? "hub" : (entry.targetId ?? ""));
      const found = assertEntry(entry, place, items, anonymous, pathOf(index));
      const namedOnly = found.namedOnly || namedBy(entry).some((id) => items.get(keyOf(entry, id)) === "RED");
      const whole = { ...entry, lineageIds: namedBy(entry) };
      good.push({ index, entry: whole, place: found, rootIds: rootsOf(entry), namedOnly });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refused.push(itemRefused(index, error));
    }
  });
  return { good, refused };
}

const keyOf = ({ targetId }: FeedbackEntry, lineageId: string): string => `${targetId ?? ""} ${lineageId}`;
const namedBy = ({ lineageIds }: FeedbackEntry): readonly string[] => [...new Set(lineageIds ?? [])];

function assertEntry(
  entry: FeedbackEntry,
  place: Located | undefined,
  items: ReadonlyMap<string, Tlp>,
  anonymous: boolean,
  field: string,
): Located {
  if (!place)
    throw new DomainError("NOT_FOUND", "What the feedback is about was not found.", { field: `${field}.targetId` });
  if (place.own)
    throw new DomainError("FORBIDDEN", "Feedback is for what others made.", { field: `${field}.targetId` });
  if (anonymous && entry.target === "HANDOFF") {
    throw new DomainError("INVALID_INPUT", "A handoff has two sides: the other would know who it was.", {
      field: "input.anonymous",
    });
  }
  const lineages = entry.lineageIds ?? [];
  const unknown = lineages.find((id) => !items.has(keyOf(entry, id)));
  if (unknown !== undefined) {
    throw new DomainError("NOT_FOUND", "An item was not found in this revision.", { field: `${field}.lineageIds` });
  }
  const texts = [entry.observation, entry.effect, entry.proposal, entry.question].filter(
    (text) => (text ?? "").trim() !== "",
  );
  assertComplete({ target: entry.target, verdict: entry.verdict, items: lineages.length, texts: texts.length }, field);
  return place;
}

/** The marking of the items that entries name and the viewer sees, by "revision lineage". */
async function itemsOf(
  tx: ViewerChange["tx"],
  viewer: ViewerChange["viewer"],
  entries: readonly FeedbackEntry[],
): Promise<ReadonlyMap<string, Tlp>> {
  const revisions = [
    ...new Set(entries.filter(({ target }) => target === "SHARE_REVISION").map(({ targetId }) => targetId ?? "")),
  ];
  const lineages = [...new Set(entries.flatMap(({ lineageIds }) => lineageIds ?? []))];
  if (lineages.length === 0) return new Map();
  const { alias, column } = tableOf(itemModel);
  const rows = await run<{ key: string; tlp: Tlp }>(
    tx,
    "feedback.items",
    sql`
    select ${column("revisionId")} || ' ' || ${column("lineageId")} as key, ${column("tlp")} as tlp
    from ${visibleRows(
      itemModel,
      alias,
      scopeOf(viewer),
      (i) => sql`${i("revisionId")} = any(${bind(revisions, "text[]")})
      and ${i("lineageId")} = any(${bind(lineages, "text[]")})`,
    )}`,
  );
  return new Map(rows.map(({ key, tlp }) => [key, tlp]));
}

type Author = Pick<Feedback, "authorId" | "authorOrganizationId" | "anonymous" | "receiptHash" | "filedAt">;

/** The row of new feedback. */
export function newFeedback({ entry, place, rootIds, namedOnly }: Judged, author: Author): Feedback {
  return {
    id: newId("fb"),
    outcomeId: newId("fbout"),
    version: 1,
    target: entry.target,
    targetId: place.id,
    shareId: place.shareId,
    lineShareId: place.lineShareId,
    caseId: place.caseId,
    verdict: entry.verdict,
    observation: entry.observation ?? null,
    effect: entry.effect ?? null,
    proposal: entry.proposal ?? null,
    question: entry.question ?? null,
    lineageIds: entry.lineageIds ?? [],
    rootIds,
    ...author,
    anonymitySet: null,
    addresseeId: place.addresseeId,
    viaId: place.viaId,
    addresseeMasked: place.addresseeMasked,
    namedOnly,
    state: "OPEN",
    resolution: null,
    reason: null,
    revisionId: null,
    acknowledgedAt: null,
    resolvedAt: null,
    closedAt: null,
    closedBy: null,
    outcomeAt: null,
  };
}
