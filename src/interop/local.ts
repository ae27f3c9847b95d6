import { BlockList, isIP } from "node:net";
import type { ExportedStatement } from "./export/exported";

/** Networks that mean something else in each place (RFC 6890): private, loopback, link-local, multicast and the like. */
const networks: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
  ["::", 127],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
];
const local = new BlockList();
for (const [address, bits] of networks) local.addSubnet(address, bits, isIP(address) === 4 ? "ipv4" : "ipv6");

const isLocalAddress = (address: string) => {
  const version = isIP(address);
  return version !== 0 && local.check(address, version === 4 ? "ipv4" : "ipv6");
};

/** Names that no public resolver answers for (RFC 6761, RFC 6762, RFC 8375). */
const isLocalName = (name: string) => /(?:^|\.)(?:localhost|local|internal|home\.arpa)\.?$/i.test(name);

/** True where a value names one's own machine or network: whoever blocks it blocks its own. */
export function isLocal({ type, value }: Pick<ExportedStatement, "type" | "value">): boolean {
  if (type === "IPV4" || type === "IPV6") return isLocalAddress(value);
  if (type === "CIDR") return isLocalAddress(value.split("/")[0] ?? "");
  if (type === "DOMAIN") return isLocalName(value);
  if (type !== "URL") return false;
  const host = URL.canParse(value) ? new URL(value).hostname.replace(/^\[|\]$/g, "") : "";
  return isLocalAddress(host) || isLocalName(host);
}
