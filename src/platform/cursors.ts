import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

/**
 * Seals what a client keeps for later: a place in a list or in the event log. Encrypted, so that nothing can be read
 * or counted in it; authenticated together with the organisation that it was given to; deterministic (the
 * initialisation vector is the tag, as in SIV), so that equal answers stay equal byte for byte.
 */
export class CursorBox {
  private readonly tagKey: Buffer;
  private readonly textKey: Buffer;

  constructor(hubKey: Buffer) {
    this.tagKey = Buffer.from(hkdfSync("sha256", hubKey, "", "sansha cursor tag", 32));
    this.textKey = Buffer.from(hkdfSync("sha256", hubKey, "", "sansha cursor text", 32));
  }

  seal(purpose: string, plain: string): string {
    const tag = this.tagOf(purpose, plain);
    const cipher = createCipheriv("aes-256-ctr", this.textKey, tag);
    return Buffer.concat([tag, cipher.update(plain, "utf8"), cipher.final()]).toString("base64url");
  }

  /** What was sealed for this very purpose; undefined for anything else. */
  open(purpose: string, sealed: string): string | undefined {
    const bytes = Buffer.from(sealed, "base64url");
    if (bytes.length < 17 || bytes.toString("base64url") !== sealed) return undefined;
    const tag = bytes.subarray(0, 16);
    const decipher = createDecipheriv("aes-256-ctr", this.textKey, tag);
    const plain = Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString("utf8");
    return timingSafeEqual(tag, this.tagOf(purpose, plain)) ? plain : undefined;
  }

  private tagOf(purpose: string, plain: string): Buffer {
    return createHmac("sha256", this.tagKey).update(`${purpose}\0${plain}`).digest().subarray(0, 16);
  }
}
