import type { Viewer } from "../context";
import { prefixOf } from "../ids";
import type { Reader } from "../read/reader";
import type { ReadRow } from "../read/selection";
import type { LoggedEvent } from "./log";

const REMEMBERED_MAX = 20_000;

/**
 * Finds what a subscriber saw before and may see no longer, so that it is told once. What this connection delivered is
 * remembered here; what was delivered before is known from the database (`formerly` of the read model). Who never saw
 * an object learns nothing.
 */
export class Departures {
  private readonly delivered = new Set<string>();
  private readonly told = new Set<string>();

  constructor(
    private readonly reader: Reader,
    private readonly viewer: Viewer,
  ) {}

  /** For each event that is not served: the ids of its case and subject that are gone with it. */
  async among(
    events: readonly LoggedEvent[],
    served: ReadonlyMap<string, ReadRow>,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const shown = events.filter(({ id }) => served.has(id));
    this.remember(shown.map(({ subjectId }) => subjectId));
    this.remember(await this.visible(shown.flatMap(({ caseId }) => (caseId === null ? [] : [caseId]))));
    const hidden = events.filter(({ id }) => !served.has(id));
    const gone = await this.goneOf(firstOf(hidden));
    return new Map(
      hidden.map(({ id, subjectId, caseId }) => [
        id,
        [...new Set([caseId ?? subjectId, subjectId])].filter((one) => gone.has(one) && this.tellOnce(one)),
      ]),
    );
  }

  /** Those of these cases that the viewer sees: something may be shown of which the case is not. */
  private async visible(ids: readonly string[]): Promise<readonly string[]> {
    const unknown = [...new Set(ids)].filter((id) => !this.delivered.has(id));
    const visible: string[] = [];
    for (const [prefix, model] of this.reader.models) {
      const of = unknown.filter((id) => prefixOf(id) === prefix);
      if (of.length === 0) continue;
      const now = new Map(of.map((id) => [id, new Date()]));
      const standing = await this.reader.session(this.viewer).standing(model, now);
      visible.push(...of.filter((id) => standing.get(id)?.visible));
    }
    return visible;
  }

  private async goneOf(hidden: ReadonlyMap<string, Date>): Promise<ReadonlySet<string>> {
    const gone = new Set<string>();
    for (const [prefix, model] of this.reader.models) {
      const of = new Map([...hidden].filter(([id]) => prefixOf(id) === prefix && !this.told.has(id)));
      if (of.size === 0 || (!model.formerly && ![...of.keys()].some((id) => this.delivered.has(id)))) continue;
      const standing = await this.reader.session(this.viewer).standing(model, of);
      for (const id of of.keys()) {
        const now = standing.get(id);
        if (!now?.visible && (this.delivered.has(id) || now?.formerly)) gone.add(id);
      }
    }
    return gone;
  }

  private tellOnce(id: string): boolean {
    if (this.told.has(id)) return false;
    this.told.add(id);
    this.delivered.delete(id);
    return true;
  }

  private remember(ids: readonly string[]): void {
    for (const id of ids) {
      this.told.delete(id);
      this.delivered.add(id);
    }
    // The oldest are forgotten first; for them the database's own history still speaks.
    for (const id of this.delivered) {
      if (this.delivered.size <= REMEMBERED_MAX) break;
      this.delivered.delete(id);
    }
  }
}

/** The subjects and cases of what is hidden, each with the time of the first thing that happened to it. */
function firstOf(hidden: readonly LoggedEvent[]): ReadonlyMap<string, Date> {
  const first = new Map<string, Date>();
  for (const { subjectId, caseId, at } of hidden) {
    for (const id of [caseId ?? subjectId, subjectId]) {
      const known = first.get(id);
      if (known === undefined || at < known) first.set(id, at);
    }
  }
  return first;
}
