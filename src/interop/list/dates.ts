import { utcTime } from "../time";

/** Which of the first two numbers of "12/7/2025" is the day: what a column shows as a whole, if it does. */
export type DateOrder = "DAY_FIRST" | "MONTH_FIRST" | "UNKNOWN";

const slashed = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})\b/;

/** A number over 12 in one place of any cell tells the order of the whole column. */
export function dateOrderOf(cells: Iterable<string>): DateOrder {
  let order: DateOrder = "UNKNOWN";
  for (const cell of cells) {
    const [, first = "0", second = "0"] = slashed.exec(cell.trim()) ?? [];
    const shown = Number(first) > 12 ? "DAY_FIRST" : Number(second) > 12 ? "MONTH_FIRST" : undefined;
    if (shown === undefined) continue;
    if (order !== "UNKNOWN" && order !== shown) return "UNKNOWN";
    order = shown;
  }
  return order;
}

const two = (digits: string) => digits.padStart(2, "0");

/**
 * The time in a cell as UTC, where it can only mean one: ISO dates, "2026/1/31 9:00", 2026年1月31日, and slashed dates
 * whose order the column shows. A time without an offset is taken as UTC.
 */
export function cellTime(cell: string, order: DateOrder): string | undefined {
  // No date is longer, and normalising takes time with the square of a run of combining marks.
  if (cell.length > 100) return undefined;
  const text = cell.normalize("NFKC").trim();
  const exact = utcTime(text);
  if (exact !== undefined) return exact;
  const iso =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?(?: ?UTC|Z)?)?$/.exec(
      text,
    );
  if (iso !== null) {
    const [, year = "", month = "", day = "", hour = "0", minute = "00", second = "00"] = iso;
    return utcTime(`${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}:${second}Z`);
  }
  const local = slashed.exec(text);
  if (local === null || order === "UNKNOWN") return undefined;
  const [, first = "", second = "", year = ""] = local;
  const [day, month] = order === "DAY_FIRST" ? [first, second] : [second, first];
  return utcTime(`${year.length === 2 ? `20${year}` : year}-${two(month)}-${two(day)}T00:00:00Z`);
}
