import { json } from "../../platform/change";
import type { ViewerChange } from "../../platform/change";
import { DomainError, invalid } from "../../platform/errors";
import { type ItemResult, itemRefused } from "../../platform/items";
import { rowOf, scopeOf, visibleRows } from "../../platform/read/model";
import { bind, newAlias, run, sql } from "../../platform/sql";
import { itemModel } from "../revisions/revision.read";
import type { GivenSighting } from "../sightings/sighting";
import type { SightingService } from "../sightings/sighting.service";
import type { RespondPart, RespondedShare, ToldSighting } from "./response";

/** What was found of one item of the revision that is responded to. */
export type ItemSighting = Omit<GivenSighting, "indicatorId" | "value" | "type"> & { readonly lineageId: string };
type Placed = { readonly response: RespondedShare; readonly item: ItemSighting; readonly index: number };

/** Sightings that come with a response: kept as one's own, and told to whoever sent the indicator. */
export const sightingsPart = (sightings: SightingService): RespondPart<ItemSighting> => ({
  field: "sightings",
  take: async (change, given) => {
    const placed = given.flatMap(({ response, items }) =>
      items.map((item, index): Placed => ({ response, item, index })),
    );
    const found = await indicatorsOf(change, placed);
    const judged = placed.map((one) => indicatorOr(one, found.get(keyOf(one))));
    const good = placed.flatMap((one, i) => {
      const indicatorId = judged[i];
      return typeof indicatorId === "string" ? [{ ...one, indicatorId }] : [];
    });
    const made = await sightings.reportIn(
      change,
      good.map(({ item: { lineageId: _, ...facts }, indicatorId }) => ({ ...facts, indicatorId })),
      (i) => pathOf(good[i] as Placed),
      () => null,
    );
    const results = new Map(good.map((one, i) => [pathOf(one), made[i]]));
    await link(
      change,
      good.flatMap(({ response, item }, i) => {
        const id = made[i]?.id;
        return id ? [{ sightingId: id, receiptId: response.receiptId, lineageId: item.lineageId }] : [];
      }),
    );
    const all = placed.map((one, i): ItemResult => {
      const error = judged[i];
      const result = results.get(pathOf(one));
      if (error instanceof DomainError) return itemRefused(one.index, error);
      if (!result) throw new Error("Every sighting that is reported has a result.");
      return { ...result, index: one.index };
    });
    return given.map(({ response }) => all.filter((_, i) => placed[i]?.response === response));
  },
});

const pathOf = ({ response, index }: Placed): string => `input.responses[${response.index}].sightings[${index}]`;
const keyOf = ({ response: { revisionId }, item: { lineageId } }: Placed): string => `${revisionId} ${lineageId}`;

/** The indicator of an item, or why there is none to sight. */
function indicatorOr(one: Placed, indicatorId: string | null | undefined): string | DomainError {
  const field = `${pathOf(one)}.lineageId`;
  if (indicatorId === undefined) return new DomainError("NOT_FOUND", "ShareItem was not found.", { field });
  return indicatorId ?? invalid(field, "This item is no indicator: there is nothing to sight.");
}

/** The indicators of the items that are named, as far as the viewer sees them; an item in words alone has none. */
async function indicatorsOf(
  { tx, viewer }: ViewerChange,
  placed: readonly Placed[],
): Promise<ReadonlyMap<string, string | null>> {
  const alias = newAlias();
  const i = rowOf(itemModel, alias);
  const revisionIds = bind([...new Set(placed.map(({ response }) => response.revisionId))], "text[]");
  const lineageIds = bind([...new Set(placed.map(({ item }) => item.lineageId))], "text[]");
  type Row = { readonly revisionId: string; readonly lineageId: string; readonly indicatorId: string | null };
  const rows = await run<Row>(
    tx,
    "respond.items",
    sql`
    select ${i("revisionId")} as "revisionId", ${i("lineageId")} as "lineageId", ${i("indicatorId")} as "indicatorId"
    from ${visibleRows(
      itemModel,
      alias,
      scopeOf(viewer),
      (row) => sql`${row("revisionId")} = any(${revisionIds}) and ${row("lineageId")} = any(${lineageIds})`,
    )}`,
  );
  return new Map(rows.map(({ revisionId, lineageId, indicatorId }) => [`${revisionId} ${lineageId}`, indicatorId]));
}

async function link({ tx }: ViewerChange, told: readonly ToldSighting[]): Promise<void> {
  if (told.length === 0) return;
  await run(
    tx,
    "respond.sightings",
    sql`
    insert into share_sightings (sighting_id, receipt_id, lineage_id)
    select "sightingId", "receiptId", "lineageId"
    from jsonb_to_recordset(${json(told)}) as t ("sightingId" text, "receiptId" text, "lineageId" text)`,
  );
}
