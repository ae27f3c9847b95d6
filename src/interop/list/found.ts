import type { Report } from "../report";
import type { IndicatorStatement } from "../statement";
import type { TypedValue } from "../value";
import { unmistakableValues } from "./unmistakable";

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

  /** Takes the unmistakable values of a text, and names what was defanged and is none. True if there was either. */
  addWords(at: string, text: string): boolean {
    const { values, failed } = unmistakableValues(text);
    for (const value of values) this.add(at, value);
    for (const value of failed) {
      this.report.refuse(at, "The word is defanged, but it is no value that this hub knows.", {
        field: "value",
        value,
      });
    }
    return values.length + failed.length > 0;
  }
}
