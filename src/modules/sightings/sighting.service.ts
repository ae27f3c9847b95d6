import { type Outcome, type ViewerChange, type Writer, json } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { DomainError, invalid } from "../../platform/errors";
import { newId } from "../../platform/ids";
import { type ItemResult, itemOk, itemRefused } from "../../platform/items";
import { tableOf } from "../../platform/read/compile";
import { scopeOf, visibleRows } from "../../platform/read/model";
import { bind, run, sql } from "../../platform/sql";
import { assertRole } from "../../platform/verbs";
import type { CaseService } from "../cases/case.service";
import { indicatorModel } from "../indicators/indicator.read";
import { type GivenSighting, type Sighting, type Wanted, sightingOf, wantedBy } from "./sighting";
import { sightingTold } from "./sighting.events";
import { sightingVerbs } from "./sighting.verbs";

export type ReportSightings = {
  readonly idempotencyKey: string;
  readonly caseId?: string | null;
  readonly items: readonly GivenSighting[];
};
type SightingsOutcome = { readonly items: readonly ItemResult[]; readonly caseId: string | null };

export class SightingService {
  constructor(
    private readonly writer: Writer,
    private readonly cases: CaseService,
  ) {}

  /** Tells what was found of many indicators at once; what is wrong with one report holds no other back. */
  report(viewer: Viewer, input: ReportSightings): Promise<Outcome<SightingsOutcome>> {
    return this.writer.mutate(viewer, "reportSightings", input, async (change) => {
      const caseId = input.caseId ?? null;
      const verb = sightingVerbs.reportSightings;
      assertRole(viewer, "reportSightings", verb);
      if (caseId !== null) await this.cases.lock(change, "reportSightings", verb, caseId);
      const items = await this.reportIn(
        change,
        input.items,
        (index) => `input.items[${index}]`,
        () => caseId,
      );
      return { items, caseId };
    });
  }

  /** Tells it inside a change that has been entered; `pathOf` says where in the input an item stands, `caseOf` in which case. */
  async reportIn(
    change: ViewerChange,
    given: readonly GivenSighting[],
    pathOf: (index: number) => string,
    caseOf: (index: number) => string | null,
  ): Promise<readonly ItemResult[]> {
    const wanted = given.map((item, i) => wantedBy(item, pathOf(i)));
    const find = await indicatorsSeen(change, wanted);
    const rows: Sighting[] = [];
    const items = given.map((item, index) => {
      const made = sightingFor(change, item, find(wanted[index], pathOf(index)), pathOf(index));
      if (made instanceof DomainError) return itemRefused(index, made);
      rows.push({ ...made, caseId: caseOf(index) });
      return itemOk(index, made.id);
    });
    await insert(change, rows);
    for (const { id, caseId } of rows) change.tell(sightingTold("SIGHTING_REPORTED", id, caseId));
    return items;
  }
}

function sightingFor(
  { viewer: { organizationId, accountId }, now }: ViewerChange,
  item: GivenSighting,
  indicator: string | DomainError,
  path: string,
): Omit<Sighting, "caseId"> | DomainError {
  const facts = sightingOf(item, path);
  if (indicator instanceof DomainError) return indicator;
  if (facts instanceof DomainError) return facts;
  return { id: newId("sight"), indicatorId: indicator, organizationId, accountId, ...facts, reportedAt: now };
}

/** Looks up all that is wanted in one statement, among what the viewer sees: of the rest, nobody learns that it is there. */
async function indicatorsSeen(
  { tx, viewer }: ViewerChange,
  wanted: readonly (Wanted | DomainError)[],
): Promise<(one: Wanted | DomainError | undefined, path: string) => string | DomainError> {
  const ids = wanted.flatMap((one) => ("id" in one ? [one.id] : []));
  const keys = wanted.flatMap((one) => ("keys" in one ? one.keys : []));
  const { alias, column } = tableOf(indicatorModel);
  const found = await run<{ id: string; key: string }>(
    tx,
    "indicators.seen",
    sql`
    select ${column("id")} as id, ${column("key")} as key
    from ${visibleRows(
      indicatorModel,
      alias,
      scopeOf(viewer),
      (i) => sql`${i("id")} = any(${bind(ids, "text[]")}) or ${i("key")} = any(${bind(keys, "text[]")})`,
    )}`,
  );
  const byId = new Set(found.map(({ id }) => id));
  const byKey = new Map(found.map(({ id, key }) => [key, id]));
  return (one, path) => {
    if (one === undefined || one instanceof DomainError) return one ?? invalid(path, "Nothing is asked for.");
    const id =
      "id" in one ? [one.id].find((asked) => byId.has(asked)) : one.keys.flatMap((key) => byKey.get(key) ?? [])[0];
    const field = `${path}.${"id" in one ? "indicatorId" : "value"}`;
    return id ?? new DomainError("NOT_FOUND", "You see no such indicator: say something of it first.", { field });
  };
}

async function insert({ tx }: ViewerChange, rows: readonly Sighting[]): Promise<void> {
  if (rows.length === 0) return;
  await run(
    tx,
    "sightings.add",
    sql`
    insert into sightings (id, indicator_id, organization_id, account_id, case_id, result, count, first_seen, last_seen, note,
      reported_at)
    select id, "indicatorId", "organizationId", "accountId", "caseId", result, count, "firstSeen", "lastSeen", note, "reportedAt"
    from jsonb_to_recordset(${json(rows)}) as s (id text, "indicatorId" text, "organizationId" text, "accountId" text,
      "caseId" text, result text, count integer, "firstSeen" timestamptz, "lastSeen" timestamptz, note text,
      "reportedAt" timestamptz)`,
  );
}
