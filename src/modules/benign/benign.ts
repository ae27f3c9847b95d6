import { DomainError } from "../../platform/errors";
import type { BenignList as ReadList } from "../../interop/statement";

/** A list of values that are known to be harmless, as the operator loaded it. */
export type BenignList = {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly listVersion: string;
  readonly matching: "STRING" | "HOSTNAME" | "CIDR";
  readonly entries: number;
  readonly loadedAt: Date;
};
export type BenignEntry = { readonly listId: string; readonly value: string };

/** What an entry is compared by: what is below a host is written as the host, without a dot before it. */
export const entryOf = (raw: string): string => raw.trim().toLowerCase().replace(/^\.+/, "");

/** Substrings and expressions would be compared with everything, one by one: no index helps. */
export function matchingOf({ matching, name }: ReadList, field: string): BenignList["matching"] {
  if (matching !== "SUBSTRING" && matching !== "REGEX") return matching;
  const message = `"${name.slice(0, 60)}" compares by ${matching}: only whole values, hosts and networks are kept.`;
  throw new DomainError("UNSUPPORTED", message, { field, details: { matching } });
}
