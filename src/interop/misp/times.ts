import type { Fields } from "../fields";
import { FieldRefused, type Report } from "../report";
import { utcTime } from "../time";

/** When an attribute was first and last seen. A statement has no place for the last time: the label keeps it. */
export function timesOf(at: string, fields: Fields, report: Report) {
  const [first, last] = [seenAt(at, fields, "first_seen", report), seenAt(at, fields, "last_seen", report)];
  if (first !== undefined && last !== undefined && last < first) {
    throw new FieldRefused("last_seen", `"last_seen" is before "first_seen".`, fields.raw("last_seen"));
  }
  return {
    validity: first === undefined ? {} : { validFrom: first },
    labels: last === undefined ? [] : [`last_seen:${last}`],
  };
}

/** MISP writes timestamps, and people days: a day is taken from its beginning in UTC, and said to be. */
function seenAt(at: string, fields: Fields, field: "first_seen" | "last_seen", report: Report): string | undefined {
  if (fields.raw(field) === null) return undefined;
  const text = fields.text(field, 64);
  if (text === undefined || text === "") return undefined;
  const time = utcTime(text);
  if (time !== undefined) return time;
  const midnight = utcTime(`${text}T00:00:00Z`);
  if (midnight === undefined) throw new FieldRefused(field, `"${field}" is not a timestamp.`, text);
  report.remark(at, `"${field}" is a day without a time: taken as midnight UTC.`, field);
  return midnight;
}
