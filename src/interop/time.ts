const pattern = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?(Z|[+-]\d\d:?\d\d)$/i;

/**
 * A timestamp (RFC 3339) as UTC with six digits of fraction, so that equal instants have equal text and text sorts as
 * time does. Undefined for anything else: other orders of the parts, days that no month has, missing offsets.
 */
export function utcTime(text: string): string | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, year = "", month = "", day = "", hour = "", minute = "", second = "", fraction = "", offset = ""] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60 || !isDay(year, month, day)) return undefined;
  const local = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second === "60" ? "59" : second}Z`);
  const instant = new Date(local - offsetMs(offset));
  if (Number.isNaN(instant.getTime()) || instant.getUTCFullYear() < 1 || instant.getUTCFullYear() > 9999)
    return undefined;
  return `${instant.toISOString().slice(0, 19)}.${fraction.padEnd(6, "0").slice(0, 6)}Z`;
}

const offsetMs = (offset: string) => {
  if (/^z$/i.test(offset)) return 0;
  const [hours, minutes] = [offset.slice(1, 3), offset.slice(-2)].map(Number);
  return (offset.startsWith("-") ? -1 : 1) * ((hours ?? 0) * 60 + (minutes ?? 0)) * 60_000;
};

/** True for a day that the calendar has: Date alone would read 30 February as 1 March. */
function isDay(year: string, month: string, day: string): boolean {
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
}

/** Seconds since 1970, as a number or as digits, in the same form as `utcTime`. */
export function utcTimeOfSeconds(seconds: number): string | undefined {
  if (!Number.isFinite(seconds) || seconds < 0 || seconds > 253_402_300_799) return undefined;
  return new Date(Math.floor(seconds * 1000)).toISOString().replace("Z", "000Z");
}
