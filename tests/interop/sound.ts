import fc from "fast-check";
import { outcomeOf } from "./shared-data";

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

/** Reading never throws anything but a refusal, and nothing that comes out is unfit for the database. */
export function expectSound(bytes: Uint8Array, filename?: string): void {
  const outcome = outcomeOf(bytes, filename === undefined ? {} : { filename });
  if (outcome.kind === "REFUSED") return;
  const { detections, benignLists, ...rest } = outcome.result;
  for (const text of textsIn(rest)) expect(text).not.toMatch(/\u0000|\p{Cs}/u);
  for (const { message } of outcome.result.refused) expect(message).not.toBe("");
}

/** Names that a file may have, some of which tell a text from a list. */
export const filename = fc.constantFrom("", "a.json", "a.csv", "a.md", "a.txt", "a.ioc");
