import type { IndicatorType } from "../modules/indicators/indicator.value";
import type { ExportedStatement } from "./export/exported";
import { isLocal } from "./local";

/** What a firewall, a resolver or a proxy blocks by its value alone. */
export const blockable: readonly IndicatorType[] = [
  ...(["IPV4", "IPV6", "CIDR", "DOMAIN", "URL"] as const),
  ...(["FILE_MD5", "FILE_SHA1", "FILE_SHA256"] as const),
];

/** Stands for the end of what has none; sorts behind any time. */
const never = "never";

export type BlockRule = {
  readonly minConfidence: number;
  readonly now: Date;
  /** Also what is known to be harmless, what is disputed, and addresses of one's own network. */
  readonly includeBenign: boolean;
};

/** True for a statement that a tool may act on now: it stands, it is valid, and its source meant it for detection. */
export function isUsable({ revoked, validFrom, validUntil, labels }: ExportedStatement, now: Date): boolean {
  if (revoked || labels.includes("to_ids:false")) return false;
  if (validFrom !== undefined && new Date(validFrom) > now) return false;
  return validUntil === undefined || new Date(validUntil) > now;
}

/**
 * True for a statement on whose word its value may be blocked: it is usable, it is sure enough, its PAP allows what an
 * attacker sees (GREEN or freer), and nothing says that whoever blocks it hurts itself.
 */
export function mayBlock(one: ExportedStatement, { minConfidence, now, includeBenign }: BlockRule): boolean {
  const { confidence = 0, pap = "CLEAR", doubtful = false } = one;
  if (!blockable.includes(one.type) || !isUsable(one, now) || confidence < minConfidence) return false;
  if (pap === "AMBER" || pap === "RED") return false;
  return includeBenign || !(doubtful || isLocal(one));
}

/**
 * One value a line, each once. The comment above them says when the first of them ends: whoever uses the list fetches
 * it again by then, for a value that ended is left out.
 */
export function blocklistOf(statements: readonly ExportedStatement[], rule: BlockRule): string {
  const until = new Map<string, string>();
  for (const one of statements) {
    if (!mayBlock(one, rule)) continue;
    const ends = [until.get(one.value), one.validUntil ?? never].flatMap((end) => end ?? []);
    until.set(one.value, ends.sort().at(-1) ?? never);
  }
  const [firstEnd = never] = [...until.values()].sort();
  const head = [
    `# Sansha blocklist of ${rule.now.toISOString()}`,
    `# ${until.size} values of confidence ${rule.minConfidence} or more; the first of them ends: ${firstEnd}`,
  ];
  return [...head, ...until.keys()].map((line) => `${line}\n`).join("");
}
