import type { Report } from "../report";
import { guessedValue, type TypedValue } from "../value";
import type { ColumnGuess } from "./columns";
import { readCompound } from "./compound";
import { lengthOf, maxColumns, maxRowLength, type Row } from "./csv.parse";
import { RowExtras, type RowPlan } from "./extras";
import { FoundValues } from "./found";
import { severalValues } from "./several";
import { hintOf, hintedValue, saysNothing, type Hint } from "./words";

type Result = { readonly column: ColumnGuess; readonly cell: string; readonly value: TypedValue };
type Results = { readonly results: readonly Result[]; readonly name?: string };

/** Reads the rows of a table one at a time: the values of each, and what its other cells say of them. */
export class RowReader {
  private readonly found: FoundValues;
  private readonly extras: RowExtras;

  constructor(
    private readonly plan: RowPlan,
    private readonly report: Report,
  ) {
    this.found = new FoundValues(report);
    this.extras = new RowExtras(plan, report);
  }

  read(row: Row): void {
    const at = `line ${row.line}`;
    if (row.cells.length > maxColumns) return this.report.refuse(at, `The row has more than ${maxColumns} fields.`);
    if (lengthOf(row) > maxRowLength) {
      const message = `The row is longer than ${maxRowLength} characters.`;
      return this.report.refuse(at, message, { code: "PAYLOAD_TOO_LARGE" });
    }
    this.report.attempt(at, () => this.readCells(at, row.cells));
  }

  private readCells(at: string, cells: readonly string[]): void {
    const kind = this.extras.texts(cells, "TYPE")[0];
    const found = this.extras
      .of("VALUE")
      .map((column) => this.valuesIn(at, column, cells[column.index]?.trim() ?? "", kind));
    const results = found.flatMap((each) => each.results);
    const good = results.flatMap(({ value }) => ("reason" in value ? [] : [value]));
    const name = found.find((each) => each.name !== undefined)?.name;
    const extra = good.length === 0 ? {} : this.extras.read(at, cells, name);
    for (const value of good) this.found.add(at, value, extra);
    // Without a header a column may well hold other things in places, so only a row of nothing is worth a word.
    for (const { column, cell, value } of this.plan.headerLine !== undefined || good.length === 0 ? results : []) {
      if ("reason" in value) this.refuse(at, column, cell, value.reason, kind);
    }
    this.countOthers(at, cells);
    if (results.length === 0) this.report.ignore(at, "a row without a value");
  }

  private countOthers(at: string, cells: readonly string[]): void {
    for (const { index, header = "" } of this.extras.of("NOT_OF_ATTACKER")) {
      if (guessedValue(cells[index]?.trim() ?? "") !== undefined)
        this.report.ignore(at, `a value in "${header.trim().slice(0, 60)}", a column that is not about the attacker`);
    }
  }

  private valuesIn(at: string, column: ColumnGuess, cell: string, kind: string | undefined): Results {
    if (saysNothing(cell)) return { results: [] };
    const compound = kind === undefined || column.hint !== undefined ? undefined : readCompound(kind, cell);
    if (compound?.ignored !== undefined) this.report.ignore(at, compound.ignored);
    if (compound === undefined) {
      const hint = column.hint ?? (kind === undefined ? undefined : hintOf(kind));
      return { results: splitValues(cell, hint).map((each) => ({ column, ...each })) };
    }
    const results = compound.values.map(({ raw, value }) => ({ column, cell: raw, value }));
    return { results, ...(compound.name === undefined ? {} : { name: compound.name }) };
  }

  private refuse(at: string, column: ColumnGuess, cell: string, reason: string, kind: string | undefined): void {
    const hint = kind === undefined ? undefined : hintOf(kind);
    const unknown = kind !== undefined && column.hint === undefined && (hint === undefined || hint === "OTHER");
    const message = unknown
      ? `The type "${kind.slice(0, 40)}" is none that this hub keeps indicators of.`
      : `The value ${reason}.`;
    const field = column.header ?? `column ${column.index + 1}`;
    this.report.refuse(at, message, { code: unknown ? "UNSUPPORTED" : "INVALID_INPUT", field, value: cell });
  }
}

/** The values of a cell: one as a rule, several where it holds a list. */
function splitValues(cell: string, hint: Hint | undefined): readonly Omit<Result, "column">[] {
  const resolve = (text: string): TypedValue =>
    hint === undefined
      ? (guessedValue(text) ?? { reason: "shows no indicator type by itself" })
      : hintedValue(hint, text);
  const several = hint === undefined || networks.has(hint) ? severalValues(cell) : undefined;
  if (several !== undefined) return several.values.map((value) => ({ cell, value }));
  const whole = resolve(cell);
  if (!("reason" in whole) && !/[\r\n]/.test(cell)) return [{ cell, value: whole }];
  const parts = cell.split(hint === "FILE_NAME" ? /[\r\n]+/ : /[\s,;]+/).filter((part) => part !== "");
  const values = parts.map((part) => ({ cell: part, value: resolve(part) }));
  return values.some(({ value }) => !("reason" in value)) ? values : [{ cell, value: whole }];
}

const networks: ReadonlySet<Hint> = new Set(["NETWORK", "URL", "DOMAIN", "IPV4", "IPV6"] as const);
