import { once } from "node:events";
import { buffer } from "node:stream/consumers";
import { portionsOf } from "../parts";
import { readIntel, type ReadOptions } from "../read";
import { IntelRefused, type ReadResult, type RefusalCode } from "../statement";

/** What the process that reads a file says of it, a JSON object a line. */
export type Told =
  | { readonly portion: ReadResult }
  | { readonly refused: { code: RefusalCode; message: string; details: Readonly<Record<string, unknown>> } }
  | { readonly end: true };

/** Reads one file from standard input, behind a line with its options, and tells on standard output what it says. */
async function main(): Promise<void> {
  // Ctrl-C goes to every process of a terminal; the hub ends this one when it wants to.
  for (const signal of ["SIGINT", "SIGHUP"]) process.on(signal, () => undefined);
  const input = await buffer(process.stdin);
  const end = input.indexOf(0x0a);
  const options = JSON.parse(input.toString("utf8", 0, end)) as ReadOptions;
  for (const told of tell(input.subarray(end + 1), options)) {
    if (!process.stdout.write(`${JSON.stringify(told)}\n`)) await once(process.stdout, "drain");
  }
}

function* tell(bytes: Uint8Array, options: ReadOptions): Generator<Told> {
  try {
    for (const portion of portionsOf(readIntel(bytes, options))) yield { portion };
    yield { end: true };
  } catch (error) {
    if (!(error instanceof IntelRefused)) throw error;
    const { code, message, details = {} } = error;
    yield { refused: { code, message, details } };
  }
}

main().catch((error: unknown) => {
  process.stderr.write(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
});
