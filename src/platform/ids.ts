import { randomBytes, randomUUID } from "node:crypto";

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** `case_` and 26 characters: the 128 bits of a random UUID (v4) in Crockford's base32. Tells nothing, opens nothing. */
export function newId(prefix: string): string {
  let bits = BigInt(`0x${randomUUID().replaceAll("-", "")}`);
  let text = "";
  for (let i = 0; i < 26; i++) {
    text = CROCKFORD.charAt(Number(bits & 31n)) + text;
    bits >>= 5n;
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
