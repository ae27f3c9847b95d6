import { In } from "typeorm";
import type { Outcome, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import type { Tx } from "../../platform/db";
import { DomainError } from "../../platform/errors";
import { type ItemResult, itemOk, itemRefused, itemUnchanged } from "../../platform/items";
import type { CaseService } from "../cases/case.service";
import { type GivenEntry, type TimelineEntry, newEntry, sameEntry } from "./timeline";
import { entryAdded } from "./timeline.events";
import { TimelineTable } from "./timeline.table";
import { timelineVerbs } from "./timeline.verbs";

export type AddTimelineEntries = {
  readonly idempotencyKey: string;
  readonly caseId: string;
  readonly entries: readonly GivenEntry[];
};
export type TimelineOutcome = { readonly caseId: string; readonly results: readonly ItemResult[] };

/** What happened in an incident. A wrong entry does not hold the others back, and one that is there already stays one. */
export class TimelineService {
  constructor(
    private readonly writer: Writer,
    private readonly cases: CaseService,
  ) {}

  add(viewer: Viewer, input: AddTimelineEntries): Promise<Outcome<TimelineOutcome>> {
    return this.writer.mutate(viewer, "addTimelineEntries", input, async (change) => {
      const { caseId, entries } = input;
      const { tx, now } = change;
      await this.cases.lock(change, "addTimelineEntries", timelineVerbs.addTimelineEntries, caseId);
      const known = await idsByEntry(tx, caseId, entries);
      const fresh: TimelineEntry[] = [];
      const results = entries.map((given, i) => {
        const entry = newEntry(caseId, given, `input.entries[${i}]`, viewer, now);
        if (entry instanceof DomainError) return itemRefused(i, entry);
        const same = known.get(sameEntry(entry));
        if (same) return itemUnchanged(i, same);
        known.set(sameEntry(entry), entry.id);
        fresh.push(entry);
        return itemOk(i, entry.id);
      });
      await tx.insert(TimelineTable, fresh);
      change.tell(...fresh.map(entryAdded));
      return { caseId, results };
    });
  }
}

/** The entries of the case at these times, by what they say. */
async function idsByEntry(tx: Tx, caseId: string, entries: readonly GivenEntry[]): Promise<Map<string, string>> {
  const times = [...new Set(entries.map(({ occurredAt }) => occurredAt.toISOString()))].map((time) => new Date(time));
  const known = await tx.findBy(TimelineTable, { caseId, occurredAt: In(times) });
  return new Map(known.map((entry) => [sameEntry(entry), entry.id]));
}
