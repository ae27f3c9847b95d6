/** IP addresses and networks: read in the forms that people write, written in one canonical form. */

/** The four octets of a dotted IPv4 address. A leading zero is refused, for some tools read it as octal. */
export function ipv4Octets(text: string): readonly number[] | undefined {
  if (!/^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/.test(text)) return undefined;
  const octets = text.split(".").map(Number);
  return octets.every((octet) => octet <= 255) ? octets : undefined;
}

/** The eight 16-bit groups of an IPv6 address (RFC 4291, section 2.2), without brackets and zone. */
export function ipv6Groups(text: string): readonly number[] | undefined {
  if (text.length > 45 || !text.includes(":")) return undefined;
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(groupsOf);
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  if (tail === undefined) return head.length === 8 ? head : undefined;
  const missing = 8 - head.length - tail.length;
  return missing < 1 ? undefined : [...head, ...Array<number>(missing).fill(0), ...tail];
}

function groupsOf(half: string): readonly number[] | undefined {
  if (half === "") return [];
  const parts = half.split(":");
  const groups: number[] = [];
  for (const [index, part] of parts.entries()) {
    const embedded = index === parts.length - 1 ? ipv4Octets(part) : undefined;
    if (embedded !== undefined) {
      const [a = 0, b = 0, c = 0, d = 0] = embedded;
      groups.push(a * 256 + b, c * 256 + d);
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/** The canonical text of an IPv6 address: lower case, no leading zeros, the longest run of zeros as "::" (RFC 5952). */
export function ipv6Text(groups: readonly number[]): string {
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (mapped) {
    const [high = 0, low = 0] = groups.slice(6);
    return `::ffff:${[high >> 8, high & 255, low >> 8, low & 255].join(".")}`;
  }
  const { start, length } = longestZeros(groups);
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(":");
  return `${hex.slice(0, start).join(":")}::${hex.slice(start + length).join(":")}`;
}

function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  for (const [index, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { start: index - length + 1, length };
  }
  return best;
}

/**
 * The canonical text of a network, its host bits cleared ("198.51.100.7/24" is 198.51.100.0/24), or a reason. The length
 * of its prefix may be written as a mask ("198.51.100.0/255.255.255.0").
 */
export function networkText(text: string): { readonly value: string } | { readonly reason: string } {
  const match = /^([0-9a-f:.]+)\/(\d{1,3}|\d{1,3}(?:\.\d{1,3}){3})$/i.exec(text);
  if (match === null) return { reason: "is not an address with a prefix length, like 198.51.100.0/24" };
  const [, address = "", digits = ""] = match;
  const prefix = digits.includes(".") ? prefixOf(digits) : Number(digits);
  if (prefix === undefined || (digits.includes(".") && address.includes(":"))) {
    return { reason: `has ${digits} behind it, which is no mask of a network` };
  }
  const octets = ipv4Octets(address);
  const groups = octets ?? ipv6Groups(address);
  if (groups === undefined) return { reason: "holds an address that is not one" };
  const width = octets ? 8 : 16;
  if (prefix > groups.length * width) return { reason: `has a prefix length over ${groups.length * width}` };
  if (prefix === 0) return { reason: "is the whole internet, which indicates nothing" };
  const masked = groups.map((group, index) => group & maskOf(prefix - index * width, width));
  return { value: `${octets ? masked.join(".") : ipv6Text(masked)}/${prefix}` };
}

/** The length of the prefix that a mask of ones and then zeros stands for. */
function prefixOf(mask: string): number | undefined {
  const bits = ipv4Octets(mask)
    ?.map((octet) => octet.toString(2).padStart(8, "0"))
    .join("");
  return bits !== undefined && /^1*0*$/.test(bits) ? bits.replace(/0/g, "").length : undefined;
}

/** The mask of one group of `width` bits of which `bits` belong to the network. */
const maskOf = (bits: number, width: number) => {
  const kept = Math.min(Math.max(bits, 0), width);
  return ((1 << width) - 1) & ~((1 << (width - kept)) - 1);
};
