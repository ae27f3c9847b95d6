import { randomBytes, randomUUID } from "node:crypto";

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** `case_` and 26 characters: the 128 bits of a random UUID (v4) in Crockford's base32. Tells nothing, opens nothing. */
export function newId(prefix: string): string {
  let text = "";
  let rest = 0;
  let bits = 2; // 26 characters hold 130 bits: two more than there are, at the front.
  for (const byte of Buffer.from(randomUUID().replaceAll("-", ""), "hex")) {
    rest = (rest << 8) | byte;
    for (bits += 8; bits >= 5; text += CROCKFORD.charAt((rest >> bits) & 31)) bits -= 5;
    rest &= (1 << bits) - 1;
  }
  return `${prefix}_${text}`;
}

export const prefixOf = (id: string): string => id.slice(0, Math.max(0, id.lastIndexOf("_")));

// No 0/O, 1/I, U: what is read over the phone must be heard right. 31 characters: a prime, for the check digit.
const SPOKEN = "23456789ABCDEFGHJKLMNPQRSTVWXYZ";
const WEIGHTS = [2, 3, 4, 5, 6, 7];

/** A short random reference that can be read over the phone: `SAN-7KQ4-M2X`, the last character a check digit. */
export function newReference(prefix: string): string {
  const chars = [...randomBytes(6)].map((byte) => SPOKEN.charAt(byte % SPOKEN.length)).join("");
  return `${prefix}-${chars.slice(0, 4)}-${chars.slice(4)}${checkDigit(chars)}`;
}

/** Weighted sum modulo a prime: finds each wrong character, and any two that changed places. */
export function checkDigit(chars: string): string {
  const sum = [...chars].reduce((total, char, i) => total + SPOKEN.indexOf(char) * (WEIGHTS[i] ?? 1), 0);
  return SPOKEN.charAt(sum % SPOKEN.length);
}
