import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { Request, RequestHandler, Response } from "express";
import { z } from "zod";
import { inflated } from "../interop/compressed";
import type { ImportOptions } from "../interop/file-import";
import { meaningOf, meanings, type Meaning } from "../interop/list/columns";
import type { ImportSums } from "../interop/import-total";
import type { Viewer } from "../platform/context";
import { DomainError, invalid } from "../platform/errors";
import { papOf, tlpOf } from "../platform/marking";
import type { Edge } from "./edge";
import { statusOf } from "./errors";

export type ImportEdge = Pick<Edge, "authenticator" | "pipeline" | "fileImport">;
type Asked = { readonly viewer: Viewer; readonly requestId: string };

/** A client that neither sends nor ends is let go: an import waits for bytes, and holds nothing while it waits. */
const STALLED_MS = 60_000;
/** How long a refused body is read away, so that its sender gets to read why. */
const READ_AWAY_MS = 5_000;

/**
 * `POST /import`: the body is the file, of whatever format, gzip or not. The answer is NDJSON: progress, one line for
 * each thing that was refused, and at the end the summary, or the error that ended it, with what is stored of the file
 * all the same. The status is that of the error where nothing was answered before it. Reading waits for storing; a
 * client that goes away ends the import.
 */
export const importRoute =
  (edge: ImportEdge, maxBytes: number, askedBy: (request: Request) => Asked): RequestHandler =>
  async (request, response) => {
    const asked = askedBy(request);
    const ended: Ended = {};
    try {
      const options = { ...optionsOf(request), maxBytes };
      const body = bodyOf(request);
      assertFits(request, maxBytes);
      await edge.fileImport.admit(asked.viewer, options);
      await answer(edge, asked, options, body, response, ended);
    } catch (error) {
      if (response.destroyed) return;
      const [told] = edge.pipeline.format([error], asked.requestId);
      if (!response.headersSent) response.status(told ? statusOf(told) : 500).type(NDJSON);
      if (!response.headersSent && !request.complete) response.setHeader("Connection", "close");
      const { extensions = {}, message } = told ?? {};
      response.end(`${JSON.stringify({ error: { ...extensions, message }, ...ended })}\n`);
      readAway(request);
    }
  };

/** What came of a file whose import has ended before its end. */
type Ended = { soFar?: ImportSums };

const NDJSON = "application/x-ndjson; charset=utf-8";

async function answer(
  { fileImport, authenticator }: ImportEdge,
  { viewer }: Asked,
  options: ImportOptions,
  body: AsyncIterable<Uint8Array>,
  response: Response,
  ended: Ended,
): Promise<void> {
  const assertStill = async () => {
    if (response.destroyed) throw new Gone();
    if ((await authenticator.stillValid([viewer])).has(viewer)) return;
    throw new DomainError("UNAUTHENTICATED", "The credential is no longer what it was when the import began.");
  };
  try {
    for await (const line of fileImport.run(viewer, options, body, assertStill)) {
      if (response.destroyed) return;
      if ("soFar" in line) {
        ended.soFar = line.soFar;
        continue;
      }
      if (!response.headersSent) response.type(NDJSON);
      if (!response.write(`${JSON.stringify(line)}\n`)) await taken(response);
    }
    response.end();
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
  }
}

/** The client went away: nobody is left to tell. */
class Gone extends Error {}

/** Waits until the client has taken what was told. One that takes nothing is let go: a place may depend on it. */
async function taken(response: Response): Promise<void> {
  const timer = setTimeout(() => response.destroy(), STALLED_MS).unref();
  await Promise.race([once(response, "drain"), closed(response)]);
  clearTimeout(timer);
}
const closed = (response: Response) => new Promise<void>((resolve) => response.once("close", () => resolve()));

/** The body, piece by piece. Ends with `Gone` when the client does before it. */
async function* bytesOf(request: IncomingMessage): AsyncGenerator<Uint8Array> {
  const stalled = () => request.destroy(new Gone());
  let timer = setTimeout(stalled, STALLED_MS).unref();
  try {
    // What is left when reading ends early is read away by whoever answers.
    const pieces: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
    for await (const piece of pieces) {
      clearTimeout(timer);
      yield piece;
      timer = setTimeout(stalled, STALLED_MS).unref();
    }
  } catch (error) {
    throw isAbort(error) ? new Gone() : error;
  } finally {
    clearTimeout(timer);
  }
}

