import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { newId } from "../../platform/ids";

const FORM = /^sansha_([0-9A-HJKMNP-TV-Z]{26})_([A-Za-z0-9_-]{43})([0-9a-f]{6})$/;

export type Credential = { readonly keyId: string; readonly secret: string };

/** A new API key: `sansha_<id>_<secret><checksum>`. The secret has 256 bits; the text is shown once. */
export function newCredential(): { readonly keyId: string; readonly text: string; readonly secretHash: string } {
  const keyId = newId("key");
  const secret = randomBytes(32).toString("base64url");
  const body = `sansha_${keyId.slice("key_".length)}_${secret}`;
  return { keyId, text: `${body}${checksum(body)}`, secretHash: hashOf(secret) };
}

/** What `Bearer …` holds, when it has the form of a key of ours. A mistyped one fails here, before any look-up. */
export function readCredential(authorization: unknown): Credential | undefined {
  if (typeof authorization !== "string" || authorization.length > 300) return undefined;
  const text = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? "";
  const [, id, secret, sum] = FORM.exec(text) ?? [];
  if (!id || !secret || sum !== checksum(text.slice(0, -6))) return undefined;
  return { keyId: `key_${id}`, secret };
}

/** A fast hash on purpose: the secret is random, and a slow one would be a lever to exhaust the hub. */
export const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");

export function isSecret(secret: string, secretHash: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(secret)), Buffer.from(secretHash));
}

const checksum = (body: string): string => createHash("sha256").update(body).digest("hex").slice(0, 6);
