import type { IndicatorType } from "../../modules/indicators/indicator.value";
import { isUsable } from "../blocklist";
import type { ExportedStatement } from "../export/exported";

/** The threat-intelligence collections of Splunk ES that indicators of ours fit, with their columns. */
export const collections = {
  ip_intel: ["description", "ip", "weight"],
  domain_intel: ["description", "domain", "weight"],
  file_intel: ["description", "file_hash", "file_name", "weight"],
  http_intel: ["description", "http_referrer", "http_user_agent", "url", "weight"],
} as const;
export type Collection = keyof typeof collections;
export const collectionNames = Object.keys(collections) as readonly Collection[];

const columns: Readonly<Record<Collection, Partial<Readonly<Record<IndicatorType, string>>>>> = {
  ip_intel: { IPV4: "ip", IPV6: "ip", CIDR: "ip" },
  domain_intel: { DOMAIN: "domain" },
  file_intel: { FILE_MD5: "file_hash", FILE_SHA1: "file_hash", FILE_SHA256: "file_hash", FILE_NAME: "file_name" },
  http_intel: { URL: "url" },
};

/** The types of indicator that a collection takes. */
export const typesOf = (collection: Collection) => Object.keys(columns[collection]) as readonly IndicatorType[];

/**
 * True for a statement that a table may hold: a tool matches whatever stands there, so what has ended, what its source
 * did not mean for detection and what is only to be looked at in private (PAP:RED) is left out.
 */
export const mayTabulate = (collection: Collection, one: ExportedStatement, now: Date): boolean =>
  columns[collection][one.type] !== undefined && one.pap !== "RED" && isUsable(one, now);

/** A table of one collection (RFC 4180), one row for each value, the surest of the statements that it may hold. */
export function csvOf(collection: Collection, statements: readonly ExportedStatement[], now: Date): string {
  const names = collections[collection];
  const surest = new Map<string, ExportedStatement>();
  for (const one of statements) {
    const before = surest.get(one.value);
    if (!mayTabulate(collection, one, now)) continue;
    if (before === undefined || (one.confidence ?? 0) > (before.confidence ?? 0)) surest.set(one.value, one);
  }
  const rows = [...surest.values()].map((one) => {
    const cells: Readonly<Record<string, string>> = {
      description: [one.name, one.description].filter(Boolean).join(": "),
      weight: String(weightOf(one.confidence)),
      [columns[collection][one.type] ?? ""]: one.value,
    };
    return names.map((name) => cellOf(harmless(cells[name] ?? "")));
  });
  return [names, ...rows].map((cells) => `${cells.join(",")}\r\n`).join("");
}

/** Splunk weighs from 1 to 3 here; what nobody has said is 1. */
const weightOf = (confidence = 0) => (confidence >= 67 ? 3 : confidence >= 34 ? 2 : 1);

/** A text of somebody else's, a file's name too, must not become a formula where a person opens the table. */
const harmless = (text: string) => (/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text);

const cellOf = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
