import { scanJson, type JsonProblem } from "./json.scan";
import { FieldRefused } from "./report";
import type { Limits } from "./statement";

export type { JsonProblem } from "./json.scan";

/** The way to a value inside a document: names of members and places in lists. */
export type JsonPath = readonly (string | number)[];

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

/** The first problem at or below a place, the places below it, and whether it stands twice. */
type Place = { readonly first: JsonProblem; readonly below: Map<string | number, Place>; twice: boolean };

/** Finds the first problem at or below a path, for the object that stands there, or at the path alone. */
export class ProblemIndex {
  private readonly root: Place | undefined;

  constructor(problems: readonly JsonProblem[]) {
    const [first] = problems;
    if (first === undefined) return;
    this.root = { first, below: new Map(), twice: false };
    for (const problem of problems) {
      let place = this.root;
      for (const step of problem.path) {
        const next = place.below.get(step) ?? { first: problem, below: new Map(), twice: false };
        place.below.set(step, next);
        place = next;
      }
      if (problem.message.endsWith("twice")) place.twice = true;
    }
  }

  below(path: JsonPath): JsonProblem | undefined {
    return this.at(path)?.first;
  }

  standsTwice(path: JsonPath): boolean {
    return this.at(path)?.twice ?? false;
  }

  private at(path: JsonPath): Place | undefined {
    let place = this.root;
    for (const step of path) place = place?.below.get(step);
    return place;
  }
}

/** Refuses what stands twice at a path: only one of the two would be read, and nobody would know of the other. */
export function refuseTwice(index: ProblemIndex, path: JsonPath): void {
  if (!index.standsTwice(path)) return;
  const field = String(path.at(-1) ?? "");
  throw new FieldRefused(field, `"${field}" stands twice, and only one of the two could be read.`);
}

/** Refuses the object at a path if anything in it is malformed, with the field and the reason. */
export function refuseMalformed(problem: JsonProblem | undefined, path: JsonPath): void {
  if (problem === undefined) return;
  const field = pathText(problem.path.slice(path.length));
  throw new FieldRefused(field, `"${field}" ${problem.message}.`, undefined, problem.code);
}

/** A path as people write it: `objects[3].name`. */
export function pathText(path: JsonPath): string {
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
