import { isDefanged } from "../../modules/indicators/indicator.value";
import { guessedValue, type TypedValue } from "../value";
import { hostsLine } from "./hosts-file";
import { withoutBrackets, withoutBullet } from "./japanese";
import { severalValues } from "./several";
import { hintOf, hintedValue } from "./words";

type Value = Exclude<TypedValue, { reason: string }>;

/** What one line of a plain list holds. */
export type Entry =
  | { readonly kind: "NOTHING" }
  | { readonly kind: "TEXT" }
  /** A line of a hosts file that only names the machine itself. */
  | { readonly kind: "LOCAL" }
  | ValueEntry
  | { readonly kind: "REFUSED"; readonly reason: string };

export type ValueEntry = {
  readonly kind: "VALUE";
  readonly values: readonly Value[];
  readonly comment?: string;
  /** What stood among the values and is none. */
  readonly failed?: readonly string[];
};

const comment = /^\s*(?:#|\/\/|;|--\s|<!--|REM\s)/i;
export const maxLineLength = 65_536;

/**
 * Reads one line: one value or several, a value with a label before it ("SHA256: …", "MD5 (a.exe) = …") or a comment
 * after it, a hosts-file line. A line of words is text; a line that was meant as a value and is none is refused with its
 * reason.
 */
export function readEntry(line: string): Entry {
  if (line.length > maxLineLength) return { kind: "REFUSED", reason: `is longer than ${maxLineLength} characters` };
  const text = withoutOrnaments(line);
  if (text === "" || comment.test(line)) return { kind: "NOTHING" };
  const hosts = hostsLine(text);
  if (hosts !== undefined)
    return hosts.values.length + hosts.failed.length === 0 ? { kind: "LOCAL" } : { kind: "VALUE", ...hosts };
  const several = severalValues(text);
  if (several !== undefined) return { kind: "VALUE", values: several.values, ...commentOf(several.comment) };
  const whole = guessedValue(text);
  if (whole !== undefined) return { kind: "VALUE", values: [whole] };
  return labelled(text) ?? commented(text) ?? noValue(text);
}

/** Bullets, numbering, quotes and emphasis around a value are how it is shown, not what it is. */
export const withoutOrnaments = (line: string): string =>
  withoutBrackets(withoutBullet(line.replace(/[\u00A0\u3000\t]/g, " ").trim()))
    .replace(/^([`"'*_+]{1,3})(.+?)\1[,;]?$/, "$2")
    .replace(/[,;、。]$/, "")
    .trim();

const entryOf = (value: TypedValue, note?: string): Entry => {
  if ("reason" in value) return { kind: "REFUSED", reason: value.reason };
  return { kind: "VALUE", values: [value], ...commentOf(note) };
};

const commentOf = (note = "") => {
  const text = note.replace(/^[\s\-–—:#/|,;]+/, "").trim();
  return text === "" ? {} : { comment: text.slice(0, 1_000) };
};

/** "SHA256: E3B0…", "Domain = evil.example", and what md5sum and its like print with --tag. */
function labelled(text: string): Entry | undefined {
  const sum = /^(MD5|SHA1|SHA256) \((.{1,255})\) = ([0-9a-f]+)$/i.exec(text);
  if (sum !== null) return entryOf(hintedValue(hintOf(sum[1] ?? "") ?? "HASH", sum[3] ?? ""), sum[2]);
  const match = /^([\p{L}][\p{L}\p{N} _/-]{1,30}?)\s*(?:[:：=]\s+|[：=]|:(?!\/\/))(\S.*)$/u.exec(text);
  const hint = match === null ? undefined : hintOf(match[1] ?? "");
  if (match === null || hint === undefined) return undefined;
  const right = withoutBrackets(match[2] ?? "");
  const value = hintedValue(hint, right);
  if (!("reason" in value)) return entryOf(value);
  const [first = "", ...rest] = right.split(/\s+|(?=（)/);
  return rest.length > 0 && "reason" in hintedValue(hint, first)
    ? undefined
    : entryOf(hintedValue(hint, first), rest.join(" "));
}

function commented(text: string): Entry | undefined {
  const [, first = "", rest = ""] = /^([^\s（]+)(?:\s+|(?=（))(\S[^]*)$/.exec(text) ?? [];
  if (first === "") return undefined;
  const value = guessedValue(first.replace(/[,;]$/, ""));
  return value === undefined ? undefined : entryOf(value, rest);
}

function noValue(text: string): Entry {
  // "【通信先】": a heading needs no space where words need none.
  if (!/[\x21-\x7e\uFF10-\uFF5A]/.test(text)) return { kind: "TEXT" };
  const tokens = text.split(/\s+/);
  const meant = tokens.length === 1 && !/[:：]$/.test(text) ? text : tokens.find(isMeantAsValue);
  return meant === undefined ? { kind: "TEXT" } : { kind: "REFUSED", reason: reasonFor(meant) };
}

/** True for a word that is written as a value would be, though it is none. */
const isMeantAsValue = (token: string) => isDefanged(token) || /:\/\/\S|^\d+(?:\.\d+){3}$|^[0-9a-f]{24,}$/i.test(token);

export function reasonFor(token: string): string {
  if (/^\d+(?:\.\d+){3}(?::\d+)*$/.test(token)) return "is not an IPv4 address";
  if (/^[0-9a-f]{24,}$/i.test(token))
    return `has ${token.length} hexadecimal digits, as many as no hash that this hub takes`;
  if (/^(?:[a-z]:|%\w+%)\\/i.test(token)) return "is a path on a machine, which is no indicator by itself";
  if (token.startsWith("/")) return "is a path without a host";
  if (token.includes("://")) return "is not a URL";
  if (/^[\w-]+(?:\.[\w-]+)+$/.test(token))
    return "ends in no known top-level domain: name its type, or defang it if it is a domain";
  return "shows no indicator type by itself";
}
