import { createReadStream, lstatSync, readdirSync, statSync } from "node:fs";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import path from "node:path";
import { createInterface } from "node:readline";
import type { HubAddress } from "./import.hub";
import type { ImportLine, ImportSums } from "./interop/import-total";
import { StartError } from "./platform/start-error";

export type FileToSend = { readonly path: string; readonly bytes: number };

/** Why a whole file was not taken, or not all of it. */
export type FileError = { readonly code: string; readonly message: string; readonly field?: string };
/** What is stored all the same of a file that was not taken to its end. */
export type SoFar = Pick<ImportSums, "read" | "stored"> & Partial<ImportSums>;
export type AnswerLine =
  Exclude<ImportLine, { soFar: unknown }> | { readonly error: FileError; readonly soFar?: SoFar };

/** What folders hold and is not sent: names that begin with a dot, and what is neither file nor folder, like a link. */
export type LeftOut = { hidden: number; links: number };
export type Found = { readonly files: readonly FileToSend[]; readonly leftOut: Readonly<LeftOut> };

/** The files at these paths, those in folders and their folders too, in order. Links inside a folder are not followed. */
export function filesAt(paths: readonly string[]): Found {
  const leftOut: LeftOut = { hidden: 0, links: 0 };
  const files = paths.flatMap((each) => {
    const found = statSync(each, { throwIfNoEntry: false });
    if (!found) throw new StartError(`There is no file or folder ${each}.`);
    return found.isDirectory() ? filesIn(each, leftOut) : [{ path: each, bytes: found.size }];
  });
  return { files, leftOut };
}

function filesIn(folder: string, leftOut: LeftOut): readonly FileToSend[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const file = path.join(folder, name);
      const found = lstatSync(file);
      if (name.startsWith(".")) leftOut.hidden++;
      else if (found.isDirectory()) return filesIn(file, leftOut);
      else if (found.isFile()) return [{ path: file, bytes: found.size }];
      else leftOut.links++;
      return [];
    });
}

/** Streams one file to `POST /import`, and gives the lines of the answer as they come; the last says what came of it. */
export async function* sendFile(
  { url, key }: HubAddress,
  file: FileToSend,
  parameters: Readonly<Record<string, string>>,
): AsyncGenerator<AnswerLine> {
  const address = new URL("/import", url);
  address.search = new URLSearchParams({ ...parameters, filename: path.basename(file.path) }).toString();
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/octet-stream" };
  const request = (address.protocol === "https:" ? requestHttps : requestHttp)(address, { method: "POST", headers });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.on("response", resolve).on("error", reject);
  });
  // Whatever breaks the sending off is told by the answer, or by the connection.
  const body = createReadStream(file.path).on("error", (error) => request.destroy(error));
  body.pipe(request);
  try {
    const response = await answered;
    for await (const line of createInterface({ input: response, crlfDelay: Infinity })) {
      if (line !== "") yield lineOf(line);
    }
    // Refused before it was read: the connection would stay for the rest of a body that nobody sends.
    if (response.statusCode !== 200) request.destroy();
  } finally {
    body.destroy();
  }
}

/** A line of NDJSON; an answer of what stands before the import is a GraphQL error. */
function lineOf(text: string): AnswerLine {
  const line = JSON.parse(text) as
    AnswerLine | { readonly errors: readonly { message: string; extensions: { code: string } }[] };
  if (!("errors" in line)) return line;
  const [first] = line.errors;
  return {
    error: { code: first?.extensions.code ?? "INTERNAL", message: first?.message ?? "The hub gave no reason." },
  };
}
