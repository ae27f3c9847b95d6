import { papOf, tlpOf, unknownTlp } from "../../platform/marking";
import { markingOfTag, strictestMarkings, type Markings } from "../marking";
import { keptWords } from "../labels";
import { beginningOf, FieldRefused, type Report } from "../report";
import type { ColumnGuess, Meaning } from "./columns";
import { readConfidence, type ConfidenceScale } from "./confidence";
import { cellTime, type DateOrder } from "./dates";
import { saysNothing } from "./words";

const maxNameLength = 1_000;
const maxDescriptionLength = 10_000;

/** What a reader of rows must know of their table. */
export type RowPlan = {
  readonly guesses: readonly ColumnGuess[];
  readonly order: DateOrder;
  readonly scale: ConfidenceScale;
  readonly headerLine: number | undefined;
};

/** Reads what the cells of a row say of its values: names, descriptions, times, confidence, markings. */
export class RowExtras {
  private readonly columnsOf = new Map<Meaning, ColumnGuess[]>();
  private readonly remarked = new Set<string>();

  constructor(
    private readonly plan: RowPlan,
    private readonly report: Report,
  ) {
    for (const column of plan.guesses) this.columnsOf.set(column.meaning, [...this.of(column.meaning), column]);
  }

  of(meaning: Meaning): readonly ColumnGuess[] {
    return this.columnsOf.get(meaning) ?? [];
  }

  /** The cells of a meaning that say something. */
  texts(cells: readonly string[], meaning: Meaning): readonly string[] {
    const columns = this.of(meaning);
    if (columns.length === 0) return [];
    return columns.map(({ index }) => cells[index]?.trim() ?? "").filter((cell) => !saysNothing(cell));
  }

  read(at: string, cells: readonly string[], compoundName: string | undefined) {
    const name = this.texts(cells, "NAME")[0] ?? compoundName;
    const description = this.texts(cells, "DESCRIPTION").join("; ");
    const labels = this.labels(at, cells);
    const validFrom = this.time(at, cells, "VALID_FROM");
    const validUntil = this.time(at, cells, "VALID_UNTIL");
    if (validFrom !== undefined && validUntil !== undefined && validUntil <= validFrom) {
      throw new FieldRefused("VALID_UNTIL", "The row's validity ends before it begins.", validUntil);
    }
    return {
      ...(name === undefined ? {} : { name: this.cut(at, "NAME", name, maxNameLength) }),
      ...(description === "" ? {} : { description: this.cut(at, "DESCRIPTION", description, maxDescriptionLength) }),
      ...(labels.length === 0 ? {} : { labels }),
      ...(validFrom === undefined ? {} : { validFrom }),
      ...(validUntil === undefined ? {} : { validUntil }),
      ...this.confidence(at, cells),
      ...this.markings(at, cells),
    };
  }

  private cut(at: string, meaning: Meaning, text: string, maxLength: number): string {
    if (text.length > maxLength) {
      this.report.remark(at, `What is behind the first ${maxLength} characters is left out.`, meaning);
    }
    return beginningOf(text, maxLength);
  }

  /** The tags of a row, and that MISP does not mean it for detection. */
  private labels(at: string, cells: readonly string[]): readonly string[] {
    const [toIds = "1"] = this.texts(cells, "TO_IDS");
    const unmeant = /^(?:0|false|no)$/i.test(toIds) ? ["to_ids:false"] : [];
    return keptWords(at, "labels", [...this.tags(cells), ...unmeant], this.report);
  }

  private tags(cells: readonly string[]): readonly string[] {
    return this.texts(cells, "LABEL").flatMap((cell) => cell.split(/[;,]/).map((word) => word.trim()));
  }

  private confidence(at: string, cells: readonly string[]): { readonly confidence?: number } {
    const [text] = this.texts(cells, "CONFIDENCE");
    if (text === undefined) return {};
    const read = readConfidence(text, this.plan.scale);
    if ("refused" in read) throw new FieldRefused("CONFIDENCE", read.refused, text);
    const { confidence, remark } = read;
    if (remark !== undefined && !this.remarked.has(remark)) {
      this.remarked.add(remark);
      this.report.remark(at, remark, "CONFIDENCE");
    }
    return confidence === undefined ? {} : { confidence };
  }

  /** The strictest of what the columns of markings and the tags say: a tag must not be weaker for being one. */
  private markings(at: string, cells: readonly string[]): Markings {
    const [tlpText] = this.texts(cells, "TLP");
    const [papText] = this.texts(cells, "PAP");
    const tlp = tlpText === undefined ? undefined : tlpOf(tlpText);
    if (tlpText !== undefined && tlp === undefined) {
      this.report.remark(at, `The marking "${tlpText.slice(0, 40)}" is unknown: treated as TLP:AMBER+STRICT.`, "TLP");
    }
    return strictestMarkings([
      ...(tlpText === undefined ? [] : [{ tlp: tlp ?? unknownTlp }]),
      ...(papText === undefined ? [] : [{ pap: papOf(papText) ?? ("RED" as const) }]),
      ...this.tags(cells).map(markingOfTag),
    ]);
  }

  private time(at: string, cells: readonly string[], meaning: "VALID_FROM" | "VALID_UNTIL"): string | undefined {
    const [column] = this.of(meaning);
    const text = column === undefined ? "" : (cells[column.index]?.trim() ?? "");
    if (column === undefined || saysNothing(text)) return undefined;
    const time = cellTime(text, this.plan.order);
    if (time === undefined)
      this.report.ignore(
        at,
        `a date in "${column.header ?? meaning}" that can be read in more than one way, or in none`,
      );
    return time;
  }
}
