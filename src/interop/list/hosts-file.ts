import { guessedValue, type TypedValue } from "../value";

type Value = Exclude<TypedValue, { reason: string }>;

/** What a line of a hosts file names. The address before the names only leads nowhere, or to the machine itself. */
export type HostsLine = {
  readonly values: readonly Value[];
  /** Names that are meant as ones of the internet, and are none. */
  readonly failed: readonly string[];
  readonly comment?: string;
};

const sinks =
  /^(?:0\.0\.0\.0|127(?:\.\d{1,3}){3}|255\.255\.255\.255|::1?|f[ef][0-9a-f]{2}::[0-9a-f]{0,4}(?:%\w+)?)[ \t]+(?=[\w.])/i;
const addresses = /^[\d.:]+$/;
const local = /^[^.]*$|(?:^|\.)(?:localhost|localdomain|local|lan|home|internal)\.?$/i;

/** Reads "0.0.0.0 evil.example evil2.example # comment"; undefined for a line that is none of a hosts file. */
export function hostsLine(text: string): HostsLine | undefined {
  const sink = sinks.exec(text)?.[0];
  if (sink === undefined) return undefined;
  const [names = "", ...comment] = text.slice(sink.length).split("#");
  const words = names.trim().split(/[ \t]+/);
  if (!words.every((word) => /^[\w.:-]+$/.test(word))) return undefined;
  const said = comment.join("#").trim();
  const values: Value[] = [];
  const failed: string[] = [];
  for (const word of words.filter((each) => !local.test(each) && !addresses.test(each))) {
    const value = guessedValue(word);
    if (value === undefined) failed.push(word);
    else values.push(value);
  }
  return { values, failed, ...(said === "" ? {} : { comment: said.slice(0, 1_000) }) };
}
