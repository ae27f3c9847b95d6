import type { Report } from "../report";
import type { IndicatorStatement } from "../statement";
import type { TypedValue } from "../value";

type Extra = Omit<IndicatorStatement, "at" | "type" | "value" | "labels"> & { readonly labels?: readonly string[] };

/** States the values of a list, each once: a list that says a value twice says nothing new. */
export class FoundValues {
  private readonly seen = new Set<string>();

  constructor(private readonly report: Report) {}

  get count(): number {
    return this.seen.size;
  }

  add(at: string, { type, value, labels }: Exclude<TypedValue, { reason: string }>, extra: Extra = {}): void {
    const key = `${type} ${value}`;
    if (this.seen.has(key)) return this.report.ignore(at, "a value that the file already has");
    this.seen.add(key);
    const all = [...(extra.labels ?? []), ...labels];
    this.report.state({ at, type, value, ...extra, ...(all.length === 0 ? {} : { labels: all }) });
  }
}
