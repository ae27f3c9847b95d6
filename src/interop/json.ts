import { scanJson, type JsonProblem } from "./json.scan";
import type { Limits } from "./statement";

export type { JsonProblem } from "./json.scan";

/** A JSON object as it came in: every value is unknown until it is checked. `__proto__` is an ordinary key of its own. */
export type JsonObject = { readonly [key: string]: unknown };

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isJsonArray = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** The value of an own key; what an object inherits is never seen. */
export const ownValue = (object: JsonObject, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key] : undefined;

export type JsonDocument = { readonly value: unknown; readonly problems: readonly JsonProblem[] };

/**
 * Reads JSON by RFC 8259 and I-JSON (RFC 7493). Wrong syntax refuses the file, with line and column. What I-JSON
 * forbids inside it (a key twice, a number beyond double precision, U+0000 and half surrogate pairs) and what the hub
 * limits (depth, length of texts, keys that name prototypes) is reported with its path, so that a reader refuses the
 * object that holds it and keeps the others.
 */
export function parseJson(text: string, limits: Pick<Limits, "depth" | "textLength">): JsonDocument {
  const problems = scanJson(text, limits);
  return { value: JSON.parse(text), problems };
}

/** The problems below a path, for the object that stands there. */
export function problemsBelow(problems: readonly JsonProblem[], path: readonly (string | number)[]) {
  return problems.filter((problem) => path.every((step, index) => problem.path[index] === step));
}

/** A path as people write it: `objects[3].name`. */
export function pathText(path: readonly (string | number)[]): string {
  const text = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
  return text.replace(/^\./, "").slice(0, 200);
}

/** JSON with its keys in order and no spaces (RFC 8785), so that equal content has equal text. */
export function canonicalJson(value: unknown): string {
  if (isJsonArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value) ?? "null";
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
  return `{${members.join(",")}}`;
}