const isAbort = (error: unknown) =>
  error instanceof Error &&
  "code" in error &&
  (error.code === "ECONNRESET" || error.code === "ERR_STREAM_PREMATURE_CLOSE");

/**
 * Lets a client go whose body is not here in time. The server itself sets no time, for an import may take an hour: it
 * waits for what it stores.
 */
export const bodyWithin =
  (ms: number): RequestHandler =>
  (request, _response, next) => {
    const timer = setTimeout(() => request.destroy(), ms).unref();
    for (const end of ["end", "close"]) request.once(end, () => clearTimeout(timer));
    next();
  };

/** Nobody who was refused may hold a connection by sending slowly what nobody reads. */
export function readAway(request: IncomingMessage): void {
  if (request.complete) return;
  const timer = setTimeout(() => request.destroy(), READ_AWAY_MS).unref();
  for (const end of ["end", "close"]) request.once(end, () => clearTimeout(timer));
  request.on("error", () => undefined);
  request.resume();
}

/** The body without what wrapped it for its way. A file that is gzip itself needs no header: its first bytes tell it. */
function bodyOf(request: IncomingMessage): AsyncIterable<Uint8Array> {
  const encoding = (request.headers["content-encoding"] ?? "identity").trim().toLowerCase();
  if (encoding === "gzip" || encoding === "x-gzip") return inflated(bytesOf(request));
  if (encoding === "identity" || encoding === "") return bytesOf(request);
  throw new DomainError("UNSUPPORTED", "The Content-Encoding of a file is gzip, or it has none.");
}

/** A body that says beforehand that it is too large is not begun. */
function assertFits({ headers }: IncomingMessage, maxBytes: number): void {
  if (Number(headers["content-length"] ?? 0) <= maxBytes) return;
  const details = { limit: maxBytes };
  throw new DomainError("PAYLOAD_TOO_LARGE", `The file has more than ${maxBytes} bytes, the limit.`, { details });
}

const one = z.string().max(500);
const parameters = z.strictObject({
  filename: one.optional(),
  caseId: one.optional(),
  tlp: one.optional(),
  pap: one.optional(),
  columns: one.optional(),
  dryRun: z.enum(["true", "false", "1", "0", ""]).optional(),
});

/** The parameters of the address. A name that is none, or given twice, is refused and not overlooked. */
function optionsOf(request: Request): Omit<ImportOptions, "maxBytes"> {
  const parsed = parameters.safeParse(request.query);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.code === "unrecognized_keys" ? issue.keys[0] : issue?.path.join(".");
    throw invalid(
      field ?? "",
      "The parameters are filename, caseId, tlp, pap, columns and dryRun (true or false), each once.",
    );
  }
  const { filename = "", caseId, tlp, pap, columns, dryRun } = parsed.data;
  return {
    filename,
    caseId: caseId || null,
    tlp: level("tlp", tlp, tlpOf),
    pap: level("pap", pap, papOf),
    columns: columns ? columnsOf(columns) : undefined,
    dryRun: dryRun === "true" || dryRun === "1" || dryRun === "",
  };
}

/** "type,value,-,description": what the columns of a table hold, from the first on. */
function columnsOf(words: string): readonly Meaning[] {
  return words.split(",").map((word, i) => {
    const meaning = meaningOf(word);
    if (meaning !== undefined) return meaning;
    throw invalid(`columns[${i}]`, `A column is one of ${meanings.join(", ").toLowerCase()}, or - to leave it out.`);
  });
}

function level<L>(field: string, word: string | undefined, read: (word: string) => L | undefined): L | null {
  if (!word) return null;
  const found = read(word);
  if (found === undefined) throw invalid(field, `${field} is a level of ${field.toUpperCase()}, like AMBER.`);
  return found;
}
