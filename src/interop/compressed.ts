import { Readable, pipeline } from "node:stream";
import { promisify } from "node:util";
import { createGunzip, gunzip } from "node:zlib";
import { IntelRefused } from "./statement";

const begins = (bytes: Uint8Array, magic: readonly number[]) => magic.every((byte, i) => bytes[i] === byte);

/** True for gzip (RFC 1952), told by its first bytes. */
export const isGzip = (bytes: Uint8Array): boolean => begins(bytes, [0x1f, 0x8b, 0x08]);

/** What is no text at all, by its first bytes: it is named, and not taken for a text in a strange encoding. */
const containers: readonly (readonly [readonly number[], string])[] = [
  [[0x1f, 0x8b, 0x08], "gzip within gzip"],
  [[0x50, 0x4b, 0x03, 0x04], "a zip archive (or a document that is one: .xlsx, .docx)"],
  [[0x50, 0x4b, 0x05, 0x06], "an empty zip archive"],
  [[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], "a 7z archive"],
  [[0x52, 0x61, 0x72, 0x21, 0x1a, 0x07], "a RAR archive"],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], "compressed with xz"],
  [[0x28, 0xb5, 0x2f, 0xfd], "compressed with Zstandard"],
  [[0x42, 0x5a, 0x68], "compressed with bzip2"],
  [[0x25, 0x50, 0x44, 0x46, 0x2d], "a PDF document"],
];

/** Refuses an archive by name. A list may begin with "BZh" all the same: only bytes that no text has there tell it. */
export function refuseContainer(bytes: Uint8Array): void {
  const what = containers.find(([magic]) => begins(bytes, magic))?.[1];
  if (
    what === undefined ||
    (what.endsWith("bzip2") && !begins(bytes.subarray(4), [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]))
  )
    return;
  throw new IntelRefused("UNSUPPORTED", `The file is ${what}: send what is in it, file by file, as it is or as gzip.`);
}

const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";

const damaged = (error: unknown): unknown =>
  codeOf(error).startsWith("Z_")
    ? new IntelRefused("INVALID_INPUT", `The file is gzip, but damaged or cut (${codeOf(error)}).`)
    : error;

/** What is in a gzip body, piece by piece. Whoever takes it counts it: a bomb is not taken further than its limit. */
export async function* inflated(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflating = createGunzip();
  // An error of the body comes out of what is read from it.
  pipeline(Readable.from(body), inflating, () => undefined);
  try {
    for await (const piece of inflating as AsyncIterable<Uint8Array>) yield piece;
  } catch (error) {
    throw damaged(error);
  } finally {
    inflating.destroy();
  }
}

/** The same of a body that is here as a whole, up to a limit. What is no gzip comes back as it is. */
export async function inflatedWhole(bytes: Uint8Array, limit: number): Promise<Uint8Array> {
  if (!isGzip(bytes)) return bytes;
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: limit });
  } catch (error) {
    if (codeOf(error) !== "ERR_BUFFER_TOO_LARGE") throw damaged(error);
    throw new IntelRefused("PAYLOAD_TOO_LARGE", `The file has more than ${limit} bytes when inflated, the limit.`, {
      limit,
    });
  }
}
