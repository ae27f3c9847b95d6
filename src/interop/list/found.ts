import { withWords } from "../labels";
import type { Report } from "../report";
import type { IndicatorStatement, IndicatorType } from "../statement";
import type { TypedValue } from "../value";
import { unmistakableValues, type Unmistakable } from "./unmistakable";

type Extra = Omit<IndicatorStatement, "at" | "type" | "value" | "labels"> & { readonly labels?: readonly string[] };

const bareNames: Partial<Readonly<Record<IndicatorType, string>>> = {
  IPV4: "an address",
  IPV6: "an address",
  CIDR: "a network",
  DOMAIN: "a name",
  URL: "a link",
  EMAIL: "a mail address",
};

/** States the values of a list, each once: a list that says a value twice says nothing new. */
export class FoundValues {
  private readonly seen = new Set<string>();
  private readonly leftAlone = new Map<string, { readonly at: string; readonly type: IndicatorType }>();

  constructor(private readonly report: Report) {}

  get count(): number {
    return this.seen.size;
  }

  add(at: string, { type, value, labels }: Exclude<TypedValue, { reason: string }>, extra: Extra = {}): void {
    const key = `${type} ${value}`;
    if (this.seen.has(key)) return this.report.ignore(at, "a value that the file already has");
    this.seen.add(key);
    const all = withWords(extra.labels ?? [], labels);
    this.report.state({ at, type, value, ...extra, ...(all.length === 0 ? {} : { labels: all }) });
  }

  /** Remembers a value that was not taken, for it may be anything; what the file states elsewhere is none of them. */
  leave(at: string, { type, value }: Exclude<TypedValue, { reason: string }>): void {
    const key = `${type} ${value}`;
    if (!this.leftAlone.has(key)) this.leftAlone.set(key, { at, type });
  }

  /** Counts the values that were left alone, when all of the text is read. */
  countLeft(): void {
    for (const [key, { at, type }] of this.leftAlone) {
      if (!this.seen.has(key))
        this.report.ignore(at, `${bareNames[type] ?? "a value"} that nobody defanged: left alone`);
    }
  }

  /** Takes the unmistakable values of a text, and names what was defanged and is none. True if there was either. */
  addWords(at: string, text: string): boolean {
    return this.addUnmistakable(at, unmistakableValues(text));
  }

  /** The same of a text that is not kept: the values in it that nobody defanged are left alone, and counted so. */
  readWords(at: string, text: string): boolean {
    const words = unmistakableValues(text);
    for (const value of words.bare) this.leave(at, value);
    return this.addUnmistakable(at, words);
  }

  private addUnmistakable(at: string, { values, failed }: Unmistakable): boolean {
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
